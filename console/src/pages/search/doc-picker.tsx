import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { explainSearch } from '../../../../src/modules/search/contract.ts'
import type { ApiProblem } from '../../api/problem.ts'
import { useOperation } from '../../client.ts'
import { Icon } from '../../components/icon.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { StatusChip } from '../../components/status-chip.tsx'
import { useDebounced } from '../../components/use-debounced.ts'
import { OrderButtons } from '../sites/order-buttons.tsx'
import { HitList } from './hit-list.tsx'

export interface ChosenDoc {
  id: string
  title: string
  isBroken: boolean
  siteName: string | null
}

interface DocPickerProps {
  docs: readonly ChosenDoc[]
  onChange: (docs: readonly ChosenDoc[]) => void
  isDisabled: boolean
  problem: ApiProblem | null
}

const MOST = 10

/** What stands first, in order; found by searching. */
export function DocPicker({ docs, onChange, isDisabled, problem }: DocPickerProps) {
  const { t } = useTranslation('search')
  const faults = problem?.errors.filter(({ pointer }) => /^(\/body)?\/docs/.test(pointer)) ?? []
  const move = (at: number, by: -1 | 1) => {
    const next = [...docs]
    next.splice(at + by, 0, ...next.splice(at, 1))
    onChange(next)
  }
  return (
    <div className="form-field">
      <span className="hint" id="pin-docs">
        {t('docs')} <span className="must">{t('docsHint', { count: MOST })}</span>
      </span>
      <ol className="picked-docs" aria-labelledby="pin-docs">
        {docs.map((doc, at) => (
          <li key={doc.id}>
            <span className="hit-rank num" aria-hidden="true">
              {at + 1}
            </span>
            <span className="picked-name">
              {doc.title} {doc.isBroken && <StatusChip tone="bad">{t('gone')}</StatusChip>}
              {doc.siteName !== null && <span className="hint"> {doc.siteName}</span>}
            </span>
            <OrderButtons
              name={doc.title}
              at={at}
              count={docs.length}
              isDisabled={isDisabled}
              onMove={(by) => move(at, by)}
              onRemove={() => onChange(docs.filter((one) => one.id !== doc.id))}
            />
          </li>
        ))}
      </ol>
      {docs.length === 0 && <p className="hint">{t('noDocs')}</p>}
      {docs.some((doc) => doc.isBroken) && <p className="hint">{t('goneHint')}</p>}
      {faults.map((fault) => (
        <p className="field-error" key={fault.pointer}>
          {fault.detail}
        </p>
      ))}
      {!isDisabled && docs.length < MOST && (
        <Finder chosen={new Set(docs.map(({ id }) => id))} onAdd={(doc) => onChange([...docs, doc])} />
      )}
    </div>
  )
}

function Finder({ chosen, onAdd }: { chosen: ReadonlySet<string>; onAdd: (doc: ChosenDoc) => void }) {
  const { t } = useTranslation('search')
  const id = useId()
  const [text, setText] = useState('')
  const asked = useDebounced(text.trim(), 300)
  const { data, error, refetch } = useOperation(explainSearch, { query: { text: asked } }, { enabled: asked !== '' })
  return (
    <>
      <label htmlFor={id}>{t('findDocs')}</label>
      <input
        id={id}
        className="field"
        type="search"
        value={text}
        placeholder={t('findDocsHint')}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.preventDefault()
        }}
      />
      {error && asked !== '' && <ProblemNotice problem={error} onRetry={() => void refetch()} />}
      {data && asked !== '' && !error && (
        <div className="found-docs" role="region" tabIndex={0} aria-label={t('found')}>
          <HitList
            answer={data}
            act={(hit) => {
              const title = hit.title.map((piece) => piece.text).join('')
              return chosen.has(hit.id) ? (
                <span className="hint">{t('chosen')}</span>
              ) : (
                <button
                  className="button"
                  type="button"
                  aria-label={t('chooseNamed', { title })}
                  onClick={() => onAdd({ id: hit.id, title, isBroken: false, siteName: hit.siteName })}
                >
                  <Icon name="pin" /> {t('choose')}
                </button>
              )
            }}
          />
        </div>
      )}
    </>
  )
}
