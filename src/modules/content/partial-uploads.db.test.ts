import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { appendFile, mkdtemp, rm, utimes } from 'node:fs/promises'
import { type ClientRequest, request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeEach, after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import cookie from '@fastify/cookie'
import Fastify from 'fastify'
import sharp from 'sharp'
import { anActor, aSite, startKit } from '../../../test/kit/index.ts'
import { blobDisk } from '../../adapters/blob-disk.ts'
import type { Actor } from '../../kernel/actor.ts'
import { createApi } from '../../kernel/http.ts'
import { newId } from '../../kernel/ids.ts'
import { createLog } from '../../kernel/log.ts'
import { problemReply } from '../../kernel/problem-reply.ts'
import { Upload } from './contract.ts'
import { ownJobs } from './jobs.ts'
import { contentLabels } from './labels.ts'
import { MOST_UNFINISHED } from './partial-rules.ts'
import { uploadRoutes } from './upload-routes.ts'

const NOW = new Date('2026-11-26T02:00:00Z')
const later = (milliseconds: number) => kit.setNow(new Date(NOW.getTime() + milliseconds))
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const MB = 1024 * 1024

const kit = await startKit()
const folder = await mkdtemp(path.join(tmpdir(), 'partial-'))
const blobs = blobDisk(folder)
const { site, other } = await kit.work(async (work) => ({ site: await aSite(work), other: await aSite(work) }))
const permissions = ['document.read', 'document.write']
const writer = anActor({ permissions, site })
const people = new Map<string, Actor>([
  ['writer', writer],
  ['colleague', anActor({ permissions, site })],
  ['stranger', anActor({ permissions, site: other })],
  ['reader', anActor({ permissions: ['document.read'], site })],
  ['demoted', { ...anActor({ permissions: ['document.read'], site }), id: writer.id }],
])
const server = Fastify()
await server.register(cookie)
server.setErrorHandler(problemReply([contentLabels], createLog('silent')))
const authenticate = async (token: string) => {
  const actor = people.get(token)
  return actor ? { actor, csrfToken: 'c' } : null
}
uploadRoutes(createApi(server, { engine: kit.engine, authenticate, declared: [], blobs }))
const address = new URL(await server.listen({ port: 0, host: '127.0.0.1' }))
after(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})
beforeEach(() => kit.setNow(NOW))

const ROOT = '/api/partial-uploads'
const headersOf = (token: string, more: Record<string, string | number> = {}) => ({
  cookie: `yw-session=${token}`,
  'x-csrf-token': 'c',
  'tus-resumable': '1.0.0',
  ...more,
})
type Method = 'POST' | 'HEAD' | 'PATCH' | 'DELETE' | 'OPTIONS'
const ask = (method: Method, url: string, { token = 'writer', ...more }: Record<string, string | number> = {}) =>
  server.inject({ method, url, headers: headersOf(String(token), more) })
const metadata = (name: string, siteId = site.id) =>
  `filename ${Buffer.from(name).toString('base64')},siteId ${Buffer.from(siteId).toString('base64')}`
const begin = (name: string, length: number, more: Record<string, string | number> = {}) =>
  ask('POST', ROOT, { 'upload-length': length, 'upload-metadata': metadata(name), ...more })
async function begun(name: string, length: number, more: Record<string, string | number> = {}): Promise<string> {
  const reply = await begin(name, length, more)
  assert.equal(reply.statusCode, 201, reply.body)
  return String(reply.headers.location)
}
const piece = (url: string, offset: number, payload: Buffer, more: Record<string, string> = {}) =>
  server.inject({
    method: 'PATCH',
    url,
    headers: headersOf(more['token'] ?? 'writer', {
      'upload-offset': offset,
      'content-type': 'application/offset+octet-stream',
    }),
    payload,
  })
async function offsetOf(url: string): Promise<number> {
  const reply = await ask('HEAD', url)
  assert.equal(reply.statusCode, 200)
  return Number(reply.headers['upload-offset'])
}
const partOf = (url: string) => blobs.parts.pathOf(url.split('/').at(-1) ?? '')
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
const records = async () => (await kit.view(({ db }) => db.selectFrom('content.upload').select('id').execute())).length

/** A piece of which the rest is still to come. */
function open(url: string, offset: number, length: number): ClientRequest {
  const headers = headersOf('writer', {
    'upload-offset': offset,
    'content-type': 'application/offset+octet-stream',
    'content-length': length,
  })
  const request = httpRequest(new URL(url, address), { method: 'PATCH', headers })
  request.on('error', () => undefined)
  return request
}
async function arrives(url: string, length: number): Promise<void> {
  for (let tries = 0; (await offsetOf(url)) !== length; tries++) {
    assert.ok(tries < 200, `${length} bytes never arrived`)
    await sleep(20)
  }
}
const text = (bytes: number) => Buffer.from(randomBytes(bytes).toString('hex').slice(0, bytes))

test('a file in three pieces is what it would be in one; asked again, the answer is the same', async () => {
  const file = text(300_000)
  const url = await begun('预算公开.txt', file.length)
  for (const [from, to] of [
    [0, 100_000],
    [100_000, 250_000],
  ] as const) {
    const reply = await piece(url, from, file.subarray(from, to))
    assert.deepEqual([reply.statusCode, Number(reply.headers['upload-offset'])], [204, to])
    assert.equal(reply.headers['upload-expires'], new Date(NOW.getTime() + 24 * HOUR).toUTCString())
    assert.equal(await offsetOf(url), to)
  }
  const last = await piece(url, 250_000, file.subarray(250_000))
  assert.equal(last.statusCode, 200, last.body)
  const upload = Upload.parse(last.json())
  assert.deepEqual(
    [upload.name, upload.mediaType, upload.bytes, upload.blob],
    ['预算公开.txt', 'text/plain', file.length, sha256(file)],
  )
  const read = await server.inject({ method: 'GET', url: upload.url, headers: headersOf('reader') })
  assert.equal(sha256(read.rawPayload), sha256(file))
  const { rows } = await kit.pool.query(`SELECT actor_id, target_label FROM audit.entry WHERE target_id = $1`, [
    upload.id,
  ])
  assert.deepEqual(rows, [{ actor_id: writer.id, target_label: '预算公开.txt' }])
  assert.equal(existsSync(partOf(url)), false)

  assert.equal(await offsetOf(url), file.length)
  const count = await records()
  const again = await piece(url, file.length, Buffer.alloc(0))
  assert.deepEqual([again.statusCode, again.json()], [200, upload])
  assert.equal(await records(), count)
})

test('what is spoken is told, and another version of it refused', async () => {
  const reply = await ask('OPTIONS', ROOT)
  assert.equal(reply.statusCode, 204)
  assert.equal(reply.headers['tus-extension'], 'creation,expiration,termination')
  assert.equal(Number(reply.headers['tus-max-size']), 50 * MB)
  const old = await begin('甲.txt', 3, { 'tus-resumable': '0.2.2' })
  assert.deepEqual([old.statusCode, old.headers['tus-version']], [412, '1.0.0'])
})

test('whoever may not write at the site is refused before a byte', async () => {
  assert.equal((await begin('甲.txt', 3, { token: 'nobody' })).statusCode, 401)
  assert.equal((await begin('甲.txt', 3, { 'x-csrf-token': 'forged' })).statusCode, 403)
  assert.equal((await begin('甲.txt', 3, { token: 'reader' })).statusCode, 403)
  assert.equal((await begin('甲.txt', 3, { token: 'stranger' })).statusCode, 403)
  const url = await begun('甲.txt', 3)
  assert.equal((await ask('PATCH', url, { 'x-csrf-token': 'forged' })).statusCode, 403)
  assert.equal((await piece(url, 0, Buffer.from('甲'), { token: 'demoted' })).statusCode, 403)
  assert.equal(await offsetOf(url), 0)
})

test('only the account that began goes on: for a colleague of the same site there is nothing', async () => {
  const url = await begun('甲.txt', 6)
  await piece(url, 0, Buffer.from('甲'))
  for (const method of ['HEAD', 'DELETE'] as const) {
    assert.equal((await ask(method, url, { token: 'colleague' })).statusCode, 404)
  }
  assert.equal((await piece(url, 3, Buffer.from('乙'), { token: 'colleague' })).statusCode, 404)
  assert.equal(await offsetOf(url), 3)
  const seen = await kit.viewAs(people.get('colleague') ?? writer, ({ db }) =>
    db.selectFrom('content.partial_upload').select('id').execute(),
  )
  assert.deepEqual(seen, [], 'the wall below the command')
})

test('a file of another kind lies at its own address only', async () => {
  const url = await begun('甲.txt', 6)
  const id = url.split('/').at(-1) ?? ''
  await kit.work(({ db }) =>
    db.updateTable('content.partial_upload').set({ kind: 'import', site_id: null }).where('id', '=', id).execute(),
  )
  assert.equal((await ask('HEAD', url)).statusCode, 404)
  assert.equal((await piece(url, 0, Buffer.from('甲'))).statusCode, 404)
})

test('a piece that does not begin where the last one ended is refused, and nothing is written', async () => {
  const url = await begun('甲.txt', 9)
  await piece(url, 0, Buffer.from('甲'))
  for (const offset of [0, 2, 6]) {
    const reply = await piece(url, offset, Buffer.from('乙'))
    assert.deepEqual([reply.statusCode, reply.json().code, reply.json().offset], [409, 'upload-offset', 3])
  }
  assert.equal(await offsetOf(url), 3)
})

test('more than was announced is refused, said in advance or not, and nothing of it is kept', async () => {
  const url = await begun('甲.txt', 9)
  await piece(url, 0, Buffer.from('甲'))
  assert.equal((await piece(url, 3, Buffer.from('乙丙丁'))).statusCode, 413)
  const request = open(url, 3, 0)
  request.removeHeader('content-length')
  request.write('乙丙')
  await arrives(url, 9).catch(() => undefined)
  request.end('丁')
  const [answer] = await once(request, 'response')
  assert.equal(answer.statusCode, 413)
  answer.resume()
  assert.equal(await offsetOf(url), 3)
})

test('what its name and length alone rule out is refused at the beginning, with the limit in the words', async () => {
  for (const [name, length, status, words] of [
    ['大.zip', 50 * MB + 1, 413, /50 MB/],
    ['大.jpg', 20 * MB + 1, 413, /20 MB/],
    ['程序.exe', 10, 422, /程序\.exe.*允许：pdf ofd/],
    ['空.txt', 0, 422, /没有收到文件/],
  ] as const) {
    const reply = await begin(name, length)
    assert.equal(reply.statusCode, status, name)
    assert.match(reply.json().title, words)
  }
  assert.equal((await begin('甲.txt', 3, { 'upload-length': 'many' })).statusCode, 400)
  assert.equal((await begin('甲.txt', 3, { 'upload-metadata': 'filename eA==' })).statusCode, 404)
  const url = await begun('甲.txt', 3)
  const headers = headersOf('writer', { 'upload-offset': 0, 'content-type': 'text/plain' })
  assert.equal((await server.inject({ method: 'PATCH', url, headers, payload: '甲' })).statusCode, 415)
})

test('a connection cut in the middle keeps what had arrived, and the rest goes on behind it', async () => {
  const file = text(2_000_000)
  const url = await begun('名录.txt', file.length)
  const cut = open(url, 0, file.length)
  cut.write(file.subarray(0, 1_200_000))
  await arrives(url, 1_200_000)
  cut.destroy()
  let last = await piece(url, 1_200_000, file.subarray(1_200_000))
  // The server hears of the cut in a moment.
  for (let tries = 0; last.statusCode === 423 && tries < 100; tries++) {
    await sleep(20)
    last = await piece(url, 1_200_000, file.subarray(1_200_000))
  }
  assert.equal(last.statusCode, 200, last.body)
  assert.equal(Upload.parse(last.json()).blob, sha256(file))
})

test('of two pieces at once one is refused, and they never mix', async () => {
  const file = text(400_000)
  const url = await begun('名录.txt', file.length)
  const first = open(url, 0, 300_000)
  first.write(file.subarray(0, 100_000))
  await arrives(url, 100_000)
  const second = await piece(url, 100_000, Buffer.alloc(100_000, 'x'))
  assert.deepEqual([second.statusCode, second.json().code], [423, 'upload-busy'])
  first.end(file.subarray(100_000, 300_000))
  const [answer] = await once(first, 'response')
  assert.equal(answer.statusCode, 204)
  answer.resume()
  const last = await piece(url, 300_000, file.subarray(300_000))
  assert.equal(Upload.parse(last.json()).blob, sha256(file))
})

test('when the process that wrote is killed, the file tells how much there is, and the next one takes over', async () => {
  const url = await begun('甲.txt', 9)
  await piece(url, 0, Buffer.from('甲'))
  // It held the upload, wrote, and came no further.
  const until = new Date(NOW.getTime() + 15_000)
  await kit.work(({ db }) =>
    db
      .updateTable('content.partial_upload')
      .set({ held_by: newId(), held_until: until })
      .where('id', '=', url.split('/').at(-1) ?? '')
      .execute(),
  )
  await appendFile(partOf(url), '乙')
  assert.equal(await offsetOf(url), 6)
  assert.equal((await piece(url, 6, Buffer.from('丙'))).statusCode, 423)
  later(15_000)
  const last = await piece(url, 6, Buffer.from('丙'))
  assert.equal(Upload.parse(last.json()).blob, sha256(Buffer.from('甲乙丙')))
})

test('killed between the last byte and the record, the file is finished by asking again', async () => {
  const url = await begun('甲.txt', 3)
  await appendFile(partOf(url), '甲')
  assert.equal(await offsetOf(url), 3)
  const reply = await piece(url, 3, Buffer.alloc(0))
  assert.equal(Upload.parse(reply.json()).blob, sha256(Buffer.from('甲')))
})

test('a file that lies, and a picture too wide, are refused in the same words, and their pieces go', async () => {
  const wide = await sharp({ create: { width: 20_001, height: 1, channels: 3, background: '#284' } })
    .png()
    .toBuffer()
  for (const [name, content, code] of [
    ['通知.pdf', Buffer.from('<script>'), 'upload-type'],
    ['全景.png', wide, 'upload-image-size'],
  ] as const) {
    const url = await begun(name, content.length)
    const reply = await piece(url, 0, content)
    assert.deepEqual([reply.statusCode, reply.json().code], [422, code])
    assert.equal(existsSync(partOf(url)), false)
    assert.equal((await ask('HEAD', url)).statusCode, 404)
  }
})

test('a picture is decoded on the way in, as ever', async () => {
  const picture = await sharp({ create: { width: 3000, height: 30, channels: 3, background: '#284' } })
    .jpeg()
    .toBuffer()
  const url = await begun('现场.jpg', picture.length)
  const upload = Upload.parse((await piece(url, 0, picture)).json())
  assert.deepEqual([upload.mediaType, upload.width, upload.height], ['image/jpeg', 2560, 26])
})

test('cancelled, it is gone from the disk and the record', async () => {
  const url = await begun('甲.txt', 6)
  await piece(url, 0, Buffer.from('甲'))
  assert.ok(existsSync(partOf(url)))
  assert.equal((await ask('DELETE', url)).statusCode, 204)
  assert.equal(existsSync(partOf(url)), false)
  assert.equal((await ask('HEAD', url)).statusCode, 404)
  assert.equal((await ask('DELETE', url)).statusCode, 404)
})

test('a day after its last byte an upload is gone, and so is a file that no record tells of', async () => {
  const sweep = async () => {
    const context = { engine: kit.engine, log: createLog('silent'), signal: new AbortController().signal, blobs }
    for (const one of ownJobs) await one.run({}, context)
  }
  const left = await begun('甲.txt', 6)
  const going = await begun('乙.txt', 6)
  await piece(left, 0, Buffer.from('甲'))
  const stray = blobs.parts.pathOf(newId())
  await appendFile(stray, '?')
  await utimes(stray, NOW, new Date(NOW.getTime() - HOUR))
  later(20 * HOUR)
  await piece(going, 0, Buffer.from('乙'))
  await sweep()
  assert.ok(existsSync(partOf(left)) && existsSync(stray), 'not yet')
  later(24 * HOUR)
  assert.equal((await ask('HEAD', left)).statusCode, 404)
  await sweep()
  assert.deepEqual([left, going].map(partOf).concat(stray).map(existsSync), [false, true, false])
  assert.equal(await offsetOf(going), 3)
})

test('twenty unfinished ones are the most; one left alone for an hour gives way', async () => {
  const beginner = { token: 'colleague' }
  const first = await begun('0.txt', 6, beginner)
  await piece(first, 0, Buffer.from('甲'), beginner)
  later(MINUTE)
  for (let n = 1; n < MOST_UNFINISHED; n++) await begun(`${n}.txt`, 6, beginner)
  const full = await begin('满.txt', 6, beginner)
  assert.deepEqual([full.statusCode, full.json().code], [409, 'upload-unfinished'])
  assert.match(full.json().title, /20 个文件/)
  later(HOUR + 1)
  await begun('满.txt', 6, beginner)
  assert.equal(existsSync(partOf(first)), false)
  assert.equal((await ask('HEAD', first, beginner)).statusCode, 404)
  assert.equal((await begin('又满.txt', 6, beginner)).statusCode, 409, 'the others were begun a minute later')
})
