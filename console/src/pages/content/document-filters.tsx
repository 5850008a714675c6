import { useTranslation } from 'react-i18next'
import { FilterBar } from '../../components/filter-bar.tsx'
import { ChannelSelect } from './channel-select.tsx'
import { useContentWords } from './use-content-words.ts'

export const filterDefaults = {
  view: '',
  q: '',
  channel: '',
  kind: '',
  from: '',
  to: '',
  below: false,
  sort: '-updatedAt',
  page: 1,
  pageSize: 50,
}
export type DocumentFilterValues = typeof filterDefaults

interface DocumentFiltersProps {
  filters: DocumentFilterValues
  siteId: string | undefined
  onChange: (change: Partial<DocumentFilterValues>) => void
}

const kinds = ['article', 'official_document']
const cleared = { q: '', channel: '', kind: '', from: '', to: '' }

/** What narrows the list; all of it stands in the address. */
export function DocumentFilters({ filters, siteId, onChange }: DocumentFiltersProps) {
  const { t } = useTranslation('content')
  const words = useContentWords()
  const hasDates = filters.from !== '' || filters.to !== ''
  return (
    <FilterBar
      search={{ label: t('findDocuments'), placeholder: t('findDocumentsHint'), value: filters.q }}
      selects={[
        {
          name: 'kind',
          label: t('kind'),
          any: t('anyKind'),
          value: filters.kind,
          options: kinds.map((kind) => ({ value: kind, label: words(`enum.kind.${kind}`) })),
        },
      ]}
      chips={
        hasDates
          ? [
              {
                key: 'dates',
                label: t('changedBetween', { from: filters.from || '…', to: filters.to || '…' }),
                onRemove: () => onChange({ from: '', to: '' }),
              },
            ]
          : []
      }
      onChange={onChange}
      onClear={() => onChange(cleared)}
    >
      <ChannelSelect
        isFilter
        siteId={siteId}
        value={filters.channel === '' ? undefined : filters.channel}
        label={t('channel')}
        onChange={(channel) => onChange({ channel: channel ?? '' })}
      />
      <input
        className="field"
        type="date"
        aria-label={t('changedFrom')}
        value={filters.from}
        max={filters.to || undefined}
        onChange={(event) => onChange({ from: event.target.value })}
      />
      <input
        className="field"
        type="date"
        aria-label={t('changedTo')}
        value={filters.to}
        min={filters.from || undefined}
        onChange={(event) => onChange({ to: event.target.value })}
      />
      {siteId !== undefined && (
        <label className="filter-tick">
          <input type="checkbox" checked={filters.below} onChange={() => onChange({ below: !filters.below })} />{' '}
          {t('withBelow')}
        </label>
      )}
    </FilterBar>
  )
}
