import { useTranslation } from 'react-i18next'

/** Rows of the final height, so that nothing jumps when the real ones arrive. */
export function SkeletonRows({ width, rows }: { width: number; rows: number }) {
  const { t } = useTranslation()
  return Array.from({ length: rows }, (_, row) => (
    <tr key={row} className="waiting">
      {Array.from({ length: width }, (__, cell) => (
        <td key={cell}>
          {row === 0 && cell === 0 && <span className="unseen">{t('loading')}</span>}
          <i className="bone" style={{ width: `${40 + ((row * 7 + cell * 13) % 5) * 12}%` }} />
        </td>
      ))}
    </tr>
  ))
}
