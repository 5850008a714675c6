import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, describe, test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { openPageStore } from '../adapters/pages-lmdb.ts'
import type { Change } from '../kernel/changes.ts'
import { createLog } from '../kernel/log.ts'
import type { Marked } from '../kernel/page-store.ts'
import type { Asked } from './answer.ts'
import { createKeeper, type Keeper, type Outcome } from './keeper.ts'
import { createMemory } from './memory.ts'
import { pageKey, STANDARD } from './page-key.ts'
import type { Produced } from './produce.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'yiwang-keeper-'))
const closing: (() => Promise<void>)[] = []
after(async () => {
  for (const close of closing) await close()
  rmSync(folder, { recursive: true, force: true })
})

const asked = (where: string): Asked => ({
  host: 'a.localhost',
  path: where,
  query: new URLSearchParams(),
  origin: 'http://a.localhost',
  choices: STANDARD,
})

type Page = { text: string; keys?: string[]; until?: number; isKept?: boolean }

/** A keeper on a real store; what pages say, what is committed and how the line to the database is, the test decides. */
function aDesk(page: (where: string) => Promise<Page> | Page) {
  const store = openPageStore({
    folder: path.join(folder, String(closing.length)),
    limitBytes: 1e9,
    log: createLog('silent'),
  })
  let xid = 100
  let applied = { xmin: 100, xmax: 100, xip: [] as number[] }
  const line = { isCurrent: true, holdsLease: true, isDown: false }
  const clock = { now: 1_000_000 }
  const made: string[] = []
  const marked: Marked[] = []
  const look = async () => {
    if (line.isDown) throw new Error('the database does not answer')
  }
  const keeper: Keeper = createKeeper({
    store,
    memory: createMemory(),
    log: createLog('silent'),
    clock: () => new Date(clock.now),
    follower: () => ({
      applied,
      isCurrent: () => line.isCurrent,
      holdsLease: () => line.holdsLease,
      catchUp: look,
      becomeCurrent: look,
      poke: () => undefined,
      stop: async () => undefined,
    }),
    async produce({ path: where }): Promise<Produced> {
      made.push(where)
      const { text, keys = [], until = null, isKept = true } = await page(where)
      return {
        found: { kind: 'text', status: 200, type: 'text/plain', body: text, isKept },
        text,
        siteId: 'a',
        hasCut: false,
        reads: async () => ({ keys, windows: [], until, fragments: [] }),
      }
    },
    fragmentNow: async () => null,
    marked: (_change, pages) => void marked.push(...pages),
    cacheBytes: 1e7,
  })
  closing.push(async () => {
    await keeper.settled()
    await store.close()
  })
  return {
    keeper,
    store,
    line,
    clock,
    made,
    marked,
    commit: async (keys: string[], change: Partial<Change> = {}) => {
      const one = { xid: xid++, keys: keys.map((key) => ({ key, dueAt: null })), points: [], subjects: [] }
      const snapshot = { xmin: xid, xmax: xid, xip: [] }
      await keeper.take([{ ...one, isTakedown: false, ...change }], { identity: 'a', snapshot })
      applied = snapshot
    },
    get: async (where: string) => textOf(await keeper.get(asked(where))),
    peek: (where: string) => keeper.peek(pageKey(asked(where))) !== undefined,
  }
}

const textOf = (outcome: Outcome): string =>
  'ready' in outcome ? gunzipSync(outcome.ready.page.gzip).toString() : (outcome.html ?? '')

function aGate() {
  let open = () => {}
  const passed = new Promise<void>((resolve) => (open = resolve))
  return { open: () => open(), passed }
}

describe('a page that is asked for', () => {
  test('by a thousand at once is made once', async () => {
    const gate = aGate()
    const desk = aDesk(async () => {
      await gate.passed
      return { text: 'one' }
    })
    const all = Array.from({ length: 1_000 }, () => desk.get('/'))
    gate.open()
    assert.deepEqual([...new Set(await Promise.all(all))], ['one'])
    assert.equal(desk.made.length, 1)
    assert.equal(await desk.get('/'), 'one')
    assert.equal(desk.peek('/'), true)
    assert.equal(desk.made.length, 1)
  })

  test('and is changed while it is made is made again, and shown as it is after the change', async () => {
    const gate = aGate()
    let text = 'before'
    const desk = aDesk(async () => {
      const read = text
      if (desk.made.length === 1) await gate.passed
      return { text: read, keys: ['item:1'] }
    })
    const first = desk.get('/')
    await new Promise(setImmediate)
    text = 'after'
    await desk.commit(['item:1'])
    const joined = desk.get('/')
    gate.open()
    assert.deepEqual([await first, await joined, await desk.get('/')], ['after', 'after', 'after'])
    assert.equal(desk.made.length, 2)
  })

  test('and has nothing to do with a change made meanwhile is made once', async () => {
    const gate = aGate()
    const desk = aDesk(async () => {
      await gate.passed
      return { text: 'one', keys: ['item:1'] }
    })
    const first = desk.get('/')
    await new Promise(setImmediate)
    await desk.commit(['item:2'])
    gate.open()
    assert.equal(await first, 'one')
    assert.equal(desk.made.length, 1)
    assert.equal(desk.peek('/'), true)
  })

  test('however long it takes to make, does not miss a change', async () => {
    const gate = aGate()
    let text = 'before'
    const desk = aDesk(async () => {
      const read = text
      if (desk.made.length === 1) await gate.passed
      return { text: read, keys: ['item:1'] }
    })
    const first = desk.get('/')
    await new Promise(setImmediate)
    text = 'after'
    await desk.commit(['item:1'])
    for (let other = 0; other < 500; other++) await desk.commit([`item:other${other}`])
    gate.open()
    assert.equal(await first, 'after')
  })

  test('and changes every time it is made is shown, but not kept; after a take-down it is made once more', async () => {
    let isTakedown = false
    const desk = aDesk(async () => {
      if (desk.made.length <= 30) await desk.commit(['item:1'], { isTakedown })
      return { text: `made ${desk.made.length}`, keys: ['item:1'] }
    })
    assert.equal(await desk.get('/busy'), 'made 10')
    assert.equal(desk.peek('/busy'), false)
    isTakedown = true
    desk.made.length = 0
    assert.equal(await desk.get('/down'), 'made 31')
    assert.equal(desk.peek('/down'), true)
  })

  test('and is made of what was forgotten since is made again', async () => {
    const gate = aGate()
    let text = 'of the lost database'
    const desk = aDesk(async () => {
      const read = text
      if (desk.made.length === 1) await gate.passed
      return { text: read, keys: ['item:1'] }
    })
    const first = desk.get('/')
    await new Promise(setImmediate)
    text = 'of this one'
    desk.keeper.forget()
    gate.open()
    assert.equal(await first, 'of this one')
    assert.equal(await desk.get('/'), 'of this one')
  })

  test('and is not kept is made again when something was taken down before somebody joined', async () => {
    const gate = aGate()
    let text = 'with the withdrawn'
    const desk = aDesk(async () => {
      const read = text
      if (desk.made.length === 1) await gate.passed
      return { text: read, isKept: false }
    })
    const first = desk.get('/sitemap.xml')
    await new Promise(setImmediate)
    text = 'without it'
    await desk.commit(['item:1'], { isTakedown: true })
    const joined = desk.get('/sitemap.xml')
    gate.open()
    assert.deepEqual([await first, await joined], ['without it', 'without it'])
  })
})

describe('a page that cannot be made', () => {
  function aFailing() {
    const state = { isBroken: false }
    const desk = aDesk((where) => {
      if (state.isBroken && where === '/bad') throw new Error('the template throws')
      return { text: `${where} ${desk.made.length}`, keys: [where], ...(where === '/bad' ? { until: 2_000_000 } : {}) }
    })
    return { ...desk, state }
  }

  test('is shown as it was, and made as soon as it can be', async () => {
    const { get, commit, state } = aFailing()
    const before = await get('/bad')
    state.isBroken = true
    await commit(['/bad'])
    assert.equal(await get('/bad'), before)
    assert.equal(await get('/bad'), before)
    state.isBroken = false
    assert.notEqual(await get('/bad'), before)
  })

  test('is not shown when it was taken down, or its time is over, or the line is lost', async () => {
    const { get, commit, state, clock, line } = aFailing()
    await get('/bad')
    state.isBroken = true
    await commit(['/bad'])
    line.isCurrent = false
    await assert.rejects(get('/bad'), /template throws/)
    line.isCurrent = true
    clock.now = 2_000_000
    await assert.rejects(get('/bad'), /template throws/)
    clock.now = 1_000_000
    assert.match(await get('/bad'), /^\/bad/)
    await commit(['/bad'], { isTakedown: true })
    await assert.rejects(get('/bad'), /template throws/)
  })

  test('harms no other page, and leaves nothing behind', async () => {
    const { get, state, keeper } = aFailing()
    state.isBroken = true
    const all = await Promise.allSettled(
      Array.from({ length: 200 }, (_, turn) => get(turn % 2 === 0 ? '/bad' : `/good${turn}`)),
    )
    assert.equal(all.filter(({ status }) => status === 'fulfilled').length, 100)
    state.isBroken = false
    assert.match(await get('/bad'), /^\/bad/)
    assert.equal(keeper.figures().made, 101)
  })
})

describe('the clock', () => {
  const aClocked = () => aDesk((where) => ({ text: `${where} ${desk0().made.length}`, until: 1_500_000 }))
  let current: ReturnType<typeof aDesk> | null = null
  const desk0 = () => {
    if (!current) throw new Error('no desk')
    return current
  }

  test('passes the end of a page: it is made again', async () => {
    current = aClocked()
    await current.get('/')
    current.clock.now = 1_499_999
    assert.equal(current.peek('/'), true)
    current.clock.now = 1_500_000
    assert.equal(current.peek('/'), false)
    assert.equal(await current.get('/'), '/ 2')
  })

  test('is set back: a page made by a clock that was ahead is made again, and kept', async () => {
    current = aClocked()
    await current.get('/')
    current.clock.now = 500_000
    assert.equal(current.peek('/'), false)
    assert.equal(await current.get('/'), '/ 2')
    assert.equal(current.peek('/'), true)
    current.clock.now = 499_500
    assert.equal(current.peek('/'), true, 'a second more or less is nothing')
  })
})

describe('a change of many pages', () => {
  const MANY = 2_600
  async function aFull() {
    const state = { isBroken: false }
    const desk = aDesk((where) => {
      if (state.isBroken) throw new Error('the template throws')
      return { text: where, keys: ['all', where] }
    })
    for (let number = 0; number < MANY; number++) await desk.get(`/${number}`)
    return { ...desk, state }
  }

  test('is taken in before all are marked; none of them is shown meanwhile, fresh or as a last resort', async () => {
    const desk = await aFull()
    await desk.commit([`/${MANY - 1}`])
    desk.state.isBroken = true
    assert.equal(await desk.get(`/${MANY - 1}`), `/${MANY - 1}`, 'stale, and shown as it was')
    await desk.commit(['all'], { isTakedown: true })
    const left = [...desk.store.pages()].filter(({ standing }) => standing !== 'gone').length
    assert.ok(left > 0, 'some are not marked yet')
    for (let number = 0; number < MANY; number++) assert.equal(desk.peek(`/${number}`), false, `/${number}`)
    await assert.rejects(desk.get(`/${MANY - 1}`), /template throws/)
    await desk.keeper.settled()
    assert.equal(desk.marked.length, MANY)
    assert.equal([...desk.store.pages()].filter(({ standing }) => standing !== 'gone').length, 0)
  })
})

describe('while the database does not answer', () => {
  test('kept pages are shown as long as the lease holds, and nothing else is tried', async () => {
    const desk = aDesk((where) => ({ text: where }))
    await desk.get('/kept')
    Object.assign(desk.line, { isCurrent: false, isDown: true })
    assert.equal(desk.peek('/kept'), false)
    assert.equal(await desk.get('/kept'), '/kept')
    await assert.rejects(desk.get('/other'), /does not answer/)
    desk.line.holdsLease = false
    await assert.rejects(desk.get('/kept'), /does not answer/)
    assert.deepEqual(desk.made, ['/kept'])
    Object.assign(desk.line, { isDown: false, holdsLease: true })
    assert.equal(await desk.get('/other'), '/other')
  })
})
