import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { MOST_QUERY_CHARACTERS } from '../modules/search/index.ts'
import { askText, endOfDay, LAST_PAGE, readAsk, startOfDay, tidy, toggled } from './search-ask.ts'

const read = (text: string) => readAsk(new URLSearchParams(text))

describe('what a reader asks', () => {
  test('stands in the address and comes back from it', () => {
    const text =
      'q=公租房+申请&in=place&site=a&kind=article&kind=file&year=2026&valid=valid&from=2026-01-01&to=2026-11-21&sort=date&p=3'
    const ask = read(text)
    assert.deepEqual(ask, {
      text: '公租房 申请',
      isCut: false,
      scope: 'place',
      filters: { site: ['a'], kind: ['article', 'file'], year: ['2026'], validity: ['valid'] },
      from: '2026-01-01',
      until: '2026-11-21',
      sort: 'date',
      page: 3,
    })
    assert.deepEqual(read(askText(ask)), ask)
  })

  test('says nothing of what goes without saying', () => {
    assert.equal(askText(read('q=a&in=all&sort=relevance&p=1&nobody=knows')), 'q=a')
    assert.equal(askText(read('')), '')
  })

  test('is cut where it is longer than anybody searches, between whole characters', () => {
    const ask = read(`q=${'𠮷'.repeat(10_000)}`)
    assert.equal(Array.from(ask.text).length, MOST_QUERY_CHARACTERS)
    assert.ok(ask.isCut && ask.text.isWellFormed())
    assert.equal(read(`q=${'字'.repeat(MOST_QUERY_CHARACTERS)}`).isCut, false)
  })

  test('loses what cannot be seen, and nothing else', () => {
    assert.equal(tidy(' a\u0000\u0007b\u200b\u202ec\r\n\t d \ud800'), 'a b c d \ufffd')
    assert.equal(tidy('👨‍👩‍👧 “引号" -不要 NEAR(a b) * OR 1=1; --'), '👨‍👩‍👧 “引号" -不要 NEAR(a b) * OR 1=1; --')
  })

  test('takes wrong values for none', () => {
    for (const text of ['p=0', 'p=-1', 'p=1e3', 'p=abc', 'p=1.5', 'p=99999999999999999999'])
      assert.equal(read(text).page, 1, text)
    assert.equal(read('p=999999999').page, LAST_PAGE)
    for (const text of ['from=2026-02-30', 'from=2026-13-01', 'from=today', "from='; DROP"])
      assert.equal(read(text).from, null, text)
    assert.deepEqual([read('in=moon').scope, read('sort=random').sort], ['all', 'relevance'])
    assert.deepEqual(read(`kind=&kind=${'x'.repeat(61)}&kind=%00`).filters, {})
    assert.equal(read(Array.from({ length: 50 }, (_, at) => `kind=${at}`).join('&')).filters.kind?.length, 10)
  })

  test('turns dates round that stand the wrong way', () => {
    const { from, until } = read('from=2026-11-21&to=2026-01-01')
    assert.deepEqual([from, until], ['2026-01-01', '2026-11-21'])
    assert.equal(endOfDay('2026-01-01') + 1, startOfDay('2026-01-02'))
  })

  test('goes back to the first page with every other filter', () => {
    const on = toggled(read('q=a&kind=article&p=7'), 'kind', 'file')
    assert.deepEqual([on.page, on.filters.kind], [1, ['article', 'file']])
    assert.deepEqual(toggled(toggled(on, 'kind', 'file'), 'kind', 'article').filters, {})
  })
})
