import { useRef, type RefObject } from 'react'
import { DataRow } from './data-row.tsx'
import { DataTableHead } from './data-table-head.tsx'
import type { DataTableProps } from './data-table.tsx'
import { EmptyState } from './empty-state.tsx'
import { SkeletonRows } from './skeleton-rows.tsx'
import { useFits } from './use-fits.ts'
import type { Picked } from './use-picked.ts'

interface DataTableGridProps<Row> extends DataTableProps<Row> {
  body: RefObject<HTMLTableSectionElement | null>
  keys: readonly string[]
  here: string | undefined
  onHere: (key: string) => void
  ticks: Picked<Row> | undefined
}

/** The table itself: scrolls sideways only where it must, so that its head can stay in sight. */
export function DataTableGrid<Row>(props: DataTableGridProps<Row>) {
  const { columns, rows, keys, ticks, label } = props
  const box = useRef<HTMLDivElement>(null)
  const isFitting = useFits(box)
  const isBusy = props.isRefreshing === true
  return (
    <div
      ref={box}
      className={`scroll${isFitting ? ' fits' : ''}${isBusy ? ' refreshing' : ''}`}
      {...(isFitting ? {} : { role: 'region', 'aria-label': label, tabIndex: 0 })}
    >
      <table className="grid cards" aria-label={label} aria-busy={rows === undefined || isBusy}>
        <DataTableHead columns={columns} sort={props.sort} onSort={props.onSort} picked={ticks} />
        <tbody ref={props.body}>
          {rows === undefined && (
            <SkeletonRows width={columns.length + (ticks ? 1 : 0)} rows={Math.min(props.paging?.pageSize ?? 8, 12)} />
          )}
          {rows?.map((row, index) => {
            const key = keys[index] ?? ''
            return (
              <DataRow
                key={key}
                id={key}
                row={row}
                columns={columns}
                label={props.rowLabel(row)}
                isHere={key === props.here}
                isPicked={ticks?.has(key) ?? false}
                onPick={ticks?.pick}
                onHere={props.onHere}
              />
            )
          })}
        </tbody>
      </table>
      {rows?.length === 0 && !props.problem && <EmptyState {...props.empty} />}
    </div>
  )
}
