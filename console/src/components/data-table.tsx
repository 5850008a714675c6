import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useHotkey } from '../app/hotkeys.ts'
import type { ApiProblem } from '../api/problem.ts'
import { BulkBar } from './bulk-bar.tsx'
import { DataRow } from './data-row.tsx'
import { EmptyState } from './empty-state.tsx'
import { Pager, type Paging } from './pager.tsx'
import { ProblemNotice } from './problem-notice.tsx'
import { SkeletonRows } from './skeleton-rows.tsx'
import { SortHead } from './sort-head.tsx'

export interface Column<Row> {
  key: string
  label: string
  render: (row: Row) => ReactNode
  /** Name of the sort in the address; columns without it cannot be sorted. */
  sort?: string
  /** First click sorts downwards: dates and numbers. */
  isDescendingFirst?: boolean
  /** Numbers stand at the right. */
  isFigure?: boolean
  /** The heading of the row: exactly one column. */
  isTitle?: boolean
  /** Label only for screen readers: the column of buttons. */
  isUnseen?: boolean
}

export interface DataTableProps<Row> {
  /** What is listed; names the table for screen readers. */
  label: string
  columns: readonly Column<Row>[]
  /** Undefined while they are being read. */
  rows: readonly Row[] | undefined
  rowKey: (row: Row) => string
  /** The row in words, for its tick box. */
  rowLabel: (row: Row) => string
  /** Where Enter goes; the title column should hold a link to the same. */
  rowTo?: (row: Row) => string
  problem?: ApiProblem | null | undefined
  onRetry?: () => void
  /** Refreshing behind what is shown. */
  isRefreshing?: boolean
  sort?: string
  onSort?: (sort: string) => void
  paging?: Paging | undefined
  onPageSize?: (pageSize: number) => void
  /** Turns on tick boxes; draws the buttons for what is ticked. */
  bulk?: (picked: readonly Row[], clear: () => void) => ReactNode
  /** Shortcuts for the row one is on: `[{ key: 'E', label: '编辑', run: (row) => … }]`. */
  rowKeys?: readonly { key: string; label: string; run: (row: Row) => void }[]
  empty: { title: string; advice?: ReactNode; action?: ReactNode }
}

/** A dense native table: sorted and paged through the address, driven by J, K, Enter and X. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, columns, rows, rowKey, rowLabel, rowTo, bulk, paging } = props
  const { t } = useTranslation('components')
  const navigate = useNavigate()
  const body = useRef<HTMLTableSectionElement>(null)
  const [here, setHere] = useState<string>()
  const [picked, setPicked] = useState<ReadonlyMap<string, Row>>(new Map())
  const lastPicked = useRef<string | undefined>(undefined)
  const hasBulk = bulk !== undefined
  const keys = useMemo(() => (rows ?? []).map(rowKey), [rows, rowKey])
  const at = here === undefined ? -1 : keys.indexOf(here)
  const row = at < 0 ? undefined : rows?.[at]

  const clear = useCallback(() => setPicked(new Map()), [])
  const pick = useCallback(
    (key: string, isRange: boolean) => {
      const list = rows ?? []
      const to = keys.indexOf(key)
      const from = isRange && lastPicked.current !== undefined ? keys.indexOf(lastPicked.current) : to
      setPicked((before) => {
        const after = new Map(before)
        const isOn = !before.has(key)
        for (let index = Math.min(from, to); index <= Math.max(from, to); index += 1) {
          const one = list[index]
          if (one === undefined) continue
          if (isOn) after.set(rowKey(one), one)
          else after.delete(rowKey(one))
        }
        return after
      })
      lastPicked.current = key
    },
    [rows, keys, rowKey],
  )
  const step = (by: number) => {
    const key = keys[Math.max(0, Math.min(keys.length - 1, at < 0 ? 0 : at + by))]
    if (key === undefined) return
    setHere(key)
    const target = body.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"] :is(th a, th button, a)`)
    target?.focus({ preventScroll: true })
    body.current?.querySelector(`[data-key="${CSS.escape(key)}"]`)?.scrollIntoView({ block: 'nearest' })
  }

  const hasRows = keys.length > 0
  useHotkey('J', t('keyDown'), () => step(1), { isEnabled: hasRows })
  useHotkey('K', t('keyUp'), () => step(-1), { isEnabled: hasRows })
  useHotkey('Enter', t('keyOpen'), () => row && rowTo && void navigate({ to: rowTo(row) }), {
    isEnabled: row !== undefined && rowTo !== undefined && !isOnControl(),
  })
  useHotkey('X', t('keyPick'), () => here !== undefined && pick(here, false), { isEnabled: hasRows && hasBulk })
  useHotkey('Shift+X', t('keyPickTo'), () => here !== undefined && pick(here, true), { isEnabled: hasRows && hasBulk })
  useHotkey('Escape', t('keyClear'), clear, { isEnabled: picked.size > 0 })

  useEffect(() => {
    // What is no longer listed here after a filter or a change is no longer picked; pages keep theirs.
    if (paging === undefined && rows !== undefined) {
      setPicked((before) => (before.size === 0 ? before : new Map([...before].filter(([key]) => keys.includes(key)))))
    }
  }, [rows, keys, paging])

  const isAllPicked = hasRows && keys.every((key) => picked.has(key))
  const width = columns.length + (hasBulk ? 1 : 0)
  const isEmpty = rows !== undefined && rows.length === 0 && !props.problem
  return (
    <>
      {hasBulk && picked.size > 0 && (
        <BulkBar count={picked.size} onClear={clear}>
          {bulk([...picked.values()], clear)}
        </BulkBar>
      )}
      {props.problem && (
        <div className="panel-body">
          <ProblemNotice problem={props.problem} {...(props.onRetry ? { onRetry: props.onRetry } : {})} />
        </div>
      )}
      {!(props.problem && rows === undefined) && (
        <div
          className={props.isRefreshing ? 'scroll refreshing' : 'scroll'}
          role="region"
          aria-label={label}
          aria-busy={rows === undefined || props.isRefreshing === true}
          tabIndex={0}
        >
          <table className="grid">
            <thead>
              <tr>
                {hasBulk && (
                  <td className="tick">
                    <input
                      type="checkbox"
                      aria-label={t('pickAll')}
                      checked={isAllPicked}
                      disabled={!hasRows}
                      onChange={() =>
                        setPicked((before) => {
                          const after = new Map(before)
                          for (const one of rows ?? []) {
                            if (isAllPicked) after.delete(rowKey(one))
                            else after.set(rowKey(one), one)
                          }
                          return after
                        })
                      }
                    />
                  </td>
                )}
                {columns.map((column) => (
                  <SortHead key={column.key} column={column} sort={props.sort} onSort={props.onSort} />
                ))}
              </tr>
            </thead>
            <tbody ref={body}>
              {rows === undefined && !props.problem && (
                <SkeletonRows width={width} rows={Math.min(paging?.pageSize ?? 8, 12)} />
              )}
              {rows?.map((one) => {
                const key = rowKey(one)
                return (
                  <DataRow
                    key={key}
                    id={key}
                    row={one}
                    columns={columns}
                    label={rowLabel(one)}
                    isHere={key === here}
                    isPicked={picked.has(key)}
                    onPick={hasBulk ? pick : undefined}
                    onHere={setHere}
                  />
                )
              })}
            </tbody>
          </table>
          {isEmpty && <EmptyState {...props.empty} />}
        </div>
      )}
      {props.rowKeys?.map((one) => (
        <RowKey key={one.key} hotkey={one} row={row} />
      ))}
      {paging && rows !== undefined && (
        <Pager {...paging} rows={rows.length} {...(props.onPageSize ? { onPageSize: props.onPageSize } : {})} />
      )}
    </>
  )
}

function RowKey<Row>({
  row,
  hotkey,
}: {
  row: Row | undefined
  hotkey: { key: string; label: string; run: (row: Row) => void }
}) {
  useHotkey(hotkey.key, hotkey.label, () => row !== undefined && hotkey.run(row), { isEnabled: row !== undefined })
  return null
}

/** On a link or button Enter already does what it says. */
function isOnControl(): boolean {
  const tag = document.activeElement?.tagName
  return tag === 'A' || tag === 'BUTTON'
}
