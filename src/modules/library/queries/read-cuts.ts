import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Position } from '../../../kernel/changes.ts'
import type { View } from '../../../kernel/work.ts'

/** Name of a list whose pages are numbered: its channels and the page size. */
export function seriesOf(channelIds: readonly string[], size: number): string {
  const [only] = channelIds
  if (channelIds.length === 1 && only) return `${only}/${size}`
  return `${createHash('sha256').update(channelIds.toSorted().join()).digest('hex').slice(0, 32)}/${size}`
}

export type Cut = { page: number; end: Position }

/**
 * The cuts that a page needs: the newest one and, for a numbered page, its own end, the end of the page before, and those of
 * its neighbours.
 */
export async function findCuts(
  view: View,
  series: string,
  page: number | null,
): Promise<{ last: Cut | null; ends: Map<number, Position> }> {
  const near = page ?? 0
  const { rows } = await sql<{ page: number; sort_at: Date; item_id: string; is_last: boolean }>`
    WITH last AS (
      SELECT page FROM library.page_cut WHERE series = ${series} AND valid_from <= ${view.now} AND valid_to > ${view.now}
      ORDER BY page DESC LIMIT 1
    )
    SELECT c.page, c.sort_at, c.item_id, c.page = last.page AS is_last FROM last JOIN library.page_cut c
      ON c.series = ${series} AND c.valid_from <= ${view.now} AND c.valid_to > ${view.now}
      AND (c.page >= last.page - 1 OR c.page BETWEEN ${near - 2} AND ${near + 1})
  `.execute(view.db)
  const ends = new Map(rows.map((row) => [row.page, { at: row.sort_at.getTime(), id: row.item_id }]))
  const last = rows.find((row) => row.is_last)
  const end = last && ends.get(last.page)
  return { last: last && end ? { page: last.page, end } : null, ends }
}

/** The first position behind another: the next id of the same instant. */
export function after({ at, id }: Position): Position {
  if (id === null) return { at: at + 1, id: null }
  const next = (BigInt(`0x${id.replaceAll('-', '')}`) + 1n).toString(16).padStart(32, '0')
  return {
    at,
    id: `${next.slice(0, 8)}-${next.slice(8, 12)}-${next.slice(12, 16)}-${next.slice(16, 20)}-${next.slice(20)}`,
  }
}
