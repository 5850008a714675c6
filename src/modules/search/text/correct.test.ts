import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createSpeller } from './correct.ts'
import { createPinyinIndex } from './pinyin.ts'

const vocabulary =
  '身份证 公积金 住房公积金 住房 户口 劳动合同 营业执照 商标注册 交通事故 养老保险 养老 办理 提取 不动产登记 商标 合同 劳动 证 办 的 口 金'
    .split(' ')
    .map((word) => ({ word, frequency: word.length === 1 ? 500 : 100 }))
const speller = createSpeller(vocabulary)
const pinyin = createPinyinIndex(vocabulary)

describe('您是不是要找', () => {
  const slips: [string, string][] = [
    ['身分证', '身份证'],
    ['公积经', '公积金'],
    ['户囗', '户口'],
    ['劳动和同', '劳动合同'],
    ['营业执找办理', '营业执照办理'],
    ['交通事事故', '交通事故'],
    ['不动产登己', '不动产登记'],
    ['公金积', '公积金'],
  ]
  for (const [typed, meant] of slips) it(`${typed}: ${meant}`, () => assert.equal(speller.correct(typed), meant))

  it('leaves alone what is right or not known', () => {
    for (const text of [
      '住房公积金提取',
      '魑魅魍魉',
      '公鸡今',
      '身份证',
      'abc',
      '',
      '\ud800',
      '😀',
      '国办发〔2019〕19号',
      '好'.repeat(500),
    ]) {
      assert.equal(speller.correct(text), null, text)
    }
  })
})

describe('letters for characters', () => {
  it('are read whole, by initials and in parts', () => {
    assert.equal(pinyin.read('gongjijin')[0], '公积金')
    assert.equal(pinyin.read('gjj')[0], '公积金')
    assert.equal(pinyin.read('gongjij')[0], '公积金')
    assert.ok(pinyin.read('zhufang gongjijin').includes('住房公积金'))
    assert.equal(pinyin.read('shangbiaozhucebanli')[0], '商标注册办理')
  })

  it('that mean nothing give nothing', () => {
    for (const text of ['', 'q', "'", 'xyzxyz', 'select * from', '公积金', 'a'.repeat(1_000)])
      assert.deepEqual(pinyin.read(text), [])
  })
})
