import { DatePicker } from 'antd'
import dayjs from 'dayjs'
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
      <DayFilter label={t('changedFrom')} value={filters.from} onChange={(from) => onChange({ from })} />
      <DayFilter label={t('changedTo')} value={filters.to} onChange={(to) => onChange({ to })} />
      {siteId !== undefined && (
        <label className="filter-tick">
          <input type="checkbox" checked={filters.below} onChange={() => onChange({ below: !filters.below })} />{' '}
          {t('withBelow')}
        </label>
      )}
    </FilterBar>
  )
}

function DayFilter({ label, value, onChange }: { label: string; value: string; onChange: (day: string) => void }) {
  return (
    <DatePicker
      aria-label={label}
      className="filter-day"
      placeholder={label}
      value={value === '' ? null : dayjs(value)}
      onChange={(day) => onChange(day ? day.format('YYYY-MM-DD') : '')}
    />
  )
}
