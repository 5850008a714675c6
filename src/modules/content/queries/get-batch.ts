import { sql } from 'kysely'
import type { z } from 'zod'
import { localeFor } from '../../../kernel/i18n.ts'
import type { View } from '../../../kernel/work.ts'
import { findBatch } from '../commands/load-batch.ts'
import type * as contract from '../contract.ts'
import { batchActs, presentBatchRow, presentEntry, type ShownEntry } from '../presenters-batches.ts'

/** One batch with all its entries. A document outside the reader's wall stays a row without a title. */
export async function getBatch(
  view: View,
  { params }: { params: { id: string } },
): Promise<z.input<typeof contract.Batch>> {
  const batch = await findBatch(view, params.id)
  const { rows } = await sql<ShownEntry>`
    SELECT e.*, s.name AS site_name, d.title, c.name AS channel_name, d.state AS document_state, d.live_edition_number
    FROM content.batch_entry e JOIN sites.v_site s ON s.id = e.site_id
    LEFT JOIN content.document d ON d.id = e.document_id LEFT JOIN sites.v_channel c ON c.id = d.channel_id
    WHERE e.batch_id = ${batch.id} ORDER BY e.position
  `.execute(view.db)
  const count = (kind: ShownEntry['kind']) => rows.filter((row) => row.kind === kind).length
  const counts = {
    publish: count('publish'),
    withdraw: count('withdraw'),
    setting: count('setting'),
    sites: new Set(rows.map((row) => row.site_id)).size,
  }
  return {
    ...presentBatchRow({ ...batch, counts }, view.now),
    entries: rows.map((row) => presentEntry(row, localeFor(view))),
    acts: batchActs(view.actor, batch, view.now),
  }
}
