import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import type { Grant as Permit } from '../../kernel/actor.ts'
import { kyselyOn, rowsOf } from '../../kernel/database.ts'
import type { Authenticate, Authentication, Recalled, RequestFacts } from '../../kernel/http.ts'
import { type Engine, type Send, Unconfirmed } from '../../kernel/work.ts'
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

const MOST_REMEMBERED = 2_000

/** Who a token belongs to, in one statement, so that a revoked session or a disabled account is out at once. */
export function authenticate(engine: Engine): Authenticate {
  const db = kyselyOn(engine.pool)
  const pooled: Send = (statement) => rowsOf(db, statement)
  const remembered = new Map<string, { row: Row; grants: Permit[] }>()

  async function authenticated(token: string, { address }: RequestFacts): Promise<Authentication | null> {
    const now = engine.clock()
    const row = await sessionOf(pooled, token, now)
    remembered.delete(token)
    if (row === undefined) return null
    if (row.is_stale) {
      await sql`UPDATE identity.session SET seen_at = ${now}::timestamptz
        WHERE id = ${row.session_id} AND seen_at < ${now}::timestamptz`.execute(db)
    }
    const grants = (row.grants ?? []).flatMap(permits)
    const [oldest] = remembered.keys()
    if (remembered.size >= MOST_REMEMBERED && oldest !== undefined) remembered.delete(oldest)
    remembered.set(token, { row: { ...row, is_stale: false }, grants })
    return authenticationOf(row, grants, address)
  }

  function recall(token: string, { address }: RequestFacts): Recalled | null {
    const known = remembered.get(token)
    if (!known) return null
    return {
      ...authenticationOf(known.row, known.grants, address),
      async confirm(send) {
        if (!isDeepStrictEqual(await sessionOf(send, token, engine.clock()), known.row)) throw new Unconfirmed()
      },
    }
  }
  return Object.assign(authenticated, { recall })
}

async function sessionOf(send: Send, token: string, now: Date): Promise<Row | undefined> {
  const [row] = await send<Row>({ text: SESSION, values: [now, digestOf(token)] })
  return row
}

const SESSION = `
  SELECT s.id AS session_id, s.csrf_token, a.id AS account_id, a.name, a.organisation_id,
    s.seen_at < $1::timestamptz - interval '1 minute' AS is_stale,
    CASE WHEN a.must_change_password
      OR (rule.age > 0 AND a.password_set_at < $1::timestamptz - make_interval(days => rule.age)) THEN NULL
    ELSE (
      SELECT json_agg(json_build_object('role', g.role, 'stage', g.stage, 'tree', g.tree, 'path', g.scope_path))
      FROM identity.grant g WHERE g.account_id = a.id AND g.revoked_at IS NULL
    ) END AS grants
  FROM identity.session s JOIN identity.account a ON a.id = s.account_id CROSS JOIN (
    SELECT (rule ->> 'idleMinutes')::int AS idle, (rule ->> 'maxAgeDays')::int AS age
    FROM identity.rule WHERE valid_from <= $1::timestamptz ORDER BY valid_from DESC LIMIT 1
  ) rule
  WHERE s.token_digest = $2 AND s.revoked_at IS NULL AND s.expires_at > $1::timestamptz
    AND s.seen_at > $1::timestamptz - make_interval(mins => rule.idle) AND a.disabled_at IS NULL`

const authenticationOf = (row: Row, grants: Permit[], address: string): Authentication => ({
  csrfToken: row.csrf_token,
  actor: {
    kind: 'person',
    id: row.account_id,
    name: row.name,
    organisationId: row.organisation_id,
    sessionId: row.session_id,
    address,
    grants,
  },
})

function permits({ role, stage, tree, path }: Held): Permit[] {
  const known = Role.safeParse(role)
  return known.success ? ROLES[known.data].permissions.map((permission) => ({ permission, tree, path, stage })) : []
}
