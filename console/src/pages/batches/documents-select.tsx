import { Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listDocuments } from '../../../../src/modules/content/contract.ts'
import { useOperation } from '../../client.ts'
import type { Controllable } from '../../components/field.tsx'
import { useDebounced } from '../../components/use-debounced.ts'
import { controlProps } from '../content/site-select.tsx'
import { aside } from '../../components/marks.ts'
import { useClearing } from '../../components/use-clearing.tsx'
import type { DocumentRow } from '../content/types.ts'

const MOST = 50
const NOTHING = { pending: 'noPending', live: 'noLive' } as const

interface DocumentsSelectProps extends Controllable {
  value: readonly string[]
  /** Only what waits to be published, or only what readers see. */
  only: 'pending' | 'live'
  /** Not to be chosen again. */
  except: ReadonlySet<string | null>
  isSingle?: boolean
  onChange: (ids: string[]) => void
}

/** Chooses documents, the latest at once or by a piece of their titles; those chosen stay while one looks for more. */
export function DocumentsSelect({ value, only, except, isSingle = false, onChange, ...tied }: DocumentsSelectProps) {
  const { t } = useTranslation('batches')
  const clearing = useClearing()
  const [text, setText] = useState('')
  const [known, setKnown] = useState<ReadonlyMap<string, string>>(new Map())
  const asked = useDebounced(text.trim(), 200)
  const { data, isFetching } = useOperation(listDocuments, {
    query: { ...(asked === '' ? {} : { text: asked }), [only]: 'true', pageSize: MOST },
  })
  const found = (data?.items ?? []).filter((row) => !except.has(row.id))
  const labelOf = (row: DocumentRow) => aside(row.title, row.siteName)
  const others = value.filter((id) => !found.some((row) => row.id === id))
  const options = [
    ...found.map((row) => ({ value: row.id, label: labelOf(row) })),
    ...others.map((id) => ({ value: id, label: known.get(id) ?? id })),
  ]
  const choose = (ids: string[]) => {
    setKnown((before) => new Map([...before, ...found.map((row) => [row.id, labelOf(row)] as const)]))
    onChange(ids)
  }
  const common = {
    ...controlProps(tied),
    className: 'full',
    showSearch: { filterOption: false as const, onSearch: setText, autoClearSearchValue: false },
    loading: isFetching,
    placeholder: t('findDocumentsHint'),
    options,
    notFoundContent: data ? t(NOTHING[only]) : t('searchingDocuments'),
    autoFocus: true,
  }
  if (isSingle) {
    return (
      <Select<string>
        {...common}
        placeholder={t('typeTitle')}
        allowClear={clearing}
        value={value[0] ?? null}
        onChange={(id: string | null | undefined) => choose(id ? [id] : [])}
      />
    )
  }
  return <Select<string[]> {...common} mode="multiple" value={[...value]} onChange={choose} />
}
