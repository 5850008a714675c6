import assert from 'node:assert/strict'
import { createReadStream, existsSync } from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { test } from 'node:test'
import { sql } from 'kysely'
import { system } from '../../../kernel/actor.ts'
import { aChannel, aSite, startKit } from '../../../../test/kit/index.ts'
import { UnreadableFile } from '../reading/detect-file.ts'
import { columnsOfFile, guessFor, previewFile } from '../queries/preview-file.ts'
import { endRun } from './end-run.ts'
import { importFile, RunEnded } from './import-file.ts'
import { openRun } from './start-run.ts'

const kit = await startKit()
const actor = system('导入')
const DOCS = path.join(import.meta.dirname, '../../../../../shared/data/docs')
const noData = !existsSync(DOCS) && `real documents are not at ${DOCS}`

async function aTarget(itemKind = 'article') {
  return kit.work(async (work) => {
    const site = await aSite(work)
    return { site, channel: await aChannel(work, site, { itemKind }) }
  })
}

type Target = Awaited<ReturnType<typeof aTarget>>

async function bring(
  { site, channel }: Target,
  open: () => Promise<Readable>,
  options: { kind?: string; isDryRun?: boolean; missingDate?: 'importDay' } = {},
) {
  const columns = await columnsOfFile(open)
  const guessed = await kit.view((view) => guessFor(view, options.kind ?? 'article', columns, '测试来源'))
  const mapping = options.missingDate ? { ...guessed, missingDate: options.missingDate } : guessed
  const isDryRun = options.isDryRun ?? false
  const wish = { channelId: channel.id, fileName: 'f', blob: null, bytes: 0, mapping, source: '测试', isDryRun }
  const runId = await kit.work((work) => openRun(work, wish))
  const job = { runId, siteId: site.id, channelId: channel.id, source: '测试', mapping, isDryRun, lineDone: 0, open }
  const counts = await importFile(kit.engine, job, { actor })
  await kit.work((work) => endRun(work, runId, { state: 'done' }))
  return { runId, job, counts, rejections: await rejectionsOf(runId) }
}

const rejectionsOf = (runId: string) =>
  kit.view((view) =>
    view.db
      .selectFrom('migration.rejection')
      .select(['line', 'field', 'reason'])
      .where('run_id', '=', runId)
      .orderBy('line')
      .orderBy('field')
      .execute(),
  )

const jsonl = (rows: unknown[]) => async () =>
  Readable.from([Buffer.from(rows.map((row) => JSON.stringify(row)).join('\n'))])
const notice = (n: number) => ({
  id: `n${n}`,
  title: `关于第${n}次检查的通知`,
  body: `第${n}次检查。`,
  date: '2024-07-19 14:45',
})

test('documents come in with edition, item, path, history and audit', async () => {
  const target = await aTarget()
  const { counts } = await bring(target, jsonl([notice(1), notice(2)]))
  assert.deepEqual(counts, { read: 2, imported: 2, updated: 0, unchanged: 0, rejected: 0 })
  const { rows } = await kit.view((view) =>
    sql<Record<string, unknown>>`
      SELECT d.title, d.state, d.released_at, v.body, v.source, i.first_released_at, p.path, n.act, a.action
      FROM content.document d
      JOIN library.item i ON i.id = d.item_id JOIN library.version v ON v.item_id = i.id
      JOIN library.path p ON p.item_id = i.id
      JOIN content.release_note n ON n.document_id = d.id
      JOIN audit.entry a ON a.target_id = d.id::text
      WHERE d.site_id = ${target.site.id} ORDER BY d.external_id`.execute(view.db),
  )
  assert.equal(rows.length, 2)
  const at = new Date('2024-07-19T14:45:00+08:00')
  const [first] = rows
  assert.equal(first?.['title'], '关于第1次检查的通知')
  assert.equal(first?.['body'], '<p>第1次检查。</p>')
  assert.deepEqual(first?.['first_released_at'], at)
  assert.deepEqual(first?.['released_at'], at)
  assert.equal(first?.['act'], 'import')
  assert.equal(first?.['action'], 'document.import')
  assert.match(String(first?.['path']), new RegExp(`^/${target.channel.path}/202407/`))
})

test('the same file again changes nothing, a changed row makes a new version', async () => {
  const target = await aTarget()
  await bring(target, jsonl([notice(1), notice(2), notice(3)]))
  const again = await bring(target, jsonl([notice(1), { ...notice(2), title: '关于检查的更正' }, notice(3)]))
  assert.deepEqual(again.counts, { read: 3, imported: 0, updated: 1, unchanged: 2, rejected: 0 })
  const versions = await kit.view((view) =>
    sql<{ external_id: string; versions: number; editions: number }>`
      SELECT d.external_id, (SELECT count(*) FROM library.version v WHERE v.item_id = d.item_id) AS versions,
        (SELECT count(*) FROM content.edition e WHERE e.document_id = d.id) AS editions
      FROM content.document d WHERE d.site_id = ${target.site.id} ORDER BY 1`.execute(view.db),
  )
  assert.deepEqual(versions.rows, [
    { external_id: 'n1', versions: 1, editions: 1 },
    { external_id: 'n2', versions: 2, editions: 2 },
    { external_id: 'n3', versions: 1, editions: 1 },
  ])
})

test('an interpretation names its document by the id that it had where both come from', async () => {
  const target = await aTarget()
  await bring(target, jsonl([notice(1)]))
  const { counts, rejections } = await bring(
    target,
    jsonl([
      { ...notice(2), interprets: 'n1' },
      { ...notice(3), interprets: 'n9' },
    ]),
  )
  assert.deepEqual([counts.imported, counts.rejected], [1, 1])
  assert.deepEqual(rejections, [{ line: 2, field: 'metadata.interprets.0', reason: '“n9”不是平台上已发布的内容' }])
  const { rows } = await kit.view((view) =>
    sql<{ names: boolean }>`
      SELECT v.metadata->'interprets' = jsonb_build_array(i.id) AS names FROM library.item i, library.item o
      JOIN library.version v ON v.item_id = o.id
      WHERE i.site_id = ${target.site.id} AND i.external_id = 'n1' AND o.site_id = i.site_id AND o.external_id = 'n2'`.execute(
      view.db,
    ),
  )
  assert.deepEqual(rows, [{ names: true }])
})

test('an interpretation may stand before its document in the same file, when it is tried and when it is imported', async () => {
  const target = await aTarget()
  const file = jsonl([
    { ...notice(3), interprets: 'n2' },
    { ...notice(2), interprets: 'n1' },
    notice(1),
    { ...notice(4), interprets: 'n5' },
    { ...notice(5), interprets: 'n4' },
  ])
  const tried = await bring(target, file, { isDryRun: true })
  const { counts, rejections } = await bring(target, file)
  assert.deepEqual(tried, { ...tried, counts, rejections })
  assert.equal(counts.imported, 3)
  assert.deepEqual(
    rejections.map(({ line, reason }) => [line, reason]),
    [
      [4, '“n5”不是平台上已发布的内容'],
      [5, '“n4”不是平台上已发布的内容'],
    ],
  )
  const { rows } = await kit.view((view) =>
    sql<{ from: string; to: string }>`
      SELECT o.external_id AS from, i.external_id AS to FROM library.item o JOIN library.version v ON v.item_id = o.id
      CROSS JOIN LATERAL jsonb_array_elements_text(v.metadata->'interprets') named JOIN library.item i ON i.id::text = named.value
      WHERE o.site_id = ${target.site.id} ORDER BY 1`.execute(view.db),
  )
  assert.deepEqual(rows, [
    { from: 'n2', to: 'n1' },
    { from: 'n3', to: 'n2' },
  ])
})

test('what names a refused row, or itself, is refused when it is shown, tried and imported alike', async () => {
  const target = await aTarget()
  const file = jsonl([
    { ...notice(1), title: '' },
    { ...notice(2), interprets: 'n1' },
    { ...notice(3), interprets: 'n2' },
    { ...notice(4), interprets: 'n4' },
    { ...notice(5), date: '不详' },
    { ...notice(6), interprets: 'n5' },
    notice(7),
    { ...notice(8), interprets: 'n7' },
  ])
  const refused = [1, 2, 3, 4, 5, 6]
  const linesOf = ({ rejections }: { rejections: { line: number }[] }) => [
    ...new Set(rejections.map(({ line }) => line)),
  ]
  const { site, channel } = target
  const wish = { open: file, kind: 'article', siteId: site.id, channelId: channel.id, source: '测试' }
  const { rows } = await kit.view((view) => previewFile(view, wish))
  assert.deepEqual(
    rows.flatMap(({ line, faults }) => (faults.length > 0 ? line : [])),
    refused,
  )
  assert.deepEqual(linesOf(await bring(target, file, { isDryRun: true })), refused)
  assert.deepEqual(linesOf(await bring(target, file)), refused)
})

test('a file with nothing but a heading is refused before anybody maps its columns', async () => {
  const { site, channel } = await aTarget()
  const open = () => Promise.resolve(Readable.from([Buffer.from('标题,正文,发布时间\n')]))
  const wish = { open, kind: 'article', siteId: site.id, channelId: channel.id, source: '测试' }
  await assert.rejects(
    kit.view((view) => previewFile(view, wish)),
    (error) => error instanceof UnreadableFile && error.message.includes('只有标题行'),
  )
})

test('what the first rows name may follow beyond them', async () => {
  const target = await aTarget()
  const { site, channel } = target
  const file = jsonl([{ ...notice(1), interprets: 'n30' }, ...Array.from({ length: 29 }, (_, at) => notice(at + 2))])
  const wish = { open: file, kind: 'article', siteId: site.id, channelId: channel.id, source: '测试' }
  const { rows } = await kit.view((view) => previewFile(view, wish))
  assert.deepEqual(rows[0]?.faults, [])
  assert.deepEqual((await bring(target, file, { isDryRun: true })).rejections, [])
  assert.deepEqual((await bring(target, file)).rejections, [])
})

test('a text names one of the batch before its own, which is on its way still', async () => {
  const target = await aTarget()
  const before = Array.from({ length: 500 }, (_, at) => ({ ...notice(at + 1), interprets: '' }))
  const file = jsonl([...before, ...before.slice(0, 20).map(({ id }, at) => ({ ...notice(501 + at), interprets: id }))])
  const tried = await bring(target, file, { isDryRun: true })
  const { counts, rejections } = await bring(target, file)
  assert.deepEqual([tried.rejections, rejections], [[], []])
  assert.deepEqual([tried.counts.imported, counts.imported], [520, 520])
})

test('an id twice in one file: the later row updates the earlier', async () => {
  const target = await aTarget()
  const { counts } = await bring(target, jsonl([notice(1), { ...notice(1), title: '后来的标题' }]))
  assert.deepEqual(counts, { read: 2, imported: 1, updated: 1, unchanged: 0, rejected: 0 })
  const titles = await kit.view((view) =>
    view.db.selectFrom('content.document').select('title').where('site_id', '=', target.site.id).execute(),
  )
  assert.deepEqual(titles, [{ title: '后来的标题' }])
})

test('faulty rows are told by line and field, the others go in', async () => {
  const target = await aTarget()
  const rows = [
    notice(1),
    { ...notice(2), title: '' },
    { ...notice(3), date: '2024-13-45' },
    { ...notice(4), date: null },
    { ...notice(5), body: '身份证 11010119900307123X 的申请' },
    { ...notice(6), title: '长'.repeat(201) },
    notice(7),
  ]
  const lines = Buffer.concat([
    Buffer.from(rows.map((row) => JSON.stringify(row)).join('\n')),
    Buffer.from('\n{"id": "n8", "title\n[1]\n'),
  ])
  const { counts, rejections } = await bring(target, async () => Readable.from([lines]))
  assert.deepEqual(counts, { read: 9, imported: 2, updated: 0, unchanged: 0, rejected: 7 })
  assert.deepEqual(
    rejections.map(({ line, field }) => [line, field]),
    [
      [2, 'title'],
      [3, 'metadata.formedOn'],
      [3, 'publishedAt'],
      [4, 'publishedAt'],
      [5, 'body'],
      [6, 'title'],
      [8, 'line'],
      [9, 'line'],
    ],
  )
})

test('scripts in a body do not come in', async () => {
  const target = await aTarget()
  await bring(target, jsonl([{ ...notice(1), body: '<p onclick="x()">好</p><script>alert(1)</script>' }]))
  const { body } = await kit.view((view) =>
    view.db
      .selectFrom('library.version as v')
      .innerJoin('library.item as i', 'i.id', 'v.item_id')
      .select('v.body')
      .where('i.site_id', '=', target.site.id)
      .executeTakeFirstOrThrow(),
  )
  assert.equal(body, '<p>好</p>')
})

test('a text that somebody is rewriting or took down is not overwritten', async () => {
  const target = await aTarget()
  await bring(target, jsonl([notice(1), notice(2)]))
  await kit.work((work) =>
    sql`UPDATE content.document SET state = CASE external_id WHEN 'n1' THEN 'draft' ELSE 'withdrawn' END
      WHERE site_id = ${target.site.id}`.execute(work.db),
  )
  const changed = [1, 2].map((n) => ({ ...notice(n), title: `改过的第${n}篇` }))
  const { counts, rejections } = await bring(target, jsonl(changed))
  assert.deepEqual(counts, { read: 2, imported: 0, updated: 0, unchanged: 0, rejected: 2 })
  assert.deepEqual(
    rejections.map((one) => one.reason),
    ['平台上有未发布的修改，未覆盖', '稿件已在平台上撤回，不再发布'],
  )
})

test('a dry run counts the same and writes nothing', async () => {
  const target = await aTarget()
  const file = jsonl([notice(1), notice(1), notice(2), { ...notice(3), title: '' }])
  const dry = await bring(target, file, { isDryRun: true })
  assert.deepEqual(dry.counts, { read: 4, imported: 2, updated: 1, unchanged: 0, rejected: 1 })
  const { count } = await kit.view((view) =>
    view.db
      .selectFrom('content.document')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('site_id', '=', target.site.id)
      .executeTakeFirstOrThrow(),
  )
  assert.equal(count, 0)
})

test('a run goes on after its last committed line and a stopped run stops', async () => {
  const target = await aTarget()
  const rows = Array.from({ length: 2600 }, (_, n) => notice(n))
  const { job } = await bring(target, jsonl(rows.slice(0, 1)))
  const runId = await kit.work((work) =>
    openRun(work, {
      channelId: target.channel.id,
      fileName: 'f',
      blob: null,
      bytes: 0,
      mapping: job.mapping,
      source: '续传',
      isDryRun: false,
    }),
  )
  const whole = { ...job, runId, source: '续传', open: jsonl(rows) }
  const stopping = new AbortController()
  const first = importFile(kit.engine, whole, { actor, signal: stopping.signal, onProgress: () => stopping.abort() })
  await assert.rejects(first, RunEnded)
  const run = () =>
    kit.view((view) =>
      view.db.selectFrom('migration.run').selectAll().where('id', '=', runId).executeTakeFirstOrThrow(),
    )
  const { line_done: lineDone, imported } = await run()
  assert.ok(lineDone >= 500 && lineDone < 2600)
  assert.equal(imported, lineDone)
  await importFile(kit.engine, { ...whole, lineDone }, { actor })
  assert.equal((await run()).imported, 2600)
  assert.equal((await run()).line_done, 2600)
  // Another worker that still believes in the old line changes nothing.
  await assert.rejects(importFile(kit.engine, { ...whole, lineDone }, { actor }), RunEnded)
  assert.equal((await run()).read, 2600)
})

test('a cut gzip file gives what it holds and says that it is cut', async () => {
  const target = await aTarget()
  const rows = Array.from({ length: 400 }, (_, n) => ({ ...notice(n), body: `${Math.random()}`.repeat(20) }))
  const packed = gzipSync(rows.map((row) => JSON.stringify(row)).join('\n'))
  const { counts, rejections } = await bring(target, async () => Readable.from([packed.subarray(0, packed.length / 2)]))
  assert.ok(counts.imported > 100, `imported ${counts.imported}`)
  assert.equal(counts.read, counts.imported + counts.rejected)
  assert.equal(rejections.at(-1)?.field, 'file')
  assert.match(rejections.at(-1)?.reason ?? '', /不完整/)
})

test('the real documents of Hebei come in with their metadata', { skip: noData }, async () => {
  const target = await aTarget('official_document')
  const open = async () => createReadStream(path.join(DOCS, 'hebei.dev.jsonl.gz'))
  const { counts, rejections } = await bring(target, open, { kind: 'official_document' })
  assert.equal(counts.read, 1927)
  assert.equal(counts.read, counts.imported + counts.updated + counts.unchanged + counts.rejected)
  // 147 regulations have no date at all.
  assert.equal(counts.rejected, 147)
  assert.deepEqual([...new Set(rejections.map((one) => one.field))], ['publishedAt'])
})

test('the real State Council documents all come in', { skip: noData }, async () => {
  const target = await aTarget('official_document')
  const open = async () => createReadStream(path.join(DOCS, 'state-council-2018-19.dev.jsonl.gz'))
  const { counts, rejections } = await bring(target, open, { kind: 'official_document' })
  assert.deepEqual([counts, rejections], [{ read: 38, imported: 38, updated: 0, unchanged: 0, rejected: 0 }, []])
  const { metadata } = await kit.view((view) =>
    view.db
      .selectFrom('library.version as v')
      .innerJoin('library.item as i', 'i.id', 'v.item_id')
      .select('v.metadata')
      .where('i.site_id', '=', target.site.id)
      .where('i.external_id', 'like', '%content_5365945%')
      .executeTakeFirstOrThrow(),
  )
  const { sourceUrl: _, ...head } = metadata
  assert.deepEqual(head, {
    indexNumber: '000014349/2019-00007',
    themeClass: ['市场监管、安全生产监管\\工商'],
    issuer: '国务院',
    formedOn: '2019-01-27',
    documentNumber: '国发〔2019〕5号',
  })
})

test('a resumed run leaves out what was committed ahead of a batch that was lost', async () => {
  const target = await aTarget()
  const rows = Array.from({ length: 1600 }, (_, n) => notice(n))
  const { job } = await bring(target, jsonl(rows.slice(0, 1)))
  const wish = { channelId: target.channel.id, fileName: 'f', blob: null, bytes: 0, mapping: job.mapping }
  const runId = await kit.work((work) => openRun(work, { ...wish, source: '跳过', isDryRun: false }))
  await kit.work((work) => sql`UPDATE migration.run SET ahead = '[[500, 1000]]' WHERE id = ${runId}`.execute(work.db))
  const counts = await importFile(
    kit.engine,
    { ...job, runId, source: '跳过', open: jsonl(rows), ahead: [[500, 1000]] },
    { actor },
  )
  assert.equal(counts.imported, 1100)
  const run = await kit.view((view) =>
    view.db
      .selectFrom('migration.run')
      .select(['line_done', 'ahead'])
      .where('id', '=', runId)
      .executeTakeFirstOrThrow(),
  )
  assert.deepEqual(run, { line_done: 1600, ahead: [] })
})
