import { newId } from '../../../kernel/ids.ts'
import { notFound, Problem } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import type { PartialKind } from '../partial-kinds.ts'
import { expiryFrom, HOLD_MS } from '../partial-rules.ts'
import { getPartialUpload, type PartialUpload } from '../queries/find-partial-upload.ts'

/** `token`: who holds it. */
export type Held = PartialUpload & { token: string; until: Date }

/** One request writes at a time, whichever process it comes to; a second one is refused while the first lives. */
export async function holdPartialUpload(work: Work, kind: PartialKind, id: string): Promise<Held> {
  const token = newId()
  const until = new Date(work.now.getTime() + HOLD_MS)
  const taken = await work.db
    .updateTable('content.partial_upload')
    .set({ held_by: token, held_until: until })
    .where('id', '=', id)
    .where('kind', '=', kind.name)
    .where('begun_by', '=', work.actor.id)
    .where((row) => row.or([row('held_until', 'is', null), row('held_until', '<=', work.now)]))
    .returning('id')
    .executeTakeFirst()
  const upload = await getPartialUpload(work, kind, id)
  if (!taken) throw new Problem('upload-busy', 423)
  return { ...upload, token, until }
}

/** Says that the request still lives; null when another has taken over meanwhile. */
export async function renewHold(work: Work, { id, token }: Pick<Held, 'id' | 'token'>): Promise<Date | null> {
  const until = new Date(work.now.getTime() + HOLD_MS)
  const renewed = await work.db
    .updateTable('content.partial_upload')
    .set({ held_until: until })
    .where('id', '=', id)
    .where('held_by', '=', token)
    .returning('id')
    .executeTakeFirst()
  return renewed ? until : null
}

/** Lets the next one in; `hasGrown`: bytes have come, and the time to go on begins anew. */
export async function letGo(
  work: Work,
  { id, token, hasGrown }: Pick<Held, 'id' | 'token'> & { hasGrown: boolean },
): Promise<Date> {
  const grown = hasGrown ? { last_byte_at: work.now, expires_at: expiryFrom(work.now) } : {}
  const row = await work.db
    .updateTable('content.partial_upload')
    .set({ held_by: null, held_until: null, ...grown })
    .where('id', '=', id)
    .where('held_by', '=', token)
    .returning('expires_at')
    .executeTakeFirst()
  if (!row) throw notFound('upload')
  return row.expires_at
}
