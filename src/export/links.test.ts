import assert from 'node:assert/strict'
import { test } from 'node:test'
import { blobOf, isDynamic, linksIn } from './links.ts'

test('links of a page on the same scheme, decoded, each once', () => {
  const html = `<a href="/tzgg/">一</a><a class="x" href="/tzgg/#top">二</a><img src="/files/${'b'.repeat(64)}/%E5%9B%BE.png">
    <a href="p/2/">相对</a><a href="/a?print=1">打印</a><a href="#main">锚</a><a href="https://www.b.localhost/x/">别处</a>
    <a href="http://www.b.localhost/x/">别站</a><a href="mailto:a@b.cn">信</a><a href="/a&amp;b/">和</a><a href="http://[">坏</a>
    <a href="/../../etc/passwd">越</a><a href="http://www.b.localhost:99/y/">端口</a><a data-href="/no/">无</a>`
  assert.deepEqual(linksIn(html, 'http://www.a.localhost/zw/'), [
    { host: 'www.a.localhost', path: '/tzgg/' },
    { host: 'www.a.localhost', path: `/files/${'b'.repeat(64)}/图.png` },
    { host: 'www.a.localhost', path: '/zw/p/2/' },
    { host: 'www.b.localhost', path: '/x/' },
    { host: 'www.a.localhost', path: '/a&b/' },
    { host: 'www.a.localhost', path: '/etc/passwd' },
  ])
})

test('files are known by their address, and what is made for each reader too', () => {
  assert.equal(blobOf(`/files/${'c'.repeat(64)}/a.pdf`), 'c'.repeat(64))
  for (const path of ['/files/short/a.pdf', `/files/${'c'.repeat(64)}/a/b`, '/tzgg/']) assert.equal(blobOf(path), null)
  for (const path of ['/api/x', '/console/', '/-/x', '/leave', '/t001/leave']) assert.ok(isDynamic(path), path)
  assert.ok(!isDynamic('/tzgg/'))
})
