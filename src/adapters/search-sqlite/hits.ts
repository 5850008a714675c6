import type { Piece, SearchHit, SearchQuery } from '../../modules/search/port.ts'
import type { Generation } from './generation.ts'
import { type Head, unpackText } from './prepare.ts'
import type { Ranked } from './rank.ts'
import { mark, snippetOf } from './snippet.ts'
import type { Terms } from './terms.ts'

const MOST_COPIES_NAMED = 5

export type HitContext = {
  terms: Terms
  query: SearchQuery
  generation: Generation
  copies: ReadonlyMap<number, readonly number[]>
  pinned: ReadonlySet<number>
  /** The query as characters, where words did not find it. */
  plain: string | null
}

/** What a page of results shows. Null: a document went while it was read. */
export function hitsOf(ranked: readonly Ranked[], context: HitContext): SearchHit[] | null {
  const { terms, generation, plain } = context
  const weights = new Map(
    terms.groups.flatMap(({ group, weight }) => group.words.map((word): [string, number] => [word, weight])),
  )
  for (const phrase of terms.parsed.phrases) weights.set(phrase.text, terms.weight + 1)
  if (plain !== null) weights.set(plain, 1)
  const show = shower(context)

  const hits: SearchHit[] = []
  for (const { slot, score, reasons } of ranked) {
    const head = generation.headOf(slot)
    const text = generation.textOf(slot)
    if (!head || !text) return null
    const { pieces, page } = snippetOf(unpackText(text), weights, show)
    const { id, source, at, isRepealed, isService, card, facets } = head
    hits.push({
      id,
      source,
      title: show(head.title),
      snippet: pieces,
      page,
      at,
      isRepealed,
      isService,
      card,
      facets,
      also: alsoOf(slot, context),
      score,
      isPinned: context.pinned.has(slot),
      reasons,
    })
  }
  return hits
}

function alsoOf(slot: number, { copies, generation }: HitContext): SearchHit['also'] {
  const others = (copies.get(slot) ?? []).filter((other) => other !== slot)
  const first = others
    .slice(0, MOST_COPIES_NAMED)
    .flatMap((other): readonly Head[] => {
      const head = generation.headOf(other)
      return head ? [head] : []
    })
    .map(({ id, source, card }) => ({ id, source, card }))
  return { total: others.length, first }
}

/** How words are marked. Single characters only where they were asked for by themselves. */
function shower({ terms: { parsed, groups }, plain }: HitContext): (text: string) => Piece[] {
  if (plain !== null) return (text) => mark(text, [plain])
  const asked = groups.flatMap(({ group }) => group.words)
  const parts = parsed.terms.flatMap(({ word, kind }) => (kind === 'part' || kind === 'synonym' ? word : []))
  const phrases = parsed.phrases.map(({ text }) => text)
  const words = [...new Set([...asked, ...parts.filter((word) => word.length > 1), ...phrases])]
  return (text) => mark(text, words, parsed.numbers)
}
