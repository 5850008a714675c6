import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import type { PreviewRow } from '../../../../src/modules/migration/contract.ts'
import { Panel } from '../../components/panel.tsx'
import { StatusChip } from '../../components/status-chip.tsx'
import { formatMoment } from '../../components/time.ts'
import { clauseMark, listMark, pair } from '../../components/marks.ts'
import { useTargets } from './use-targets.ts'

interface PreviewPanelProps {
  itemKind: string
  rows: readonly z.output<typeof PreviewRow>[]
  isRefreshing: boolean
}

/** The first rows as the documents they would become, faults included. */
export function PreviewPanel({ itemKind, rows, isRefreshing }: PreviewPanelProps) {
  const { t } = useTranslation('imports')
  const { nameOf } = useTargets(itemKind)
  const faulty = rows.filter((row) => row.faults.length > 0).length
  return (
    <Panel
      title={t('stepPreview', { count: rows.length })}
      extra={
        <span role="status">
          {faulty === 0 ? (
            <StatusChip tone="ok">{t('allSound')}</StatusChip>
          ) : (
            <StatusChip tone="bad">{t('faultyRows', { count: faulty })}</StatusChip>
          )}
        </span>
      }
    >
      <div
        className={isRefreshing ? 'scroll refreshing' : 'scroll'}
        role="group"
        aria-label={t('stepPreview', { count: rows.length })}
        tabIndex={0}
      >
        <table className="grid preview-grid">
          <thead>
            <tr>
              <th scope="col" className="figure">
                {t('line')}
              </th>
              <th scope="col">{t('title')}</th>
              <th scope="col">{t('publishedAt')}</th>
              <th scope="col">{t('body')}</th>
              <th scope="col">{t('metadata')}</th>
              <th scope="col">{t('faults')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ line, row, faults }) => (
              <tr key={line}>
                <td className="figure">{line}</td>
                <th scope="row">
                  {row.title} <span className="hint">{row.externalId}</span>
                </th>
                <td>{row.publishedAt === null ? '' : formatMoment(row.publishedAt)}</td>
                <td className="wrap">
                  {row.bodyStart} <span className="hint">{t('characters', { count: row.bodyLength })}</span>
                </td>
                <td className="wrap">
                  {Object.entries(row.metadata)
                    .map(([name, value]) =>
                      pair(nameOf(`metadata.${name}`), Array.isArray(value) ? value.join(listMark()) : String(value)),
                    )
                    .join(clauseMark())}
                </td>
                <td className="wrap field-error">
                  {faults.map((one) => pair(nameOf(one.field), one.reason)).join(clauseMark())}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  )
}
