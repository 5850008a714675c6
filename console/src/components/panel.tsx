import { useId, type ReactNode } from 'react'

interface PanelProps {
  /** Visible heading; without it give `label`. */
  title?: string
  label?: string
  /** At the right end of the heading. */
  extra?: ReactNode
  /** Adds the inner distance; leave it off around tables and lists. */
  isPadded?: boolean
  children: ReactNode
}

export function Panel({ title, label, extra, isPadded = false, children }: PanelProps) {
  const id = useId()
  return (
    <section
      className="panel"
      {...(title === undefined ? (label === undefined ? {} : { 'aria-label': label }) : { 'aria-labelledby': id })}
    >
      {title !== undefined && (
        <div className="panel-head">
          <h2 id={id}>{title}</h2>
          {extra !== undefined && <span>{extra}</span>}
        </div>
      )}
      {isPadded ? <div className="panel-body">{children}</div> : children}
    </section>
  )
}
