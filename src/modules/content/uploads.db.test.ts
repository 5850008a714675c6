import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import cookie from '@fastify/cookie'
import Fastify from 'fastify'
import sharp from 'sharp'
import { aChannel, anActor, aSite, problem, startKit } from '../../../test/kit/index.ts'
import { blobDisk } from '../../adapters/blob-disk.ts'
import type { Actor } from '../../kernel/actor.ts'
import { createApi } from '../../kernel/http.ts'
import { createLog } from '../../kernel/log.ts'
import { problemReply } from '../../kernel/problem-reply.ts'
import { findShownFile } from '../library/index.ts'
import { createDocument } from './commands/create-document.ts'
import { publishDocument } from './commands/publish-document.ts'
import { Upload } from './contract.ts'
import { contentLabels } from './labels.ts'
import { findReleased } from './queries/find-released.ts'
import { uploadRoutes } from './upload-routes.ts'

const ALL = ['document.read', 'document.write', 'document.publish']
const query = {}
const kit = await startKit()
const folder = await mkdtemp(path.join(tmpdir(), 'uploads-'))
const { site, channel, other } = await kit.work(async (work) => {
  const made = await aSite(work)
  return { site: made, channel: await aChannel(work, made), other: await aSite(work) }
})
const writer = anActor({ permissions: ALL, site })
const stranger = anActor({ permissions: ALL, site: other })
const people = new Map<string, Actor>([
  ['writer', writer],
  ['stranger', stranger],
  ['reader', anActor({ permissions: ['document.read'], site })],
])
const server = Fastify()
await server.register(cookie)
server.setErrorHandler(problemReply([contentLabels], createLog('silent')))
const authenticate = async (token: string) => {
  const actor = people.get(token)
  return actor ? { actor, csrfToken: 'c' } : null
}
uploadRoutes(createApi(server, { engine: kit.engine, authenticate, declared: [], blobs: blobDisk(folder) }))
await server.ready()
after(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

async function send(token: string, name: string, content: Buffer | string, at = site.id) {
  const edge = 'xxYYxx'
  const head = `--${edge}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\n\r\n`
  const payload = Buffer.concat([Buffer.from(head), Buffer.from(content), Buffer.from(`\r\n--${edge}--\r\n`)])
  const headers = {
    cookie: `yw-session=${token}`,
    'x-csrf-token': 'c',
    'content-type': `multipart/form-data; boundary=${edge}`,
  }
  return server.inject({ method: 'POST', url: `/api/uploads?siteId=${at}`, headers, payload })
}
const get = (token: string, url: string) =>
  server.inject({ method: 'GET', url, headers: { cookie: `yw-session=${token}` } })
const jpeg = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#284' } })
  .jpeg()
  .toBuffer()

test('an uploaded file comes back under its Chinese name, to those of its site only', async () => {
  const reply = await send('writer', '名单.txt', '卓青苗')
  assert.equal(reply.statusCode, 200)
  const upload = Upload.parse(reply.json())
  assert.deepEqual([upload.name, upload.mediaType, upload.bytes], ['名单.txt', 'text/plain', 9])
  const read = await get('reader', upload.url)
  assert.equal(read.body, '卓青苗')
  assert.equal(read.headers['content-disposition'], `attachment; filename*=UTF-8''${encodeURIComponent('名单.txt')}`)
  assert.equal((await get('reader', `/api/uploads/by-blob/${upload.blob}`)).statusCode, 200)
  assert.equal((await get('stranger', upload.url)).statusCode, 404)
  assert.equal((await get('stranger', `/api/uploads/by-blob/${upload.blob}`)).statusCode, 404)
})

test('whoever may not write at a site uploads nothing there', async () => {
  assert.equal((await send('stranger', '名单.txt', '甲')).statusCode, 403)
  assert.equal((await send('reader', '名单.txt', '甲')).statusCode, 403)
})

test('a form without a file, and a file that lies, are refused in words', async () => {
  const empty = await server.inject({
    method: 'POST',
    url: `/api/uploads?siteId=${site.id}`,
    headers: { cookie: 'yw-session=writer', 'x-csrf-token': 'c' },
  })
  assert.equal(empty.json().code, 'upload-missing')
  const liar = await send('writer', '通知.pdf', '<script>')
  assert.equal(liar.statusCode, 422)
  assert.match(liar.json().title, /通知\.pdf.*允许：pdf ofd/)
})

test('a file over the limit is refused with the limit in the message', async () => {
  const reply = await send('writer', '大.zip', Buffer.alloc(50 * 1024 * 1024 + 1))
  assert.equal(reply.statusCode, 413)
  assert.match(reply.json().title, /50 MB/)
})

test('a picture in a body can be seen by readers once the text is released, as what it is', async () => {
  const upload = Upload.parse((await send('writer', '现场.jpg', jpeg)).json())
  const body = `<p>检修</p><img src="/files/${upload.blob}/x.jpg" alt="检修">`
  const created = await kit.workAs(writer, (work) =>
    createDocument(work, {
      params: {},
      query,
      body: { channelId: channel.id, title: '供热检修', source: '市住建局', body },
    }),
  )
  assert.equal(await kit.view((view) => findShownFile(view, upload.blob)), null)
  await kit.workAs(writer, (work) =>
    publishDocument(work, { params: { id: created.id }, query, body: { expectedVersion: created.version } }),
  )
  const shown = await kit.view((view) => findShownFile(view, upload.blob))
  assert.equal(shown?.mediaType, 'image/jpeg')
})

test('type and size of an attachment are the store’s, not what a client claims; unknown files stop the release', async () => {
  const upload = Upload.parse((await send('writer', '附件.txt', '正文')).json())
  const claim = { blob: upload.blob, name: '附件一.txt', mediaType: 'text/html', bytes: 1 }
  const draft = (files: (typeof claim)[]) =>
    kit.workAs(writer, (work) =>
      createDocument(work, {
        params: {},
        query,
        body: { channelId: channel.id, title: '公示', source: '市住建局', files },
      }),
    )
  const publish = ({ id, version }: { id: string; version: number }) =>
    kit.workAs(writer, (work) => publishDocument(work, { params: { id }, query, body: { expectedVersion: version } }))
  await publish(await draft([claim]))
  const shown = await kit.view((view) => findShownFile(view, upload.blob))
  assert.deepEqual([shown?.name, shown?.mediaType], ['附件一.txt', 'text/plain'])
  await assert.rejects(publish(await draft([{ ...claim, blob: 'f'.repeat(64) }])), problem('upload-unknown'))
})

test('what is released is found for a reprint by its address, and among the newest of its site', async () => {
  const ask = (asked: { url?: string; siteId?: string; text?: string }) =>
    kit.viewAs(stranger, (view) => findReleased(view, { params: {}, query: asked, body: {} }))
  const [found] = await ask({ siteId: site.id, text: '供热' })
  assert.equal(found?.title, '供热检修')
  for (const before of ['http://', 'HTTPS://', '//', '']) {
    const byUrl = await ask({ url: `${before}${found?.host}:8080${found?.path}?view=elder` })
    assert.equal(byUrl[0]?.itemId, found?.itemId, before)
  }
  assert.deepEqual(await ask({ url: `http://${found?.host}/none.html` }), [])
  assert.deepEqual(await ask({ siteId: other.id }), [])
})
