import { Problem } from '../../../kernel/problem.ts'
import type { View } from '../../../kernel/work.ts'
import { divisionOf, findDivisionLine } from '../../organisations/index.ts'
import { sitesByIds } from '../../sites/index.ts'
import type { SeenAnswer, SeenHit } from '../contract.ts'
import { dayOf } from '../days.ts'
import { type SearchAnswer, type SearchQuery, type SearchReader, type SearchRules, SearchUnavailable } from '../port.ts'

/** So many hits are looked at: what stands further down nobody sees. */
export const HITS_SHOWN = 20

type Asked = { text: string; siteId: string | null; rules?: SearchRules; wantsReasons?: boolean }

/** What a reader of this site (null: of none in particular) would be answered, with the reasons for operators. */
export async function askEngine(view: View, reader: SearchReader, asked: Asked): Promise<SearchAnswer> {
  const query: SearchQuery = {
    text: asked.text,
    filters: {},
    from: null,
    until: null,
    sort: 'relevance',
    offset: 0,
    limit: HITS_SHOWN,
    wantsFacets: false,
    places: asked.siteId === null ? [] : await placesOf(view, asked.siteId),
    siteId: asked.siteId,
    now: view.now.getTime(),
    wantsReasons: asked.wantsReasons ?? true,
    ...(asked.rules ? { rules: asked.rules } : {}),
  }
  return reader.search(query).catch(asProblem)
}

export function asProblem(error: unknown): never {
  throw error instanceof SearchUnavailable ? new Problem('search-unavailable', 503) : error
}

/** The divisions of a site's owner, from the top down. */
async function placesOf(view: View, siteId: string): Promise<string[]> {
  const site = (await sitesByIds(view, [siteId])).get(siteId)
  const division = site ? await divisionOf(view, site.ownerId) : null
  return division === null ? [] : (await findDivisionLine(view, division)).map(({ id }) => id)
}

/** Side by side with another answer: where the same hit stands there. */
export async function presentAnswer(view: View, answer: SearchAnswer, other: SearchAnswer | null): Promise<SeenAnswer> {
  const ids = [...new Set(answer.hits.flatMap(({ card }) => card.siteId ?? []))]
  const sites = await sitesByIds(view, ids)
  const ranks = new Map(other?.hits.map((hit, at) => [hit.id, at + 1]))
  return {
    total: answer.total,
    isTotalExact: answer.isTotalExact,
    tookMs: answer.tookMs,
    words: [...answer.words],
    correction: answer.correction,
    hits: answer.hits.map((hit, at): SeenHit => {
      const site = hit.card.siteId === null ? undefined : sites.get(hit.card.siteId)
      return {
        id: hit.id,
        rank: at + 1,
        title: [...hit.title],
        snippet: [...hit.snippet],
        type: hit.card.type,
        siteName: site?.name ?? null,
        host: site?.host ?? null,
        path: site ? site.basePath + hit.card.path : null,
        day: hit.at > 0 ? dayOf(new Date(hit.at)) : null,
        isPinned: hit.isPinned,
        isRepealed: hit.isRepealed,
        score: hit.score,
        why: (hit.reasons ?? []).map(({ what, factor, note = '' }) => ({ what, factor, note })),
        otherRank: ranks.get(hit.id) ?? null,
      }
    }),
  }
}
