import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { findNumbers } from './document-numbers.ts'
import { normalise } from './normalise.ts'
import { createAnalyser } from './segment.ts'

const analyser = createAnalyser({ words: ['易望县幸福里社区服务站'] })
const forms = (text: string): string[] => findNumbers(normalise(text).text).flatMap((number) => [...number.forms])

describe('document numbers', () => {
  it('are one word, however they are written', () => {
    for (const text of [
      '国办发〔2019〕19号',
      '国办发[2019]19号',
      '国办发［２０１９］１９号',
      '国办发（2019） 19 号',
      '国办发〔二〇一九〕十九号',
      '国办发﹝2019﹞19号',
    ]) {
      assert.equal(forms(text)[0], '国办发[2019]19号', text)
      assert.ok(analyser.words(text).includes('国办发[2019]19号'), text)
    }
  })

  it('are found by a part', () => {
    const words = analyser.words('根据《通知》（国办发〔2019〕19号）')
    for (const part of ['2019年19号', '国办发19号', '〔2019〕19号'])
      assert.ok(words.includes(forms(part)[0] ?? ''), part)
  })

  it('know where the agency begins, orders, announcements and index numbers', () => {
    assert.deepEqual(forms('根据冀政办字〔2020〕1号')[0], '冀政办字[2020]1号')
    for (const order of ['国务院令第六百九十八号', '国令第698号', '中华人民共和国国务院令 第698号'])
      assert.deepEqual(forms(order), ['国务院令698号'], order)
    assert.equal(forms('财政部公告2019年第39号')[0], '财政部公告[2019]39号')
    assert.deepEqual(forms('000014349/2019-00007'), ['000014349/2019-00007'])
    assert.deepEqual(forms('第五十六条'), ['第56条'])
  })

  it('are not seen where there are none', () => {
    for (const text of ['住在12号楼', '2019年5月19日', '会议(2019)上', '12345', ''])
      assert.deepEqual(forms(text), [], text)
  })
})

describe('words', () => {
  it('hold the words inside them', () => {
    assert.ok(analyser.words('居民身份证').includes('身份证'))
    assert.ok(analyser.words('易望县幸福里社区服务站的电话').includes('易望县幸福里社区服务站'))
  })

  it('point into the text that was given', () => {
    const given = '辦理身\u200b份證：⼈民政府，國辦發〔２０１９〕１９號'
    for (const { word, start, end } of analyser.tokens(given)) {
      assert.ok(start < end && end <= given.length, word)
    }
    const card = analyser.tokens(given).find(({ word }) => word === '身份证')
    assert.equal(given.slice(card?.start, card?.end), '身\u200b份證')
  })

  it('count which texts are cited', () => {
    assert.ok(analyser.words('依照《中华人民共和国民法典》第五条').includes('《民法典》'))
  })

  it('are made of any characters at all', () => {
    for (const text of [
      '',
      ' ',
      '\ud800',
      '😀😀',
      '\u0000\u0001',
      '"\'; DROP TABLE x; --',
      '(a OR b) NEAR/3 *',
      '〔〔〔２０１９',
    ]) {
      for (const { start, end } of analyser.tokens(text)) assert.ok(start <= end && end <= text.length)
    }
  })
})
