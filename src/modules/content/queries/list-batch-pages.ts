import { sql } from 'kysely'
import type { z } from 'zod'
import type { Input } from '../../../kernel/contract.ts'
import type { View } from '../../../kernel/work.ts'
import { findBatch } from '../commands/load-batch.ts'
import type * as contract from '../contract.ts'

type Page = z.input<typeof contract.listBatchPages.reply>[number]

/**
 * What a batch changes first-hand: the addresses of its items, the channels they stand in, the home pages of their sites. An
 * item that was never released has no address until the batch is scheduled.
 */
export async function listBatchPages(
  view: View,
  { params }: Pick<Input<typeof contract.listBatchPages>, 'params'>,
): Promise<Page[]> {
  const batch = await findBatch(view, params.id)
  const { rows } = await sql<Page>`
    WITH documents AS (
      SELECT d.id, d.title, d.item_id, d.channel_id, n.placements FROM content.batch_entry e
      JOIN content.document d ON d.id = e.document_id
      JOIN content.edition n ON n.document_id = d.id AND n.number = e.edition_number WHERE e.batch_id = ${batch.id}
    ), addresses AS (
      SELECT a.site_id, d.title, a.path,
        bool_or(greatest(a.valid_from, a.visible_from) <= ${view.now} AND least(a.valid_to, a.visible_until) > ${view.now}) AS is_shown
      FROM documents d JOIN library.v_standing a ON a.item_id = d.item_id
      WHERE a.valid_from < a.valid_to AND (a.valid_to > ${view.now} OR a.valid_to = ${batch.effective_at})
      GROUP BY a.site_id, d.title, a.path
    ), placed AS (
      SELECT channel_id::text AS id FROM documents
      UNION SELECT p.id FROM documents d, LATERAL jsonb_array_elements_text(d.placements) AS p(id)
    ), channels AS (
      SELECT c.site_id, c.name, c.path FROM placed p JOIN sites.v_channel c ON c.id::text = p.id WHERE c.archived_at IS NULL
    ), homes AS (
      SELECT site_id FROM channels UNION SELECT site_id FROM addresses
      UNION SELECT site_id FROM content.batch_entry WHERE batch_id = ${batch.id}
    )
    SELECT t.kind, s.id AS "siteId", s.name AS "siteName", t.title, coalesce(s.host, '') AS host, t.path, t.is_shown AS "isShown" FROM (
      SELECT 'item' AS kind, 1 AS rank, site_id, title, path, is_shown FROM addresses
      UNION ALL SELECT 'channel', 2, c.site_id, c.name, s.base_path || '/' || c.path || '/', true
        FROM channels c JOIN sites.v_site s ON s.id = c.site_id
      UNION ALL SELECT 'home', 3, s.id, '', s.base_path || '/', true FROM homes h JOIN sites.v_site s ON s.id = h.site_id
    ) t JOIN sites.v_site s ON s.id = t.site_id ORDER BY s.no, t.rank, t.path
  `.execute(view.db)
  return rows
}
