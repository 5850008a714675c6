import assert from 'node:assert/strict'
import { test } from 'node:test'
import { visitor } from '../../../kernel/actor.ts'
import type { View } from '../../../kernel/work.ts'
import type { SearchAnswer, SearchDoc, SearchHit } from '../port.ts'
import { aDoc, aQuery } from '../testing/sample-docs.ts'
import { answerAgain, suggestionsAgain } from './look-again.ts'

const NOW = Date.UTC(2026, 10, 26)
// Nothing here asks the database: what it would say is given.
const view = { actor: visitor, now: new Date(NOW) } as View
const looking = (docs: readonly SearchDoc[]) => ({
  view,
  loader: {
    load: async (_: View, sources: readonly string[]) => ({
      docs: docs.filter(({ source }) => sources.includes(source)),
      unread: [],
      again: new Map<string, number>(),
    }),
  },
})
const hitOf = (doc: SearchDoc, given: Partial<SearchHit> = {}): SearchHit => ({
  id: doc.id,
  source: doc.source,
  title: [{ text: doc.title, isHit: true }],
  snippet: [{ text: String(doc.text), isHit: false }],
  page: null,
  at: doc.at,
  isRepealed: false,
  isService: false,
  card: doc.card,
  facets: doc.facets,
  also: { total: 0, first: [] },
  score: 1,
  isPinned: false,
  reasons: null,
  ...given,
})
const answerOf = (hits: readonly SearchHit[], total = hits.length): SearchAnswer => ({
  total,
  isTotalExact: true,
  hits,
  facets: {},
  areFacetsExact: true,
  words: ['公告'],
  optional: [],
  correction: null,
  isCorrected: false,
  tookMs: 1,
})
const doc = (id: string, given: Partial<SearchDoc> = {}) =>
  aDoc(id, { title: `公告${id}`, text: `正文${id}`, ...given })
const query = aQuery('公告', { now: NOW })
const words = (pieces: readonly { text: string }[] = []) => pieces.map(({ text }) => text).join('')

test('what stands as it was found is shown with its marks, what is gone is not, and totals are about right', async () => {
  const [a, b] = [doc('a'), doc('b')]
  const again = await answerAgain(looking([a]), query, answerOf([hitOf(a), hitOf(b)], 40))
  assert.deepEqual(again.hits, [hitOf(a)])
  assert.deepEqual([again.total, again.isTotalExact, again.areFacetsExact, again.isBehind], [39, false, false, true])
})

test('what reads otherwise by now is shown as it reads now', async () => {
  const old = doc('a', { title: '公示张某某', text: '住址在某街。' })
  const fresh = doc('a', { title: '公示', text: '名单已更正。' })
  const { hits } = await answerAgain(looking([fresh]), query, answerOf([hitOf(old)]))
  assert.deepEqual([words(hits[0]?.title), words(hits[0]?.snippet)], ['公示', '名单已更正。'])
})

test('a snippet out of the middle of a page stands as long as its page says so', async () => {
  const pages = ['封面', `第一条 ${'条文。'.repeat(80)}附则`]
  const found = (text: string) =>
    hitOf(doc('f', { text: pages }), {
      page: 2,
      snippet: [
        { text: '…', isHit: false },
        { text, isHit: true },
      ],
    })
  const [kept] = (
    await answerAgain(
      looking([doc('f', { text: ['新的封面', ...pages] })]),
      query,
      answerOf([found('条文。 附则'.replace(' ', ''))]),
    )
  ).hits
  assert.deepEqual([words(kept?.snippet), kept?.page], ['…条文。附则', 3])
  const [changed] = (await answerAgain(looking([doc('f', { text: pages })]), query, answerOf([found('原来的话')]))).hits
  assert.deepEqual([words(changed?.snippet), changed?.page], ['封面', 1])
})

test('of copies the first that stands takes the place of one that is gone', async () => {
  const [a, b, c] = [doc('a'), doc('b'), doc('c')]
  const also = { total: 7, first: [b, c].map(({ id, source, card }) => ({ id, source, card })) }
  const [hit] = (await answerAgain(looking([b, c]), query, answerOf([hitOf(a, { also })]))).hits
  assert.deepEqual([hit?.id, hit?.also.total, hit?.also.first.map(({ id }) => id)], ['b', 6, ['c']])
})

test('what is not to be seen yet or any more, or is elsewhere than was asked for, is left out', async () => {
  const docs = [
    doc('early', { visibleFrom: NOW + 1 }),
    doc('late', { visibleUntil: NOW }),
    doc('moved', { facets: { site: ['two'] } }),
    doc('here', { facets: { site: ['one'] } }),
  ]
  const asked = { ...query, filters: { site: ['one'] } }
  const { hits } = await answerAgain(looking(docs), asked, answerOf(docs.map((one) => hitOf(one))))
  assert.deepEqual(
    hits.map(({ id }) => id),
    ['here'],
  )
})

test('suggestions that lead to something gone are left out, words stay', async () => {
  const [a, b] = [doc('a'), doc('b')]
  const of = ({ id, source, title, card }: SearchDoc) => ({ text: title, kind: 'title' as const, id, source, card })
  const word = { text: '公告栏', kind: 'word' as const, id: null, source: null, card: null }
  const again = await suggestionsAgain(looking([a]), [of(b), of(a), word])
  assert.deepEqual(again, [of(a), word])
})

test('a library that cannot be asked is no answer', async () => {
  const loader = { load: () => Promise.reject(new Error('down')) }
  await assert.rejects(answerAgain({ view, loader }, query, answerOf([hitOf(doc('a'))])), { name: 'SearchUnavailable' })
})
