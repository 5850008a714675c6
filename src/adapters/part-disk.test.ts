import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { TooLarge } from '../kernel/blobs.ts'
import { newId } from '../kernel/ids.ts'
import { partDisk } from './part-disk.ts'

const folder = await mkdtemp(path.join(tmpdir(), 'parts-'))
after(() => rm(folder, { recursive: true }))
const parts = partDisk(folder)
const limits = { most: 100, silenceMs: 5_000, mayWrite: () => true }
const text = (id: string) => readFile(parts.pathOf(id), 'utf8')

test('pieces stand one behind the other', async () => {
  const id = newId()
  assert.equal(await parts.length(id), 0)
  await parts.append(id, Readable.from([Buffer.from('云岭'), Buffer.from('省')]), limits)
  const { length, broken } = await parts.append(id, Readable.from([Buffer.from('政府')]), limits)
  assert.deepEqual([length, broken], [15, null])
  assert.equal(await text(id), '云岭省政府')
  await parts.remove(id)
  assert.equal(await parts.length(id), 0)
})

test('what came before the source broke stays, and why it ended is told', async () => {
  const id = newId()
  async function* breaking() {
    yield Buffer.from('half')
    throw new Error('ECONNRESET')
  }
  const { length, broken } = await parts.append(id, Readable.from(breaking()), limits)
  assert.deepEqual([length, broken?.message, await text(id)], [4, 'ECONNRESET', 'half'])
})

test('a source that falls silent counts as broken', async () => {
  const id = newId()
  const source = new PassThrough()
  source.write('slow')
  const { length, broken } = await parts.append(id, source, { ...limits, silenceMs: 50 })
  assert.equal(length, 4)
  assert.match(broken?.message ?? '', /silent/)
})

test('more than the most is refused, and nothing of that piece stays', async () => {
  const id = newId()
  await parts.append(id, Readable.from([Buffer.from('kept')]), limits)
  const flood = Readable.from([Buffer.alloc(60), Buffer.alloc(60)])
  await assert.rejects(parts.append(id, flood, limits), TooLarge)
  assert.equal(await text(id), 'kept')
})

test('whoever may not write any more writes nothing more', async () => {
  const id = newId()
  const answers = [true, false]
  const mayWrite = () => answers.shift() ?? false
  const source = Readable.from([Buffer.from('mine'), Buffer.from('not')])
  await assert.rejects(parts.append(id, source, { ...limits, mayWrite }))
  assert.equal(await text(id), 'mine')
})

test('a process killed with -9 leaves what it had written, and its length is the truth', async () => {
  const id = newId()
  const script = `import { partDisk } from ${JSON.stringify(new URL('./part-disk.ts', import.meta.url).href)}
    await partDisk(${JSON.stringify(folder)}).append('${id}', process.stdin, { most: 100, silenceMs: 60_000, mayWrite: () => true })`
  const writer = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
    stdio: ['pipe', 'ignore', 'inherit'],
  })
  writer.stdin.write('written before the end')
  while ((await parts.length(id)) < 22) await sleep(20)
  writer.kill('SIGKILL')
  await once(writer, 'exit')
  assert.equal(await parts.length(id), 22)
  await parts.append(id, Readable.from([Buffer.from(', and after')]), limits)
  assert.equal(await text(id), 'written before the end, and after')
})

test('only what is named like a part is ever touched', async () => {
  assert.throws(() => parts.pathOf('../../secrets'))
  assert.deepEqual(await partDisk(path.join(folder, 'none')).untouchedSince(new Date()), [])
  assert.ok((await parts.untouchedSince(new Date(Date.now() + 1000))).length > 0)
  assert.deepEqual(await parts.untouchedSince(new Date(Date.now() - 3_600_000)), [])
})
