import { Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { findDocuments } from '../../../../src/modules/content/contract.ts'
import { useOperation } from '../../client.ts'
import type { Controllable } from '../../components/field.tsx'
import { useDebounced } from '../../components/use-debounced.ts'
import { aside } from '../../components/marks.ts'
import { useClearing } from '../../components/use-clearing.tsx'
import { controlProps } from './site-select.tsx'

interface DocumentSelectProps extends Controllable {
  value: string | undefined
  exceptId: string
  onChange: (id: string | undefined) => void
}

/** Chooses a document by a piece of its title. */
export function DocumentSelect({ value, exceptId, onChange, ...tied }: DocumentSelectProps) {
  const { t } = useTranslation('content')
  const clearing = useClearing()
  const [text, setText] = useState('')
  const asked = useDebounced(text.trim(), 200)
  const { data, isFetching } = useOperation(findDocuments, { query: { text: asked } }, { enabled: asked !== '' })
  const found = (data ?? []).filter((row) => row.id !== exceptId)
  return (
    <Select
      {...controlProps(tied)}
      className="full"
      showSearch={{ filterOption: false, onSearch: setText }}
      allowClear={clearing}
      loading={isFetching}
      placeholder={t('findDocumentsHint')}
      value={value ?? null}
      options={found.map((row) => ({ value: row.id, label: aside(row.title, row.siteName) }))}
      notFoundContent={asked === '' ? t('typeTitle') : t('nothing')}
      onChange={(next: string | null | undefined) => onChange(next ?? undefined)}
    />
  )
}
