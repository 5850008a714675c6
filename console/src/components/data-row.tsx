import { useTranslation } from 'react-i18next'
import type { Column } from './data-table.tsx'

interface DataRowProps<Row> {
  id: string
  row: Row
  columns: readonly Column<Row>[]
  label: string
  isHere: boolean
  isPicked: boolean
  onPick: ((key: string, isRange: boolean) => void) | undefined
  onHere: (key: string) => void
}

export function DataRow<Row>({ id, row, columns, label, isHere, isPicked, onPick, onHere }: DataRowProps<Row>) {
  const { t } = useTranslation('components')
  const name = [isHere ? 'here' : '', isPicked ? 'picked' : ''].filter(Boolean).join(' ')
  return (
    <tr className={name} data-key={id} onFocus={() => onHere(id)} onClick={() => onHere(id)}>
      {onPick && (
        <td className="tick">
          <input
            type="checkbox"
            aria-label={t('pickRow', { row: label })}
            checked={isPicked}
            onChange={(event) => onPick(id, event.nativeEvent instanceof MouseEvent && event.nativeEvent.shiftKey)}
          />
        </td>
      )}
      {columns.map((column) =>
        column.isTitle ? (
          <th key={column.key} scope="row">
            {column.render(row)}
          </th>
        ) : (
          <td
            key={column.key}
            className={column.isFigure ? 'figure' : column.isWrapping ? 'wrap' : ''}
            data-label={column.isUnseen ? undefined : column.label}
          >
            {column.render(row)}
          </td>
        ),
      )}
    </tr>
  )
}
