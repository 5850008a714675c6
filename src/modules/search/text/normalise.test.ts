import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { normalise } from './normalise.ts'
import { arabicNumerals, chineseNumber } from './numerals.ts'

const plain = (text: string): string => normalise(text).text

describe('normalising', () => {
  it('folds width, case, script and radicals', () => {
    assert.equal(plain('ＡＢＣ１２３'), 'abc123')
    assert.equal(plain('⼈⺠政府'), '人民政府')
    assert.equal(plain('臺灣身份證'), '台湾身份证')
    assert.equal(plain('〔2019〕'), '[2019]')
    assert.equal(plain('Café'), 'cafe')
    assert.equal(plain('什么著作'), '什么著作')
  })

  it('drops what cannot be seen and keeps line ends', () => {
    assert.equal(plain('公\u200b积\ufeff金\u0000'), '公积金')
    assert.equal(plain('一\n二'), '一\n二')
    assert.equal(plain('\ud800a\udc00'), '\ufffda\ufffd')
  })

  it('writes years and ordinals in Arabic numerals, and nothing else', () => {
    assert.equal(plain('二〇一九年'), '2019年')
    assert.equal(plain('第五十六条'), '第56条')
    assert.equal(plain('第一千零一十条'), '第1010条')
    assert.equal(plain('〔二〇一九〕十九号'), '[2019]19号')
    assert.equal(plain('国办发二〇一九19号'), '国办发[2019]19号')
    assert.equal(plain('国办发二〇一九第十九号'), '国办发[2019]第19号')
    assert.equal(plain('一方十分三农'), '一方十分三农')
    assert.equal(chineseNumber('十'), 10)
    assert.equal(chineseNumber('甲'), null)
    assert.equal(arabicNumerals('').text, '')
  })

  it('leads every place back to the text that was given', () => {
    const given = '①依第五十六条和㎡，😀公\u200b积金（二〇一九年）'
    const { text, at } = normalise(given)
    for (const word of ['条', '公', '金', '年']) {
      assert.equal(given.charAt(at(text.indexOf(word))), word)
    }
    assert.equal(at(text.length), given.length)
    for (let offset = 1; offset <= text.length; offset++) assert.ok(at(offset) >= at(offset - 1))
  })
})
