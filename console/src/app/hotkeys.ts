import { useEffect, useRef, useSyncExternalStore } from 'react'
import { keep, kept } from './kept.ts'

export interface Hotkey {
  /** As in KeyboardEvent.key; with Shift for letters: `Shift+X`. */
  key: string
  /** What it does, as shown in the help. */
  label: string
  run: (event: KeyboardEvent) => void
  /** Shown under 任何页面 instead of 本页. */
  isGlobal?: boolean
}

const NAME = 'yw-single-keys'
const active: Hotkey[] = []
const watchers = new Set<() => void>()
let shown: readonly Hotkey[] = []
let isOn = kept(NAME) !== 'off'

/** Single keys act unless somebody is typing, a dialog is open, or they are switched off (WCAG 2.1.4). */
export function startHotkeys(): void {
  addEventListener('keydown', (event) => {
    if (!isOn || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
    if (
      isTyping(event.target) ||
      document.querySelector('.ant-modal-wrap:not([style*="display: none"]), .ant-drawer-open')
    )
      return
    const name = keyName(event)
    const hotkey = active.findLast((one) => one.key === name)
    if (!hotkey) return
    event.preventDefault()
    hotkey.run(event)
  })
}

/** Registers a shortcut while the component is on screen; the later one wins. */
export function useHotkey(
  key: string,
  label: string,
  run: (event: KeyboardEvent) => void,
  options: { isGlobal?: boolean; isEnabled?: boolean } = {},
): void {
  const latest = useRef(run)
  useEffect(() => {
    latest.current = run
  })
  const { isGlobal = false, isEnabled = true } = options
  useEffect(() => {
    if (!isEnabled) return
    const hotkey: Hotkey = { key, label, isGlobal, run: (event) => latest.current(event) }
    active.push(hotkey)
    tell()
    return () => {
      active.splice(active.indexOf(hotkey), 1)
      tell()
    }
  }, [key, label, isGlobal, isEnabled])
}

/** Shortcuts that work on this page now. */
export function useHotkeyList(): readonly Hotkey[] {
  return useSyncExternalStore(watch, () => shown)
}

export function useSingleKeys(): readonly [boolean, (isOn: boolean) => void] {
  return [useSyncExternalStore(watch, () => isOn), setSingleKeys]
}

function setSingleKeys(value: boolean): void {
  isOn = value
  keep(NAME, value ? 'on' : 'off')
  tell()
}

function watch(told: () => void): () => void {
  watchers.add(told)
  return () => watchers.delete(told)
}

function tell(): void {
  shown = [...active]
  for (const one of watchers) one()
}

export function keyName(event: Pick<KeyboardEvent, 'key' | 'shiftKey'>): string {
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key
  const isLetter = /^[A-Z]$/.test(key)
  return event.shiftKey && (isLetter || key.length > 1) ? `Shift+${key}` : key
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target.tagName === 'TEXTAREA' || target.tagName === 'SELECT') return true
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'submit'].includes(target.type)
  return target.getAttribute('role') === 'combobox'
}
