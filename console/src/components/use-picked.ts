import { useCallback, useMemo, useRef, useState } from 'react'

export interface Picked<Row> {
  rows: readonly Row[]
  has: (key: string) => boolean
  isAll: boolean
  /** Ticks or unticks a row; with a range, everything from the last one ticked. */
  pick: (key: string, isRange: boolean) => void
  pickAll: () => void
  clear: () => void
}

/** Ticked rows. They stay ticked while one turns the page, so that a choice may span pages. */
export function usePicked<Row>(rows: readonly Row[] | undefined, keys: readonly string[]): Picked<Row> {
  const [picked, setPicked] = useState<ReadonlyMap<string, Row>>(new Map())
  const last = useRef<string | undefined>(undefined)
  const isAll = keys.length > 0 && keys.every((key) => picked.has(key))

  const pick = useCallback(
    (key: string, isRange: boolean) => {
      const to = keys.indexOf(key)
      const before = isRange && last.current !== undefined ? keys.indexOf(last.current) : to
      const from = before < 0 ? to : before
      last.current = key
      setPicked((now) =>
        changed(now, rows ?? [], keys, { from: Math.min(from, to), to: Math.max(from, to), isOn: !now.has(key) }),
      )
    },
    [rows, keys],
  )
  const pickAll = useCallback(() => {
    setPicked((now) =>
      changed(now, rows ?? [], keys, { from: 0, to: keys.length - 1, isOn: !keys.every((key) => now.has(key)) }),
    )
  }, [rows, keys])
  const clear = useCallback(() => setPicked(new Map()), [])

  // A row that has been read again is acted upon as it is now.
  const fresh = useMemo(() => {
    const now = new Map(keys.map((key, index) => [key, rows?.[index]]))
    return [...picked].map(([key, row]) => now.get(key) ?? row)
  }, [picked, rows, keys])
  return { rows: fresh, has: (key) => picked.has(key), isAll, pick, pickAll, clear }
}

function changed<Row>(
  before: ReadonlyMap<string, Row>,
  rows: readonly Row[],
  keys: readonly string[],
  span: { from: number; to: number; isOn: boolean },
): ReadonlyMap<string, Row> {
  const after = new Map(before)
  for (let index = span.from; index <= span.to; index += 1) {
    const key = keys[index]
    const row = rows[index]
    if (key === undefined || row === undefined) continue
    if (span.isOn) after.set(key, row)
    else after.delete(key)
  }
  return after
}
