import { sql } from 'kysely'
import type { Work } from '../../../kernel/work.ts'
import { seriesOf } from '../queries/read-cuts.ts'

export type CutWish = {
  channelIds: readonly string[]
  size: number
  /** Cut this numbered page and all after it anew: so much was put into it later that it is no page any more. */
  anewFrom?: number
}

/** Class of the advisory locks that let one process at a time cut a series. */
const CUTTING = 492_010

/**
 * Cut full pages off the open end of a list, oldest first, until less than two page sizes are left there. Says how many were
 * cut. Pages cut once stay: what is withdrawn leaves its page shorter, what comes late lengthens it.
 */
export async function keepCuts(work: Work, { channelIds, size, anewFrom }: CutWish): Promise<number> {
  const series = seriesOf(channelIds, size)
  await sql`SELECT pg_advisory_xact_lock(${CUTTING}, hashtext(${series}))`.execute(work.db)
  if (anewFrom !== undefined) {
    await sql`
      UPDATE library.page_cut SET valid_to = greatest(${work.now}, valid_from + interval '1 millisecond')
      WHERE series = ${series} AND page >= ${anewFrom} AND valid_to = 'infinity'
    `.execute(work.db)
  }
  const { numAffectedRows } = await sql`
    WITH last AS (
      SELECT page, sort_at, item_id FROM library.page_cut WHERE series = ${series} AND valid_to = 'infinity'
      UNION ALL SELECT 0, '-infinity', '00000000-0000-0000-0000-000000000000' ORDER BY page DESC LIMIT 1
    ), shown AS (
      SELECT DISTINCT p.sort_at, p.item_id FROM last, library.placement p
      WHERE p.channel_id = ANY (${channelIds}::uuid[]) AND p.valid_from <= ${work.now} AND p.valid_to > ${work.now}
        AND p.visible_from <= ${work.now} AND p.visible_until > ${work.now} AND p.sort_at >= last.sort_at
        AND (p.sort_at, p.item_id) > (last.sort_at, last.item_id)
    ), numbered AS (
      SELECT sort_at, item_id, row_number() OVER (ORDER BY sort_at, item_id) AS number, count(*) OVER () AS total FROM shown
    )
    INSERT INTO library.page_cut (series, page, sort_at, item_id, valid_from)
    SELECT ${series}, last.page + number / ${size}::int, n.sort_at, n.item_id, greatest(${work.now}, coalesce((
        SELECT max(valid_to) FROM library.page_cut old WHERE old.series = ${series} AND old.page = last.page + number / ${size}::int), '-infinity'))
    FROM last, numbered n WHERE number % ${size}::int = 0 AND number <= total - ${size}::int
  `.execute(work.db)
  return Number(numAffectedRows ?? 0)
}
