import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import type { PageLink } from '../../../../src/modules/library/contract-parts.ts'
import { Icon } from '../../components/icon.tsx'
import './page-changes.css'

interface PageListProps {
  pages: readonly z.output<typeof PageLink>[]
  /** How many there are, where not all are listed. */
  total: number
}

/** Pages of the portals by site, each a link. */
export function PageList({ pages, total }: PageListProps) {
  const { t } = useTranslation('pageChanges')
  const bySite = [...Map.groupBy(pages, (page) => page.siteName)]
  const isWhole = pages.length >= total
  return (
    <div className="page-list">
      {!isWhole && <p className="hint">{t('listedFirst', { count: pages.length, total })}</p>}
      {bySite.map(([site, own]) => (
        <section key={site} aria-label={site}>
          <h3>
            {site} {isWhole && <span className="count">{own.length}</span>}
          </h3>
          <ul>
            {own.map(({ url }) => (
              <li key={url}>
                <a href={url} target="_blank" rel="noreferrer">
                  {pathOf(url)} <Icon name="out" />
                  <span className="unseen">{t('newWindow')}</span>
                </a>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

/** The address within its site as people read it. */
export function pathOf(url: string): string {
  const { pathname } = new URL(url)
  try {
    return decodeURI(pathname)
  } catch {
    return pathname
  }
}
