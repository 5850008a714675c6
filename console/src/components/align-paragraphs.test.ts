import assert from 'node:assert/strict'
import { test } from 'node:test'
import { alignParagraphs } from './align-paragraphs.ts'
import { foldRows } from './fold-rows.ts'
import { paragraphsOf } from './paragraphs-of.ts'

const joined = (pieces: readonly { text: string }[]) => pieces.map((one) => one.text).join('')

test('equal texts have no change', () => {
  const rows = alignParagraphs(['第一条', '第二条'], ['第一条', '第二条'])
  assert.deepEqual(
    rows.map((row) => row.kind),
    ['same', 'same'],
  )
})

test('a changed number is marked as a whole word, and both sides stay complete', () => {
  const before = '第三条　每批房源在分配前 7 日公告，公告载明位置。'
  const after = '第三条　每批房源在分配前 15 日公告，公告载明位置。'
  const [row] = alignParagraphs([before], [after])
  assert.equal(row?.kind, 'changed')
  if (row?.kind !== 'changed') return
  assert.deepEqual(
    row.before.filter((one) => one.kind === 'out').map((one) => one.text),
    ['7'],
  )
  assert.deepEqual(
    row.after.filter((one) => one.kind === 'in').map((one) => one.text),
    ['15'],
  )
  assert.equal(joined(row.before), before)
  assert.equal(joined(row.after), after)
})

test('an inserted paragraph does not push the following ones out of step', () => {
  const rows = alignParagraphs(
    ['总则', '为规范公共租赁住房分配，制定本细则。', '附则'],
    ['总则', '本细则适用于本市。', '为规范公共租赁住房的分配，制定本细则。', '附则'],
  )
  assert.deepEqual(
    rows.map((row) => row.kind),
    ['same', 'added', 'changed', 'same'],
  )
})

test('unlike paragraphs are one removed and one added, not a mess of marks', () => {
  const rows = alignParagraphs(['选房结果在三个工作日内公示。'], ['Contact us by mail'])
  assert.deepEqual(rows.map((row) => row.kind).toSorted(), ['added', 'removed'])
})

test('an emptied text is all removed', () => {
  assert.deepEqual(alignParagraphs(['甲', '乙'], []), [
    { kind: 'removed', text: '甲' },
    { kind: 'removed', text: '乙' },
  ])
})

test('a wholly rewritten long text is compared in reasonable time', () => {
  const rows = alignParagraphs(
    Array.from({ length: 800 }, (_, index) => `旧文第${index}段`),
    Array.from({ length: 800 }, (_, index) => `新稿${index}`),
  )
  assert.equal(rows.length, 1600)
})

test('long unchanged stretches fold, with one paragraph of context', () => {
  const rows = alignParagraphs(['一', '二', '三', '四', '五', '六'], ['一', '二', '三', '四', '五', '陆'])
  const folded = foldRows(rows)
  assert.equal(folded[0]?.kind, 'fold')
  assert.equal(folded[0]?.kind === 'fold' ? folded[0].rows.length : 0, 4)
  assert.equal(folded[1]?.kind === 'row' && folded[1].row.kind === 'same', true)
})

test('paragraphs are read from headings, lists and tables, and entities are decoded', () => {
  assert.deepEqual(
    paragraphsOf(
      '<h2>第一章&nbsp;总则</h2><ul><li><p>A &amp; B</p></li></ul><table><caption>表 1</caption><tbody><tr><td><p>甲</p></td><td>1</td></tr></tbody></table><p></p>',
    ),
    ['第一章 总则', 'A & B', '表 1', '甲　|　1'],
  )
})

test('a changed picture or link target shows as a change', () => {
  assert.deepEqual(paragraphsOf('<p>见<a href="/a.html">附件</a></p><img src="/x.png" alt="图">'), [
    '见附件〔/a.html〕',
    '【图片：图 /x.png】',
  ])
})
