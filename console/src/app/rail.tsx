import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Icon } from '../components/icon.tsx'
import type { RailEntry } from './page-module.ts'
import { useRail } from './use-rail.ts'
import { useWording } from './use-wording.ts'

export function Rail() {
  const { t } = useTranslation('shell')
  return (
    <nav className="rail" aria-label={t('rail')}>
      <ul>
        {useRail().map((entry) => (
          <RailLink key={entry.to} entry={entry} />
        ))}
      </ul>
    </nav>
  )
}

function RailLink({ entry }: { entry: RailEntry }) {
  const wording = useWording()
  return (
    <li>
      <Link to={entry.to} activeProps={{ 'aria-current': 'page' }} search={{}}>
        <Icon name={entry.icon} /> {wording(entry.label)}
        {entry.useCount && <RailCount useCount={entry.useCount} />}
      </Link>
    </li>
  )
}

function RailCount({ useCount }: { useCount: () => number | undefined }) {
  const count = useCount()
  return count === undefined || count === 0 ? null : <span className="count">{count > 999 ? '999+' : count}</span>
}
