import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { makeFolder, NoFolder } from './make-folder.ts'

const root = mkdtempSync(path.join(tmpdir(), 'yiwang-folder-'))
after(() => rmSync(root, { recursive: true }))

test('a folder is made with all above it, and one that is there stays', () => {
  const deep = path.join(root, 'a', 'b', 'c')
  makeFolder(deep)
  makeFolder(deep)
  assert.ok(statSync(deep).isDirectory())
})

test('where none can be made it says so at once', { timeout: 5_000 }, () => {
  const file = path.join(root, 'file')
  writeFileSync(file, '')
  symlinkSync(path.join(root, 'nowhere'), path.join(root, 'dangling'))
  for (const folder of [file, path.join(file, 'below'), path.join(root, 'dangling')])
    assert.throws(() => makeFolder(folder), NoFolder, folder)
  if (existsSync('/proc/self')) assert.throws(() => makeFolder('/proc/yiwang/export'), NoFolder)
})
