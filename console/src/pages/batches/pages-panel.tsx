import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listBatchPages } from '../../../../src/modules/content/contract.ts'
import { createPreview } from '../../../../src/modules/previews/contract.ts'
import { useCommand, useOperation } from '../../client.ts'
import { Icon } from '../../components/icon.tsx'
import { Panel } from '../../components/panel.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { StatusChip } from '../../components/status-chip.tsx'
import { portalHref } from '../content/portal-href.ts'
import type { Batch, BatchPageRow } from './types.ts'

const FEW_SITES = 5
const MINUTES = 30

/** What the batch changes first-hand, site by site, and each page as it will be at the batch's instant. */
export function PagesPanel({ batch }: { batch: Batch }) {
  const { t } = useTranslation('batches')
  const [isWhole, setWhole] = useState(false)
  const { data, error, refetch } = useOperation(listBatchPages, { params: { id: batch.id } })
  const at = batch.state === 'scheduled' ? batch.effectiveAt : null
  const sites = [...Map.groupBy(data ?? [], (page) => page.siteId).values()]
  return (
    <Panel title={t('pages')}>
      {(batch.state === 'draft' || at !== null) && (
        <p className="hint batch-pages-hint">{at === null ? t('pagesDraftHint') : t('pagesHint')}</p>
      )}
      {error && <ProblemNotice problem={error} onRetry={() => void refetch()} />}
      {(isWhole ? sites : sites.slice(0, FEW_SITES)).map((pages) => (
        <section className="batch-pages" key={pages[0]?.siteId} aria-label={pages[0]?.siteName}>
          <h3>{pages[0]?.siteName}</h3>
          <ul>
            {pages.map((page) => (
              <PageLine key={page.path} page={page} at={at} />
            ))}
          </ul>
        </section>
      ))}
      {sites.length > FEW_SITES && !isWhole && (
        <p className="batch-pages-hint">
          <button className="link" type="button" onClick={() => setWhole(true)}>
            {t('showAllSites', { count: sites.length })}
          </button>
        </p>
      )}
    </Panel>
  )
}

function PageLine({ page, at }: { page: BatchPageRow; at: string | null }) {
  const { t } = useTranslation('batches')
  const kinds = { item: t('pageItem'), channel: t('pageChannel'), home: t('pageHome') }
  const title = page.kind === 'home' ? t('homeTitle') : page.title
  return (
    <li>
      <StatusChip>{kinds[page.kind]}</StatusChip>
      <span>
        {page.host === '' || !page.isShown ? (
          title
        ) : (
          <a href={portalHref(page)} target="_blank" rel="noreferrer">
            {title}
          </a>
        )}{' '}
        <span className="hint mono">{page.path}</span>
      </span>
      {at !== null && <Rehearsal page={page} at={at} title={title} />}
    </li>
  )
}

/** First the link is made, then it is there to be opened or sent on. */
function Rehearsal({ page, at, title }: { page: BatchPageRow; at: string; title: string }) {
  const { t } = useTranslation('batches')
  const preview = useCommand(createPreview)
  if (preview.data) {
    return (
      <a
        className="button bare"
        href={portalHref({ host: preview.data.host, path: preview.data.link })}
        target="_blank"
        rel="noreferrer"
        autoFocus
      >
        <Icon name="eye" /> {t('openRehearsal')}
      </a>
    )
  }
  return (
    <button
      className="button bare"
      type="button"
      disabled={preview.isPending}
      aria-label={t('rehearsePage', { page: `${title} ${page.siteName}` })}
      onClick={() => preview.mutate({ body: { siteId: page.siteId, path: page.path, at, expiresInMinutes: MINUTES } })}
    >
      <Icon name="eye" /> {t('rehearse')}
    </button>
  )
}
