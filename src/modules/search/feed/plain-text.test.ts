import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cleanHtml } from '../../../kernel/html.ts'
import { plainText } from './plain-text.ts'

const textOf = (html: string) => plainText(cleanHtml(html))

test('paragraphs, cells and breaks are lines, tags are nothing', () => {
  assert.equal(textOf('<p>第一条 <strong>为了</strong>规范</p><p>第二条</p>'), '第一条 为了规范\n第二条')
  assert.equal(textOf('<table><tr><td>姓名</td><td>电话</td></tr></table>'), '姓名\n电话')
  assert.equal(textOf('一<br>二'), '一\n二')
})

test('characters that were escaped are themselves again, and attributes are not text', () => {
  assert.equal(textOf('<p>1 &lt; 2 &amp;&amp; 3 &gt; 2&nbsp;“&#8220;”&#x4e2d;</p>'), '1 < 2 && 3 > 2 ““”中')
  assert.equal(textOf('<p><a href="https://a.cn/?a=1&b=2" title="a > b">链接</a></p>'), '链接')
})

test('what looks like a tag once it is unescaped stays text', () => {
  assert.equal(textOf('<p>&lt;b&gt;不是标签&lt;/b&gt;</p>'), '<b>不是标签</b>')
})
