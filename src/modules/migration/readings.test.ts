import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bodyOf, dayOf, documentNumberOf, innerHtml, instantOf, wordsOf } from './readings.ts'

test('dates are read in the ways offices write them, in Shanghai time', () => {
  for (const text of [
    '2019年01月27日',
    '2019年1月27日',
    '2019-01-27',
    '2019/1/27',
    '2019.1.27',
    '20190127',
    '２０１９年１月２７日',
    '二〇一九年一月二十七日',
  ]) {
    assert.equal(instantOf(text)?.toISOString(), '2019-01-26T16:00:00.000Z', text)
    assert.equal(dayOf(text), '2019-01-27', text)
  }
  for (const text of [
    '2024-07-19 14:45',
    '2024年7月19日 14时45分',
    '2024-07-19T14:45:00+08:00',
    '2024-07-19T06:45:00Z',
    '202407191445',
  ]) {
    assert.equal(instantOf(text)?.toISOString(), '2024-07-19T06:45:00.000Z', text)
  }
  assert.equal(instantOf('1721371500')?.toISOString(), '2024-07-19T06:45:00.000Z')
})

test('what is no day of the calendar is no date', () => {
  for (const text of [
    '',
    '去年',
    '2019',
    '2019-02-29',
    '2019-13-01',
    '2019-00-10',
    '2019-01-01 25:00',
    '2019-01-01 10:60',
    '0199-01-01',
    '2019-01-27 附件',
  ]) {
    assert.equal(instantOf(text), null, text)
  }
})

test('document numbers get their brackets, nothing else changes', () => {
  assert.equal(documentNumberOf('国办发[2017] 47 号'), '国办发〔2017〕47号')
  assert.equal(documentNumberOf('冀政办字（2019）第09号'), '冀政办字〔2019〕9号')
  assert.equal(documentNumberOf('国发〔2019〕5号'), '国发〔2019〕5号')
  assert.equal(documentNumberOf('国令第706号'), '国令第706号')
})

test('keywords are split as people separate them', () => {
  assert.deepEqual(wordsOf('医保、社保;养老， 低保'), ['医保', '社保', '养老', '低保'])
  assert.deepEqual(wordsOf('医保 社保'), ['医保', '社保'])
})

test('text becomes paragraphs, HTML stays', () => {
  assert.equal(bodyOf('甲 < 乙\n\n丙 & 丁'), '<p>甲 &lt; 乙</p>\n<p>丙 &amp; 丁</p>')
  assert.equal(bodyOf('<p>甲</p>'), '<p>甲</p>')
})

test('the article is taken out of a whole page', () => {
  const page =
    '<div class="head">头</div><!-- <div id="zoom">旧</div> --><div class="a zoom b"><div>甲</div><p>乙</p></div><div>尾</div>'
  assert.equal(innerHtml(page, ['TRS_Editor', 'zoom']), '<div>甲</div><p>乙</p>')
  assert.equal(innerHtml('<td id=UCAP-CONTENT><p>文', ['UCAP-CONTENT']), '<p>文')
  assert.equal(innerHtml(page, ['zoo', 'zoom2']), null)
})
