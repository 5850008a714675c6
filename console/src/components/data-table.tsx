import { useMemo, useRef, type ReactNode } from 'react'
import type { ApiProblem } from '../api/problem.ts'
import { BulkBar } from './bulk-bar.tsx'
import { DataTableGrid } from './data-table-grid.tsx'
import { Pager, type Paging } from './pager.tsx'
import { ProblemNotice } from './problem-notice.tsx'
import { RowKey, type RowKeyFacts } from './row-key.tsx'
import { usePicked } from './use-picked.ts'
import { useTableKeys } from './use-table-keys.ts'

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
  /** Long words may break into lines. */
  isWrapping?: boolean
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
  /** Turns the page where the address is not the list's own. */
  onPage?: (page: number) => void
  /** Turns on tick boxes; draws the buttons for what is ticked. */
  bulk?: (picked: readonly Row[], clear: () => void) => ReactNode
  /** Shortcuts for the row one is on: `[{ key: 'E', label: '编辑', run: (row) => … }]`. */
  rowKeys?: readonly RowKeyFacts<Row>[]
  empty: { title: string; advice?: ReactNode; action?: ReactNode }
}

/** A dense native table: sorted and paged through the address, driven by J, K, Enter and X. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { rows, rowKey, bulk, paging, problem } = props
  const body = useRef<HTMLTableSectionElement>(null)
  const keys = useMemo(() => (rows ?? []).map(rowKey), [rows, rowKey])
  const picked = usePicked(rows, keys)
  const ticks = bulk === undefined ? undefined : picked
  const { here, setHere, row } = useTableKeys({ body, rows, keys, rowTo: props.rowTo, picked: ticks })
  return (
    <>
      {bulk && picked.rows.length > 0 && (
        <BulkBar count={picked.rows.length} onClear={picked.clear}>
          {bulk(picked.rows, picked.clear)}
        </BulkBar>
      )}
      {problem && (
        <div className="panel-body">
          <ProblemNotice problem={problem} {...(props.onRetry ? { onRetry: props.onRetry } : {})} />
        </div>
      )}
      {!(problem && rows === undefined) && (
        <DataTableGrid {...props} body={body} keys={keys} here={here} onHere={setHere} ticks={ticks} />
      )}
      {props.rowKeys?.map((one) => (
        <RowKey key={one.key} hotkey={one} row={row} />
      ))}
      {paging && rows !== undefined && (
        <Pager
          {...paging}
          rows={rows.length}
          {...(props.onPageSize ? { onPageSize: props.onPageSize } : {})}
          {...(props.onPage ? { onPage: props.onPage } : {})}
        />
      )}
    </>
  )
}
