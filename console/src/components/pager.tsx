import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { pagesAround, rangeOf } from './pages-around.ts'

export interface Paging {
  page: number
  pageSize: number
  total: number
  /** The server stopped counting at `total`: “1 万以上”. */
  isCapped?: boolean
}

interface PagerProps extends Paging {
  rows: number
  onPageSize?: (pageSize: number) => void
  /** For a list that lies over the page, whose address is not its own. */
  onPage?: (page: number) => void
}

const SIZES = [20, 50, 100, 200]

/** Where one is in a list, and links to the other pages: the page is in the address, unless `onPage` turns it. */
export function Pager({ page, pageSize, total, isCapped = false, rows, onPageSize, onPage }: PagerProps) {
  const { t } = useTranslation('components')
  const { t: common } = useTranslation()
  const last = Math.max(1, Math.ceil(total / pageSize))
  const { from, to } = rangeOf(page, pageSize, rows)
  const amount = isCapped
    ? t('totalCapped', { total: cappedWords(total, t('tenThousand')) })
    : t('total', { total: total.toLocaleString('en') })
  const hasNext = page < last || (isCapped && rows === pageSize)
  return (
    <nav className="foot" aria-label={t('paging')}>
      <span>
        {rows === 0 ? amount : t('range', { from: from.toLocaleString('en'), to: to.toLocaleString('en'), amount })}
      </span>
      {onPageSize && (
        <label>
          {t('pageSize')}{' '}
          <select className="field small" value={pageSize} onChange={(event) => onPageSize(Number(event.target.value))}>
            {[...new Set([...SIZES, pageSize])]
              .toSorted((a, b) => a - b)
              .map((size) => (
                <option key={size}>{size}</option>
              ))}
          </select>
        </label>
      )}
      {(last > 1 || page > 1 || hasNext) && (
        <ol>
          {page > 1 && (
            <li>
              <PageLink page={page - 1} onPage={onPage}>
                {common('previous')}
              </PageLink>
            </li>
          )}
          {pagesAround(page, Math.max(last, page)).map((one, index) =>
            one === 0 ? (
              <li key={`gap-${index}`} aria-hidden="true">
                …
              </li>
            ) : isCapped && one === last && one !== page ? null : (
              <li key={one}>
                <PageLink page={one} isCurrent={one === page} onPage={onPage}>
                  {String(one)}
                </PageLink>
              </li>
            ),
          )}
          {hasNext && (
            <li>
              <PageLink page={page + 1} onPage={onPage}>
                {common('next')}
              </PageLink>
            </li>
          )}
        </ol>
      )}
    </nav>
  )
}

interface PageLinkProps {
  page: number
  isCurrent?: boolean
  onPage: ((page: number) => void) | undefined
  children: string
}

function PageLink({ page, isCurrent = false, onPage, children }: PageLinkProps) {
  if (onPage) {
    return (
      <button type="button" aria-current={isCurrent ? 'page' : undefined} onClick={() => onPage(page)}>
        {children}
      </button>
    )
  }
  return (
    <Link
      to="."
      search={(before: Record<string, unknown>) => ({ ...before, page: page === 1 ? undefined : String(page) })}
      activeProps={{}}
      aria-current={isCurrent ? 'page' : undefined}
    >
      {children}
    </Link>
  )
}

function cappedWords(total: number, tenThousand: string): string {
  return total % 10_000 === 0 && tenThousand !== '' ? `${total / 10_000} ${tenThousand}` : total.toLocaleString('en')
}
