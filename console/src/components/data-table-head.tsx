import { useTranslation } from 'react-i18next'
import type { Column } from './data-table.tsx'
import { SortHead } from './sort-head.tsx'
import type { Picked } from './use-picked.ts'

interface DataTableHeadProps<Row> {
  columns: readonly Column<Row>[]
  sort: string | undefined
  onSort: ((sort: string) => void) | undefined
  picked: Picked<Row> | undefined
}

export function DataTableHead<Row>({ columns, sort, onSort, picked }: DataTableHeadProps<Row>) {
  const { t } = useTranslation('components')
  return (
    <thead>
      <tr>
        {picked && (
          <td className="tick">
            <input type="checkbox" aria-label={t('pickAll')} checked={picked.isAll} onChange={picked.pickAll} />
          </td>
        )}
        {columns.map((column) => (
          <SortHead key={column.key} column={column} sort={sort} onSort={onSort} />
        ))}
      </tr>
    </thead>
  )
}
