import { Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { getSite, listSites } from '../../../../src/modules/sites/contract.ts'
import { useOperation } from '../../client.ts'
import type { Controllable } from '../../components/field.tsx'
import { useDebounced } from '../../components/use-debounced.ts'
import { useClearing } from '../../components/use-clearing.tsx'

interface SiteSelectProps extends Controllable {
  value: string | undefined
  onChange: (siteId: string | undefined) => void
  /** Only sites on which one holds something (default). */
  isMine?: boolean
  label?: string
  /** The page begins here. */
  isFirst?: boolean
}

/** Chooses a site by a piece of its name; a province has hundreds. */
export function SiteSelect({ value, onChange, isMine = true, label, isFirst = false, ...tied }: SiteSelectProps) {
  const { t } = useTranslation('content')
  const clearing = useClearing()
  const [text, setText] = useState('')
  const asked = useDebounced(text.trim(), 200)
  const { data, isFetching } = useOperation(listSites, {
    query: { pageSize: 50, ...(isMine ? { mine: 'true' as const } : {}), ...(asked === '' ? {} : { text: asked }) },
  })
  const chosen = useOperation(
    getSite,
    { params: { id: value ?? '' } },
    { enabled: value !== undefined, staleFor: 300_000 },
  )
  const known = (data?.items ?? []).map((site) => ({ value: site.id, label: site.name }))
  const isListed = known.some((one) => one.value === value)
  const own = value !== undefined && !isListed && chosen.data ? [{ value, label: chosen.data.name }] : []
  return (
    <Select
      {...controlProps(tied)}
      className="full"
      autoFocus={isFirst}
      showSearch={{ filterOption: false, onSearch: setText }}
      allowClear={clearing}
      loading={isFetching}
      placeholder={t('pickSite')}
      aria-label={label}
      value={value ?? null}
      options={[...own, ...known]}
      notFoundContent={isFetching ? t('reading') : t('noSite')}
      onChange={(next: string | null | undefined) => onChange(next ?? undefined)}
    />
  )
}

/** What a field ties its control with, without the undefined ones. */
export function controlProps(tied: Controllable) {
  return {
    ...(tied.id === undefined ? {} : { id: tied.id }),
    ...(tied.status === undefined ? {} : { status: tied.status }),
    ...(tied['aria-describedby'] === undefined ? {} : { 'aria-describedby': tied['aria-describedby'] }),
    ...(tied['aria-invalid'] === undefined ? {} : { 'aria-invalid': tied['aria-invalid'] }),
    ...(tied['aria-required'] === undefined ? {} : { 'aria-required': tied['aria-required'] }),
  }
}
