import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anActor } from '../../../test/kit/factories.ts'
import { canTuneProvince, canTuneSite } from './policies.ts'
import { faultsOfWords, PIN_LENGTH, rulesOf, SYNONYM_LENGTH, tidyWords, withChange } from './rules.ts'
import { readTable, writeTable } from './synonym-table.ts'

test('words are taken in one form, each once', () => {
  assert.deepEqual(tidyWords([' 公积金 ', '公积金', 'ＡＢＣ', 'abc', '', '住房  公积金']), [
    '公积金',
    'ABC',
    '住房 公积金',
  ])
})

test('every word that is wrong is named with its place', () => {
  const faults = faultsOfWords(['税', '社'.repeat(31), '社保、医保', '社保'], SYNONYM_LENGTH, 2)
  assert.deepEqual(
    faults.map(({ pointer, detail }) => [pointer, detail]),
    [
      ['/body/words/0', '“税”只有一个字，会搜出大量无关的结果，至少两个字'],
      ['/body/words/1', `“${'社'.repeat(20)}…”太长，最多 30 个字`],
      ['/body/words/2', '“社保、医保”里有标点或看不见的字符，请去掉'],
    ],
  )
})

test('a group needs two different words, a pin one', () => {
  assert.deepEqual(
    faultsOfWords(tidyWords(['社保', ' 社保']), SYNONYM_LENGTH, 2).map(({ detail }) => detail),
    ['至少 2 个不同的词'],
  )
  assert.deepEqual(
    faultsOfWords([], PIN_LENGTH, 1).map(({ detail }) => detail),
    ['请填写词语'],
  )
  assert.deepEqual(faultsOfWords(['税'], PIN_LENGTH, 1), [])
  const many = Array.from({ length: 21 }, (_, at) => `词${at}`)
  assert.equal(faultsOfWords(many, SYNONYM_LENGTH, 2)[0]?.pointer, '/body/words')
})

const stored = {
  synonyms: [{ id: 'a', words: ['社保', '社会保险'] }],
  pins: [{ id: 'p', words: ['社保'], docIds: ['item:1'], siteId: null }],
}

test('a change stands in the place of its row, or beside the others, or takes it away', () => {
  const changed = { kind: 'synonym' as const, id: 'a', words: ['社保', '五险'], isOn: true }
  assert.deepEqual(rulesOf(withChange(stored, changed)).synonyms, [['社保', '五险']])
  assert.deepEqual(rulesOf(withChange(stored, { ...changed, id: null })).synonyms.length, 2)
  assert.deepEqual(rulesOf(withChange(stored, { ...changed, isOn: false })).synonyms, [])
  const pin = { kind: 'pin' as const, id: 'p', words: ['社保'], docIds: ['item:2'], siteId: 'x', isOn: true }
  assert.deepEqual(rulesOf(withChange(stored, pin)).pins, [{ words: ['社保'], docIds: ['item:2'], siteId: 'x' }])
  assert.deepEqual(rulesOf(withChange(stored, { ...pin, docIds: [] })).pins, [])
  assert.deepEqual(withChange(stored, pin).synonyms, stored.synonyms)
})

test('a table that was written is read as it was', () => {
  const groups = [
    { words: ['公积金', '住房公积金'], isOn: true, note: '说"住房"的也有, 常见' },
    { words: ['低保', '最低生活保障'], isOn: false, note: '=SUM(A1)' },
  ]
  const text = writeTable(groups)
  assert.match(text, /^\uFEFF词语,状态,备注\r\n/)
  assert.match(text, /,'=SUM\(A1\)\r\n/)
  assert.deepEqual(
    readTable(text).map(({ line, words, isOn, note }) => ({ line, words, isOn, note })),
    groups.map((group, at) => ({ ...group, line: at + 2 })),
  )
})

test('a table from elsewhere is read: no heading, tabs, empty rows, a quote left open', () => {
  assert.deepEqual(
    readTable('社保,社会保险\n\n低保\n').map(({ line, words }) => [line, words]),
    [
      [1, ['社保', '社会保险']],
      [3, ['低保']],
    ],
  )
  assert.deepEqual(readTable('词语\t状态\t备注\n社保、社会保险\t停用\t旧\n')[0]?.isOn, false)
  assert.deepEqual(
    readTable('社保,"社会保险\n低保,最低生活保障').map(({ words }) => words.length),
    [2, 2],
  )
})

test('the province is tuned from the top of every tree, a site by who answers for it', () => {
  const roots = { organisations: ['/1/', '/2/'], sites: ['/7/', '/8/'] }
  const one = { organisations: ['/1/'], sites: ['/7/'] }
  const tuner = (path: string) => anActor({ permissions: ['search.tune'], organisation: { path } })
  assert.equal(canTuneProvince(tuner('/1/'), roots), false)
  assert.equal(canTuneProvince(tuner('/1/'), one), true)
  assert.equal(canTuneProvince(tuner('/1/5/'), one), false)
  assert.equal(canTuneProvince(anActor({ permissions: ['document.read'], organisation: { path: '/1/' } }), one), false)
  const manager = anActor({ permissions: ['search.tune'], site: { path: '/7/' } })
  assert.equal(canTuneProvince(manager, roots), false)
  assert.equal(canTuneProvince(manager, one), true)
  assert.equal(canTuneSite(manager, { site: '/7/8/', organisation: '/1/' }), true)
  assert.equal(canTuneSite(manager, { site: '/9/', organisation: '/1/' }), false)
})
