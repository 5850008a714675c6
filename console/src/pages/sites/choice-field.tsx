import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Controllable } from '../../components/field.tsx'
import { useDebounced } from '../../components/use-debounced.ts'
import { useClearing } from '../../components/use-clearing.tsx'

export interface Choice {
  id: string
  label: string
  hint?: string | undefined
}

export type FindChoices = (text: string, signal: AbortSignal) => Promise<readonly Choice[]>

export interface ChoiceFieldProps extends Controllable {
  value: Choice | null
  onChange: (choice: Choice | null) => void
  placeholder?: string
  isDisabled?: boolean
}

/** One thing out of very many: type, and the server finds it. */
export function ChoiceField({
  name,
  find,
  value,
  onChange,
  placeholder,
  isDisabled = false,
  ...tied
}: ChoiceFieldProps & { name: string; find: FindChoices }) {
  const { t } = useTranslation('sites')
  const clearing = useClearing()
  const [text, setText] = useState('')
  const [isOpen, setOpen] = useState(false)
  const asked = useDebounced(text.trim(), 200)
  const { data, isFetching } = useQuery({
    queryKey: ['choices', name, asked],
    queryFn: ({ signal }) => find(asked, signal),
    enabled: isOpen,
    staleTime: 30_000,
  })
  const found = data ?? []
  const options = value === null || found.some((one) => one.id === value.id) ? found : [value, ...found]
  return (
    <Select
      {...(tied.id === undefined ? {} : { id: tied.id })}
      {...(tied.status === undefined ? {} : { status: tied.status })}
      {...(tied['aria-describedby'] === undefined ? {} : { 'aria-describedby': tied['aria-describedby'] })}
      {...(tied['aria-required'] === undefined ? {} : { 'aria-required': tied['aria-required'] })}
      className="choice-field"
      showSearch={{ filterOption: false, onSearch: setText }}
      allowClear={clearing}
      disabled={isDisabled}
      loading={isFetching}
      placeholder={placeholder ?? t('typeToFind')}
      notFoundContent={isFetching ? t('finding') : t('foundNone')}
      value={value?.id ?? null}
      onOpenChange={setOpen}
      onChange={(id: string | null | undefined) => onChange(options.find((one) => one.id === id) ?? null)}
      options={options.map((one) => ({ value: one.id, label: one.label, hint: one.hint }))}
      optionRender={(option) => (
        <span className="choice-option">
          {option.label} <span className="hint">{wordsOf(option.data.hint)}</span>
        </span>
      )}
    />
  )
}

function wordsOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
