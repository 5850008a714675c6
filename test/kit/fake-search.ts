import {
  facetNames,
  type FacetCount,
  type FacetName,
  type Piece,
  type SearchAnswer,
  type SearchDoc,
  type SearchHit,
  type SearchQuery,
  type SearchReader,
} from '../../src/modules/search/index.ts'

/** A few documents, found by plain substrings: enough to see what a page makes of an answer. `say` changes what is answered. */
export function fakeSearch(
  docs: readonly SearchDoc[],
  say: (answer: SearchAnswer, query: SearchQuery) => Partial<SearchAnswer> = () => ({}),
): SearchReader & { asked: SearchQuery[] } {
  const asked: SearchQuery[] = []
  return {
    asked,
    async search(query) {
      asked.push(query)
      const words = query.text.split(/[\s"“”]+/).filter(Boolean)
      const has = (doc: SearchDoc, word: string) => wholeText(doc).includes(word)
      const everything = docs.filter((doc) => words.some((word) => has(doc, word)) && isIn(doc, query))
      const full = everything.filter((doc) => words.every((word) => has(doc, word)))
      const found = full.length > 0 ? full : everything
      const sorted = query.sort === 'date' ? found.toSorted((a, b) => b.at - a.at) : found
      const answer: SearchAnswer = {
        total: found.length,
        isTotalExact: true,
        hits: sorted.slice(query.offset, query.offset + query.limit).map((doc) => hitOf(doc, words)),
        facets: query.wantsFacets ? facetsOf(found) : {},
        areFacetsExact: true,
        words,
        optional: full.length > 0 ? [] : words.slice(1),
        correction: null,
        isCorrected: false,
        tookMs: 1,
      }
      return { ...answer, ...say(answer, query) }
    },
    async suggest({ text, limit }) {
      const found = docs.filter(({ title }) => title.includes(text)).slice(0, limit)
      return found.map(({ id, source, title, card }) => {
        const kind = card.type === 'organisation' || card.type === 'site' ? card.type : 'title'
        return { text: title, kind, id, source, card }
      })
    },
    close: async () => undefined,
  }
}

const pagesOf = ({ text }: SearchDoc): readonly string[] => (typeof text === 'string' ? [text] : text)
const wholeText = (doc: SearchDoc): string =>
  [doc.title, ...doc.aliases, ...doc.keywords, ...doc.numbers, ...pagesOf(doc)].join('\n')

function isIn(doc: SearchDoc, { filters, from, until }: SearchQuery): boolean {
  if ((from !== null && doc.at < from) || (until !== null && doc.at > until)) return false
  return facetNames.every((name) => {
    const wanted = filters[name]
    return !wanted || wanted.some((value) => doc.facets[name]?.includes(value))
  })
}

function hitOf(doc: SearchDoc, words: readonly string[]): SearchHit {
  const pages = pagesOf(doc)
  const page = pages.findIndex((text) => words.some((word) => text.includes(word)))
  const text = pages[Math.max(page, 0)] ?? ''
  const first = Math.min(...words.map((word) => text.indexOf(word)).filter((at) => at >= 0), text.length)
  const begin = first > 40 && first < text.length ? first - 30 : 0
  const part = `${begin > 0 ? '……' : ''}${text.slice(begin, begin + 110)}${text.length > begin + 110 ? '……' : ''}`
  return {
    id: doc.id,
    source: doc.source,
    title: piecesOf(doc.title, words),
    snippet: part === '' ? [] : piecesOf(part, words),
    page: typeof doc.text === 'string' || page < 0 ? null : page + 1,
    at: doc.at,
    isRepealed: doc.isRepealed,
    isService: doc.isService,
    card: doc.card,
    facets: doc.facets,
    also: { total: 0, first: [] },
    score: 1,
    isPinned: false,
    reasons: null,
  }
}

function piecesOf(text: string, words: readonly string[]): Piece[] {
  const marks = words.map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  if (marks.length === 0) return [{ text, isHit: false }]
  const parts = text.split(new RegExp(`(${marks.join('|')})`))
  return parts.flatMap((part, index) => (part === '' ? [] : [{ text: part, isHit: index % 2 === 1 }]))
}

function facetsOf(docs: readonly SearchDoc[]): SearchAnswer['facets'] {
  const facets: Partial<Record<FacetName, FacetCount[]>> = {}
  for (const name of facetNames) {
    const counts = new Map<string, number>()
    for (const doc of docs) for (const value of doc.facets[name] ?? []) counts.set(value, (counts.get(value) ?? 0) + 1)
    facets[name] = [...counts].map(([value, count]) => ({ value, count }))
  }
  return facets
}
