import { workerData } from 'node:worker_threads'
import type { SearchQuery, SuggestQuery } from '../../modules/search/port.ts'
import { learnCharacters } from '../../modules/search/rank/characters.ts'
import { createAnalyser } from '../../modules/search/text/segment.ts'
import { openGeneration } from './generation.ts'
import { search } from './search.ts'
import type { SharedIndex } from './shared.ts'
import { suggest } from './suggest.ts'
import { serve } from './thread.ts'

/** Body of a thread that answers. */
const { shared, words }: ReaderData = workerData
export type ReaderData = { shared: SharedIndex; words: readonly string[] }

let analyser = createAnalyser({ words })
let generation = openGeneration(shared)
learnCharacters()

serve({
  search: (query: SearchQuery) => search(query, generation, analyser),
  suggest: (query: SuggestQuery) => suggest(query, generation),
  /** From now on from this file. */
  turnTo: (next: ReaderData) => {
    const before = generation
    generation = openGeneration(next.shared)
    analyser = createAnalyser({ words: next.words })
    before.close()
  },
  memory: () => process.memoryUsage(),
})
