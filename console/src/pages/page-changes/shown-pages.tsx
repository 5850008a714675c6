import { Link } from '@tanstack/react-router'
import { useRef, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { listShownPages, listShownSites, type ShownKind } from '../../../../src/modules/library/contract.ts'
import { useAddress } from '../../app/use-address.ts'
import { useOperation } from '../../client.ts'
import { DataTable } from '../../components/data-table.tsx'
import { Icon } from '../../components/icon.tsx'
import { Panel } from '../../components/panel.tsx'
import { isLost } from '../../components/use-focus-back.ts'
import { pathOf } from './page-list.tsx'

interface ShownThing {
  kind: z.output<typeof ShownKind>
  id: string
  /** For a setting: whose value it is. */
  siteId?: string
}

/** `on`: the site whose pages are listed, since `site` in an address is the site one works on. */
const defaults = { on: '', page: 1, pageSize: 50 }

/** How one goes about in the two lists. */
interface Way extends ShownThing {
  place: typeof defaults
  onPageSize: (pageSize: number) => void
  onPage?: (page: number) => void
  /** Leads to the pages of one site, or back to all sites. */
  turn: (on: string, words: ReactNode) => ReactNode
  frame: (parts: { title: string; back: ReactNode; children: ReactNode }) => ReactNode
}

/** Which pages show a thing, where they may be many: the sites, and the pages of the one that is opened. */
export function ShownPages(thing: ShownThing) {
  const [place, setAddress] = useAddress(defaults)
  return (
    <ShownLists
      {...thing}
      place={place}
      onPageSize={(pageSize) => setAddress({ pageSize })}
      turn={(on, words) => <SiteLink on={on === '' ? undefined : on}>{words}</SiteLink>}
      frame={({ title, back, children }) => (
        <Panel title={title} {...(back ? { extra: back } : {})}>
          {children}
        </Panel>
      )}
    />
  )
}

/** The same in a drawer: the address belongs to the screen below it. */
export function ShownPagesInDrawer(thing: ShownThing) {
  const [place, setPlace] = useState(defaults)
  const [left, setLeft] = useState('')
  const isTurning = useRef(false)
  // What was pressed is gone: the keyboard goes on at the way back, or at the site it came from, as soon as that is there.
  const goOn = (next: HTMLElement | null) => {
    if (next === null || !isTurning.current) return
    isTurning.current = false
    if (isLost(document.activeElement)) next.focus()
  }
  return (
    <div className="shown-drawer">
      <ShownLists
        {...thing}
        place={place}
        onPageSize={(pageSize) => setPlace({ ...place, pageSize, page: 1 })}
        onPage={(page) => setPlace({ ...place, page })}
        turn={(on, words) => (
          <button
            className="link"
            type="button"
            ref={on === '' || on === left ? goOn : null}
            onClick={() => {
              isTurning.current = true
              setLeft(place.on)
              setPlace({ ...defaults, pageSize: place.pageSize, on })
            }}
          >
            {words}
          </button>
        )}
        frame={({ title, back, children }) => (
          <>
            {back && (
              <>
                <p>{back}</p>
                <h3>{title}</h3>
              </>
            )}
            {children}
          </>
        )}
      />
    </div>
  )
}

const ShownLists = (way: Way) => (way.place.on === '' ? <SitesList {...way} /> : <PagesList {...way} />)

const thingOf = ({ kind, id, siteId }: ShownThing) => ({ kind, id, ...(siteId === undefined ? {} : { siteId }) })

function SitesList({ place, turn, frame, ...way }: Way) {
  const { t } = useTranslation('pageChanges')
  const { page, pageSize } = place
  const { data, error, isFetching, refetch } = useOperation(
    listShownSites,
    { query: { ...thingOf(way), page, pageSize } },
    { staleFor: 0 },
  )
  const isUnknown = data?.isKnown === false
  return frame({
    title: t('shownBy'),
    back: null,
    children: (
      <>
        {data !== undefined && data.pages > 0 && (
          <div className="panel-body">
            <p role="status">
              <b>{t('shownCount', { count: data.pages, sites: data.total })}</b>
            </p>
            {data.isInNav && <p className="hint">{t('shownInNav')}</p>}
            <p className="hint">{t('shownHint')}</p>
          </div>
        )}
        <DataTable
          label={t('shownSites')}
          columns={[
            {
              key: 'site',
              label: t('shownSite'),
              isTitle: true,
              render: ({ siteId, siteName }) => (siteId === '' ? t('shownNoSite') : turn(siteId, siteName)),
            },
            { key: 'pages', label: t('pages'), isFigure: true, render: (row) => row.pages.toLocaleString('en') },
          ]}
          rows={data?.items}
          rowKey={(row) => row.siteId}
          rowLabel={(row) => row.siteName}
          problem={error}
          onRetry={() => void refetch()}
          isRefreshing={isFetching && data !== undefined}
          paging={data}
          onPageSize={way.onPageSize}
          {...(way.onPage ? { onPage: way.onPage } : {})}
          empty={
            isUnknown
              ? { title: t('shownUnknown'), advice: t('shownUnknownAdvice') }
              : { title: t('shownNowhere'), advice: t('shownNowhereAdvice') }
          }
        />
      </>
    ),
  })
}

function PagesList({ place, turn, frame, ...way }: Way) {
  const { t } = useTranslation('pageChanges')
  const { on, page, pageSize } = place
  const { data, error, isFetching, refetch } = useOperation(
    listShownPages,
    { query: { ...thingOf(way), onSite: on, page, pageSize } },
    { staleFor: 0 },
  )
  const name = data?.siteName ?? ''
  return frame({
    title: name === '' ? t('shownBy') : t('shownOn', { site: name }),
    back: turn(
      '',
      <>
        <Icon name="left" /> {t('shownAllSites')}
      </>,
    ),
    children: (
      <DataTable
        label={t('shownOn', { site: name })}
        columns={[
          {
            key: 'address',
            label: t('shownAddress'),
            isTitle: true,
            isWrapping: true,
            render: ({ url }) => (
              <a href={url} target="_blank" rel="noreferrer">
                {pathOf(url)} <Icon name="out" />
                <span className="unseen">{t('newWindow')}</span>
              </a>
            ),
          },
        ]}
        rows={data?.items}
        rowKey={(row) => row.url}
        rowLabel={(row) => row.url}
        problem={error}
        onRetry={() => void refetch()}
        isRefreshing={isFetching && data !== undefined}
        paging={data}
        onPageSize={way.onPageSize}
        {...(way.onPage ? { onPage: way.onPage } : {})}
        empty={{ title: t('shownNowhere'), advice: t('shownNowhereAdvice') }}
      />
    ),
  })
}

/** The same screen with the pages of one site, or with all sites. */
function SiteLink({ on, children }: { on: string | undefined; children: ReactNode }) {
  return (
    <Link
      to="."
      search={(before: Record<string, unknown>) => ({ ...before, on, page: undefined })}
      activeProps={{}}
      aria-current={undefined}
    >
      {children}
    </Link>
  )
}
