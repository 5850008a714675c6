import { sql } from 'kysely'
import type { View } from '../../../kernel/work.ts'
import {
  allOf,
  by,
  type Condition,
  datedOrders,
  type From,
  hasWord,
  isDated,
  narrowing,
  own,
  type Query,
  shared,
  type SiteIds,
  titleConditions,
} from './list-conditions.ts'
import type { Limits } from './list-documents.ts'

/** What the list is taken from: ids with the dates it is sorted by. */
export type Listing = {
  rows: From
  /** Narrow enough to be read whole, once, for the count and the page. */
  isFew?: boolean
  /** The same rows where that is the quicker way to as many as are counted. */
  counted?: From
  /** Beginnings of the list, in its order: a page that one of them fills is the page. */
  beginnings?: { rows: From; order: (table: string) => From }[]
}

/** Of a word more common than this not all that have it are gathered: the list is cut where its page must have ended. */
const COMMON = 0.1
/** So much of the table is read for a count rather than gathering all that have the word. */
const MOST_READ = 0.15
/** As many times more than are wanted, for what is guessed from a sample: its rows lie together as those of the table do. */
const TO_SPARE = 3
/** A guess from fewer hits is none. */
const LEAST_HITS = 8
/** Of several sites so many are read as one. */
const MOST_AT_ONCE = 60_000

type Asked = { query: Query; siteIds: SiteIds; limits: Limits }

/**
 * A list of what has a piece of text in its title. A sample of the table says how common that is, and where in the table and in the
 * order of the list it lies; what it says only chooses the way, and every way finds the same.
 */
export async function titled(text: string, view: View, asked: Asked): Promise<Listing> {
  const { query, siteIds } = asked
  const ofTitles = shared('t', query, siteIds)
  const sample = await sampleOf(view, { text, asked, conditions: ofTitles })
  const mine = own(view, query)
  const documents = { conditions: [...shared('d', query, siteIds), ...mine], text }
  // Of a few documents each title is looked at: a common word alone finds hundreds of thousands.
  if (await areFew(view, { asked, sample, conditions: documents.conditions, mine })) {
    return { rows: ofDocuments(documents), isFew: true }
  }
  const document = mine.length > 0 ? sql`JOIN content.document d ON d.id = t.document_id` : sql``
  const ofWord = (isCommon: boolean, cut: Condition[] = []): From =>
    sql`SELECT t.document_id AS id, t.updated_at, t.released_at FROM content.v_title t ${document}
      WHERE ${allOf([...cut, ...ofTitles, ...mine, ...titleConditions(text, isCommon)])}`
  const isCommon = siteIds === 'all' && sample.share > COMMON
  const rows = ofWord(isCommon && sample.share > 0.25)
  if (siteIds !== 'all' && siteIds.length > 1 && sample.hits <= MOST_AT_ONCE) return { rows, isFew: true }

  const order = datedOrders[query.sort]
  const dated = [...documents.conditions, ...isDated(query, 'd')]
  const walk = (most: number) => ofDocuments({ text, conditions: dated, inOrder: { order, most } })
  const walks = mostWalked({ asked, sample, mine }).map(walk)
  // Without the index of pairs: what is found by both is verified by taking the pairs of each title again.
  const cuts = isCommon && sample.cut !== null ? [ofWord(true, [beyond(query, sample.cut)])] : []
  return {
    rows,
    counted: ofWord(isCommon && sample.readForCount <= MOST_READ),
    beginnings: [...walks, ...cuts].map((beginning) => ({ rows: beginning, order })),
  }
}

/** How far the list is walked in its order. Dates of change lie together in the table, so a cut soon finds what is no longer near. */
function mostWalked({ asked, sample, mine }: Omit<Narrowed, 'conditions'>): number[] {
  const { query, siteIds, limits } = asked
  // Of several sites no index gives the order.
  if (siteIds !== 'all' && siteIds.length > 1) return []
  const few = Math.ceil(limits.walked / 10)
  if (mine.length > 0) return [few]
  if (sample.reach > 2 * limits.walked) return []
  return [sortedBy(query) === 'updated_at' ? few : limits.walked]
}

type OfDocuments = { text: string; conditions: Condition[]; inOrder?: { order: (table: string) => From; most: number } }

/** By their documents, each title looked up: those that meet the conditions, or the first of them in the list's order. */
function ofDocuments({ text, conditions, inOrder }: OfDocuments): From {
  const first = inOrder ? sql`ORDER BY ${inOrder.order('d')} LIMIT ${inOrder.most}` : sql``
  return sql`SELECT d.id, d.updated_at, d.released_at FROM (
      SELECT d.id, d.updated_at, d.released_at FROM content.document d WHERE ${allOf(conditions)} ${first}
    ) d WHERE (SELECT ${hasWord(text)} FROM content.title_index t WHERE t.document_id = d.id)`
}

type Narrowed = { asked: Asked; sample: Sample; conditions: Condition[]; mine: Condition[] }

async function areFew(view: View, { asked: { query, limits }, sample, conditions, mine }: Narrowed): Promise<boolean> {
  const isNarrowed = mine.length + narrowing('d', query).length > 0 || query.deleted || query.from || query.to
  if (!isNarrowed || (mine.length === 0 && sample.seen > 10 * limits.few)) return false
  const { rows } = await sql<{ count: number }>`
    SELECT count(*) AS count FROM (
      SELECT 1 FROM content.document d WHERE ${allOf(conditions)} LIMIT ${limits.few + 1}
    ) few`.execute(view.db)
  return (rows[0]?.count ?? 0) <= limits.few
}

const sortedBy = ({ sort }: Query) => (sort.endsWith('updatedAt') ? 'updated_at' : 'released_at')
const isDescending = ({ sort }: Query): boolean => sort.startsWith('-')
const beyond = (query: Query, cut: string): Condition =>
  sql`${by('t', sortedBy(query))} ${isDescending(query) ? sql`>=` : sql`<=`} ${cut}::timestamptz`

/** What a sample lets guess of the titles that meet the conditions. */
type Sample = {
  seen: number
  hits: number
  share: number
  /** How much of the table holds as many hits as are counted. */
  readForCount: number
  /** How many rows of the list, in its order, hold the wanted page. */
  reach: number
  /** A date beyond which there are somewhat more hits than are wanted; null: none is known. */
  cut: string | null
}
type Sampling = { text: string; asked: Asked; conditions: Condition[] }
type SampleRow = Record<'seen' | 'hits', number> &
  Record<'first' | 'last' | 'counted', number | null> & { cut: string | null }

async function sampleOf(view: View, { text, asked: { query, limits }, conditions }: Sampling): Promise<Sample> {
  const factor = 100 / limits.samplePercent
  const wanted = query.page * query.pageSize
  const nth = Math.ceil((wanted / factor) * TO_SPARE) + LEAST_HITS
  const enough = Math.ceil((limits.counted / factor) * 1.5)
  const order = isDescending(query) ? sql`DESC NULLS LAST` : sql`NULLS LAST`
  const { rows } = await sql<SampleRow>`
    SELECT count(*) AS seen, count(*) FILTER (WHERE is_hit) AS hits, min(rank) FILTER (WHERE is_hit) AS first,
      min(rank) FILTER (WHERE is_hit AND nth = ${nth}) AS last, (min(at) FILTER (WHERE is_hit AND nth = ${nth}))::text AS cut,
      min(place) FILTER (WHERE is_hit AND found = ${enough}) AS counted
    FROM (
      SELECT at, is_hit, place, found, row_number() OVER in_order AS rank, count(*) FILTER (WHERE is_hit) OVER in_order AS nth
      FROM (
        SELECT at, is_hit, row_number() OVER in_place AS place, count(*) FILTER (WHERE is_hit) OVER in_place AS found
        FROM (
          SELECT t.ctid AS place, ${by('t', sortedBy(query))} AS at, ${hasWord(text)} AS is_hit
          FROM content.title_index t TABLESAMPLE SYSTEM (${limits.samplePercent})
          WHERE ${insideTheWall} AND ${allOf(conditions)}
        ) t WINDOW in_place AS (ORDER BY place ROWS UNBOUNDED PRECEDING)
      ) t WINDOW in_order AS (ORDER BY at ${order} ROWS UNBOUNDED PRECEDING)
    ) t`.execute(view.db)
  const { seen = 0, hits = 0, first = null, last = null, counted = null, cut = null } = rows[0] ?? {}
  const apart = last !== null && first !== null ? (last - first) / (nth - 1) : seen / Math.max(1, hits)
  return {
    seen: seen * factor,
    hits: hits * factor,
    share: hits / Math.max(1, seen),
    readForCount: counted === null ? 1 : counted / seen,
    reach: first === null ? Infinity : (first - 1) * factor + wanted * apart,
    cut,
  }
}

/** As in content.v_title, of which no sample can be taken. */
const insideTheWall = sql<boolean>`((SELECT current_setting('yiwang.organisation', true)) = '{%}' OR t.site_id IN (
  SELECT s.id FROM sites.v_site s WHERE s.path LIKE ANY ((SELECT current_setting('yiwang.site', true)::text[])::text[])
    OR s.owner_path LIKE ANY ((SELECT current_setting('yiwang.organisation', true)::text[])::text[])))`
