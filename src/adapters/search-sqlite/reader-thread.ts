import { workerData } from 'node:worker_threads'
import type { SearchQuery, SuggestQuery } from '../../modules/search/port.ts'
import { learnCharacters } from '../../modules/search/rank/characters.ts'
import type { ParsedQuery } from '../../modules/search/text/query.ts'
import { type Generation, openGeneration } from './generation.ts'
import { search } from './search.ts'
import type { SharedIndex } from './shared.ts'
import { suggest } from './suggest.ts'
import { hasBit } from './shared.ts'
import { serve } from './thread.ts'

/** Body of a thread that answers. */
const { shared }: ReaderData = workerData
export type ReaderData = { shared: SharedIndex; words: readonly string[] }

let generation = openGeneration(shared)
learnCharacters()

serve({
  /** As text: quicker told than an object of so many parts. */
  search: ({ query, parsed }: { query: SearchQuery; parsed: ParsedQuery }) =>
    JSON.stringify(search(query, parsed, generation)),
  suggest: (query: SuggestQuery) => suggest(query, generation),
  /** Of so many documents, from all over the index. */
  titles: (most: number) => titlesOf(most, generation),
  /** From now on from this file. */
  turnTo: (next: ReaderData) => {
    const before = generation
    generation = openGeneration(next.shared)
    before.close()
  },
  memory: () => process.memoryUsage(),
})

function titlesOf(most: number, of: Generation): string[] {
  of.begin()
  const count = Math.min(most, of.slots)
  return Array.from({ length: count }, (_, n) => Math.floor(((n + 0.5) * of.slots) / count)).flatMap((slot) =>
    hasBit(of.columns.alive, slot) ? of.titleOf(slot) : [],
  )
}
