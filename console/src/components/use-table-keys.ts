import { useNavigate } from '@tanstack/react-router'
import { useState, type RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { useHotkey } from '../app/hotkeys.ts'
import type { Picked } from './use-picked.ts'

interface TableKeysOptions<Row> {
  body: RefObject<HTMLElement | null>
  rows: readonly Row[] | undefined
  keys: readonly string[]
  rowTo: ((row: Row) => string) | undefined
  /** Undefined where nothing can be ticked. */
  picked: Picked<Row> | undefined
}

/** J and K move, Enter opens, X ticks. Returns the row one is on. */
export function useTableKeys<Row>({ body, rows, keys, rowTo, picked }: TableKeysOptions<Row>) {
  const { t } = useTranslation('components')
  const navigate = useNavigate()
  const [here, setHere] = useState<string>()
  const at = here === undefined ? -1 : keys.indexOf(here)
  const row = at < 0 ? undefined : rows?.[at]
  const hasRows = keys.length > 0
  const hasPick = hasRows && picked !== undefined

  const step = (by: number) => {
    const key = keys[Math.max(0, Math.min(keys.length - 1, at < 0 ? 0 : at + by))]
    if (key === undefined) return
    setHere(key)
    const line = body.current?.querySelector(`[data-key="${CSS.escape(key)}"]`)
    const link = line?.querySelector<HTMLElement>('th a, th button, a, button, input')
    link?.focus({ preventScroll: true })
    line?.scrollIntoView({ block: 'nearest' })
  }
  const pick = (isRange: boolean) => {
    if (here !== undefined) picked?.pick(here, isRange)
  }
  const open = () => {
    // On a link or button Enter already does what it says.
    const focused = document.activeElement
    if (focused instanceof HTMLAnchorElement || focused instanceof HTMLButtonElement) focused.click()
    else if (row !== undefined && rowTo) void navigate({ to: rowTo(row) })
  }

  useHotkey('J', t('keyDown'), () => step(1), { isEnabled: hasRows })
  useHotkey('K', t('keyUp'), () => step(-1), { isEnabled: hasRows })
  useHotkey('Enter', t('keyOpen'), open, { isEnabled: row !== undefined && rowTo !== undefined })
  useHotkey('X', t('keyPick'), () => pick(false), { isEnabled: hasPick })
  useHotkey('Shift+X', t('keyPickTo'), () => pick(true), { isEnabled: hasPick })
  useHotkey('Escape', t('keyClear'), () => picked?.clear(), { isEnabled: (picked?.rows.length ?? 0) > 0 })
  return { here, setHere, row }
}
