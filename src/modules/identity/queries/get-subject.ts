import { sql } from 'kysely'
import { notFound } from '../../../kernel/problem.ts'
import type { View } from '../../../kernel/work.ts'
import { Role } from '../contract.ts'
import type { Subject } from '../policies.ts'

export type AccountSubject = Subject & {
  login: string
  name: string
  organisationId: string
  holdsRoles: boolean
  version: number
  isDisabled: boolean
}

type Row = {
  id: string
  login: string
  name: string
  organisation_id: string
  version: number
  disabled_at: Date | null
  path: string
  administrator: string | null
  holds_roles: boolean
}

/** An account as rules and policies need it. With `lock` it stays as it is until the commit. */
export async function getSubject(view: View, id: string, options: { lock?: boolean } = {}): Promise<AccountSubject> {
  const lock = options.lock ? sql`FOR NO KEY UPDATE OF a` : sql``
  const { rows } = await sql<Row>`
    SELECT a.id, a.login, a.name, a.organisation_id, a.version, a.disabled_at, o.path, m.role AS administrator,
      EXISTS (SELECT 1 FROM identity.grant g WHERE g.account_id = a.id AND g.revoked_at IS NULL) AS holds_roles
    FROM identity.account a
    JOIN organisations.v_directory o ON o.id = a.organisation_id
    LEFT JOIN identity.administrator m ON m.account_id = a.id
    WHERE a.id = ${id} ${lock}`.execute(view.db)
  const row = rows[0]
  if (!row) throw notFound('account')
  return {
    id: row.id,
    login: row.login,
    name: row.name,
    organisationId: row.organisation_id,
    path: row.path,
    administrator: row.administrator === null ? null : Role.parse(row.administrator),
    holdsRoles: row.holds_roles,
    version: row.version,
    isDisabled: row.disabled_at !== null,
  }
}
