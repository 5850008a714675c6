import { Icon } from './icon.tsx'
import type { Column } from './data-table.tsx'
import { nextSort, sortOf } from './sort.ts'

interface SortHeadProps<Row> {
  column: Column<Row>
  sort: string | undefined
  onSort: ((sort: string) => void) | undefined
}

export function SortHead<Row>({ column, sort, onSort }: SortHeadProps<Row>) {
  const { sort: name } = column
  const className = column.isFigure ? 'figure' : ''
  if (name === undefined || !onSort) {
    return (
      <th scope="col" className={className}>
        {column.isUnseen ? <span className="unseen">{column.label}</span> : column.label}
      </th>
    )
  }
  const direction = sortOf(sort, name)
  return (
    <th scope="col" className={className} aria-sort={direction}>
      <button type="button" onClick={() => onSort(nextSort(sort, name, column.isDescendingFirst ?? false))}>
        {column.label}{' '}
        <Icon name={direction === undefined ? 'sort' : 'down'} className={direction === 'ascending' ? 'up' : ''} />
      </button>
    </th>
  )
}
