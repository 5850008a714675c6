import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { closeSync, mkdtempSync, openSync, rmSync, statSync, truncateSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, describe, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { createChance } from '../../test/kit/chance.ts'
import type { Point, Snapshot } from '../kernel/changes.ts'
import { createLog } from '../kernel/log.ts'
import type { KeptPage, NewPage, PageStore } from '../kernel/page-store.ts'
import { type ListWindow, type Reads, type Touch, touchesWindow } from '../kernel/reads.ts'
import { guarded } from './pages-lmdb-guard.ts'
import { openPageStore } from './pages-lmdb.ts'

const rubbish: string[] = []
const open: PageStore[] = []
const mounted: string[] = []
after(async () => {
  for (const store of open) await store.close()
  for (const folder of mounted) execFileSync('umount', ['-l', folder])
  for (const folder of rubbish) rmSync(folder, { recursive: true, force: true })
})

function aFolder(): string {
  const made = mkdtempSync(path.join(tmpdir(), 'yiwang-pages-'))
  rubbish.push(made)
  return path.join(made, 'pages')
}

function openStore(folder = aFolder(), limitBytes = 1e9): PageStore {
  const store = openPageStore({ folder, limitBytes, log: createLog('silent') })
  open.push(store)
  return store
}

async function close(store: PageStore): Promise<void> {
  open.splice(open.indexOf(store), 1)
  await store.close()
}

const SEEN: Snapshot = { xmin: 100, xmax: 100, xip: [] }
const keyOf = (name: string) => `http://a.localhost|/${name}|`

function aPage(name: string, reads: Partial<Reads> = {}, page: Partial<NewPage> = {}): NewPage {
  return {
    key: keyOf(name),
    site: 'a',
    status: 200,
    type: 'text/html; charset=utf-8',
    etag: `etag-${name}`,
    bytes: name.length,
    gzip: gzipSync(name),
    reads: { keys: [], windows: [], until: null, ...reads },
    fragments: [],
    snapshot: SEEN,
    renderedAt: 1_000,
    ...page,
  }
}

function keep(store: PageStore, page: NewPage): KeptPage {
  const kept = store.keep(page, SEEN)
  assert.ok(kept !== null && kept !== 'behind')
  return kept
}

const aTouch = (keys: string[], touch: Partial<Touch> = {}): Touch => ({
  xid: 100,
  isTakedown: false,
  keys: new Map(keys.map((key) => [key, -Infinity])),
  points: [],
  ...touch,
})
const pathsOf = (marked: Iterable<{ key: string }[]>) => [...marked].flat().map(({ key }) => key.split('|')[1])
const standingOf = (store: PageStore, name: string) => store.find(keyOf(name))?.standing

describe('a kept page', () => {
  test('is found by its address as it was kept, and another version takes its place', () => {
    const store = openStore()
    const first = keep(store, aPage('one', { keys: ['item:1'] }))
    const found = store.find(keyOf('one'))
    assert.deepEqual(found?.gzip, gzipSync('one'))
    assert.deepEqual(found?.reads, { keys: ['item:1'], windows: [] })
    assert.deepEqual([found?.standing, found?.etag, found?.until], ['fresh', 'etag-one', Infinity])
    assert.deepEqual(store.glance(first.id), {
      version: first.version,
      isFresh: true,
      renderedAt: 1_000,
      until: Infinity,
    })
    assert.equal(store.find(keyOf('two')), null)
    assert.equal(store.glance(first.id + 1), null)

    const second = keep(store, aPage('one', { keys: ['item:2'] }, { etag: 'other' }))
    assert.equal(second.id, first.id)
    assert.notEqual(second.version, first.version)
    assert.deepEqual(pathsOf(store.mark(aTouch(['item:1']))), [], 'what it no longer reads does not touch it')
    assert.deepEqual(pathsOf(store.mark(aTouch(['item:2']))), ['/one'])
  })

  test('is marked by what it reads, once, and not by what it has seen', () => {
    const store = openStore()
    keep(store, aPage('old', { keys: ['item:1'] }))
    keep(store, aPage('new', { keys: ['item:1'] }, { snapshot: { xmin: 101, xmax: 101, xip: [] } }))
    keep(store, aPage('other', { keys: ['item:2'] }))
    assert.deepEqual(pathsOf(store.mark(aTouch(['item:1', 'item:none']))), ['/old'])
    assert.deepEqual(
      ['old', 'new', 'other'].map((name) => standingOf(store, name)),
      ['stale', 'fresh', 'fresh'],
    )
    assert.deepEqual(pathsOf(store.mark(aTouch(['item:1']))), [])
  })

  test('that is taken down has no body any more, stale or fresh', () => {
    const store = openStore()
    keep(store, aPage('fresh', { keys: ['item:1'] }))
    keep(store, aPage('stale', { keys: ['item:1', 'item:2'] }))
    const before = store.figures().bytes
    assert.deepEqual(pathsOf(store.mark(aTouch(['item:2']))), ['/stale'])
    assert.deepEqual(pathsOf(store.mark(aTouch(['item:1'], { xid: 101, isTakedown: true }))), ['/fresh'])
    for (const name of ['fresh', 'stale']) {
      const page = store.find(keyOf(name))
      assert.deepEqual([page?.standing, page?.gzip.length, page?.brotli], ['gone', 0, null])
    }
    assert.ok(before > 0)
    assert.equal(store.figures().bytes, 0)
    keep(store, aPage('fresh', { keys: ['item:1'] }, { snapshot: { xmin: 102, xmax: 102, xip: [] } }))
    assert.equal(standingOf(store, 'fresh'), 'fresh')
  })

  test('has its end: the nearest instant of what it read and of what was put down since', () => {
    const store = openStore()
    const page = keep(store, aPage('one', { keys: ['item:1'], until: 9_000 }))
    const later = (at: number) => [...store.mark(aTouch([], { keys: new Map([['item:1', at]]) }))].flat()
    assert.deepEqual(later(12_000), [])
    assert.equal(store.glance(page.id)?.until, 9_000)
    assert.deepEqual(later(5_000), [])
    assert.equal(store.glance(page.id)?.until, 5_000)
    assert.notEqual(store.glance(page.id)?.version, page.version, 'other processes look again')
    assert.deepEqual(
      store.due(0, 6_000, 10).map(({ key }) => key),
      [keyOf('one')],
    )
    assert.deepEqual(store.due(6_000, 20_000, 10), [], 'the old instant is gone')
  })

  test('is not kept by a process that another one is ahead of', () => {
    const store = openStore()
    store.announce({ xmin: 105, xmax: 105, xip: [] })
    assert.equal(store.keep(aPage('one'), SEEN), 'behind')
    assert.notEqual(store.keep(aPage('one'), { xmin: 105, xmax: 105, xip: [] }), 'behind')
  })

  test('is not replaced by one that has seen less, unless its time is over or not yet come', () => {
    const store = openStore()
    const ahead = { xmin: 103, xmax: 103, xip: [] }
    keep(store, aPage('one', { until: 2_000 }, { snapshot: ahead, etag: 'more' }))
    assert.equal(keep(store, aPage('one', {}, { etag: 'less', renderedAt: 1_500 })).etag, 'more')
    assert.equal(keep(store, aPage('one', {}, { etag: 'after', renderedAt: 2_500 })).etag, 'after')
    keep(store, aPage('two', {}, { snapshot: ahead, etag: 'future', renderedAt: 90_000 }))
    assert.equal(keep(store, aPage('two', {}, { etag: 'now', renderedAt: 1_000 })).etag, 'now')
  })

  test('of another release is not kept beside those of this one', () => {
    const folder = aFolder()
    const old = openStore(folder)
    old.begin('old release')
    keep(old, aPage('one'))
    const next = openStore(folder)
    next.begin('new release')
    assert.equal(next.find(keyOf('one')), null)
    // The old release goes on with the file it has; the new one never sees what it keeps.
    keep(old, aPage('one'))
    assert.equal(next.find(keyOf('one')), null)
  })

  test('has its smaller form as long as it is the same page', () => {
    const store = openStore()
    const page = keep(store, aPage('one'))
    store.keepBrotli(page.id, page.version + 1, Buffer.from('stranger'))
    assert.equal(store.findById(page.id)?.brotli, null)
    store.keepBrotli(page.id, page.version, Buffer.from('small'))
    assert.deepEqual(store.findById(page.id)?.brotli, Buffer.from('small'))
    keep(store, aPage('one'))
    assert.equal(store.findById(page.id)?.brotli, null)
  })
})

const id = (number: number) => `0190b1c2-0000-7000-8000-${number.toString(16).padStart(12, '0')}`
const point = (at: number, number: number, step: number): Point & { from: number } => ({
  list: 'notices',
  low: { at, id: id(number) },
  high: { at, id: id(number) },
  instants: [at],
  step,
  isPinned: false,
  form: step === 0 ? null : 'live',
  from: -Infinity,
})
const touchAt = (...points: (Point & { from: number })[]) => aTouch([], { points })

describe('a window of a list', () => {
  // 500 items, the newest at 500,000; a home shows the newest 8, a list page the ones from 100 down to 81.
  const at = (position: number) => (501 - position) * 1_000
  const windows: Record<string, ListWindow> = {
    newest: { list: 'notices', from: { at: at(8), id: id(8) }, to: null, isMembersOnly: false },
    middle: {
      list: 'notices',
      from: { at: at(100), id: id(100) },
      to: { at: at(81), id: id(81) },
      isMembersOnly: false,
    },
    period: { list: 'notices', from: null, to: null, isMembersOnly: true },
  }
  function aStore() {
    const store = openStore()
    for (const [name, window] of Object.entries(windows)) keep(store, aPage(name, { windows: [window] }))
    return store
  }
  const touched = (...points: (Point & { from: number })[]) => new Set(pathsOf(aStore().mark(touchAt(...points))))

  test('is touched by nothing but what happens between its ends', () => {
    assert.deepEqual(touched(point(at(500), 500, 0)), new Set([]), 'an edit at position 500')
    assert.deepEqual(touched(point(at(8), 8, 0)), new Set(['/newest']), 'an edit at its end')
    assert.deepEqual(touched(point(at(9), 9, 0)), new Set([]), 'an edit behind its end')
    assert.deepEqual(touched(point(at(1) + 1, 900, 1)), new Set(['/newest', '/period']), 'a release at the top')
    assert.deepEqual(touched(point(at(5) + 1, 900, 1)), new Set(['/newest', '/period']), 'a release dated into it')
    assert.deepEqual(touched(point(at(90), 90, 0)), new Set(['/middle']))
    assert.deepEqual(touched(point(at(90), 90, -1)), new Set(['/middle', '/period']))
    assert.deepEqual(touched(point(at(300), 900, 1)), new Set(['/period']), 'a release dated far back')
  })

  test('gives the same answer as the rule, for any windows and points', () => {
    const chance = createChance(11)
    const store = openStore()
    const position = () => ({ at: chance.below(40) * 10 - 100, id: chance.below(3) === 0 ? null : id(chance.below(4)) })
    const made = Array.from({ length: 150 }, (_, number) => {
      const ends = [position(), position()].toSorted((a, b) => a.at - b.at)
      const window: ListWindow = {
        list: chance.one(['notices', 'news']),
        from: chance.below(4) === 0 ? null : (ends[0] ?? null),
        to: chance.below(4) === 0 ? null : (ends[1] ?? null),
        isMembersOnly: chance.below(3) === 0,
      }
      keep(store, aPage(`w${number}`, { windows: [window] }))
      return window
    })
    for (let turn = 0; turn < 150; turn++) {
      const low = position()
      const one = {
        ...point(0, 0, chance.below(3) - 1),
        low,
        high: chance.below(3) === 0 ? { at: low.at + 20, id: null } : low,
      }
      const { pages, total } = store.readersOf(touchAt(one), 1_000)
      const expected = made.flatMap((window, number) => (touchesWindow(one, window) ? [`/w${number}`] : []))
      assert.deepEqual(new Set(pages.map(({ key }) => key.split('|')[1])), new Set(expected))
      assert.equal(total, expected.length)
    }
  })
})

describe('fragments', () => {
  const use = (digest: string, keys = ['setting:a']) => ({ name: 'frame a', keys, digest })

  test('are found by what they read, and by nothing they read before', () => {
    const store = openStore()
    keep(store, aPage('one', { keys: ['fragment:frame a'] }, { fragments: [use('x')] }))
    assert.deepEqual(store.fragmentsOf(['setting:a', 'setting:b']), ['frame a'])
    assert.equal(store.fragmentDigest('frame a'), 'x')
    store.putFragment(use('y', ['setting:b']), { xmin: 105, xmax: 105, xip: [] })
    assert.deepEqual(store.fragmentsOf(['setting:a']), [])
    assert.deepEqual(store.fragmentsOf(['setting:b']), ['frame a'])
  })

  test('a page made with one that is outdated is not kept', () => {
    const store = openStore()
    store.putFragment(use('new'), { xmin: 105, xmax: 105, xip: [] })
    assert.equal(store.keep(aPage('one', {}, { fragments: [use('old')] }), SEEN), 'behind')
    assert.notEqual(store.keep(aPage('two', {}, { fragments: [use('new')] }), SEEN), 'behind')
  })
})

describe('room', () => {
  test('is made when the limit is reached: pages go with everything that was noted of them', () => {
    const store = openStore(aFolder(), 1_000_000)
    for (let number = 0; number < 300; number++) {
      const page = aPage(`p${number}`, { keys: [`item:${number}`, 'all'], until: 5_000 + number })
      keep(store, { ...page, gzip: randomBytes(10_000) })
    }
    const { bytes, pages, edges, limitBytes } = store.figures()
    assert.ok(bytes <= limitBytes, `${bytes} bytes`)
    assert.ok(pages >= 90 && pages < 120, `${pages} pages`)
    assert.equal(edges, 2 * pages)
    assert.equal(store.due(0, 9_000, 1_000).length, pages)
    assert.equal(standingOf(store, 'p299'), 'fresh')
    assert.equal(store.find(keyOf('p0')), null)
    assert.equal(store.readersOf(aTouch(['all']), 10).total, pages)
  })

  test('is counted right when pages are taken down, removed and kept anew', () => {
    const store = openStore()
    for (const name of ['a', 'b', 'c']) keep(store, { ...aPage(name, { keys: [name] }), gzip: randomBytes(1_000) })
    const page = keep(store, { ...aPage('a', { keys: ['a'] }), gzip: randomBytes(500) })
    store.keepBrotli(page.id, page.version, randomBytes(100))
    assert.equal(store.figures().bytes, 2_600)
    store.remove(keyOf('b'))
    assert.equal(store.figures().bytes, 1_600)
    assert.equal([...store.mark(aTouch(['a'], { isTakedown: true }))].flat().length, 1)
    assert.equal(store.figures().bytes, 1_000)
    store.clear()
    assert.deepEqual([store.figures().bytes, store.figures().pages, store.figures().edges], [0, 0, 0])
  })
})

describe('addresses', () => {
  test('of any length and with any bytes are kept apart', () => {
    const store = openStore()
    const long = 'x'.repeat(9_000)
    const names = [
      long,
      `${long}y`,
      'a|b|c',
      'ü/中文/网站',
      '\u0001\u0002\u007f',
      '%ff%fe',
      'a\nb',
      "'; DROP TABLE",
      '\ud83c\udf0f',
      ' ',
      '#',
      '../..',
      'ﬀ',
      'ff',
      '\ufffd',
      'a\u0300',
      'à',
    ]
    for (const name of names) keep(store, aPage(name, { keys: [`path:${name}`, long + name] }))
    for (const name of names) {
      assert.deepEqual(store.find(keyOf(name))?.gzip, gzipSync(name), JSON.stringify(name.slice(0, 20)))
      assert.equal(store.find(keyOf(name))?.key, keyOf(name))
    }
    for (const name of names) assert.equal([...store.mark(aTouch([`path:${name}`]))].flat().length, 1)
    assert.equal(store.figures().pages, names.length)
  })

  test('whose host is none are answered all the same', () => {
    const store = openStore()
    const kept = store.keep(aPage('one', {}, { key: 'http://[a b|/one|' }), SEEN)
    assert.equal(kept, null)
  })
})

/** Every page must be found by everything it reads, and nothing else may be noted. */
function assertSound(store: PageStore): number {
  let edges = 0
  let pages = 0
  for (const page of store.pages()) {
    pages++
    edges += page.reads.keys.length
    assert.equal(store.find(page.key)?.id, page.id)
    for (const key of page.reads.keys) {
      const { pages: readers } = store.readersOf({ keys: new Map([[key, -Infinity]]), points: [] }, Infinity)
      assert.ok(
        readers.some(({ id: reader }) => reader === page.id),
        `${page.key} is not found by ${key}`,
      )
    }
    assert.ok(page.standing !== 'fresh' || page.gzip.length > 0, `${page.key} has no body`)
  }
  assert.equal(store.figures().edges, edges)
  return pages
}

const pageWriter = path.join(import.meta.dirname, '../../test/fixtures/page-writer.ts')

async function spawnWriter(folder: string, name: string, count: number) {
  const child = spawn(process.execPath, [pageWriter, folder, name, String(count)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  const underWay = Promise.race([once(child.stdout, 'data'), ended])
  return { child, underWay, ended }
}

describe('several processes on one store', () => {
  test('may write at once: nothing is lost and nothing is mixed up', async () => {
    const folder = aFolder()
    const store = openStore(folder)
    const writers = await Promise.all(['a', 'b'].map((name) => spawnWriter(folder, name, 600)))
    for (const { ended } of writers) assert.deepEqual(await ended, [0, null])
    assert.equal(assertSound(store), 200)
    assert.deepEqual(store.find(keyOf('b/7'))?.etag, 'b-507')
    assert.equal([...store.mark(aTouch(['item:a-7', 'item:b-7']))].flat().length, 2)
  })

  test('one killed with -9 in the middle of its writes leaves a sound store to the others and to the next', async () => {
    const folder = aFolder()
    const store = openStore(folder)
    for (let round = 0; round < 2; round++) {
      const { child, underWay, ended } = await spawnWriter(folder, `k${round}`, 1e9)
      await underWay
      child.kill('SIGKILL')
      await ended
    }
    assertSound(store)
    keep(store, aPage('one', { keys: ['item:1'] }))
    await close(store)
    const again = openStore(folder)
    assert.equal(standingOf(again, 'one'), 'fresh')
    assert.ok(assertSound(again) > 100)
  })

  test('one that forgets everything leaves no page behind that changes would not find', async () => {
    const folder = aFolder()
    const store = openStore(folder)
    const { child, underWay, ended } = await spawnWriter(folder, 'c', 1e9)
    await underWay
    for (let turn = 0; turn < 40; turn++) {
      store.clear()
      await new Promise(setImmediate)
    }
    child.kill('SIGKILL')
    await ended
    assertSound(store)
  })
})

describe('a store that is damaged', () => {
  async function damaged(harm: (file: string) => void): Promise<PageStore> {
    const folder = aFolder()
    const store = openStore(folder)
    for (let number = 0; number < 50; number++) keep(store, { ...aPage(`p${number}`), gzip: randomBytes(5_000) })
    await close(store)
    harm(path.join(folder, 'data.mdb'))
    return openStore(folder)
  }
  const harms: Record<string, (file: string) => void> = {
    'is cut off': (file) => truncateSync(file, Math.floor(statSync(file).size / 2)),
    'is shorter than its head': (file) => truncateSync(file, 5_000),
    'is empty': (file) => truncateSync(file, 0),
    'is something else': (file) => writeFileSync(file, randomBytes(100_000)),
    'is deleted': (file) => rmSync(path.dirname(file), { recursive: true }),
    'lies on a machine that was started anew': (file) =>
      writeFileSync(path.join(path.dirname(file), 'boot'), 'another'),
  }
  for (const [what, harm] of Object.entries(harms)) {
    test(`because it ${what}, begins anew`, async () => {
      const store = await damaged(harm)
      assert.equal(store.find(keyOf('p1')), null)
      keep(store, aPage('one', { keys: ['item:1'] }))
      assert.deepEqual(pathsOf(store.mark(aTouch(['item:1']))), ['/one'])
    })
  }

  test('while it is open, is given up for a new one: pages are made again, nothing old is shown', async () => {
    const folder = aFolder()
    const store = openStore(folder)
    const page = keep(store, aPage('one', { keys: ['item:1'] }))
    rmSync(folder, { recursive: true })
    assert.deepEqual(pathsOf(store.mark(aTouch(['item:1']))), ['/one'])
    assert.notEqual(store.glance(page.id)?.isFresh, true)
  })
})

describe('a full disk', () => {
  const folder = aFolder()
  let why: string | false = false
  try {
    execFileSync('mkdir', ['-p', folder])
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', folder], { stdio: 'ignore' })
    mounted.push(folder)
  } catch {
    why = 'this machine lets nobody mount a small disk'
  }

  const fill = () => {
    const filler = openSync(path.join(folder, 'filler'), 'w')
    try {
      for (;;) writeSync(filler, randomBytes(4_096))
    } catch {
      // Not a byte is left.
    } finally {
      closeSync(filler)
    }
  }
  const snapshotAt = (xmax: number): Snapshot => ({ xmin: xmax, xmax, xip: [] })

  test('takes no page, and what is kept is still found', { skip: why }, async () => {
    const store = openStore(path.join(folder, 'many'))
    let kept = 0
    for (let number = 0; number < 400; number++) {
      const page = { ...aPage(`p${number}`, { keys: ['all', `item:${number}`] }), gzip: randomBytes(20_000) }
      if (store.keep(page, SEEN) !== null) kept++
    }
    assert.ok(kept > 20 && kept < 200, `${kept} pages`)
    assert.equal(standingOf(store, 'p3'), 'fresh')
    await close(store)
    rmSync(path.join(folder, 'many'), { recursive: true })
  })

  test(
    'that others fill to the last byte leaves nothing to be shown that a change touched',
    { skip: why },
    async () => {
      const store = openStore(path.join(folder, 'few'))
      for (let number = 0; number < 300; number++) keep(store, aPage(`p${number}`, { keys: ['all'] }))
      const known = store.find(keyOf('p3'))
      fill()
      for (let xid = 100; xid < 105; xid++) {
        const now = snapshotAt(xid + 1)
        store.announce(now)
        for (const _ of store.mark(aTouch(['all'], { xid, isTakedown: true }))) continue
        store.setApplied('a', now)
        const page = aPage('p3', { keys: ['all'] }, { snapshot: now })
        assert.equal(store.keep({ ...page, gzip: randomBytes(300_000) }, now), null)
      }
      const glance = store.glance(known?.id ?? 0)
      assert.ok(!glance?.isFresh || glance.version !== known?.version)
    },
  )
})

describe('a store in which a mark cannot be written', () => {
  /** The real one, which refuses when it is told to. */
  function aGuarded() {
    const folder = aFolder()
    const faulty = { isBroken: false, canOpen: true }
    const fail = () => {
      if (faulty.isBroken) throw new Error('MDB_CORRUPTED')
    }
    const store = guarded(
      () => {
        if (!faulty.canOpen) throw new Error('ENOSPC')
        faulty.isBroken = false
        const inner = openStore(folder)
        return {
          ...inner,
          announce: (snapshot) => (fail(), inner.announce(snapshot)),
          *mark(touch) {
            fail()
            yield* inner.mark(touch)
          },
          clear: () => (fail(), inner.clear()),
        }
      },
      { folder, log: createLog('silent') },
    )
    store.begin('this release')
    return { store, faulty, folder }
  }
  const ahead: Snapshot = { xmin: 101, xmax: 101, xip: [] }
  const refusals: Record<string, (store: PageStore) => unknown> = {
    announce: (store) => store.announce(ahead),
    mark: (store) => [...store.mark(aTouch(['item:1']))],
    clear: (store) => store.clear(),
  }
  for (const [what, act] of Object.entries(refusals)) {
    test(`(${what}) begins anew, and shows nothing of before`, () => {
      const { store, faulty } = aGuarded()
      const known = keep(store, aPage('one', { keys: ['item:1'] }))
      faulty.isBroken = true
      act(store)
      const glance = store.glance(known.id)
      assert.ok(glance === null || glance.version !== known.version)
      assert.equal(store.find(keyOf('one')), null)
      const again = store.keep(aPage('one', { keys: ['item:1'] }, { snapshot: ahead }), ahead)
      assert.ok(again !== null && again !== 'behind')
      assert.notEqual(again.version, known.version, 'nobody takes it for the page of before')
    })
  }

  test('and that cannot be opened either keeps nothing until it can', async () => {
    const { store, faulty, folder } = aGuarded()
    keep(store, aPage('one', { keys: ['item:1'] }))
    Object.assign(faulty, { isBroken: true, canOpen: false })
    store.announce(ahead)
    assert.equal(store.find(keyOf('one')), null)
    assert.equal(store.keep(aPage('one'), ahead), null)
    assert.equal(store.applied(), null)
    faulty.canOpen = true
    await new Promise((resolve) => setTimeout(resolve, 1_050))
    assert.equal(store.find(keyOf('one')), null)
    assert.equal(typeof store.keep(aPage('one', {}, { snapshot: ahead }), ahead), 'object')
    const other = openStore(folder)
    other.begin('this release')
    assert.equal(standingOf(other, 'one'), 'fresh')
  })
})
