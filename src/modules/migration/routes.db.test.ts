import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import cookie from '@fastify/cookie'
import Fastify from 'fastify'
import { sql } from 'kysely'
import { aChannel, anActor, aSite, startKit } from '../../../test/kit/index.ts'
import { blobDisk } from '../../adapters/blob-disk.ts'
import type { Actor } from '../../kernel/actor.ts'
import { createApi } from '../../kernel/http.ts'
import { createLog } from '../../kernel/log.ts'
import { problemReply } from '../../kernel/problem-reply.ts'
import { runImport } from './commands/run-import.ts'
import { migrationLabels } from './labels.ts'
import { routes } from './routes.ts'

const kit = await startKit()
const folder = await mkdtemp(path.join(tmpdir(), 'yiwang-import-'))
const blobs = blobDisk(folder)
const log = createLog('silent')
const people = new Map<string, Actor>()
const server = Fastify()
await server.register(cookie)
server.setErrorHandler(problemReply([migrationLabels], log))
const authenticate = async (token: string) => {
  const actor = people.get(token)
  return actor ? { actor, csrfToken: 'c' } : null
}
routes(createApi(server, { engine: kit.engine, authenticate, declared: [], blobs }))
await server.ready()
after(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

const { site, channel, other } = await kit.work(async (work) => {
  const made = await aSite(work)
  return { site: made, channel: await aChannel(work, made), other: await aSite(work) }
})
people.set('importer', anActor({ name: '陶小满', permissions: ['import.run'], site }))
people.set('stranger', anActor({ permissions: ['import.run'], site: other }))
people.set('editor', anActor({ permissions: ['document.write'], site }))

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'
async function ask(token: string, method: Method, url: string, payload?: object) {
  const headers = { cookie: `yw-session=${token}`, 'x-csrf-token': 'c' }
  const reply = await server.inject({ method, url: `/api${url}`, headers, ...(payload ? { payload } : {}) })
  return {
    status: reply.statusCode,
    text: reply.body,
    body: reply.headers['content-type']?.includes('json') ? reply.json() : null,
  }
}

async function upload(token: string, name: string, bytes: string) {
  const boundary = 'xxYYxx'
  const payload = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: text/csv\r\n\r\n${bytes}\r\n--${boundary}--\r\n`
  const reply = await server.inject({
    method: 'POST',
    url: '/api/import-files',
    headers: {
      cookie: `yw-session=${token}`,
      'x-csrf-token': 'c',
      'content-type': `multipart/form-data; boundary=${boundary}`,
    },
    payload,
  })
  return { status: reply.statusCode, body: reply.json() }
}

const CSV = '编号,标题,发布日期,正文\n1,关于放假的通知,2024年1月2日,甲\n2,,2024年1月2日,乙\n3,=1+1,去年,丙\n'
const work = (runId: string) =>
  runImport({ runId }, { engine: kit.engine, log, signal: new AbortController().signal, blobs })

test('from the file to the report: upload, preview, dry run, run, rejections', async () => {
  const { body: file } = await upload('importer', '通知.csv', CSV)
  assert.equal(file.fileName, '通知.csv')
  const preview = await ask('importer', 'POST', `/import-files/${file.blob}/preview`, {
    channelId: channel.id,
    source: '旧网站',
  })
  assert.equal(preview.status, 200, preview.text)
  assert.deepEqual(preview.body.file, {
    format: 'csv',
    encoding: 'utf-8',
    isCompressed: false,
    columns: ['编号', '标题', '发布日期', '正文'],
  })
  assert.equal(preview.body.rows[0].row.title, '关于放假的通知')
  assert.ok(preview.body.rows[2].faults.some((fault: { field: string }) => fault.field === 'publishedAt'))
  // By the rules of the import itself: what the preview calls sound is imported.
  const sound = preview.body.rows.filter((row: { faults: unknown[] }) => row.faults.length === 0)
  assert.equal(sound.length, 1)

  const wish = {
    channelId: channel.id,
    blob: file.blob,
    fileName: '通知.csv',
    mapping: preview.body.mapping,
    source: '旧网站',
  }
  const dry = await ask('importer', 'POST', '/import-runs', { ...wish, isDryRun: true })
  assert.equal(dry.body.state, 'waiting', dry.text)
  await work(dry.body.id)
  // What a trial run tells of itself is enough to start it in earnest.
  const { channelId, blob, fileName, mapping, source } = (await ask('importer', 'GET', `/import-runs/${dry.body.id}`))
    .body
  const real = await ask('importer', 'POST', '/import-runs', { channelId, blob, fileName, mapping, source })
  await work(real.body.id)
  for (const { id } of [dry.body, real.body]) {
    const { body: run } = await ask('importer', 'GET', `/import-runs/${id}`)
    assert.deepEqual([run.state, run.read, run.imported, run.rejected, run.startedByName], ['done', 3, 1, 2, '陶小满'])
  }
  const rejections = await ask('importer', 'GET', `/import-runs/${real.body.id}/rejections`)
  assert.deepEqual(
    rejections.body.items.map((one: { line: number; field: string }) => [one.line, one.field]),
    [
      [3, 'title'],
      [4, 'metadata.formedOn'],
      [4, 'publishedAt'],
    ],
  )
  const csv = await ask('importer', 'GET', `/import-runs/${real.body.id}/rejections.csv`)
  assert.match(csv.text, /^\u{feff}行,字段,原因,内容\r\n/u)
  assert.match(csv.text, /'=1\+1/, 'what looks like a formula is made harmless')
  const list = await ask('importer', 'GET', '/import-runs')
  assert.equal(list.body.total, 2)
  const { rows } = await kit.view((view) =>
    sql<{
      actor_name: string
    }>`SELECT actor_name FROM audit.entry WHERE action = 'document.import' AND site_id = ${site.id}`.execute(view.db),
  )
  assert.deepEqual(rows, [{ actor_name: '陶小满' }])
})

test('a mapping is kept under its name and replaced by the same name', async () => {
  const put = (title: string) =>
    ask('importer', 'PUT', `/sites/${site.id}/import-mappings`, {
      name: '旧网站导出',
      mapping: { fields: { title: { from: [title] } } },
    })
  const first = await put('a')
  const second = await put('b')
  assert.equal(first.body.id, second.body.id, first.text)
  const list = await ask('importer', 'GET', `/sites/${site.id}/import-mappings`)
  assert.deepEqual(
    list.body.map((one: { mapping: { fields: object } }) => one.mapping.fields),
    [{ title: { from: ['b'], as: 'text' } }],
  )
  assert.equal((await ask('importer', 'DELETE', `/sites/${site.id}/import-mappings/${first.body.id}`)).status, 200)
})

test('whoever may not import here is refused, everywhere', async () => {
  const { body: file } = await upload('importer', 'a.csv', CSV)
  assert.equal((await upload('editor', 'a.csv', CSV)).status, 403)
  const wish = { channelId: channel.id, blob: file.blob, fileName: 'a', mapping: { fields: {} }, source: 's' }
  assert.equal((await ask('editor', 'POST', '/import-runs', wish)).status, 403)
  assert.equal((await ask('stranger', 'POST', '/import-runs', wish)).status, 403)
  assert.equal(
    (await ask('stranger', 'POST', `/import-files/${file.blob}/preview`, { channelId: channel.id })).status,
    403,
  )
  assert.equal(
    (await ask('stranger', 'PUT', `/sites/${site.id}/import-mappings`, { name: 'x', mapping: { fields: {} } })).status,
    403,
  )
  const run = await ask('importer', 'POST', '/import-runs', wish)
  assert.equal((await ask('stranger', 'GET', `/import-runs/${run.body.id}`)).status, 404)
  assert.equal((await ask('stranger', 'POST', `/import-runs/${run.body.id}/cancel`)).status, 404)
  assert.equal((await ask('stranger', 'GET', `/import-runs/${run.body.id}/rejections.csv`)).status, 404)
  assert.equal((await ask('stranger', 'GET', '/import-runs')).body.total, 0)
})

test('the database too keeps documents out of other sites', async () => {
  const stranger = people.get('stranger')
  assert.ok(stranger)
  const { numAffectedRows } = await kit.workAs(stranger, (work) =>
    sql`UPDATE content.document SET title = 'x' WHERE site_id = ${site.id}`.execute(work.db),
  )
  assert.equal(numAffectedRows, 0n)
})

test('a cancelled run stays cancelled until it is resumed', async () => {
  const { body: file } = await upload('importer', 'b.csv', CSV.replaceAll('\n', 'x\n'))
  const mapping = {
    fields: {
      externalId: { from: ['编号'] },
      title: { from: ['标题'] },
      source: { constant: '旧网站' },
      body: { from: ['正文x'], as: 'body' },
    },
    missingDate: 'importDay',
  }
  const run = await ask('importer', 'POST', '/import-runs', {
    channelId: channel.id,
    blob: file.blob,
    fileName: 'b',
    mapping,
    source: '取消',
  })
  assert.equal((await ask('importer', 'POST', `/import-runs/${run.body.id}/cancel`)).body.state, 'cancelled')
  assert.equal((await ask('importer', 'POST', `/import-runs/${run.body.id}/cancel`)).status, 409)
  await work(run.body.id)
  assert.equal((await ask('importer', 'GET', `/import-runs/${run.body.id}`)).body.read, 0)
  assert.equal((await ask('importer', 'POST', `/import-runs/${run.body.id}/resume`)).body.state, 'waiting')
  await work(run.body.id)
  const { body } = await ask('importer', 'GET', `/import-runs/${run.body.id}`)
  assert.deepEqual([body.state, body.read, body.imported], ['done', 3, 2])
})

test('a file that lies about its type is refused with what it is', async () => {
  const { body: file } = await upload('importer', 'list.csv', '%PDF-1.7 not a table')
  const preview = await ask('importer', 'POST', `/import-files/${file.blob}/preview`, { channelId: channel.id })
  assert.deepEqual([preview.status, preview.body.code], [422, 'import-file-unreadable'])
  const run = await ask('importer', 'POST', '/import-runs', {
    channelId: channel.id,
    blob: file.blob,
    fileName: 'x',
    mapping: { fields: {} },
    source: 's',
  })
  await work(run.body.id)
  const { body } = await ask('importer', 'GET', `/import-runs/${run.body.id}`)
  assert.equal(body.state, 'failed')
  assert.match(body.failure, /PDF/)
})
