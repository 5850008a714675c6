import { Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { findReleased } from '../../../../src/modules/content/contract.ts'
import { useOperation } from '../../client.ts'
import type { Controllable } from '../../components/field.tsx'
import { formatMoment } from '../../components/time.ts'
import { useDebounced } from '../../components/use-debounced.ts'
import { isAddress } from './is-address.ts'
import { controlProps } from './site-select.tsx'
import { useReleasedTitles } from './use-released-titles.ts'

interface ReleasedSelectProps extends Controllable {
  siteId: string
  most: number
  value: readonly string[]
  isReadOnly: boolean
  onChange: (ids: string[]) => void
}

/** Chooses what is released: on the site by a piece of title or number, anywhere by its address. */
export function ReleasedSelect({ siteId, most, value, isReadOnly, onChange, ...tied }: ReleasedSelectProps) {
  const { t } = useTranslation('content')
  const [text, setText] = useState('')
  const asked = useDebounced(text.trim(), 200)
  const query = isAddress(asked) ? { url: asked } : { siteId, text: asked }
  const { data, isFetching } = useOperation(findReleased, { query }, { enabled: asked !== '' })
  const titles = useReleasedTitles(value)
  const found = asked === '' ? [] : (data ?? [])
  const names = new Map([...titles, ...found.map((item) => [item.itemId, item.title] as const)])
  // Titles repeat: where and when tells them apart.
  const places = new Map(
    found.map((item) => [item.itemId, `${item.siteName}　${formatMoment(item.firstReleasedAt).slice(0, 10)}`]),
  )
  return (
    <Select
      {...controlProps(tied)}
      className="full"
      mode="multiple"
      showSearch={{ filterOption: false, onSearch: setText }}
      disabled={isReadOnly}
      maxCount={most}
      loading={isFetching}
      placeholder={t('findReleasedHint')}
      value={[...value]}
      options={[...new Set([...value, ...found.map((item) => item.itemId)])].map((id) => ({
        value: id,
        label: names.get(id) ?? t('notShown'),
      }))}
      optionRender={({ label, value: id }) => (
        <>
          {label} <span className="hint">{places.get(String(id))}</span>
        </>
      )}
      notFoundContent={asked === '' ? t('typeTitleOrNumber') : t('nothing')}
      onChange={onChange}
    />
  )
}
