import type { Analyser } from '../text/analyser.ts'
import {
  type Batch,
  facetNames,
  type IndexPosition,
  MOST_RESULTS,
  type Piece,
  type Rebuild,
  type SearchAnswer,
  type SearchDoc,
  type SearchHit,
  type SearchIndex,
  type SearchQuery,
  type SearchReader,
  type SearchRules,
} from '../port.ts'

/** What the smallest engine keeps; plain values, so that it can be written to a file as it is. */
export type MemoryState = {
  docs: SearchDoc[]
  hidden: string[]
  pending: string[]
  position: IndexPosition | null
  rules: SearchRules
}

export const emptyState = (): MemoryState => ({
  docs: [],
  hidden: [],
  pending: [],
  position: null,
  rules: { synonyms: [], pins: [] },
})

/** An engine of a screen: every document is looked at for every query. What the conformance tests ask for, it must answer too. */
export function memoryEngine(
  analyser: Analyser,
  options: { state?: MemoryState; saved?: (state: MemoryState) => void } = {},
): { index: SearchIndex; reader: SearchReader } {
  let state = options.state ?? emptyState()
  const save = async () => options.saved?.(state)

  const index: SearchIndex = {
    get position() {
      return state.position
    },
    pending: (limit) => state.pending.slice(0, limit),
    async apply(batch: Batch) {
      const sources = new Set([...batch.gone, ...batch.docs.map((doc) => doc.source)])
      state.docs = [...state.docs.filter((doc) => !sources.has(doc.source)), ...batch.docs]
      state.hidden = state.hidden.filter((source) => !sources.has(source))
      state.pending = state.pending.filter((source) => !sources.has(source))
      await save()
    },
    async note(wish) {
      state.hidden = [...new Set([...state.hidden, ...wish.hidden])]
      state.pending = [...new Set([...state.pending, ...wish.pending])]
      state.position = wish.position
      await save()
    },
    async setRules(rules) {
      state.rules = rules
      await save()
    },
    async rebuild(): Promise<Rebuild> {
      const built = emptyState()
      const before = new Set(state.pending)
      return {
        async add(docs) {
          built.docs.push(...docs)
        },
        async switch(position) {
          const pending = state.pending.filter((source) => !before.has(source))
          state = { ...built, rules: state.rules, pending, position }
          await save()
        },
        discard: () => Promise.resolve(),
      }
    },
    async figures() {
      const { docs, hidden, pending } = state
      return { docs: docs.length, hidden: hidden.length, pending: pending.length, bytes: 0, memoryBytes: 0, builtAt: 0 }
    },
    close: () => Promise.resolve(),
  }

  const reader: SearchReader = {
    search: (query) => Promise.resolve(answerOf(state, analyser, query)),
    async suggest(query) {
      const text = query.text.trim()
      const found =
        text === '' ? [] : state.docs.filter((doc) => isShown(state, doc, query.now) && doc.title.includes(text))
      return found.slice(0, query.limit).map(({ title, id, card }) => ({ text: title, kind: 'title', id, card }))
    },
    close: () => Promise.resolve(),
  }
  return { index, reader }
}

function isShown(state: MemoryState, doc: SearchDoc, now: number): boolean {
  return (
    doc.visibleFrom <= now &&
    (doc.visibleUntil === null || now < doc.visibleUntil) &&
    !state.hidden.includes(doc.source)
  )
}

const textOf = (doc: SearchDoc): string =>
  [
    doc.title,
    ...doc.aliases,
    ...doc.keywords,
    ...doc.numbers,
    ...(typeof doc.text === 'string' ? [doc.text] : doc.text),
  ].join(' ')

function answerOf(state: MemoryState, analyser: Analyser, query: SearchQuery): SearchAnswer {
  const started = performance.now()
  const words = [...new Set(analyser.words(query.text))]
  const isWithin = (doc: SearchDoc) =>
    isShown(state, doc, query.now) &&
    (query.from === null || doc.at >= query.from) &&
    (query.until === null || doc.at <= query.until) &&
    facetNames.every((name) => {
      const wanted = query.filters[name] ?? []
      return wanted.length === 0 || wanted.some((value) => doc.facets[name]?.includes(value))
    })
  const scored = state.docs.filter(isWithin).flatMap((doc) => {
    const inText = new Set(analyser.words(textOf(doc)))
    const inTitle = new Set(analyser.words(doc.title))
    if (words.length === 0 || !words.every((word) => inText.has(word))) return []
    return [{ doc, score: words.filter((word) => inTitle.has(word)).length }]
  })
  scored.sort((a, b) => (query.sort === 'date' ? 0 : b.score - a.score) || b.doc.at - a.doc.at)
  const most = Math.max(0, Math.min(query.limit, MOST_RESULTS - query.offset))
  return {
    total: scored.length,
    isTotalExact: true,
    hits: scored.slice(query.offset, query.offset + most).map(({ doc, score }) => hitOf(doc, score, words)),
    facets: query.wantsFacets ? countsOf(scored.map(({ doc }) => doc)) : {},
    areFacetsExact: true,
    words,
    optional: [],
    correction: null,
    isCorrected: false,
    tookMs: performance.now() - started,
  }
}

function countsOf(docs: readonly SearchDoc[]): SearchAnswer['facets'] {
  return Object.fromEntries(
    facetNames.map((name) => {
      const counts = new Map<string, number>()
      for (const doc of docs)
        for (const value of doc.facets[name] ?? []) counts.set(value, (counts.get(value) ?? 0) + 1)
      return [name, [...counts].map(([value, count]) => ({ value, count })).toSorted((a, b) => b.count - a.count)]
    }),
  )
}

function hitOf(doc: SearchDoc, score: number, words: readonly string[]): SearchHit {
  const { id, at, isRepealed, card, facets } = doc
  const text = typeof doc.text === 'string' ? doc.text : doc.text.join('\n')
  return {
    id,
    title: pieces(doc.title, words),
    snippet: pieces(text.slice(0, 120), words),
    page: null,
    at,
    isRepealed,
    card,
    facets,
    also: { total: 0, first: [] },
    score,
    isPinned: false,
    reasons: null,
  }
}

function pieces(text: string, words: readonly string[]): Piece[] {
  const made: Piece[] = []
  let rest = text
  while (rest !== '') {
    const found = words.map((word) => ({ word, at: rest.indexOf(word) })).filter(({ at }) => at >= 0)
    const next = found.toSorted((a, b) => a.at - b.at || b.word.length - a.word.length)[0]
    if (!next) break
    if (next.at > 0) made.push({ text: rest.slice(0, next.at), isHit: false })
    made.push({ text: next.word, isHit: true })
    rest = rest.slice(next.at + next.word.length)
  }
  if (rest !== '') made.push({ text: rest, isHit: false })
  return made
}
