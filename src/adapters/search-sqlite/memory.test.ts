import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { holdsRun, packForward, packRun } from './forward.ts'
import type { Generation } from './generation.ts'
import { createMixes } from './mixes.ts'
import { createNear, viewNear } from './near.ts'
import { newestOf } from './phrases.ts'
import { createPostingCache } from './posting-cache.ts'
import { countFacets } from './fold.ts'
import { CHUNK, createShared, MOST_MIXES, viewColumns } from './shared.ts'

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
    const bytesAt = (slot: number) => [...(view.formOf(column, slot) ?? [])]
    assert.deepEqual([bytesAt(0), bytesAt(1)], [[...(forms[0] ?? [])], [...(forms[1] ?? [])]])
    assert.equal(view.formOf(column, 2), null)
    assert.equal(view.formOf(column, CHUNK * 2), null)
    // What a commit that did not come about left behind is not taken for what came after it.
    near.keep(column, 1, new Uint8Array(40))
    assert.equal(view.formOf(column, 1), null)
  })

  test('postings are remembered until a chunk more is full, the last used longest', () => {
    const cache = createPostingCache()
    const list = new Uint16Array(4_000)
    const set = Array.from({ length: 256 }, () => ({ n: list.length, list, bits: null }))
    cache.put(1, set)
    for (let term = 2; term < 60; term++) {
      assert.equal(cache.get(1, 0), set)
      cache.put(term, set)
    }
    assert.equal(cache.get(2, 0), undefined)
    assert.equal(cache.get(59, 0), set)
    assert.equal(cache.get(59, 1), undefined)
  })

  test('words in a row are found where a number begins', () => {
    const form = packForward('标题', [[7], [], [], [300, 2, 70_000, 5], []])
    assert.ok(holdsRun(form, packRun([300, 2])))
    assert.ok(holdsRun(form, packRun([70_000, 5])))
    assert.ok(!holdsRun(form, packRun([2, 300])))
    // 300 is written in two bytes, of which the second is a 2.
    assert.ok(!holdsRun(form, packRun([2, 2])))
  })

  test('the newest are found among many, and as many as were wanted', () => {
    const { at } = viewColumns(createShared('none'))
    for (let slot = 0; slot < 1_000; slot++) at[slot] = ((slot * 7) % 1_000) * 86_400_000
    const generation = { columns: { at } } as unknown as Generation
    const slots = Uint32Array.from({ length: 1_000 }, (_, slot) => slot)
    const newest = newestOf({ slots, count: 1_000, weights: null }, generation, 100)
    assert.equal(newest.count, 100)
    assert.ok(newest.slots.every((slot) => (slot * 7) % 1_000 >= 900))
    at.fill(5)
    assert.equal(newestOf({ slots, count: 1_000, weights: null }, generation, 100).count, 100)
  })
})
