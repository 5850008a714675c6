import { workerData } from 'node:worker_threads'
import type { SearchQuery } from '../../modules/search/port.ts'
import { parseQuery } from '../../modules/search/text/query.ts'
import { createAnalyser } from '../../modules/search/text/segment.ts'
import type { ReaderData } from './reader-thread.ts'
import { createRules } from './rules.ts'
import { openFile } from './schema.ts'
import { serve } from './thread.ts'

/** Body of the thread that makes words of what is asked, for all that answer: a dictionary takes 50 MB and half a second. */
function open({ shared, words }: ReaderData) {
  const db = openFile(shared.file, { readOnly: true })
  const rules = createRules(db, new Int32Array(shared.state))
  const analyser = createAnalyser({ words })
  return {
    parse: (query: SearchQuery) => parseQuery(query.text, analyser, rules(query.rules).synonyms),
    close: () => db.close(),
  }
}

let current = open(workerData)

serve({
  parse: (query: SearchQuery) => current.parse(query),
  /** From now on from this file. */
  turnTo: (next: ReaderData) => {
    const before = current
    current = open(next)
    before.close()
  },
})
