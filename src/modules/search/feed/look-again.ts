import type { View } from '../../../kernel/work.ts'
import {
  facetNames,
  type Facets,
  type Piece,
  type SearchAnswer,
  type SearchDoc,
  type SearchHit,
  type SearchQuery,
  SearchUnavailable,
  type Suggestion,
} from '../port.ts'
import type { Loaded } from './load-docs.ts'

type Looking = {
  loader: { load(view: View, sources: readonly string[]): Promise<Loaded> }
  view: View
}

/** What does not stand where it was found is shown from its beginning. */
const LENGTH = 120

/**
 * An index that has missed changes answers until another is built, but nothing of what it says is taken on trust: what a page
 * shows is read from the library at this instant, as for the index. What is gone is left out, what reads otherwise is shown as
 * it reads now.
 */
export async function answerAgain(looking: Looking, query: SearchQuery, answer: SearchAnswer): Promise<SearchAnswer> {
  const docs = await docsNow(
    looking,
    answer.hits.flatMap(({ source, also }) => [source, ...also.first.map((copy) => copy.source)]),
  )
  const stands = ({ id }: { id: string }): SearchDoc | null => {
    const doc = docs.get(id)
    return doc && isShown(doc, query.now) && isWanted(doc, query.filters) ? doc : null
  }
  const hits = answer.hits.flatMap((hit) => standing(hit, stands))
  return {
    ...answer,
    total: Math.max(hits.length, answer.total - (answer.hits.length - hits.length)),
    isTotalExact: false,
    areFacetsExact: false,
    isBehind: true,
    hits,
  }
}

export async function suggestionsAgain(
  looking: Looking,
  suggestions: readonly Suggestion[],
): Promise<readonly Suggestion[]> {
  const docs = await docsNow(
    looking,
    suggestions.flatMap(({ source }) => source ?? []),
  )
  return suggestions.flatMap((one) => {
    if (one.id === null) return [one]
    const doc = docs.get(one.id)
    return doc && isShown(doc, looking.view.now.getTime()) ? [{ ...one, text: textNow(one, doc), card: doc.card }] : []
  })
}

/** Its title; with its number before it, where that was typed. */
const textNow = ({ text }: Suggestion, { title, numbers }: SearchDoc): string =>
  numbers.some((number) => text === `${number} ${title}`) ? text : title

async function docsNow({ loader, view }: Looking, sources: readonly string[]): Promise<Map<string, SearchDoc>> {
  try {
    const { docs } = await loader.load(view, [...new Set(sources)])
    return new Map(docs.map((doc) => [doc.id, doc]))
  } catch (error) {
    throw new SearchUnavailable('what was found cannot be looked at once more', { cause: error })
  }
}

const isShown = ({ visibleFrom, visibleUntil }: SearchDoc, now: number): boolean =>
  visibleFrom <= now && (visibleUntil === null || visibleUntil > now)

const isWanted = (doc: SearchDoc, filters: Facets): boolean =>
  facetNames.every((name) => {
    const wanted = filters[name] ?? []
    return wanted.length === 0 || wanted.some((value) => doc.facets[name]?.includes(value))
  })

/** The hit itself, or the first of its copies that still stands. */
function standing(hit: SearchHit, stands: (one: { id: string }) => SearchDoc | null): SearchHit[] {
  const all = [hit, ...hit.also.first]
  const docs = all.flatMap((one) => stands(one) ?? [])
  const [doc, ...copies] = docs
  if (!doc) return []
  const { id, source, at, isRepealed, isService, card, facets } = doc
  return [
    {
      ...hit,
      id,
      source,
      at,
      isRepealed,
      isService,
      card,
      facets,
      title: textOf(hit.title) === doc.title ? hit.title : [{ text: doc.title, isHit: false }],
      ...snippetNow(hit, doc),
      also: {
        total: Math.max(copies.length, hit.also.total - (all.length - docs.length)),
        first: copies.map((copy) => ({ id: copy.id, source: copy.source, card: copy.card })),
      },
    },
  ]
}

function snippetNow({ snippet, page }: SearchHit, { text }: SearchDoc): Pick<SearchHit, 'snippet' | 'page'> {
  const pages = (typeof text === 'string' ? [text] : text).map(withoutBreaks)
  const shown = withoutBreaks(textOf(snippet).replaceAll(/^…|…$/g, ''))
  const at = pages.findIndex((one) => one.includes(shown))
  if (at >= 0) return { snippet, page: page === null ? null : at + 1 }
  const [first = ''] = pages
  return { snippet: first === '' ? [] : [{ text: cut(first), isHit: false }], page: page === null ? null : 1 }
}

const cut = (text: string): string => {
  const signs = Array.from(text.slice(0, 2 * LENGTH))
  return signs.length > LENGTH ? `${signs.slice(0, LENGTH).join('')}…` : signs.join('')
}
const withoutBreaks = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()
const textOf = (pieces: readonly Piece[]): string => pieces.map((piece) => piece.text).join('')
