import { sql } from 'kysely'
import type { View } from '../../../kernel/work.ts'

const shanghaiDay = (at: Date): string => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10)

/** Items that appear, go or read otherwise by the clock alone after one instant and up to another; by index, whatever the library holds. */
export async function itemIdsDue(view: View, after: Date, until: Date): Promise<string[]> {
  const [from, to] = [shanghaiDay(after), shanghaiDay(until)]
  const days =
    from === to
      ? sql``
      : sql`
    UNION SELECT item_id FROM library.version
      WHERE metadata ? 'effectiveOn' AND metadata ->> 'effectiveOn' > ${from} AND metadata ->> 'effectiveOn' <= ${to}
    UNION SELECT item_id FROM library.version
      WHERE metadata ? 'expiresOn' AND metadata ->> 'expiresOn' >= ${from} AND metadata ->> 'expiresOn' < ${to}
    UNION SELECT id FROM library.item WHERE repealed_on > ${from}::date AND repealed_on <= ${to}::date`
  const { rows } = await sql<{ id: string }>`
    SELECT item_id AS id FROM library.placement
      WHERE visible_from > valid_from AND visible_from > ${after} AND visible_from <= ${until}
    UNION SELECT item_id FROM library.placement
      WHERE visible_until < 'infinity' AND visible_until > ${after} AND visible_until <= ${until}
    UNION SELECT item_id FROM library.placement WHERE is_scheduled AND valid_from > ${after} AND valid_from <= ${until}
    UNION SELECT item_id FROM library.placement
      WHERE is_scheduled AND valid_to < 'infinity' AND valid_to > ${after} AND valid_to <= ${until}
    ${days}
  `.execute(view.db)
  return rows.map((row) => row.id)
}

/** The next instant after that of the view at which any item appears, goes or is replaced by schedule alone. Days are not looked at. */
export async function nextItemInstant(view: View): Promise<Date | null> {
  const { now } = view
  const { rows } = await sql<{ at: Date | null }>`
    SELECT least(
      (SELECT min(visible_from) FROM library.placement WHERE visible_from > valid_from AND visible_from > ${now}),
      (SELECT min(visible_until) FROM library.placement WHERE visible_until < 'infinity' AND visible_until > ${now}),
      (SELECT min(valid_from) FROM library.placement WHERE is_scheduled AND valid_from > ${now}),
      (SELECT min(valid_to) FROM library.placement WHERE is_scheduled AND valid_to < 'infinity' AND valid_to > ${now})) AS at
  `.execute(view.db)
  return rows[0]?.at ?? null
}

/**
 * The next instant at which each of these items changes by the clock, as far as it lies before an instant. Whoever released
 * something may have a clock that is ahead of this one: what was just released may lie ahead, and stands in no index of what is due.
 */
export async function itemInstants(view: View, itemIds: readonly string[], before: Date): Promise<Map<string, number>> {
  if (itemIds.length === 0) return new Map()
  const { rows } = await sql<{ id: string; at: number }>`
    SELECT w.id, n.at FROM unnest(${itemIds}::uuid[]) AS w(id) CROSS JOIN LATERAL (
      SELECT ceil(extract(epoch FROM min(at)) * 1000)::double precision AS at FROM (
        SELECT v.at FROM library.placement p, LATERAL (VALUES (p.visible_from), (p.visible_until), (p.valid_from), (p.valid_to)) AS v(at)
          WHERE p.item_id = w.id AND p.valid_to > greatest(p.valid_from, ${view.now})
        UNION ALL SELECT valid_from FROM library.version v WHERE v.item_id = w.id AND v.valid_from < v.valid_to
      ) x WHERE at > ${view.now} AND at < ${before}
    ) n WHERE n.at IS NOT NULL
  `.execute(view.db)
  return new Map(rows.map(({ id, at }) => [id, at]))
}
