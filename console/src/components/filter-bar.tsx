import { useEffect, useRef, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from './icon.tsx'

export interface FilterSelect {
  name: string
  label: string
  /** What no choice is called: 全部状态. */
  any: string
  value: string
  options: readonly { value: string; label: string }[]
}

export interface FilterChip {
  key: string
  /** 责任编辑：简小禾 */
  label: string
  onRemove: () => void
}

interface FilterBarProps {
  search?: { label: string; placeholder?: string; value: string }
  selects?: readonly FilterSelect[]
  /** Conditions that have no field of their own here. */
  chips?: readonly FilterChip[]
  /** A change of the search or of one select, as part of `useAddress`'s values: `{ q: '…' }`. */
  onChange: (change: Record<string, string>) => void
  /** Name of the search in the address (default `q`). */
  searchName?: string
  onClear?: () => void
  /** Further controls, such as a date range. */
  children?: ReactNode
}

/** Search, choices, and the conditions that are on. Everything stands in the address, so it can be kept or sent. */
export function FilterBar({
  search,
  selects = [],
  chips = [],
  onChange,
  searchName = 'q',
  onClear,
  children,
}: FilterBarProps) {
  const { t } = useTranslation('components')
  const isActive = (search?.value ?? '') !== '' || selects.some((one) => one.value !== '') || chips.length > 0
  return (
    <search className="filters" aria-label={t('filters')}>
      {search && <SearchField {...search} onSearch={(value) => onChange({ [searchName]: value })} />}
      {selects.map((select) => (
        <select
          key={select.name}
          className="field"
          aria-label={select.label}
          value={select.value}
          onChange={(event) => onChange({ [select.name]: event.target.value })}
        >
          <option value="">{select.any}</option>
          {select.options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      ))}
      {children}
      {chips.map((chip) => (
        <span className="pill" key={chip.key}>
          {chip.label}{' '}
          <button type="button" aria-label={t('removeFilter', { filter: chip.label })} onClick={chip.onRemove}>
            <Icon name="x" />
          </button>
        </span>
      ))}
      {isActive && onClear && (
        <button className="button bare" type="button" onClick={onClear}>
          {t('clearFilters')}
        </button>
      )}
    </search>
  )
}

/** Asks when typing pauses, not at every letter, and never while a Chinese word is being composed. */
function SearchField({
  label,
  placeholder,
  value,
  onSearch,
}: {
  label: string
  placeholder?: string
  value: string
  onSearch: (value: string) => void
}) {
  const [text, setText] = useState(value)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const sent = useRef(value)
  useEffect(() => {
    // The address changed from elsewhere (back button, a saved view): show that.
    if (value !== sent.current) setText(value)
    sent.current = value
  }, [value])
  useEffect(() => () => clearTimeout(timer.current), [])
  const send = (next: string, delay: number) => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      sent.current = next.trim()
      onSearch(next.trim())
    }, delay)
  }
  return (
    <input
      className="field"
      type="search"
      aria-label={label}
      placeholder={placeholder ?? label}
      value={text}
      onChange={(event) => {
        setText(event.target.value)
        const native: Event = event.nativeEvent
        if (!(native instanceof InputEvent && native.isComposing)) send(event.target.value, 300)
      }}
      onCompositionEnd={(event) => send(event.currentTarget.value, 300)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.nativeEvent.isComposing) send(event.currentTarget.value, 0)
      }}
    />
  )
}
