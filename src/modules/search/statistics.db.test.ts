import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { anActor, aProvince, problem, startKit } from '../../../test/kit/index.ts'
import { rebuildIndex } from './commands/rebuild-index.ts'
import { createSynonym } from './commands/save-synonym.ts'
import { reopenWord, settleWord } from './commands/settle-word.ts'
import * as contract from './contract.ts'
import { noNode } from './no-node.ts'
import type { NodeState, SearchClient } from './node.ts'
import type { SearchQuery } from './port.ts'
import { getIndexState, listUnreadFiles } from './queries/get-index-state.ts'
import { getSearchFigures } from './queries/get-search-figures.ts'
import { listSearchWords } from './queries/list-search-words.ts'
import { listWorkWords } from './queries/list-work-words.ts'
import { explainSearch, previewChange } from './queries/preview-change.ts'

const kit = await startKit()
kit.setNow('2026-11-26T02:00:00Z')
const place = await kit.work(aProvince)
const permissions = ['search.tune']
const everywhere = anActor({ permissions, organisation: place.organisations.government })
const county = anActor({ permissions, site: place.county })

type Day = {
  day: string
  words: string
  place: string
  searches: number
  zero?: number
  clicks?: number
  positions?: number
}
const count = (...days: Day[]) =>
  kit.work(async (work) => {
    for (const { positions = 0, zero = 0, clicks = 0, ...row } of days) {
      await work.db
        .insertInto('search.query_day')
        .values({ ...row, zero, clicks, position_sum: positions })
        .execute()
      if (clicks > 0) {
        const position = Math.round(positions / clicks)
        const { day, words } = row
        await work.db
          .insertInto('search.click_day')
          .values({ day, words, place: row.place, position, clicks })
          .execute()
      }
    }
  })
const province = place.province.code
await count(
  { day: '2026-11-25', words: '公积金', place: province, searches: 100, clicks: 40, positions: 80 },
  { day: '2026-11-26', words: '公积金', place: place.county.code, searches: 10, clicks: 4, positions: 12 },
  { day: '2026-11-26', words: '飞碟', place: province, searches: 6, zero: 6 },
  { day: '2026-11-24', words: '飞碟', place: place.county.code, searches: 2, zero: 2 },
  { day: '2026-11-26', words: '', place: province, searches: 50, zero: 5, clicks: 10, positions: 200 },
  { day: '2026-10-20', words: '春运', place: province, searches: 30, clicks: 3, positions: 9 },
)

const figures = (query: Record<string, string> = {}, actor = everywhere) =>
  kit.viewAs(actor, (view) => getSearchFigures(view, { query: contract.getSearchFigures.query.parse(query) }))
const words = (query: Record<string, string> = {}, actor = everywhere) =>
  kit.viewAs(actor, (view) => listSearchWords(view, { query: contract.listSearchWords.query.parse(query) }))
const work = (query: Record<string, string> = {}, actor = everywhere) =>
  kit.viewAs(actor, (view) => listWorkWords(view, { query: contract.listWorkWords.query.parse(query) }))
const settle = (text: string, returnsOn: string, actor = everywhere) =>
  kit.workAs(actor, (one) =>
    settleWord(one, { body: { words: text, outcome: 'content', note: '请文旅厅写一篇', returnsOn } }),
  )

describe('figures', () => {
  test('of the last thirty days, and of the thirty before', async () => {
    const found = await figures()
    assert.deepEqual([found.from, found.until, found.days.length], ['2026-10-28', '2026-11-26', 30])
    assert.deepEqual(found.now, { searches: 168, zero: 13, clicks: 54, meanPosition: 292 / 54 })
    assert.deepEqual(found.before, { searches: 30, zero: 0, clicks: 3, meanPosition: 3 })
    assert.deepEqual(found.days.at(-3), { day: '2026-11-24', searches: 2, zero: 2, clicks: 0, meanPosition: null })
    assert.equal(found.unnamed, 50)
  })

  test('of positions: what lies behind the tenth is one', async () => {
    assert.deepEqual((await figures()).positions, [
      { position: 2, clicks: 40 },
      { position: 3, clicks: 4 },
      { position: 11, clicks: 10 },
    ])
  })

  test('of places, the most asked first; of one site with those below it', async () => {
    assert.deepEqual(
      (await figures()).places.map(({ name, searches }) => [name, searches]),
      [
        [place.province.name, 156],
        [place.county.name, 12],
      ],
    )
    assert.equal((await figures({ siteId: place.city.id })).now.searches, 12)
    assert.equal((await figures({ siteId: place.province.id })).now.searches, 168)
  })

  test('of one’s own sites only', async () => {
    assert.equal((await figures({}, county)).now.searches, 12)
    assert.equal((await figures({ siteId: place.province.id }, county)).now.searches, 12)
    assert.deepEqual(
      (await words({}, county)).items.map((row) => row.words),
      ['公积金', '飞碟'],
    )
    assert.equal((await work({}, county)).items[0]?.zero, 2)
  })

  test('of no period that runs backwards or over years', async () => {
    await assert.rejects(figures({ from: '2026-11-26', until: '2026-11-25' }), problem('invalid'))
    await assert.rejects(figures({ from: '2020-01-01', until: '2026-11-25' }), problem('invalid'))
  })
})

describe('words', () => {
  test('are listed by how often they are asked; what few ask has no name', async () => {
    assert.deepEqual(
      (await words()).items.map((row) => [row.words, row.searches]),
      [
        ['公积金', 110],
        ['飞碟', 8],
      ],
    )
    assert.deepEqual(
      (await words({ only: 'zero' })).items.map((row) => row.words),
      ['飞碟'],
    )
    assert.deepEqual(
      (await words({ q: '公积' })).items.map((row) => row.meanPosition),
      [92 / 44],
    )
    assert.deepEqual(
      (await words({ sort: 'clickShare' })).items.map((row) => row.words),
      ['飞碟', '公积金'],
    )
  })
})

describe('the worklist', () => {
  test('holds what finds nothing, until somebody has seen to it', async () => {
    assert.deepEqual(
      (await work()).items.map((row) => [row.words, row.zero, row.firstDay, row.lastDay]),
      [['飞碟', 8, '2026-11-24', '2026-11-26']],
    )
    await settle('飞碟', '2026-12-10')
    assert.equal((await work()).total, 0)
    const [settled] = (await work({ state: 'settled' })).items
    assert.deepEqual([settled?.settled?.outcome, settled?.settled?.note], ['content', '请文旅厅写一篇'])
    assert.equal((await work({ state: 'settled', outcome: 'nothing' })).total, 0)
  })

  test('what goes on finding nothing comes back, not before its day', async () => {
    kit.setNow('2026-12-11T02:00:00Z')
    await count({ day: '2026-12-09', words: '飞碟', place: province, searches: 1, zero: 1 })
    assert.equal((await work({ state: 'back' })).total, 0)
    await count({ day: '2026-12-11', words: '飞碟', place: province, searches: 3, zero: 3 })
    const [back] = (await work()).items
    assert.deepEqual([back?.words, back?.isBack, back?.settled?.note], ['飞碟', true, '请文旅厅写一篇'])
    assert.equal((await work({ state: 'back' })).total, 1)
  })

  test('can be opened again', async () => {
    await settle('飞碟', '2026-12-31')
    await kit.workAs(everywhere, (one) => reopenWord(one, { body: { words: '飞碟' } }))
    assert.equal((await work()).items[0]?.settled, null)
    const again = kit.workAs(everywhere, (one) => reopenWord(one, { body: { words: '飞碟' } }))
    await assert.rejects(again, problem('not-found'))
  })

  test('is for who answers for the province to work off', async () => {
    await assert.rejects(settle('飞碟', '2026-12-31', county), problem('forbidden'))
    await assert.rejects(settle('飞碟', '2026-12-01'), problem('invalid'))
    assert.equal((await work({}, county)).mayChange, false)
  })
})

const asked: SearchQuery[] = []
const hit = (id: string, text: string) => ({
  id,
  source: id,
  title: [{ text, isHit: false }],
  snippet: [],
  page: null,
  at: Date.parse('2026-11-01T00:00:00+08:00'),
  isRepealed: false,
  isService: false,
  card: { type: 'item' as const, siteId: place.city.id, path: '/tzgg/1.html', kind: 'article' },
  facets: {},
  also: { total: 0, first: [] },
  score: 1,
  isPinned: false,
  reasons: [{ what: 'words', factor: 2.5 }],
})
const [first, second] = [hit('item:a', '甲'), hit('item:b', '乙')]
const state: NodeState = {
  figures: {
    docs: 1_200,
    dead: 0,
    hidden: 1,
    pending: 3,
    bytes: 5_000_000,
    memoryBytes: 900_000,
    builtAt: Date.UTC(2026, 10, 1),
  },
  queries: { count: 0, failed: 0, seconds: 0, buckets: [] },
  isTrusted: true,
  isBehind: false,
  isInTouch: true,
  waiting: 0,
  followedUntil: Date.UTC(2026, 10, 26),
  lastError: null,
  rebuilding: null,
}
let rebuilds = 0
const desk: SearchClient = {
  ...noNode,
  async search(query) {
    asked.push(query)
    const isPinned = query.rules?.pins.some(({ docIds }) => docIds.includes('item:b')) ?? false
    return {
      total: 2,
      isTotalExact: true,
      hits: isPinned ? [{ ...second, isPinned }, first] : [first, second],
      facets: {},
      areFacetsExact: true,
      words: ['公积金'],
      optional: [],
      correction: null,
      isCorrected: false,
      tookMs: 3,
    }
  },
  state: async () => state,
  rebuild: async () => void rebuilds++,
}

describe('the preview of a change', () => {
  test('asks the same twice, and says from where to where each hit moved', async () => {
    await kit.workAs(everywhere, (one) =>
      createSynonym(one, { body: { words: ['公积金', '住房公积金'], note: '', isOn: true } }),
    )
    const change = { kind: 'pin' as const, id: null, words: ['公积金'], docIds: ['item:b'], siteId: null, isOn: true }
    const body = { text: '公积金', siteId: place.county.id, change }
    const { before, after } = await kit.viewAs(county, (view) => previewChange(view, { body }, desk))
    assert.deepEqual(
      before.hits.map(({ id, rank, otherRank }) => [id, rank, otherRank]),
      [
        ['item:a', 1, 2],
        ['item:b', 2, 1],
      ],
    )
    assert.deepEqual(
      after.hits.map(({ id, isPinned }) => [id, isPinned]),
      [
        ['item:b', true],
        ['item:a', false],
      ],
    )
    assert.deepEqual(after.hits[0]?.why, [{ what: 'words', factor: 2.5, note: '' }])
    assert.deepEqual([after.hits[0]?.siteName, after.hits[0]?.path], [place.city.name, '/tzgg/1.html'])
    assert.deepEqual(
      asked.map(({ rules }) => rules?.synonyms.length),
      [1, 1],
    )
    assert.deepEqual(
      asked.map(({ siteId, places, wantsReasons }) => [siteId, places.length, wantsReasons]),
      [
        [place.county.id, 1, true],
        [place.county.id, 1, true],
      ],
    )
  })

  test('without an engine says that search is out', async () => {
    const query = { text: '公积金' }
    const none = kit.viewAs(everywhere, (view) => explainSearch(view, { query }, noNode))
    await assert.rejects(none, problem('search-unavailable'))
    assert.equal((await kit.viewAs(everywhere, (view) => explainSearch(view, { query }, desk))).total, 2)
  })
})

describe('the index', () => {
  test('says how it stands, and that nobody answers', async () => {
    const up = await kit.viewAs(everywhere, (view) => getIndexState(view, desk))
    assert.deepEqual([up.isUp, up.docs, up.pending, up.builtAt], [true, 1200, 3, '2026-11-01T00:00:00.000Z'])
    const down = await kit.viewAs(county, (view) => getIndexState(view, noNode))
    assert.deepEqual([down.isUp, down.docs, down.mayRebuild], [false, null, false])
  })

  test('is built anew by who answers for the province, once at a time, on record', async () => {
    await assert.rejects(
      kit.workAs(county, (one) => rebuildIndex(one, desk)),
      problem('forbidden'),
    )
    await assert.rejects(
      kit.workAs(everywhere, (one) => rebuildIndex(one, noNode)),
      problem('search-unavailable'),
    )
    await kit.workAs(everywhere, (one) => rebuildIndex(one, desk))
    assert.equal(rebuilds, 1)
    const busy = { ...desk, state: async () => ({ ...state, rebuilding: { startedAt: 1, done: 1, total: 9 } }) }
    await assert.rejects(
      kit.workAs(everywhere, (one) => rebuildIndex(one, busy)),
      problem('search-rebuilding'),
    )
    const { rows } = await kit.pool.query(`SELECT FROM audit.entry WHERE action = 'search.index.rebuild'`)
    assert.equal(rows.length, 1)
  })

  test('names the files that could not be read, and why', async () => {
    await kit.pool.query(
      `INSERT INTO search.file_text (blob, reader, file_name, media_type, bytes, reason, detail, took_ms, read_at)
       SELECT 'b' || n, 1, n || '号附件.pdf', 'application/pdf', 1000, CASE n WHEN 1 THEN '' WHEN 2 THEN 'encrypted' ELSE 'broken' END, '', 5,
         now() FROM generate_series(1, 4) n`,
    )
    const files = (query: Record<string, string>) =>
      kit.viewAs(everywhere, (view) => listUnreadFiles(view, { query: contract.listUnreadFiles.query.parse(query) }))
    const found = await files({})
    assert.deepEqual(
      [found.total, found.reasons],
      [
        3,
        [
          { reason: 'broken', files: 2 },
          { reason: 'encrypted', files: 1 },
        ],
      ],
    )
    assert.deepEqual(
      (await files({ reason: 'encrypted' })).items.map(({ fileName }) => fileName),
      ['2号附件.pdf'],
    )
    assert.equal((await files({ q: '3号' })).total, 1)
  })
})
