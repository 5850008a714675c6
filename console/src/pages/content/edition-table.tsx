import { useTranslation } from 'react-i18next'
import { Moment } from '../../components/moment.tsx'
import { StatusChip } from '../../components/status-chip.tsx'
import { useActorName } from '../audit/use-actor-name.ts'
import type { BriefEdition } from './types.ts'

interface EditionTableProps {
  editions: readonly BriefEdition[]
  live: number | null
  from: number
  to: number
  onPick: (change: { from?: number; to?: number }) => void
}

/** Every edition with two choices: the older one to compare from, the newer one to compare to. */
export function EditionTable({ editions, live, from, to, onPick }: EditionTableProps) {
  const { t } = useTranslation('content')
  const actor = useActorName()
  return (
    <div className="scroll" role="group" aria-label={t('editions')} tabIndex={0}>
      <table className="grid editions">
        <thead>
          <tr>
            <th scope="col">{t('columnEdition')}</th>
            <th scope="col">{t('compareFrom')}</th>
            <th scope="col">{t('compareTo')}</th>
            <th scope="col">{t('columnTitle')}</th>
            <th scope="col">{t('columnWriter')}</th>
            <th scope="col">{t('columnBegun')}</th>
            <th scope="col">{t('columnReleased')}</th>
          </tr>
        </thead>
        <tbody>
          {editions.map((edition) => (
            <tr key={edition.number}>
              <th scope="row">
                v{edition.number} {edition.number === live && <StatusChip tone="ok">{t('isLive')}</StatusChip>}
              </th>
              <td>
                <input
                  type="radio"
                  name="from"
                  aria-label={`${t('compareFrom')} v${edition.number}`}
                  checked={edition.number === from}
                  onChange={() => onPick({ from: edition.number })}
                />
              </td>
              <td>
                <input
                  type="radio"
                  name="to"
                  aria-label={`${t('compareTo')} v${edition.number}`}
                  checked={edition.number === to}
                  onChange={() => onPick({ to: edition.number })}
                />
              </td>
              <td className="wrap">{edition.title}</td>
              <td>{actor(edition.createdByName)}</td>
              <td>
                <Moment at={edition.createdAt} />
              </td>
              <td>
                <Moment at={edition.releasedAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
