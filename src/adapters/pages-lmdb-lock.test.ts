import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { createLog } from '../kernel/log.ts'
import { alone, LOCK_FILE } from './pages-lmdb-lock.ts'
import { openPageStore } from './pages-lmdb.ts'

const opener = path.join(import.meta.dirname, '../../test/fixtures/page-opener.ts')
const made = mkdtempSync(path.join(tmpdir(), 'yiwang-pages-'))
const folder = path.join(made, 'pages')
const options = { folder, limitBytes: 1e9, log: createLog('silent') }
after(() => rmSync(made, { recursive: true, force: true }))

test('processes that are started together wait for the one that makes the store, and share it', async () => {
  const child = spawn(process.execPath, [opener, folder], { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  await once(child.stdout, 'data')
  const store = openPageStore(options)
  assert.equal(store.applied()?.identity, 'the other process')
  const { ino } = statSync(path.join(folder, LOCK_FILE))
  store.clear()
  assert.equal(store.applied(), null)
  assert.equal(statSync(path.join(folder, LOCK_FILE)).ino, ino, 'whoever waits now waits for the same lock')
  child.stdin.end()
  assert.deepEqual(await ended, [0, null])
  await store.close()
})

test('what cannot be locked is opened all the same', () => {
  const nowhere = '/dev/null/pages'
  assert.equal(
    alone({ ...options, folder: nowhere }, () => 'opened'),
    'opened',
  )
  assert.equal(existsSync(nowhere), false)
})
