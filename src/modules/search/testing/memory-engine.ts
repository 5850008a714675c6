import { FIELD_COUNT, type Candidate } from '../rank/candidate.ts'
import { areCopies, type Fingerprint, fingerprint, nameprint } from '../rank/fingerprint.ts'
import { sharedText, sharedTitle } from '../rank/guides.ts'
import { createRanker } from '../rank/score.ts'
import type { Analyser } from '../text/analyser.ts'
import { normalise } from '../text/normalise.ts'
import { parseQuery, type ParsedQuery } from '../text/query.ts'
import { createSynonyms } from '../text/synonyms.ts'
import {
  type FacetCount,
  facetNames,
  type IndexPosition,
  MOST_PER_PAGE,
  MOST_RESULTS,
  type Piece,
  type SearchAnswer,
  type SearchDoc,
  type SearchHit,
  type SearchIndex,
  type SearchQuery,
  type SearchReader,
  type SearchRules,
} from '../port.ts'

/** What it keeps; can be cloned, so that a test may go on from what another engine had saved. */
export type MemoryState = {
  docs: SearchDoc[]
  hidden: Set<string>
  pending: Set<string>
  position: IndexPosition | null
  rules: SearchRules
}

export const emptyState = (): MemoryState => ({
  docs: [],
  hidden: new Set(),
  pending: new Set(),
  position: null,
  rules: { synonyms: [], pins: [] },
})

/** The smallest engine that passes the conformance tests: every document is read for every question. It says what is right. */
export function memoryEngine(
  analyser: Analyser,
  options: { state?: MemoryState; saved?: (state: MemoryState) => void } = {},
): { index: SearchIndex; reader: SearchReader } {
  let state = options.state ?? emptyState()
  const save = () => options.saved?.(state)
  let touched: Set<string> | null = null

  const index: SearchIndex = {
    get position() {
      return state.position
    },
    pending: (limit) => [...state.pending].slice(0, limit),
    async apply({ docs, gone }) {
      const sources = new Set([...gone, ...docs.map((doc) => doc.source)])
      state.docs = [...state.docs.filter((doc) => !sources.has(doc.source)), ...docs]
      for (const source of sources) {
        state.hidden.delete(source)
        state.pending.delete(source)
        touched?.add(source)
      }
      save()
    },
    async note({ hidden, pending, position }) {
      for (const source of hidden) state.hidden.add(source)
      for (const source of pending) state.pending.add(source)
      for (const source of [...hidden, ...pending]) touched?.add(source)
      state.position = position
      save()
    },
    async setRules(rules) {
      state.rules = rules
      save()
    },
    async rebuild() {
      if (touched) throw new Error('the index is being rebuilt already')
      touched = new Set()
      const built = emptyState()
      return {
        async add(docs) {
          built.docs.push(...docs)
        },
        async switch(position) {
          const hidden = new Set([...state.hidden].filter((source) => touched?.has(source)))
          state = { ...built, hidden, rules: state.rules, pending: touched ?? new Set(), position }
          touched = null
          save()
        },
        async discard() {
          touched = null
        },
      }
    },
    async figures() {
      const docs = state.docs.filter((doc) => !state.hidden.has(doc.source)).length
      return {
        docs,
        dead: 0,
        hidden: state.hidden.size,
        pending: state.pending.size,
        bytes: 0,
        memoryBytes: 0,
        builtAt: 0,
      }
    },
    close: () => Promise.resolve(),
  }

  const reader: SearchReader = {
    search: (query) => Promise.resolve(answerOf(state, analyser, query)),
    async suggest({ text, limit, now }) {
      const typed = normalise(text).text.trim()
      if (typed === '') return []
      const found = state.docs.filter((doc) => isShown(state, doc, now) && normalise(doc.title).text.includes(typed))
      return found.slice(0, limit).map(({ title, id, source, card, isService }) => {
        const kinds = {
          item: 'title',
          file: 'title',
          organisation: 'organisation',
          person: 'organisation',
          site: 'site',
          channel: 'site',
        } as const
        return { text: title, kind: isService ? 'service' : kinds[card.type], id, source, card }
      })
    },
    close: () => Promise.resolve(),
  }
  return { index, reader }
}

function isShown(state: MemoryState, doc: SearchDoc, now: number): boolean {
  const isNow = doc.visibleFrom <= now && (doc.visibleUntil === null || now < doc.visibleUntil)
  return isNow && !state.hidden.has(doc.source)
}

const pagesOf = ({ text }: SearchDoc): readonly string[] => (typeof text === 'string' ? [text] : text)
const fieldsOf = (doc: SearchDoc): string[][] => [
  [doc.title, ...doc.aliases],
  [...doc.keywords],
  [...doc.numbers],
  [pagesOf(doc).join('\n')],
]
const plainOf = (text: string): string => normalise(text).text.replace(/\s+/g, ' ')

function isWanted(state: MemoryState, doc: SearchDoc, query: SearchQuery): boolean {
  if (!isShown(state, doc, query.now)) return false
  if (query.from !== null && doc.at < query.from) return false
  if (query.until !== null && doc.at > query.until) return false
  return facetNames.every((name) => {
    const wanted = query.filters[name] ?? []
    return wanted.length === 0 || wanted.some((value) => doc.facets[name]?.includes(value))
  })
}

type Match = { doc: SearchDoc; score: number; reasons: SearchHit['reasons']; held: boolean[]; copies: SearchDoc[] }

function matchesOf(state: MemoryState, analyser: Analyser, query: SearchQuery, parsed: ParsedQuery): Match[] {
  const required = parsed.groups.filter((group) => group.isRequired)
  const groups = required.length > 0 ? required : parsed.groups
  const ranker = createRanker(parsed, {
    documents: state.docs.length,
    averageLengths: [10, 2, 2, 100],
    frequency: (word) => state.docs.filter((doc) => doc.title.includes(word)).length,
    places: query.places,
    now: query.now,
  })
  const looked = state.docs
    .filter((doc) => groups.length > 0 && isWanted(state, doc, query))
    .map((doc): Match & { text: string } => {
      const fields = fieldsOf(doc)
      const words = fields.map((texts) => texts.flatMap((text) => analyser.words(text)))
      const all = new Set(words.flat())
      const title = plainOf(doc.title)
      const held = groups.map((group) => {
        const isOneInTitle = Array.from(group.word).length === 1 && title.includes(group.word)
        return isOneInTitle || group.words.some((word) => all.has(word))
      })
      const score = ranker.score(candidateOf(doc, words, parsed), { wantsReasons: query.wantsReasons })
      return { doc, held, ...score, copies: [], text: plainOf(fields.flat().join('\n')) }
    })
    .filter(({ text }) => parsed.phrases.every((phrase) => text.includes(phrase.text)))
    .filter(({ text }) => !parsed.excluded.some((phrase) => text.includes(phrase.text)))
  const whole = looked.filter(({ held }) => held.every(Boolean))
  if (whole.length > 0 || parsed.phrases.length > 0) return whole
  const literal = looked.filter(({ doc }) => plainOf([doc.title, ...doc.aliases].join('\n')).includes(parsed.plain))
  if (literal.length > 0) return literal.map((match) => ({ ...match, held: groups.map(() => true) }))
  return looked.filter(({ held }) => held.some((is, at) => is && Array.from(groups[at]?.word ?? '').length > 1))
}

function candidateOf(doc: SearchDoc, words: readonly string[][], parsed: ParsedQuery): Candidate {
  const counts = new Uint16Array(parsed.terms.length * FIELD_COUNT)
  for (const [at, term] of parsed.terms.entries()) {
    for (const [field, list] of words.entries()) {
      counts[at * FIELD_COUNT + field] = list.filter((word) => word === term.word).length
    }
  }
  const [title = 0, keywords = 0, numbers = 0, body = 0] = words.map((list) => list.length)
  return {
    counts,
    lengths: [title, keywords, numbers, body],
    title: plainOf(doc.title),
    numbers: parsed.numbers.filter((number) => words[2]?.includes(number)),
    at: doc.at,
    level: doc.level,
    halfLifeDays: doc.halfLifeDays,
    isRepealed: doc.isRepealed,
    isService: doc.isService,
    documentPlaces: doc.facets.place ?? [],
  }
}

/** One hit for one text, however many sites have it. */
function fold(matches: readonly Match[], analyser: Analyser): Match[] {
  const shown: { match: Match; print: Fingerprint | null }[] = []
  for (const match of matches) {
    const { card, title, isService } = match.doc
    const text = pagesOf(match.doc).join('\n')
    const print =
      card.type === 'channel' ? nameprint(title) : fingerprint(analyser.words(isService ? sharedText(text) : text))
    const same = shown.find(
      (other) => print && other.print && nameOf(other.match.doc) === nameOf(match.doc) && areCopies(print, other.print),
    )
    if (same) same.match.copies.push(match.doc)
    else shown.push({ match, print })
  }
  return shown.map(({ match }) => match)
}

const nameOf = ({ title, isService }: SearchDoc): string => (isService ? sharedTitle(title) : title)

function answerOf(state: MemoryState, analyser: Analyser, query: SearchQuery): SearchAnswer {
  const started = performance.now()
  const parsed = parseQuery(query.text, analyser, createSynonyms(state.rules.synonyms))
  const pinned = query.sort === 'relevance' ? pinsOf(state, query, parsed) : []
  const found = matchesOf(state, analyser, query, parsed)
  const isByDate = query.sort === 'date'
  found.sort((a, b) => (isByDate ? 0 : b.score - a.score) || b.doc.at - a.doc.at)
  const asPinned = pinned.map((doc): Match => ({ doc, score: 0, reasons: null, held: [], copies: [] }))
  const results = [...asPinned, ...fold(found, analyser).filter(({ doc }) => !pinned.includes(doc))]
  const required = parsed.groups.filter((group) => group.isRequired)
  const groups = required.length > 0 ? required : parsed.groups
  const offset = Math.max(0, query.offset)
  const end = Math.min(MOST_RESULTS, offset + Math.min(MOST_PER_PAGE, Math.max(0, query.limit)))
  const words = new Set([...parsed.terms.map(({ word }) => word), ...parsed.numbers])
  return {
    total: results.length,
    isTotalExact: true,
    hits: results
      .slice(offset, Math.max(offset, end))
      .map((match) => ({ ...hitOf(match, words, analyser), isPinned: pinned.includes(match.doc) })),
    facets: query.wantsFacets ? countsOf(results) : {},
    areFacetsExact: true,
    words: groups.map(({ word }) => word),
    optional: groups.flatMap(({ word }, at) => (found.some(({ held }) => held[at] === false) ? word : [])),
    correction: null,
    isCorrected: false,
    tookMs: performance.now() - started,
  }
}

function pinsOf(state: MemoryState, query: SearchQuery, parsed: ParsedQuery): SearchDoc[] {
  const same = (text: string) => plainOf(text).replaceAll(' ', '') === parsed.plain.replaceAll(' ', '')
  const ids = state.rules.pins
    .filter(({ siteId }) => siteId === null || siteId === query.siteId)
    .filter(({ words }) => parsed.plain !== '' && (words.some(same) || same(words.join(''))))
    .flatMap(({ docIds }) => docIds)
  return ids.flatMap((id) => state.docs.filter((doc) => doc.id === id && isWanted(state, doc, query)))
}

function countsOf(results: readonly Match[]): SearchAnswer['facets'] {
  const facets: SearchAnswer['facets'] = {}
  for (const name of facetNames) {
    const counts = new Map<string, number>()
    for (const { doc, copies } of results) {
      const values = new Set([doc, ...copies].flatMap((one) => one.facets[name] ?? []))
      for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
    }
    facets[name] = [...counts]
      .map(([value, count]): FacetCount => ({ value, count }))
      .toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
  }
  return facets
}

function hitOf({ doc, score, reasons, copies }: Match, words: ReadonlySet<string>, analyser: Analyser): SearchHit {
  const { id, source, at, isRepealed, isService, card, facets, title, text } = doc
  const pages = pagesOf(doc).map((page) => pieces(page, words, analyser))
  const best = Math.max(
    0,
    pages.findIndex((page) => page.some(({ isHit }) => isHit)),
  )
  return {
    id,
    source,
    title: pieces(title, words, analyser),
    snippet: pages[best] ?? [],
    page: typeof text === 'string' ? null : best + 1,
    at,
    isRepealed,
    isService,
    card,
    facets,
    also: {
      total: copies.length,
      first: copies.slice(0, 5).map((copy) => ({ id: copy.id, source: copy.source, card: copy.card })),
    },
    score,
    isPinned: false,
    reasons,
  }
}

function pieces(text: string, words: ReadonlySet<string>, analyser: Analyser): Piece[] {
  const made: Piece[] = []
  let end = 0
  for (const token of analyser.tokens(text)) {
    if (!words.has(token.word) || token.start < end) continue
    if (token.start > end) made.push({ text: text.slice(end, token.start), isHit: false })
    made.push({ text: text.slice(token.start, token.end), isHit: true })
    end = token.end
  }
  if (end < text.length) made.push({ text: text.slice(end), isHit: false })
  return made
}
