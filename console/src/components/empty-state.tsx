import type { ReactNode } from 'react'

/** Nothing here: why, what to do about it, and the way to do it. */
export function EmptyState({ title, advice, action }: { title: string; advice?: ReactNode; action?: ReactNode }) {
  return (
    <div className="empty">
      <p>
        <b>{title}</b>
      </p>
      {advice !== undefined && <p className="hint">{advice}</p>}
      {action}
    </div>
  )
}
