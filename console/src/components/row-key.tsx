import { useHotkey } from '../app/hotkeys.ts'

export interface RowKeyFacts<Row> {
  key: string
  label: string
  run: (row: Row) => void
}

/** A shortcut that acts on the row one is on. */
export function RowKey<Row>({ row, hotkey }: { row: Row | undefined; hotkey: RowKeyFacts<Row> }) {
  useHotkey(hotkey.key, hotkey.label, () => row !== undefined && hotkey.run(row), { isEnabled: row !== undefined })
  return null
}
