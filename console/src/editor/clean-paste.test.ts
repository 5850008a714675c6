import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isOwnPicture, isSafeLink } from './allowed.ts'
import { cleanPaste, countPictures } from './clean-paste.ts'

test('Word text loses its styles and keeps its structure', () => {
  const word = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{mso-style-name:x}</style></head><body lang=ZH-CN>
<!--[if gte mso 9]><xml><o:OfficeDocumentSettings/></xml><![endif]--><!--StartFragment-->
<h1 style='mso-pagination:widow-orphan'><span lang=EN-US>第一章 总则<o:p></o:p></span></h1>
<p class=MsoNormal style='text-indent:32.0pt;mso-char-indent-count:2.0'><span style='font-family:仿宋'>第一条 <b style='mso-bidi-font-weight:normal'>为规范</b>分配。</span></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p><!--EndFragment--></body></html>`
  assert.equal(
    cleanPaste(word).replace(/\s*\n\s*/g, ''),
    '<h2>第一章 总则</h2><p>第一条 <strong>为规范</strong>分配。</p>',
  )
})

test('tables keep merged cells and alignment, and lose widths and borders', () => {
  assert.equal(
    cleanPaste(
      `<table border=1 style="width:100%"><tr><td colspan=2 width=82 style='border:solid;text-align:center'><p align=right>甲</p></td></tr></table>`,
    ),
    '<table><tr><td colspan="2" class="align-center"><p class="align-right">甲</p></td></tr></table>',
  )
})

test('scripts and event handlers do not survive', () => {
  const cleaned = cleanPaste(
    `<p onclick="alert(1)">a<script>alert(1)</script><a href="/x" onmouseover='y()' target=_blank>b</a></p>`,
  )
  assert.equal(cleaned, '<p>a<a href="/x">b</a></p>')
})

test('a greater-than sign inside an attribute does not break the tag', () => {
  assert.equal(cleanPaste(`<p title="a > b" data-x='>'>正文</p>`), '<p>正文</p>')
})

test('pictures are counted so that the writer hears about them', () => {
  assert.equal(countPictures(`<p><img src="file:///c:/a.png"><v:imagedata src="b"/></p>`), 2)
})

test('links and pictures lead only where they may', () => {
  assert.equal(isSafeLink('javascript:alert(1)'), false)
  assert.equal(isSafeLink('//evil.example'), false)
  assert.equal(isSafeLink('https://www.example.cn/'), true)
  assert.equal(isSafeLink('/zwgk/'), true)
  assert.equal(isOwnPicture('/api/uploads/1', 'http://localhost'), true)
  assert.equal(isOwnPicture('data:image/png;base64,AAAA', 'http://localhost'), false)
  assert.equal(isOwnPicture('http://localhost.evil.example/a.png', 'http://localhost'), false)
})
