import { sql } from 'kysely'
import { newId } from '../../../kernel/ids.ts'
import { forbidden, wrongState } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import type { AnnouncedFile, PartialKind } from '../partial-kinds.ts'
import { expiryFrom, IDLE_MS } from '../partial-rules.ts'

/** Announces a file that will come in pieces. Refused at once: what would be refused at the end by its name or length. */
export async function beginPartialUpload(
  work: Work,
  kind: PartialKind,
  file: AnnouncedFile,
): Promise<{ id: string; expiresAt: Date; gaveWay: string | null }> {
  const { actor, now } = work
  if (actor.id === null) throw forbidden()
  const { name, length } = file
  const siteId = await kind.announce(work, file)
  // One after the other, so that two at once do not pass the limit together.
  await sql`SELECT pg_advisory_xact_lock(hashtext('content.partial_upload'), hashtext(${actor.id}))`.execute(work.db)
  const { count } = await work.db
    .selectFrom('content.partial_upload')
    .select((one) => one.fn.countAll<string>().as('count'))
    .where('begun_by', '=', actor.id)
    .where('kind', '=', kind.name)
    .where('expires_at', '>', now)
    .where('outcome', 'is', null)
    .executeTakeFirstOrThrow()
  const gaveWay = Number(count) < kind.mostUnfinished ? null : await makeRoom(work, kind, actor.id)
  const row = { id: newId(), kind: kind.name, site_id: siteId, name, length, begun_by: actor.id, begun_at: now }
  const expiresAt = expiryFrom(now)
  await work.db
    .insertInto('content.partial_upload')
    .values({ ...row, expires_at: expiresAt })
    .execute()
  return { id: row.id, expiresAt, gaveWay }
}

/** The oldest that has been left alone for a while gives way; where all are under way, there is no room. */
async function makeRoom(work: Work, kind: PartialKind, account: string): Promise<string> {
  const idle = new Date(work.now.getTime() - IDLE_MS)
  const left = await work.db
    .deleteFrom('content.partial_upload')
    .where('id', 'in', (rows) =>
      rows
        .selectFrom('content.partial_upload')
        .select('id')
        .where('begun_by', '=', account)
        .where('kind', '=', kind.name)
        .where('outcome', 'is', null)
        .where((row) => row(row.fn.coalesce('last_byte_at', 'begun_at'), '<', idle))
        .where((row) => row.or([row('held_until', 'is', null), row('held_until', '<=', work.now)]))
        .orderBy('expires_at')
        .limit(1),
    )
    .returning('id')
    .executeTakeFirst()
  if (!left) throw wrongState('upload-unfinished', { most: kind.mostUnfinished })
  return left.id
}
