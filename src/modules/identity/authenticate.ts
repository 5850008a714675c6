import { sql } from 'kysely'
import type { Grant as Permit } from '../../kernel/actor.ts'
import { ask, kyselyOn } from '../../kernel/database.ts'
import type { Authenticate } from '../../kernel/http.ts'
import type { Engine } from '../../kernel/work.ts'
import { Role } from './contract.ts'
import { ROLES } from './roles.ts'
import { digestOf } from './tokens.ts'

type Held = { role: string; stage: number | null; tree: string; path: string }
type Row = {
  session_id: string
  csrf_token: string
  account_id: string
  name: string
  organisation_id: string
  /** Not seen for a minute: to be noted, so that an idle session is known. */
  is_stale: boolean
  grants: Held[] | null
}

/** Who a token belongs to, in one statement, so that a revoked session or a disabled account is out at once. */
export function authenticate(engine: Engine): Authenticate {
  const db = kyselyOn(engine.pool)
  return async (token, { address }) => {
    const now = engine.clock()
    const [row] = await ask<Row>(db)`
      SELECT s.id AS session_id, s.csrf_token, a.id AS account_id, a.name, a.organisation_id,
        s.seen_at < ${now}::timestamptz - interval '1 minute' AS is_stale,
        CASE WHEN a.must_change_password
          OR (rule.age > 0 AND a.password_set_at < ${now}::timestamptz - make_interval(days => rule.age)) THEN NULL
        ELSE (
          SELECT json_agg(json_build_object('role', g.role, 'stage', g.stage, 'tree', g.tree, 'path', g.scope_path))
          FROM identity.grant g WHERE g.account_id = a.id AND g.revoked_at IS NULL
        ) END AS grants
      FROM identity.session s JOIN identity.account a ON a.id = s.account_id CROSS JOIN (
        SELECT (rule ->> 'idleMinutes')::int AS idle, (rule ->> 'maxAgeDays')::int AS age
        FROM identity.rule WHERE valid_from <= ${now}::timestamptz ORDER BY valid_from DESC LIMIT 1
      ) rule
      WHERE s.token_digest = ${digestOf(token)} AND s.revoked_at IS NULL AND s.expires_at > ${now}::timestamptz
        AND s.seen_at > ${now}::timestamptz - make_interval(mins => rule.idle) AND a.disabled_at IS NULL`
    if (row === undefined) return null
    if (row.is_stale) {
      await sql`UPDATE identity.session SET seen_at = ${now}::timestamptz
        WHERE id = ${row.session_id} AND seen_at < ${now}::timestamptz`.execute(db)
    }
    return {
      csrfToken: row.csrf_token,
      actor: {
        kind: 'person',
        id: row.account_id,
        name: row.name,
        organisationId: row.organisation_id,
        sessionId: row.session_id,
        address,
        grants: (row.grants ?? []).flatMap(permits),
      },
    }
  }
}

function permits({ role, stage, tree, path }: Held): Permit[] {
  const known = Role.safeParse(role)
  return known.success ? ROLES[known.data].permissions.map((permission) => ({ permission, tree, path, stage })) : []
}
