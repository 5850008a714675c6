import { type Selectable, sql } from 'kysely'
import type { Place } from '../../../kernel/actor.ts'
import { notFound, versionConflict } from '../../../kernel/problem.ts'
import type { Tables } from '../../../kernel/tables.ts'
import type { View, Work } from '../../../kernel/work.ts'
import { canRead } from '../policies.ts'

export type BatchRow = Selectable<Tables['content.batch']>
export type EntryRow = Selectable<Tables['content.batch_entry']>
export type LoadedBatch = BatchRow & { place: Place; site_name: string; site_owner_id: string }

type Joined = Omit<LoadedBatch, 'place'> & { site_path: string; owner_path: string }

async function select(view: View, id: string, lock: 'FOR UPDATE OF b' | ''): Promise<LoadedBatch> {
  const { rows } = await sql<Joined>`
    SELECT b.*, s.name AS site_name, s.path AS site_path, s.owner_path, s.owner_id AS site_owner_id
    FROM content.batch b JOIN sites.v_site s ON s.id = b.site_id WHERE b.id = ${id} ${sql.raw(lock)}
  `.execute(view.db)
  const [row] = rows
  if (!row) throw notFound('batch')
  const { site_path, owner_path, ...batch } = row
  const place = { site: site_path, organisation: owner_path }
  // Absent, or not yours to know of: the same answer.
  if (!canRead(view.actor, { place })) throw notFound('batch')
  return { ...batch, place }
}

export const findBatch = (view: View, id: string): Promise<LoadedBatch> => select(view, id, '')

/** The same, locked until the end of the transaction, and fresh. */
export async function lockBatch(work: Work, id: string, expectedVersion: number): Promise<LoadedBatch> {
  const batch = await select(work, id, 'FOR UPDATE OF b')
  if (batch.version !== expectedVersion) throw versionConflict(batch.version)
  return batch
}

export async function entriesOf(view: View, batchId: string): Promise<EntryRow[]> {
  return view.db
    .selectFrom('content.batch_entry')
    .selectAll()
    .where('batch_id', '=', batchId)
    .orderBy('position')
    .execute()
}
