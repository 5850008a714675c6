import { sql } from 'kysely'
import { subtrees } from '../../../kernel/actor.ts'
import type { Input, Reply } from '../../../kernel/contract.ts'
import { forbidden } from '../../../kernel/problem.ts'
import type { View } from '../../../kernel/work.ts'
import { type listAccounts as contract, Role } from '../contract.ts'
import { canListAccounts, READING } from '../policies.ts'
import { isoOrNull, stateOf } from '../presenters.ts'

const CAP = 10_000

type Row = {
  id: string
  login: string
  name: string
  organisation_id: string
  organisation_name: string
  organisation_short_name: string
  disabled_at: Date | null
  locked_until: Date | null
  last_sign_in_at: Date | null
  created_at: Date
  roles: { role: string; stage: number | null; scope_name: string }[]
}

const SORTS = {
  login: sql`lower(a.login)`,
  name: sql`a.name, lower(a.login)`,
  '-lastSignInAt': sql`a.last_sign_in_at DESC NULLS LAST, a.id`,
  '-createdAt': sql`a.created_at DESC, a.id`,
}

export async function listAccounts(
  view: View,
  { query }: Pick<Input<typeof contract>, 'query'>,
): Promise<Reply<typeof contract>> {
  if (!canListAccounts(view.actor)) throw forbidden()
  const { page, pageSize } = query
  const from = fromWhere(view, query)
  const { rows } = await sql<Row>`
    SELECT a.id, a.login, a.name, a.disabled_at, a.locked_until, a.last_sign_in_at, a.created_at,
      o.id AS organisation_id, o.name AS organisation_name, o.short_name AS organisation_short_name,
      coalesce((
        SELECT json_agg(json_build_object('role', g.role, 'stage', g.stage, 'scope_name', g.scope_name) ORDER BY g.granted_at)
        FROM identity.grant g WHERE g.account_id = a.id AND g.revoked_at IS NULL
      ), '[]') AS roles
    ${from} ORDER BY ${SORTS[query.sort]} LIMIT ${pageSize} OFFSET ${(page - 1) * pageSize}`.execute(view.db)
  const counted = await sql<{ count: number }>`
    SELECT count(*) AS count FROM (SELECT 1 ${from} LIMIT ${CAP + 1}) AS counted`.execute(view.db)
  const count = counted.rows[0]?.count ?? 0
  return {
    items: rows.map((row) => ({
      id: row.id,
      login: row.login,
      name: row.name,
      organisation: { id: row.organisation_id, name: row.organisation_name, shortName: row.organisation_short_name },
      state: stateOf(row, view.now),
      lockedUntil: isoOrNull(row.locked_until),
      roles: row.roles.map(({ role, stage, scope_name }) => ({ role: Role.parse(role), stage, scopeName: scope_name })),
      lastSignInAt: isoOrNull(row.last_sign_in_at),
      createdAt: row.created_at.toISOString(),
    })),
    total: Math.min(count, CAP),
    isCapped: count > CAP,
    page,
    pageSize,
  }
}

function fromWhere(view: View, query: Input<typeof contract>['query']) {
  const reach = [...new Set(READING.flatMap((permission) => subtrees(view.actor, permission, 'organisation')))]
  const parts = [sql`o.path LIKE ANY(${reach}::text[])`]
  if (query.text) {
    const pattern = `%${query.text.replaceAll(/[\\%_]/g, '\\$&')}%`
    parts.push(sql`(a.login ILIKE ${pattern} OR a.name ILIKE ${pattern})`)
  }
  if (query.organisationId) {
    parts.push(sql`o.path LIKE (SELECT path || '%' FROM organisations.v_directory WHERE id = ${query.organisationId})`)
  }
  if (query.role) {
    parts.push(
      sql`EXISTS (SELECT 1 FROM identity.grant g WHERE g.account_id = a.id AND g.revoked_at IS NULL AND g.role = ${query.role})`,
    )
  }
  if (query.state === 'disabled') parts.push(sql`a.disabled_at IS NOT NULL`)
  if (query.state === 'locked') parts.push(sql`a.disabled_at IS NULL AND a.locked_until > ${view.now}`)
  if (query.state === 'active') {
    parts.push(sql`a.disabled_at IS NULL AND (a.locked_until IS NULL OR a.locked_until <= ${view.now})`)
  }
  return sql`FROM identity.account a JOIN organisations.v_directory o ON o.id = a.organisation_id
    WHERE ${sql.join(parts, sql` AND `)}`
}
