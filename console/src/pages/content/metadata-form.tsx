import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { getScheme, type Element } from '../../../../src/modules/vocabulary/contract.ts'
import { useOperation } from '../../client.ts'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { MetadataField } from './metadata-field.tsx'
import { useContentWords } from './use-content-words.ts'
import type { Check } from './types.ts'

type SchemeElement = z.output<typeof Element>
type Metadata = Record<string, unknown>

interface MetadataFormProps {
  kind: string
  siteId: string
  value: Metadata
  isReadOnly: boolean
  checks: readonly Check[]
  onChange: (metadata: Metadata) => void
}

const isEmpty = (value: unknown) =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)

/** The form that the metadata scheme of a kind describes: no field of it is written here. */
export function MetadataForm({ kind, siteId, value, isReadOnly, checks, onChange }: MetadataFormProps) {
  const { t } = useTranslation('content')
  const words = useContentWords()
  const { data, error, refetch } = useOperation(getScheme, { params: { kind } }, { staleFor: 600_000 })
  if (error) return <ProblemNotice problem={error} onRetry={() => void refetch()} />
  if (!data) return <div className="meta" aria-busy="true" />
  const isFirst = (element: SchemeElement) => element.obligation !== 'O' || (kind !== 'article' && element.isShown)
  const first = data.elements.filter(isFirst)
  const rest = data.elements.filter((element) => !isFirst(element))
  const filled = rest.filter((element) => !isEmpty(value[element.code])).length
  const draw = (element: SchemeElement) => (
    <MetadataField
      key={element.code}
      element={element}
      siteId={siteId}
      value={value[element.code]}
      isRequired={isDemanded(element, value)}
      isReadOnly={isReadOnly}
      error={checks.find((check) => check.pointer === `/metadata/${element.code}`)?.text}
      onChange={(next) => {
        const { [element.code]: _, ...others } = value
        onChange(isEmpty(next) ? others : { ...others, [element.code]: next })
      }}
    />
  )
  return (
    <>
      {first.length > 0 && <div className="meta">{first.map(draw)}</div>}
      {rest.length > 0 && (
        <details className="meta-more">
          <summary>{t('moreMetadata', { scheme: words(`enum.kind.${kind}`), filled, count: rest.length })}</summary>
          <div className="meta">{rest.map(draw)}</div>
        </details>
      )}
    </>
  )
}

/** Mandatory, or mandatory as soon as the element it hangs on has a value. */
function isDemanded(element: SchemeElement, value: Metadata): boolean {
  if (element.obligation === 'M') return true
  return element.obligation === 'C' && element.requiredWith !== undefined && !isEmpty(value[element.requiredWith])
}
