import { Readable } from 'node:stream'
import { sql } from 'kysely'
import type { Actor } from '../../../kernel/actor.ts'
import { CSV_MARK, csvRow } from '../../../kernel/csv.ts'
import { fill, type Text } from '../../../kernel/i18n.ts'
import { type Engine, inView, type View } from '../../../kernel/work.ts'
import type { AuditFilters } from '../contract.ts'
import type { EntryRow } from '../presenters.ts'
import { entriesFor, NEWEST_FIRST, textCondition, windowEnd } from './entries.ts'

type Exported = EntryRow & { session_id: string | null; before: string | null; after: string | null; digest: Buffer }

/** So many entries go into one file. */
const MOST = 200_000
const PIECE = 2000
const SHANGHAI_MS = 8 * 3_600_000
/** In the order of cellsOf. */
const COLUMNS =
  'number at actor kind act code target target-kind target-id organisation site-id address session before after digest'.split(
    ' ',
  )

/**
 * What the filters find as CSV, newest first and read piece by piece, with what was before and after and the digest, so that it
 * can be checked away from the platform. Where it ends early, its last row says why.
 */
export function exportAudit(engine: Engine, actor: Actor, filters: AuditFilters, text: Text): Readable {
  const word = (key: string) => text(`audit-export.${key}`) ?? key
  async function* pieces() {
    yield CSV_MARK + csvRow(COLUMNS.map(word))
    const end = filters.text
      ? await inView(engine, actor, async (view) => windowEnd(view, await entriesFor(view, filters)))
      : null
    let last: Exported | undefined
    for (let left = MOST; left > 0; left -= PIECE) {
      const rows = await inView(engine, actor, (view) => piece(view, filters, { before: last, end }))
      yield rows.map((row) => csvRow(cellsOf(row, text))).join('')
      last = rows.at(-1)
      if (rows.length < PIECE) {
        if (end) yield csvRow([fill(word('searched-back-to'), { at: secondOf(end) })])
        return
      }
    }
    yield csvRow([fill(word('capped'), { most: MOST })])
  }
  return Readable.from(pieces())
}

type Bounds = { before: Exported | undefined; end: Date | null }

async function piece(view: View, filters: AuditFilters, { before, end }: Bounds): Promise<Exported[]> {
  const { rows } = await sql<Exported>`
    WITH hit AS (
      SELECT e.* ${await entriesFor(view, filters)} AND ${filters.text ? textCondition(filters.text) : sql`true`}
        AND ${end ? sql`e.at >= ${end}` : sql`true`}
        AND ${before ? sql`(e.at, e.chain, e.seq) < (${before.at}, ${before.chain}, ${before.seq})` : sql`true`}
      ${NEWEST_FIRST} LIMIT ${PIECE}
    )
    SELECT e.chain, e.seq, e.at, e.actor_id, e.actor_name, e.actor_kind, e.session_id, e.address, e.action, e.target_kind, e.target_id,
      e.target_label, e.site_id, e.before::text, e.after::text, e.digest, o.name AS organisation_name
    FROM hit e LEFT JOIN organisations.v_directory o ON o.id = e.organisation_id ${NEWEST_FIRST}
  `.execute(view.db)
  return rows
}

const cellsOf = (row: Exported, text: Text): string[] => [
  `${row.chain}-${row.seq}`,
  secondOf(row.at),
  text(`actor.${row.actor_name}`) ?? row.actor_name,
  text(`enum.actor-kind.${row.actor_kind}`) ?? row.actor_kind,
  text(`action.${row.action}`) ?? row.action,
  row.action,
  row.target_label || (text(`target.${row.target_kind}`) ?? ''),
  row.target_kind,
  row.target_id,
  row.organisation_name ?? '',
  row.site_id ?? '',
  row.address ?? '',
  row.session_id ?? '',
  row.before ?? '',
  row.after ?? '',
  row.digest.toString('hex'),
]

export const exportName = (text: Text, now: Date): string =>
  `${text('audit-export.file') ?? 'audit'}-${secondOf(now).slice(0, 10)}.csv`

/** Where the platform stands: 2026-11-26 09:30:05 */
const secondOf = (at: Date): string => new Date(at.getTime() + SHANGHAI_MS).toISOString().slice(0, 19).replace('T', ' ')
