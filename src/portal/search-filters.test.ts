import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Reader } from './reader.ts'
import { askText, readAsk } from './search-ask.ts'
import { chosenFilters, datesOf, filterGroups } from './search-filters.ts'

const PARENTS: Readonly<Record<string, string | null>> = { 省: null, 甲市: '省', 乙市: '省', 甲县: '甲市' }
const lineOf = (code: string | null): { id: string; code: string; name: string }[] =>
  code === null ? [] : [...lineOf(PARENTS[code] ?? null), { id: code, code, name: code }]
const names: Partial<Reader> = {
  division: async (key) => (key in PARENTS ? lineOf(key).map((one) => ({ ...one, level: 1, parentId: null })) : []),
  codeNames: async () => new Map([['article', '文章']]),
}
const reader = names as Reader
const counts = (pairs: Record<string, number>) => Object.entries(pairs).map(([value, count]) => ({ value, count }))
const groups = async (text: string, facets: Record<string, Record<string, number>>) => {
  const ask = readAsk(new URLSearchParams(text))
  const found = Object.fromEntries(Object.entries(facets).map(([name, pairs]) => [name, counts(pairs)]))
  return filterGroups({ reader, ask, to: askText }, found)
}

describe('filters', () => {
  test('of a tree begin where things differ, with what belongs to the whole', async () => {
    const [place] = await groups('q=a', { place: { 省: 10, 甲市: 6, 乙市: 2, 甲县: 1 } })
    assert.deepEqual(
      place?.options.map(({ title, count, depth }) => [title, count, depth]),
      [
        ['省', 10, 0],
        ['甲市', 6, 1],
        ['乙市', 2, 1],
      ],
    )
  })

  test('of a tree show the way down to what is chosen, and what lies below it', async () => {
    const [place] = await groups('q=a&place=甲市', { place: { 省: 6, 甲市: 6, 甲县: 1 } })
    assert.deepEqual(
      place?.options.map(({ title, isOn, url }) => [title, isOn, decodeURIComponent(url)]),
      [
        ['省', false, 'q=a&place=省'],
        ['甲市', true, 'q=a'],
        ['甲县', false, 'q=a&place=甲县'],
      ],
    )
  })

  test('without a name, or with one value alone, are not offered', async () => {
    assert.deepEqual(await groups('q=a', { kind: { article: 3, unheard: 9 }, year: { 2026: 1, '20x6': 2 } }), [])
  })

  test('keep what is chosen in sight, however rare it is', async () => {
    const years = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [String(1980 + at), 1000 - at]))
    const [year] = await groups('q=a&year=2019', { year: { ...years, 2019: 1 } })
    assert.ok(year?.options.some(({ title, isOn }) => title === '2019 年' && isOn))
    assert.ok((year?.options.length ?? 0) + (year?.more.length ?? 0) <= 25)
  })

  test('that are chosen can be taken off one by one', async () => {
    const ask = readAsk(new URLSearchParams('q=a&kind=article&valid=valid&from=2026-01-01'))
    assert.deepEqual(await chosenFilters(reader, ask, askText), [
      { title: '类型：文章', url: 'q=a&valid=valid&from=2026-01-01' },
      { title: '时效：现行有效', url: 'q=a&kind=article&from=2026-01-01' },
      { title: '日期：2026-01-01 至 今天', url: 'q=a&kind=article&valid=valid' },
    ])
  })

  test('by date know the day of the reader', () => {
    const { today, quick } = datesOf(readAsk(new URLSearchParams('q=a')), new Date('2026-11-20T17:00:00Z'), askText)
    assert.deepEqual([today, quick[0]?.url], ['2026-11-21', 'q=a&from=2026-11-14'])
  })
})
