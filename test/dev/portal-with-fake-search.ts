// Serves the demonstration province with a fake search over what its database shows: for looking at the search pages without
// an index. PORT=8123 DATA_DIR=… node test/dev/portal-with-fake-search.ts
import { createApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { firstStart } from '../../src/demo/first-start.ts'
import type { SearchAnswer, SearchReader } from '../../src/modules/search/index.ts'
import { createServer } from '../../src/roles/server.ts'
import { fakeSearch } from '../kit/fake-search.ts'
import { loadDocs } from './load-docs.ts'

const say = (line: string) => void process.stderr.write(`${line}\n`)
const config = readConfig(process.env)
const app = await createApp(config, { own: true, say })
await firstStart(app, say)
const docs = await loadDocs(app.engine.pool)
const copies = docs.filter(({ card }) => card.type === 'item').slice(0, 5)
const search = fakeSearch(docs, (answer, { text }) => ({
  ...(text === '公组房' ? { correction: '公租房' } : {}),
  ...(answer.total > 200 ? { isTotalExact: false, total: 12_000, areFacetsExact: false } : {}),
  hits: answer.hits.map((hit, index) => ({
    ...hit,
    isPinned: index === 0 && text === '通知',
    also: index === 2 ? { total: 12, first: copies.map(({ id, source, card }) => ({ id, source, card })) } : hit.also,
  })),
}))
// Asked again, an answer costs nothing: what is left is the page.
const answers = new Map<string, Promise<SearchAnswer>>()
const remembered: SearchReader = {
  ...search,
  search(query) {
    const key = JSON.stringify({ ...query, now: 0 })
    const answer = answers.get(key) ?? search.search(query)
    answers.set(key, answer)
    return answer
  },
}
const server = await createServer({ ...app, search: { ...app.search, ...remembered } })
await server.listen({ port: config.port, host: config.host })
say(`${docs.length} documents, http://www.yunling.localhost:${config.port}/`)
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    void server
      .close()
      .then(() => app.close())
      .then(() => process.exit(0))
  })
}
