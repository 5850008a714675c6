import { sql } from 'kysely'
import type { z } from 'zod'
import type { Input } from '../../../kernel/contract.ts'
import type { View } from '../../../kernel/work.ts'
import { editionOf, findDocument } from '../commands/load-document.ts'
import type * as contract from '../contract.ts'

type Place = z.input<typeof contract.getReach.reply>['places'][number]

/** Where the open edition will appear: its channels, the aggregates above them, and every channel that mounts one of these. */
export async function getReach(view: View, { params }: Input<typeof contract.getReach>) {
  const document = await findDocument(view, params.id)
  const edition = await editionOf(view, document.id, document.edition_number)
  const placed = [document.channel_id, ...edition.placements]
  const { rows } = await sql<Place>`
    WITH placed AS (
      SELECT c.*, c.id = ${document.channel_id} AS is_primary FROM sites.v_channel c
      WHERE c.id = ANY (${placed}::uuid[]) AND c.archived_at IS NULL
    ), above AS (
      SELECT DISTINCT a.* FROM placed p JOIN sites.v_channel a ON a.site_id = p.site_id AND a.kind = 'aggregate'
        AND p.tree_path LIKE a.tree_path || '%' AND a.id <> p.id AND a.archived_at IS NULL
    ), mounted AS (
      SELECT m.* FROM sites.v_channel m WHERE m.archived_at IS NULL
        AND m.mounted_channel_id IN (SELECT id FROM placed UNION SELECT id FROM above)
    )
    SELECT s.id AS "siteId", s.name AS "siteName", t.name AS "channelName", t.how FROM (
      SELECT site_id, name, CASE WHEN is_primary THEN 'primary' ELSE 'placement' END AS how, 1 AS rank FROM placed
      UNION ALL SELECT site_id, name, 'aggregate', 2 FROM above
      UNION ALL SELECT site_id, name, 'mounted', 3 FROM mounted
    ) t JOIN sites.v_site s ON s.id = t.site_id ORDER BY t.rank, s.no
  `.execute(view.db)
  const sites = new Set(rows.map((row) => row.siteId))
  return {
    siteCount: sites.size,
    // At most: the text's own page on every site that shows it, one list page per channel, and each home, which may show
    // none of these channels.
    pageCount: rows.filter((row) => row.how !== 'aggregate').length + rows.length + sites.size,
    places: rows,
  }
}
