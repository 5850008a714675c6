import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isHost, pathOf, placeOf } from './paths.ts'

const SHA = 'a'.repeat(64)

test('addresses become files, and files addresses again', () => {
  for (const [path, file] of [
    ['/', 'index.html'],
    ['/tzgg/', 'tzgg/index.html'],
    ['/tzgg/p/3/', 'tzgg/p/3/index.html'],
    ['/tzgg/202611/1a.html', 'tzgg/202611/1a.html'],
    ['/robots.txt', 'robots.txt'],
    ['/专题/100%?.html', '专题/100%?.html'],
    [`/files/${SHA}/附件 1.tar.gz`, `files/${SHA}/附件 1.tar.gz`],
  ] as const) {
    assert.deepEqual(placeOf(path), { file })
    assert.equal(pathOf(file), path)
  }
})

test('what could leave the folder or mean two things is refused with its reason', () => {
  for (const [path, refused] of [
    ['/../etc/passwd', 'leaves the folder'],
    ['/a/./b/', 'leaves the folder'],
    ['/a\\..\\b', 'leaves the folder'],
    ['/a/%2e%2e/b'.replaceAll('%2e', '.'), 'leaves the folder'],
    ['/a\0b', 'control characters'],
    ['/a\nb', 'control characters'],
    ['//etc/passwd', 'empty part'],
    ['/a//b/', 'empty part'],
    ['/a/index.html', 'reserved name'],
    ['/a/b.html.gz', 'reserved name'],
    ['/.yw-1/', 'reserved name'],
    [`/${'长'.repeat(100)}/`, 'name too long'],
    [`/${'abc/'.repeat(1000)}`, 'path too long'],
    ['/\ud800', 'not well-formed'],
    ['etc', 'not well-formed'],
  ] as const) {
    assert.deepEqual(placeOf(path), { refused }, JSON.stringify(path))
  }
})

test('a host is a plain name, never a folder of our own', () => {
  for (const good of ['www.a.gov.cn', 'localhost', 'xn--fiqs8s.cn', 'a-b.c']) assert.ok(isHost(good), good)
  for (const bad of ['', '.state', '..', 'a..b', 'a/b', 'A.cn', '-a', 'a-', 'a b', 'a'.repeat(300)]) {
    assert.ok(!isHost(bad), bad)
  }
})
