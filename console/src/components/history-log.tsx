import type { ReactNode } from 'react'
import { Moment } from './moment.tsx'

export interface LogEntry {
  key: string
  at: string
  who: string
  what: ReactNode
  /** What was written to it: a reason, an opinion. */
  note?: string | undefined
}

/** What happened, newest first. */
export function HistoryLog({ label, entries }: { label: string; entries: readonly LogEntry[] }) {
  return (
    <ol className="log panel-body" aria-label={label}>
      {entries.map((entry) => (
        <li key={entry.key}>
          <Moment at={entry.at} /> {entry.who} {entry.what}
          {entry.note !== undefined && entry.note !== '' && <q className="log-note">{entry.note}</q>}
        </li>
      ))}
    </ol>
  )
}
