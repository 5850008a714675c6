import { system } from '../../../kernel/actor.ts'
import type { Parts } from '../../../kernel/blobs.ts'
import { type Engine, inView, inWork } from '../../../kernel/work.ts'
import { PARTIAL_LIFE_MS } from '../partial-rules.ts'

const sweeper = system('upload-sweep')

/** Removes what has expired, first on record and then on the disk; and files of which no record tells (any more). */
export async function sweepPartialUploads(engine: Engine, parts: Parts): Promise<void> {
  const expired = await inWork(engine, sweeper, (work) =>
    work.db
      .deleteFrom('content.partial_upload')
      .where('expires_at', '<=', work.now)
      .where((row) => row.or([row('held_until', 'is', null), row('held_until', '<=', work.now)]))
      .returning('id')
      .execute(),
  )
  for (const { id } of expired) await parts.remove(id)
  const old = await parts.untouchedSince(new Date(engine.clock().getTime() - PARTIAL_LIFE_MS))
  if (old.length === 0) return
  const known = await inView(engine, sweeper, ({ db }) =>
    db.selectFrom('content.partial_upload').select('id').where('id', 'in', old).execute(),
  )
  const kept = new Set(known.map(({ id }) => id))
  for (const id of old) if (!kept.has(id)) await parts.remove(id)
}
