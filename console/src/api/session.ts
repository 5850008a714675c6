/** A site that the person has to do with, as the session names it. */
export interface SessionSite {
  id: string
  name: string
  code: string
  level: string
}

export interface Session {
  account: { id: string; login: string; name: string; organisationName: string }
  csrfToken: string
  permissions: readonly string[]
  sites: readonly SessionSite[]
  demo: boolean
  locale: string
}

/** Reads GET /api/session leniently: what is missing becomes empty, so that an older server still opens the console. */
export function readSession(value: unknown): Session {
  const session = record(value)
  const account = record(session['account'])
  return {
    account: {
      id: text(account['id']),
      login: text(account['login']),
      name: text(account['name']) || text(account['login']),
      organisationName: text(account['organisationName']),
    },
    csrfToken: text(session['csrfToken']),
    permissions: list(session['permissions']).filter((one) => typeof one === 'string'),
    sites: list(session['sites']).map((one) => {
      const site = record(one)
      return { id: text(site['id']), name: text(site['name']), code: text(site['code']), level: text(site['level']) }
    }),
    demo: session['demo'] === true,
    locale: text(session['locale']) || 'zh-CN',
  }
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
}
