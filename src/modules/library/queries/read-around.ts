import { type RawBuilder, sql } from 'kysely'
import type { View } from '../../../kernel/work.ts'
import { idOf, type ItemRef } from './read-items.ts'

const MOST_INTERPRETERS = 20

/** When a text that is to name the document begins to, or one that names it no longer does; both lie ahead. */
const nextInterpreter = (view: View, about: RawBuilder<unknown>) => sql`
  (SELECT min(e.at) FROM library.version v, unnest(ARRAY[v.valid_from, v.valid_to]) AS e(at)
    WHERE v.metadata ? 'interprets' AND v.metadata->'interprets' ? ${about} AND v.valid_from < v.valid_to
      AND e.at > ${view.now} AND e.at < 'infinity')`

export type Interpreters = { ids: string[]; changesAt: Date | null }

/** Of each of these items the ones that explain it (政策解读), shown or not, the newest first; at most 20 of each. */
export async function interpreterIds(view: View, itemIds: readonly string[]): Promise<Map<string, Interpreters>> {
  if (itemIds.length === 0) return new Map()
  const { rows } = await sql<Interpreters & { about: string }>`
    SELECT named.id AS about, ARRAY(
        SELECT v.item_id FROM library.version v
        WHERE v.metadata ? 'interprets' AND v.metadata->'interprets' ? named.id
          AND v.valid_from <= ${view.now} AND v.valid_to > ${view.now}
        ORDER BY v.valid_from DESC, v.item_id LIMIT ${MOST_INTERPRETERS}) AS ids,
      ${nextInterpreter(view, sql`named.id`)} AS "changesAt"
    FROM unnest(${itemIds}::text[]) named(id)
  `.execute(view.db)
  return new Map(rows.map(({ about, ids, changesAt }) => [about, { ids, changesAt }]))
}

export type VersionCard = { version: number; title: string; validFrom: Date; repeats: number | null }

/** What stands around an item: its versions, and the ids of what belongs to it, shown or not. */
export type Around = {
  /** What readers have seen of it, the newest first; an undone release is no part of it while it is undone. */
  versions: VersionCard[]
  /** Items whose successor it is: what it replaced, at most 20. */
  predecessorIds: string[]
  /** What explains it (政策解读), the newest first, at most 20. */
  interpreterIds: string[]
  /** When something that is planned already makes the ids others; null: never. */
  changesAt: Date | null
}

const MOST_PREDECESSORS = 20

export async function findAround(view: View, ref: ItemRef): Promise<Around> {
  const { rows } = await sql<
    Omit<Around, 'versions'> & { versions: (Omit<VersionCard, 'validFrom'> & { at: number })[] }
  >`
    SELECT
      coalesce((
        SELECT json_agg(json_build_object('version', v.version, 'title', v.title, 'at', kernel.ms(v.valid_from), 'repeats', v.repeats)
          ORDER BY v.version DESC)
        FROM library.version v WHERE v.item_id = i.id AND v.valid_from <= ${view.now} AND v.valid_from < v.valid_to), '[]') AS versions,
      ARRAY(
        SELECT o.id FROM library.item o WHERE o.successor_item_id = i.id AND greatest(o.repealed_at, o.withdrawn_at) <= ${view.now}
        ORDER BY o.no LIMIT ${MOST_PREDECESSORS}) AS "predecessorIds",
      ARRAY(
        SELECT v.item_id FROM library.version v WHERE v.metadata ? 'interprets' AND v.metadata->'interprets' ? i.id::text
          AND v.valid_from <= ${view.now} AND v.valid_to > ${view.now}
        ORDER BY v.valid_from DESC, v.item_id LIMIT ${MOST_INTERPRETERS}) AS "interpreterIds",
      least(
        (SELECT min(greatest(o.repealed_at, o.withdrawn_at)) FROM library.item o
          WHERE o.successor_item_id = i.id AND greatest(o.repealed_at, o.withdrawn_at) > ${view.now}),
        ${nextInterpreter(view, sql`i.id::text`)}) AS "changesAt"
    FROM (SELECT ${idOf(ref)} AS id) i
  `.execute(view.db)
  const { versions = [], predecessorIds = [], interpreterIds = [], changesAt = null } = rows[0] ?? {}
  const newest = versions[0]?.repeats ?? Infinity
  return {
    versions: versions.flatMap(({ at, ...card }) =>
      card.version <= newest ? { ...card, validFrom: new Date(at) } : [],
    ),
    predecessorIds,
    interpreterIds,
    changesAt,
  }
}
