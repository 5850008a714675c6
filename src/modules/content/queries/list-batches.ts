import { sql, type SqlBool } from 'kysely'
import type { z } from 'zod'
import { subtrees } from '../../../kernel/actor.ts'
import type { Input } from '../../../kernel/contract.ts'
import type { View } from '../../../kernel/work.ts'
import type { BatchRow } from '../commands/load-batch.ts'
import type * as contract from '../contract.ts'
import { type Counts, presentBatchRow } from '../presenters-batches.ts'

type Query = Input<typeof contract.listBatches>['query']

/** Batches of the sites whose documents one may read, the newest first. */
export async function listBatches(
  view: View,
  { query }: { query: Query },
): Promise<z.input<typeof contract.listBatches.reply>> {
  const where = sql.join(conditionsOf(view, query), sql` AND `)
  const { rows: counted } = await sql<{ total: number }>`
    SELECT count(*) AS total FROM content.batch b JOIN sites.v_site s ON s.id = b.site_id WHERE ${where}
  `.execute(view.db)
  const { rows } = await sql<BatchRow & { site_name: string; counts: Counts }>`
    SELECT b.*, (
      SELECT json_build_object('publish', count(*) FILTER (WHERE e.kind = 'publish'),
        'withdraw', count(*) FILTER (WHERE e.kind = 'withdraw'), 'setting', count(*) FILTER (WHERE e.kind = 'setting'),
        'sites', count(DISTINCT e.site_id))
      FROM content.batch_entry e WHERE e.batch_id = b.id) AS counts
    FROM (
      SELECT b.*, s.name AS site_name FROM content.batch b JOIN sites.v_site s ON s.id = b.site_id WHERE ${where}
      ORDER BY b.updated_at DESC, b.id DESC LIMIT ${query.pageSize} OFFSET ${(query.page - 1) * query.pageSize}
    ) b ORDER BY b.updated_at DESC, b.id DESC
  `.execute(view.db)
  return {
    items: rows.map((row) => presentBatchRow(row, view.now)),
    total: counted[0]?.total ?? 0,
    isCapped: false,
    page: query.page,
    pageSize: query.pageSize,
  }
}

function conditionsOf(view: View, query: Query) {
  const conditions = [
    sql<SqlBool>`(s.owner_path LIKE ANY (${subtrees(view.actor, 'document.read', 'organisation')}::text[])
      OR s.path LIKE ANY (${subtrees(view.actor, 'document.read', 'site')}::text[]))`,
  ]
  if (query.siteId) conditions.push(sql`b.site_id = ${query.siteId}`)
  if (query.text) conditions.push(sql`position(lower(${query.text}) IN lower(b.name)) > 0`)
  switch (query.state) {
    case 'scheduled':
      conditions.push(sql`b.state = 'released' AND b.effective_at > ${view.now}`)
      break
    case 'released':
      conditions.push(sql`b.state = 'released' AND b.effective_at <= ${view.now}`)
      break
    case 'draft':
    case 'undone':
      conditions.push(sql`b.state = ${query.state}`)
      break
    case undefined:
  }
  return conditions
}
