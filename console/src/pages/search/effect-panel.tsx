import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { type Change, previewChange } from '../../../../src/modules/search/contract.ts'
import { useOperation } from '../../client.ts'
import { Panel } from '../../components/panel.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { useDebounced } from '../../components/use-debounced.ts'
import type { Choice } from '../sites/choice-field.tsx'
import { SiteField } from '../sites/site-field.tsx'
import { HitList } from './hit-list.tsx'

interface EffectPanelProps {
  change: z.input<typeof Change>
  /** What is tried until something else is typed. */
  words: readonly string[]
  site: Choice | null
}

const PAUSE_MS = 400
/** Compared are twenty; the first ten of each side are shown. */
const SHOWN = 10

/** The same query now and with the change, before anything is saved. */
export function EffectPanel({ change, words, site }: EffectPanelProps) {
  const { t } = useTranslation('search')
  const id = useId()
  const [typed, setTyped] = useState<string>()
  const [chosen, setChosen] = useState<Choice | null>()
  const text = (typed ?? words[0] ?? '').trim()
  const place = chosen === undefined ? site : chosen
  const body = useDebounced({ text, siteId: place?.id ?? null, change }, PAUSE_MS)
  const { data, error, isFetching, refetch } = useOperation(previewChange, { body }, { enabled: body.text !== '' })
  const moved = data?.after.hits.filter((hit) => hit.otherRank !== hit.rank).length ?? 0
  return (
    <Panel title={t('effect')}>
      <div className="effect-asks">
        <div className="form-field">
          <label htmlFor={`${id}-text`}>{t('tryWords')}</label>
          <input
            id={`${id}-text`}
            className="field"
            type="search"
            value={typed ?? words[0] ?? ''}
            onChange={(event) => setTyped(event.target.value)}
          />
        </div>
        <div className="form-field">
          <label htmlFor={`${id}-site`}>{t('trySite')}</label>
          <SiteField id={`${id}-site`} value={place} onChange={setChosen} placeholder={t('anySite')} />
        </div>
      </div>
      {error && (
        <div className="panel-body">
          <ProblemNotice problem={error} onRetry={() => void refetch()} />
        </div>
      )}
      {text === '' && <p className="panel-body hint">{t('effectWaits')}</p>}
      {data && !error && text !== '' && (
        <>
          <p className="panel-body" role="status">
            {t('effectTotals', { before: data.before.total, after: data.after.total })}
            {moved === 0 ? t('effectNone') : t('effectMoved', { count: moved })}
          </p>
          <div className={isFetching ? 'effect-sides refreshing-sides' : 'effect-sides'}>
            <section aria-label={t('now')}>
              <h3>{t('now')}</h3>
              <HitList answer={data.before} most={SHOWN} comparesAs="before" />
            </section>
            <section aria-label={t('afterwards')}>
              <h3>{t('afterwards')}</h3>
              <HitList answer={data.after} most={SHOWN} comparesAs="after" />
            </section>
          </div>
        </>
      )}
    </Panel>
  )
}
