import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseQuery } from './query.ts'
import { createAnalyser } from './segment.ts'
import { createSynonyms } from './synonyms.ts'

const analyser = createAnalyser()
const synonyms = createSynonyms([['一卡通', '社保卡']])
const parse = (text: string) => parseQuery(text, analyser, synonyms)
const wordsOf = (text: string): string[] =>
  parse(text)
    .groups.filter((group) => group.isRequired)
    .map(({ word }) => word)

describe('a query', () => {
  it('leaves out what every question has, unless nothing else is left', () => {
    assert.deepEqual(wordsOf('请问身份证丢了怎么办'), ['身份证', '丢了'])
    assert.deepEqual(wordsOf('怎么办'), ['怎么办'])
  })

  it('knows phrases and words that are not wanted', () => {
    const query = parse('公积金 “提取条件” -贷款 -"二手房 过户"')
    assert.deepEqual(
      query.phrases.map(({ text }) => text),
      ['提取条件'],
    )
    assert.deepEqual(
      query.excluded.map(({ text }) => text),
      ['贷款', '二手房 过户'],
    )
    assert.ok(!query.terms.some(({ word }) => word === '贷款'))
  })

  it('takes a minus sign inside a word and an open quotation mark as they are', () => {
    assert.deepEqual(parse('covid-19').excluded, [])
    assert.deepEqual(
      parse('"提取条件').phrases.map(({ text }) => text),
      ['提取条件'],
    )
    assert.deepEqual(parse('""').phrases, [])
  })

  it('finds document numbers in it', () => {
    assert.equal(parse('国办发(2019)19号').numbers[0], '国办发[2019]19号')
    assert.deepEqual(parse('公积金').numbers, [])
  })

  it('takes a number and nothing else for one, however carelessly it is typed', () => {
    for (const text of ['国办发2019 19号', '国办发201919号', '国办发2019-19', '国办发 2019 第019号'])
      assert.equal(parse(text).numbers[0], '国办发[2019]19号', text)
    assert.equal(parse('冀教基[2013]43').plain, '冀教基[2013]43号')
    for (const text of ['工作报告2019', '元旦2024 1', '2019年5月']) assert.deepEqual(parse(text).numbers, [], text)
  })

  it('makes no word of characters that only stand beside each other', () => {
    assert.deepEqual(wordsOf('失业金能领多久'), ['失业金', '领'])
  })

  it('knows what else a word is called', () => {
    const words = parse('一卡通').terms.map(({ word }) => word)
    assert.ok(words.includes('社保卡'))
    assert.ok(parse('公积金').groups[0]?.words.includes('住房公积金'))
  })

  it('knows what the parts of a word are called', () => {
    const [group] = parse('身份证补办').groups
    assert.ok(group?.ways.some((words) => words.join('') === '居民身份证补领'))
  })

  it('knows when somebody wants to do something', () => {
    assert.ok(parse('身份证在哪办').asksToDo)
    assert.ok(parse('怎么申请低保').asksToDo)
    assert.ok(parse('结婚登记要带什么').asksToDo)
    assert.ok(!parse('民法典全文').asksToDo)
  })

  it('reads a number alone as one that something bears', () => {
    for (const text of ['24号', '第24号', '０２４号', '24号文', '24号文件']) {
      const { plain, numbers, terms } = parse(text)
      assert.deepEqual([plain, numbers, terms[0]?.word], ['第24号', ['24号'], '24号'], text)
    }
    assert.deepEqual(parse('长江路24号').numbers, [])
    assert.deepEqual(parse('24号线').numbers, [])
  })

  it('reads years in Chinese numerals that stand before a number', () => {
    for (const text of ['教基二〇一八26号', '教基二〇一八第26号', '教基二零一八二十六号', '教基〔二〇一八〕26号'])
      assert.ok(parse(text).numbers.includes('[2018]26号'), text)
    assert.deepEqual(parse('一二〇一八26号楼').numbers, [])
  })

  it('reads two hundred characters and says so', () => {
    const long = parse('公积金提取'.repeat(2_000))
    assert.ok(long.isShortened)
    assert.ok(long.text.length <= 200)
    assert.ok(!parse('金'.repeat(200)).isShortened)
    assert.ok(parse('😀'.repeat(201)).isShortened)
  })

  it('never fails', () => {
    const hostile = [
      '',
      ' ',
      '-',
      '--',
      '"',
      '“',
      '-"',
      '\ud83d',
      '\udc00"',
      '😀',
      '\u0000',
      "' OR 1=1 --",
      'a* NEAR(b)',
      '{a b}:c',
      '《》',
      '-《',
      '〔〕号',
    ]
    for (const text of [...hostile, ...hostile.map((one) => `${one}公积金${one}`)]) {
      const query = parse(text)
      assert.equal(typeof query.plain, 'string', text)
      for (const { weight } of query.terms) assert.ok(Number.isFinite(weight))
    }
  })
})
