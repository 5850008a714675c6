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
async function ask(token: string, method: Method, url: string, payload?: object, language = 'zh-CN') {
  const headers = { cookie: `yw-session=${token}`, 'x-csrf-token': 'c', 'accept-language': language }
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

async function inPieces(token: string, url: string, headers: Record<string, string | number>, payload?: Buffer) {
  const given = { cookie: `yw-session=${token}`, 'x-csrf-token': 'c', 'tus-resumable': '1.0.0', ...headers }
  const method = payload ? 'PATCH' : 'POST'
  return server.inject({ method, url, headers: given, ...(payload ? { payload } : {}) })
}

test('a file in pieces is what it would be in one, for whoever may import', async () => {
  const root = '/api/partial-import-files'
  const bytes = Buffer.from(CSV)
  const announced = {
    'upload-length': bytes.length,
    'upload-metadata': `filename ${Buffer.from('通知.csv').toString('base64')}`,
  }
  assert.equal((await inPieces('editor', root, announced)).statusCode, 403)
  const huge = await inPieces('importer', root, { ...announced, 'upload-length': 2 * 1024 ** 3 + 1 })
  assert.deepEqual([huge.statusCode, huge.json().code], [413, 'import-file-too-large'])
  assert.match(huge.json().title, /2 GB/)

  const url = String((await inPieces('importer', root, announced)).headers.location)
  const piece = (token: string, at: string, from: number, to: number) => {
    const headers = { 'upload-offset': from, 'content-type': 'application/offset+octet-stream' }
    return inPieces(token, at, headers, bytes.subarray(from, to))
  }
  assert.equal((await piece('importer', url, 0, 40)).statusCode, 204)
  assert.equal((await piece('stranger', url, 40, bytes.length)).statusCode, 404)
  const last = await piece('importer', url, 40, bytes.length)
  assert.equal(last.statusCode, 200, last.body)
  const { body: plain } = await upload('importer', '通知.csv', CSV)
  assert.deepEqual(last.json(), plain)

  await inPieces('importer', root, announced)
  await inPieces('importer', root, announced)
  const third = await inPieces('importer', root, announced)
  assert.deepEqual([third.statusCode, third.json().code, third.json().most], [409, 'upload-unfinished', 2])
})

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

test('why a row was refused is said in the language of whoever reads it, and older rows stay as they were written', async () => {
  const { body: file } = await upload('importer', '通告.csv', CSV)
  const wish = { channelId: channel.id, source: '旧网站二' }
  const english = await ask('importer', 'POST', `/import-files/${file.blob}/preview`, wish, 'en')
  assert.deepEqual(english.body.rows[1].faults, [{ field: 'title', reason: 'No title' }])
  const run = await ask('importer', 'POST', '/import-runs', {
    ...wish,
    blob: file.blob,
    fileName: '通告.csv',
    mapping: english.body.mapping,
  })
  await work(run.body.id)
  await kit.work((w) =>
    sql`INSERT INTO migration.rejection (run_id, line, field, reason) VALUES (${run.body.id}, 9, 'title', '没有标题（旧记录）')`.execute(
      w.db,
    ),
  )
  const at = `/import-runs/${run.body.id}/rejections`
  const reasons = async (language: string) =>
    (await ask('importer', 'GET', at, undefined, language)).body.items.map((one: { reason: string }) => one.reason)
  assert.deepEqual(await reasons('en'), ['No title', 'Not a date: “去年”', 'Not a date: “去年”', '没有标题（旧记录）'])
  assert.deepEqual(await reasons('zh-CN'), [
    '没有标题',
    '不是能识别的日期：“去年”',
    '不是能识别的日期：“去年”',
    '没有标题（旧记录）',
  ])
  const csv = await ask('importer', 'GET', `${at}.csv?locale=en`)
  assert.match(csv.text, /^\u{feff}Line,Field,Reason,Content\r\n3,title,No title,/u)
})

test('a file that broke off says why in the language of whoever reads it', async () => {
  const { body: file } = await upload('importer', '坏.csv', '[{"title":"甲"}]')
  const wish = { channelId: channel.id, source: '旧网站三' }
  const preview = await ask('importer', 'POST', `/import-files/${file.blob}/preview`, wish, 'en')
  assert.match(preview.body.title, /^The file cannot be imported: This is a JSON array/)
  const run = await ask('importer', 'POST', '/import-runs', {
    ...wish,
    blob: file.blob,
    fileName: '坏.csv',
    mapping: { fields: {} },
  })
  await work(run.body.id)
  const failure = async (language: string) =>
    (await ask('importer', 'GET', `/import-runs/${run.body.id}`, undefined, language)).body.failure
  assert.match(await failure('en'), /^This is a JSON array/)
  assert.match(await failure('zh-CN'), /^这是 JSON 数组/)
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
