import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Panel } from '../../components/panel.tsx'
import { StatusChip } from '../../components/status-chip.tsx'
import type { RowFault, RowMade } from './bulk-sites-page.tsx'
import { BULK_HEADS } from './read-sheet.ts'

interface BulkTableProps {
  columns: readonly string[]
  rows: readonly Readonly<Record<string, string>>[]
  faults: readonly RowFault[]
  made: readonly RowMade[]
}

/** What was pasted, each fault in its cell. Faulty rows stand first so that none is overlooked in a long table. */
export function BulkTable({ columns, rows, faults, made }: BulkTableProps) {
  const { t, i18n } = useTranslation('sites')
  const byRow = Map.groupBy(faults, (one) => one.row)
  const missing = [...new Set(faults.map((one) => one.column))].filter((column) => !columns.includes(column))
  const shown = [...columns, ...missing]
  const madeAt = new Map(made.map((one) => [one.row, one]))
  const order = rows
    .map((row, index) => ({ row, number: index + 1 }))
    .toSorted((a, b) => Number(byRow.has(b.number)) - Number(byRow.has(a.number)) || a.number - b.number)
  const headOf = (column: string) => (i18n.language === 'en' ? column : (BULK_HEADS[column]?.[0] ?? column))
  return (
    <Panel title={t('bulkRows', { count: rows.length })}>
      <div className="scroll sheet-scroll" role="group" aria-label={t('bulkRows', { count: rows.length })} tabIndex={0}>
        <table className="grid sheet-table">
          <thead>
            <tr>
              <th scope="col" className="figure">
                {t('row')}
              </th>
              <th scope="col">{t('result')}</th>
              {shown.map((column) => (
                <th key={column} scope="col">
                  {headOf(column)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {order.map(({ row, number }) => {
              const wrong = byRow.get(number) ?? []
              const site = madeAt.get(number)
              return (
                <tr key={number}>
                  <td className="figure">{number}</td>
                  <td>
                    {wrong.length > 0 && <StatusChip tone="bad">{t('faultCount', { count: wrong.length })}</StatusChip>}
                    {site?.id && (
                      <Link to="/sites/$id" params={{ id: site.id }}>
                        {t('rowMade', { count: site.channelsCreated })}
                      </Link>
                    )}
                  </td>
                  {shown.map((column) => {
                    const here = wrong.filter((one) => one.column === column)
                    return (
                      <td key={column} className={here.length > 0 ? 'wrong' : ''}>
                        <b>{row[column]}</b>
                        {here.map((one) => (
                          <span key={one.detail}>{one.detail}</span>
                        ))}
                      </td>
                    )
                  })}
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
    </Panel>
  )
}
