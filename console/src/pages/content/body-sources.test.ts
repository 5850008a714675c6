import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fromEditor, insideHref, toCompare, toEditor } from './body-sources.ts'

const blob = 'a1'.repeat(32)

test('pictures and files go to the console and come back as they were', () => {
  const kept = `<p><img src="/files/${blob}/%E5%9B%BE.png" alt="图"><a href="/files/${blob}/b.pdf">附件</a></p>`
  assert.notEqual(toEditor(kept), kept)
  assert.equal(fromEditor(toEditor(kept)), kept)
})

test('what the editor inserts is kept under the portal address', () => {
  const html = `<img src="${insideHref(blob, '现场 图.png')}" alt="">`
  assert.equal(fromEditor(html), `<img src="/files/${blob}/%E7%8E%B0%E5%9C%BA%20%E5%9B%BE.png" alt="">`)
})

test('other addresses are left alone', () => {
  const html = '<a href="https://www.yunling.localhost/files/x.pdf">x</a>'
  assert.equal(toEditor(html), html)
  assert.equal(fromEditor(html), html)
})

test('a comparison names the file and tells two of the same name apart', () => {
  const picture = (digest: string) => toCompare(`<img src="/files/${digest.repeat(32)}/%E5%9B%BE.png" alt="图">`)
  assert.equal(picture('a1'), '<img src="图.png a1a1a1a1" alt="图">')
  assert.notEqual(picture('a1'), picture('b2'))
})
