import { Link } from '@tanstack/react-router'

export interface Tab {
  label: string
  to: string
  search?: Record<string, unknown>
  count?: number | undefined
  isCurrent: boolean
  /** Something in it is overdue. */
  isLate?: boolean
}

/** Views of one screen as links: each has an address of its own. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  return (
    <nav className="tabs" aria-label={label}>
      {tabs.map((tab) => (
        <Link
          key={`${tab.to} ${tab.label}`}
          to={tab.to}
          search={tab.search ?? {}}
          className={tab.isLate ? 'late' : ''}
          {...(tab.isCurrent ? { 'aria-current': 'page' as const } : { 'aria-current': undefined })}
          activeProps={{}}
          activeOptions={{ exact: true }}
        >
          {tab.label}
          {tab.count !== undefined && <span className="count">{tab.count}</span>}
        </Link>
      ))}
    </nav>
  )
}
