import { useQueries } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { getChannel } from '../../../../src/modules/sites/contract.ts'
import { getScheme } from '../../../../src/modules/vocabulary/contract.ts'
import { call, operationKey, useOperation } from '../../client.ts'
import { formatMoment } from '../../components/time.ts'
import { factChanges } from './fact-changes.ts'
import type { Edition } from './types.ts'
import { useFieldNames } from './use-field-names.ts'
import { useMetadataWords } from './use-metadata-words.ts'

interface FactTableProps {
  kind: string
  before: Omit<Edition, 'body'>
  after: Omit<Edition, 'body'>
}

/** What changed beside the text, as a table: before and after. */
export function FactTable({ kind, before, after }: FactTableProps) {
  const { t } = useTranslation('content')
  const { t: common } = useTranslation()
  const nameOf = useFieldNames()
  const { data } = useOperation(getScheme, { params: { kind } }, { staleFor: 600_000 })
  const elements = data?.elements ?? []
  const old = useMetadataWords(elements, before.metadata)
  const now = useMetadataWords(elements, after.metadata)
  const channels = useChannelNames([...before.placements, ...after.placements])
  const changes = factChanges(before, after, {
    moment: formatMoment,
    yes: common('yes'),
    no: common('no'),
    value: (code, value) => {
      const side = value === before.metadata[code] ? old : now
      return side.find((one) => one.code === code)?.words ?? plainWords(value)
    },
    channel: (id) => channels.get(id) ?? id,
  })
  if (changes.length === 0) return <p className="panel-body hint">{t('noFactChanges')}</p>
  const fieldName = (field: string) =>
    field.startsWith('metadata.')
      ? (elements.find((one) => `metadata.${one.code}` === field)?.name ?? field.slice(9))
      : nameOf(field)
  const none = <span className="hint">{t('unfilled')}</span>
  return (
    <div className="scroll" role="group" aria-label={t('otherChanges')} tabIndex={0}>
      <table className="diff facts">
        <thead>
          <tr>
            <th scope="col">{t('columnField')}</th>
            <th scope="col">{t('columnBefore')}</th>
            <th scope="col">{t('columnAfter')}</th>
          </tr>
        </thead>
        <tbody>
          {changes.map((change) => (
            <tr key={change.field}>
              <th scope="row">{fieldName(change.field)}</th>
              <td data-label={t('columnBefore')}>{change.before === '' ? none : <del>{change.before}</del>}</td>
              <td data-label={t('columnAfter')}>{change.after === '' ? none : <ins>{change.after}</ins>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function useChannelNames(ids: readonly string[]): ReadonlyMap<string, string> {
  const wanted = [...new Set(ids)]
  const replies = useQueries({
    queries: wanted.map((id) => ({
      queryKey: operationKey(getChannel, { params: { id } }),
      queryFn: async ({ signal }: { signal: AbortSignal }) => ({
        reply: await call(getChannel, { params: { id } }, { signal }),
      }),
      staleTime: 300_000,
    })),
  })
  return new Map(
    wanted.flatMap((id, index): [string, string][] => {
      const found = replies[index]?.data?.reply
      return found ? [[id, `${found.site.name} / ${found.name}`]] : []
    }),
  )
}

/** A value of an element that the scheme no longer has. */
function plainWords(value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}
