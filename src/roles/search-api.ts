import type { Input } from '../kernel/contract.ts'
import type { Api, RequestFacts } from '../kernel/http.ts'
import { invalidField, Problem } from '../kernel/problem.ts'
import type { View } from '../kernel/work.ts'
import * as contract from '../modules/search/contract-public.ts'
import { type SearchHit, type SearchReader, SearchUnavailable } from '../modules/search/index.ts'
import { siteByCode, type SiteCard } from '../modules/sites/index.ts'
import { siteQuery } from '../portal/load-search.ts'
import type { SearchEntry } from '../portal/model-search.ts'
import { createReader } from '../portal/reader.ts'
import { PER_PAGE, readAsk } from '../portal/search-ask.ts'
import { entriesOf } from '../portal/search-entries.ts'
import { textOf } from '../portal/search-feeds.ts'

type Query = Input<typeof contract.searchPublicly>['query']

/** The search for other systems: the same words, filters and results as on the page. */
export function searchApi(api: Api, search: SearchReader): void {
  api.query(contract.searchPublicly, async (view, { query }, facts) => {
    const site = query.of === undefined ? null : await siteOf(view, query.of)
    const reader = createReader(view)
    const ask = readAsk(addressText(query))
    const asked = await siteQuery({ site, reader }, ask, { limit: PER_PAGE, wantsFacets: true })
    const found = await search.search(asked).catch((error: unknown) => {
      throw error instanceof SearchUnavailable ? new Problem('search-unavailable', 503) : error
    })
    const before = (ask.page - 1) * PER_PAGE
    const context = { site: { host: '' }, origin: originOf(facts) }
    const entries = await entriesOf({ context, reader }, found.hits, before)
    const sites = await reader.sitesByIds([...new Set(found.hits.flatMap(({ card }) => card.siteId ?? []))])
    const { total, isTotalExact, isBehind = false, areFacetsExact, words, optional, correction, isCorrected } = found
    return {
      total,
      isTotalExact,
      isBehind,
      results: entries.flatMap((entry) => {
        const hit = found.hits[entry.position - before - 1]
        return hit ? [resultOf(entry, hit, sites)] : []
      }),
      facets: Object.entries(found.facets).map(([name, counts]) => ({
        name: name === 'validity' ? 'valid' : name,
        values: counts.map(({ value, count }) => ({ value, count })),
      })),
      areFacetsExact,
      words: [...words],
      optional: [...optional],
      correction,
      isCorrected,
    }
  })
}

async function siteOf(view: View, code: string): Promise<SiteCard> {
  const site = await siteByCode(view, code)
  if (!site) throw invalidField('/query/of', '没有这个站点')
  return site
}

/** The contract's fields are the names in a page's address. */
function addressText(query: Query): URLSearchParams {
  const text = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || name === 'of') continue
    for (const one of Array.isArray(value) ? value : [value]) text.append(name, String(one))
  }
  return text
}

const originOf = ({ origin }: RequestFacts): string => origin ?? 'http://localhost'

function resultOf(entry: SearchEntry, { id, card, also }: SearchHit, sites: ReadonlyMap<string, SiteCard>) {
  const site = card.siteId === null ? undefined : sites.get(card.siteId)
  return {
    id,
    externalId: card.externalId ?? null,
    type: card.type,
    kind: card.kind,
    title: textOf(entry.title),
    titlePieces: entry.title,
    snippetPieces: entry.snippet,
    url: entry.url,
    site: site ? { code: site.code, name: site.name } : null,
    publishedAt: entry.at,
    documentNumber: entry.documentNumber,
    issuer: entry.issuer,
    validity: entry.chip?.text ?? null,
    fileType: entry.format,
    page: entry.page,
    phone: entry.phone,
    address: entry.address,
    isPinned: entry.isPinned,
    copies: also.total,
  }
}
