import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { largest, latest } from './best.ts'
import { createFilters } from './filters.ts'
import { holdsRun, packForward, packRun } from './forward.ts'
import type { Generation } from './generation.ts'
import { createMixes } from './mixes.ts'
import { createNear, TOGETHER, viewNear } from './near.ts'
import { newestOf } from './phrases.ts'
import { createPostingCache } from './posting-cache.ts'
import { dayOf } from './standing.ts'
import { type Container, containerOf, DENSE, eachOf, intersectSets, union } from './sets.ts'
import { countFacets } from './fold.ts'
import { CHUNK, createShared, growColumns, hasBit, MOST_MIXES, viewColumns } from './shared.ts'

describe('what is kept in memory', () => {
  test('facets that go together are counted together, and one by one where there are too many mixes', () => {
    const columns = viewColumns(createShared('none'))
    const mixes = createMixes()
    for (let slot = 0; slot < CHUNK; slot++) {
      for (const column of columns.facets) column[slot] = 1
      const [site] = columns.facets
      // The last two have the same site; with it there is one mix more than can be numbered.
      if (site) site[slot] = Math.min(slot, CHUNK - 2) + 2
      mixes.fill(slot, columns)
    }
    const [sites, kinds] = columns.mixes
    assert.deepEqual([sites?.[0], sites?.[MOST_MIXES - 2], sites?.[CHUNK - 1]], [1, MOST_MIXES - 1, MOST_MIXES - 1])
    assert.equal(kinds?.[CHUNK - 1], 1)
    const [site] = columns.facets
    if (site) site[CHUNK - 1] = CHUNK + 5
    mixes.fill(CHUNK - 1, columns)
    assert.equal(sites?.[CHUNK - 1], 0)

    const counted = new Map<number, Uint32Array>()
    const facets = {
      count: CHUNK + 10,
      countsOf: (facet: number, bySet: Uint32Array) => (counted.set(facet, bySet.slice()), bySet),
      mostOf: () => [],
      numbersOf: () => [],
    }
    const slots = Uint32Array.from({ length: CHUNK }, (_, slot) => slot)
    const generation = { columns, facets } as unknown as Generation
    countFacets({ slots, count: CHUNK, weights: null, copies: new Map() }, generation)
    const bySite = counted.get(0)
    assert.deepEqual([bySite?.[2], bySite?.[CHUNK], bySite?.[CHUNK + 5], bySite?.[1]], [1, 1, 1, CHUNK * 6])
  })

  test('a forward form is found where it was put, and nowhere when there is no room', () => {
    const shared = { ...createShared('none'), near: new SharedArrayBuffer(64, { maxByteLength: 64 }) }
    const { near: column } = viewColumns(shared)
    const near = createNear(shared)
    const forms = [10, 30, 20].map((length, n) => new Uint8Array(length).fill(n + 1))
    forms.forEach((form, slot) => near.keep(column, slot, form))
    const view = viewNear(shared)
    const bounds = { starts: new Uint32Array(TOGETHER), ends: new Uint32Array(TOGETHER) }
    const bytesAt = (slot: number) => {
      view.find(column, [9, slot], { from: 1, to: 2 }, bounds)
      const [start = 0, end] = [bounds.starts[0], bounds.ends[0]]
      assert.equal(view.startOf(column, slot), start)
      return start === 0 ? null : [...view.bytes.subarray(start, end)]
    }
    assert.deepEqual([bytesAt(0), bytesAt(1)], [[...(forms[0] ?? [])], [...(forms[1] ?? [])]])
    assert.deepEqual([bytesAt(2), bytesAt(CHUNK * 2)], [null, null])
    // What a commit that did not come about left behind is not taken for what came after it.
    near.keep(column, 1, new Uint8Array(40))
    assert.equal(bytesAt(1), null)
  })

  test('postings are remembered, the last used longest, and only what room there is for', () => {
    const cache = createPostingCache()
    const list = new Uint16Array(4_000)
    const posted = Array.from({ length: 256 }, () => ({ n: list.length, list, bits: null }))
    const known = { first: 0, last: 0, posted, late: [], whole: posted }
    cache.put(1, known)
    for (let term = 2; term < 60; term++) {
      assert.equal(cache.get(1), known)
      cache.put(term, known)
    }
    assert.equal(cache.get(2), undefined)
    assert.equal(cache.get(59), known)
    // What is put again takes the place of what was there, and no more room.
    for (let times = 0; times < 60; times++) cache.put(1, { ...known, last: times })
    assert.equal(cache.get(59), known)
    assert.equal(cache.get(1)?.last, 59)
  })

  test('sets are joined and met alike, whether they are lists or bitmaps', () => {
    const every = (step: number, from = 0) =>
      containerOf(Uint16Array.from({ length: Math.floor((CHUNK - from) / step) }, (_, n) => from + n * step))
    const slotsOf = (container: Container | undefined) => {
      const slots = new Set<number>()
      if (container) eachOf(container, (low) => void slots.add(low))
      return slots
    }
    const kinds = [every(3), every(7), every(50), every(64), every(900), every(1_000, 5), every(CHUNK, 9)]
    for (const one of kinds) {
      for (const other of kinds) {
        const [a, b] = [slotsOf(one), slotsOf(other)]
        const both = new Set([...a, ...b])
        const joined = union([one, other])
        assert.deepEqual(slotsOf(joined), both)
        assert.equal(joined.n, both.size)
        assert.equal(joined.list === null, joined.n >= DENSE)
        const [met] = intersectSets([[one], [other]])
        assert.deepEqual(slotsOf(met), new Set([...a].filter((low) => b.has(low))))
        const [all] = intersectSets([[one], [other], [every(2)], [every(1)]])
        assert.deepEqual(slotsOf(all), new Set([...slotsOf(met)].filter((low) => low % 2 === 0)))
      }
    }
  })

  test('the latest are the same as by keys, equal ones by their place', () => {
    const { at } = viewColumns(createShared('none'))
    for (let slot = 0; slot < CHUNK; slot++) at[slot] = ((slot * 7_919) % 5_000) * 3_600_000
    const slots = Uint32Array.from({ length: 30_000 }, (_, n) => n * 2)
    for (const [count, most] of [
      [0, 10],
      [5, 10],
      [30_000, 10],
      [30_000, 1_000],
    ] as const) {
      const keys = Float64Array.from(slots.subarray(0, count), (slot) => at[slot] ?? 0)
      const days = Uint16Array.from(at, dayOf)
      assert.deepEqual(latest(slots, count, { at, days }, most), largest(keys, count, most))
    }
  })

  test('what a filter leaves is remembered, grows with the index, and is forgotten when others need the room', () => {
    const shared = createShared('none')
    let columns = viewColumns(shared)
    const facets = {
      maskOf: (_: number, values: readonly string[]) =>
        Uint8Array.from(['a', 'b', 'c'], (one) => (values.includes(one) ? 1 : 0)),
    }
    const index = (slots: number) => ({ columns, facets: facets as unknown as Generation['facets'], slots })
    const fill = (from: number, to: number): void => {
      for (let slot = from; slot < to; slot++) if (columns.facets[2]) columns.facets[2][slot] = slot % 3
    }
    const left = (bits: Uint32Array | null, to: number) =>
      bits && Array.from({ length: to }, (_, slot) => slot).filter((slot) => hasBit(bits, slot))
    const wanted = (of: number[], to: number) =>
      Array.from({ length: to }, (_, slot) => slot).filter((slot) => of.includes(slot % 3))
    const filters = createFilters()
    fill(0, 100)
    assert.equal(filters.bitsOf(2, ['a'], index(100), false), null)
    assert.deepEqual(left(filters.bitsOf(2, ['c', 'a'], index(100), true), 200), wanted([0, 2], 100))
    // Known by now, in whatever order the values are given; more documents came, and more room.
    growColumns(shared)
    columns = viewColumns(shared)
    fill(100, CHUNK + 90)
    assert.deepEqual(
      left(filters.bitsOf(2, ['a', 'c'], index(CHUNK + 90), false), CHUNK + 200),
      wanted([0, 2], CHUNK + 90),
    )
    for (let n = 0; n < 600; n++) filters.bitsOf(2, ['b', String(n)], index(CHUNK), true)
    assert.equal(filters.bitsOf(2, ['a', 'c'], index(CHUNK), false), null)
    assert.deepEqual(left(filters.bitsOf(2, ['b', '599'], index(CHUNK), false), 100), wanted([1], 100))
  })

  test('words in a row are found where a number begins', () => {
    const form = packForward('标题', [[7], [], [], [300, 2, 70_000, 5], []])
    // Alone, and among others, where a form begins with four bytes and ends anywhere.
    const among = new Uint8Array(8 + form.length + 9).fill(2)
    among.set(form, 8)
    const holds = (words: number[]): boolean => {
      const run = packRun(words)
      const isThere = holdsRun(form, 0, form.length, run)
      assert.equal(holdsRun(among, 8, 8 + form.length, run), isThere)
      return isThere
    }
    assert.ok(holds([300, 2]))
    assert.ok(holds([70_000, 5]))
    assert.ok(holds([5]))
    assert.ok(!holds([2, 300]))
    // 300 is written in two bytes, of which the second is a 2.
    assert.ok(!holds([2, 2]))
    // Behind its end is nothing of its own.
    assert.ok(!holds([5, 0, 2]))
  })

  test('the newest are found among many, and as many as were wanted; of one instant those that came last', () => {
    const slots = Uint32Array.from({ length: 1_000 }, (_, n) => n * 2)
    // Many days, a few instants of one day, one instant.
    for (const [many, apart] of [
      [1_000, 86_400_000],
      [50, 3_600_000],
      [700, 60_000],
      [1, 1],
    ] as const) {
      const at = Float64Array.from({ length: 2_000 }, (_, slot) => ((slot * 7) % many) * apart)
      const generation = {
        dates: () => ({ at, days: Uint16Array.from(at, dayOf) }),
      } as unknown as Generation
      const inOrder = [...slots].toSorted((a, b) => (at[b] ?? 0) - (at[a] ?? 0) || b - a)
      for (const most of [1, 20, 100, 999, 1_000]) {
        const newest = newestOf({ slots, count: slots.length, weights: null }, generation, most)
        const expected = inOrder.slice(0, most).toSorted((a, b) => a - b)
        assert.deepEqual([...newest.slots.subarray(0, newest.count)], expected)
      }
    }
  })
})
