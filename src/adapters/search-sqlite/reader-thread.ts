import { workerData } from 'node:worker_threads'
import type { SearchQuery, SuggestQuery } from '../../modules/search/port.ts'
import { learnCharacters } from '../../modules/search/rank/characters.ts'
import type { ParsedQuery } from '../../modules/search/text/query.ts'
import { openGeneration } from './generation.ts'
import { search } from './search.ts'
import type { SharedIndex } from './shared.ts'
import { suggest } from './suggest.ts'
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
  /** From now on from this file. */
  turnTo: (next: ReaderData) => {
    const before = generation
    generation = openGeneration(next.shared)
    before.close()
  },
  memory: () => process.memoryUsage(),
})
