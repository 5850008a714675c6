import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { aChannel, aSite, startKit } from '../../test/kit/index.ts'

const kit = await startKit()
const folder = await mkdtemp(path.join(tmpdir(), 'yiwang-cli-'))
after(() => rm(folder, { recursive: true }))

/** What has not ended by then never does. */
const PATIENCE_MS = 60_000

function yiwang(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, '../cli.ts'), ...args], {
    env: { ...process.env, DATABASE_URL: kit.url, DATA_DIR: folder, PORT: '8080' },
    timeout: PATIENCE_MS,
    killSignal: 'SIGKILL',
  })
  const result = { out: '', err: '' }
  child.stdout.on('data', (chunk) => (result.out += chunk))
  child.stderr.on('data', (chunk) => (result.err += chunk))
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, ...result })))
}

const fileOf = async (name: string, text: string) => {
  const file = path.join(folder, name)
  await writeFile(file, text)
  return file
}

test('an empty platform has no sites, as one JSON document', async () => {
  const { code, out } = await yiwang('site', 'list', '--json')
  assert.deepEqual([code, JSON.parse(out)], [0, []])
})

test('--help answers without a database', async () => {
  const { code, out } = await yiwang('import', 'documents', '--help')
  assert.equal(code, 0)
  assert.match(out, /--dry-run/)
})

test('a small province is set up once and stays as it is', async () => {
  const file = await fileOf(
    'divisions.csv',
    [
      'code,name,level,parent',
      '970000000000,青岚省,1,',
      '970100000000,松江市,2,970000000000',
      '970100000000,松江市,2,970000000000',
      '970200000000,竹城市,2,970000000000',
      '970101000000,南汀县,3,970100000000',
      '970200000000,竹城市辖,3,970200000000',
      '979901000000,孤儿县,3,979900000000',
      '970101001000,石桥镇,4,970101000000',
      '970101001001,河湾村委会,5,970101001000',
      '110000000000,别的省,1,',
    ].join('\n'),
  )
  const first = await yiwang('setup', 'divisions', file, '--province', '97', '--towns', '970101', '--json')
  assert.equal(first.code, 0, first.err)
  const made = JSON.parse(first.out)
  assert.deepEqual(made.sites.byLevel, { province: 1, city: 2, county: 1, town: 1, village: 1 })
  assert.deepEqual(
    made.divisions.rejections.map((one: { line: number; field: string }) => [one.line, one.field]),
    [
      [4, 'code'],
      [8, 'parent'],
    ],
  )
  const again = JSON.parse(
    (await yiwang('setup', 'divisions', file, '--province', '97', '--towns', '970101', '--json')).out,
  )
  assert.deepEqual([again.sites.created, again.organisations.created, again.sites.existing], [0, 0, 6])
  const sites = JSON.parse((await yiwang('site', 'list', '--under', 'c970101', '--json')).out)
  assert.deepEqual(
    sites.map((site: { name: string; url: string }) => [site.name, site.url]),
    [
      ['南汀县人民政府', 'http://www.c970101.localhost:8080/'],
      ['石桥镇人民政府', 'http://www.c970101.localhost:8080/t001/'],
      ['河湾村委会', 'http://www.c970101.localhost:8080/t001/v001/'],
    ],
  )
  const channels = JSON.parse((await yiwang('channel', 'list', '--site', 'c970101', '--json')).out)
  assert.ok(channels.some((channel: { kind: string }) => channel.kind === 'mounted'))
})

test('documents are imported by site and channel, and every row is counted', async () => {
  const { site, channel } = await kit.work(async (work) => {
    const made = await aSite(work)
    return { site: made, channel: await aChannel(work, made) }
  })
  const file = await fileOf('docs.csv', 'id,title,date,body\n1,关于放假的通知,2024-01-02,甲\n2,,2024-01-02,乙\n')
  const { code, out } = await yiwang(
    'import',
    'documents',
    file,
    '--site',
    site.code,
    '--channel',
    channel.code,
    '--json',
  )
  const { seconds, runId: _, ...answer } = JSON.parse(out)
  assert.equal(code, 0)
  assert.equal(typeof seconds, 'number')
  assert.deepEqual(answer, {
    read: 2,
    imported: 1,
    updated: 0,
    unchanged: 0,
    rejected: 1,
    rejections: [{ line: 3, field: 'title', reason: '没有标题' }],
    hints: [],
  })
})

test('a refusal has words and exit code 1', async () => {
  const file = await fileOf('x.csv', 'id,title\n1,甲\n')
  const { code, out, err } = await yiwang('import', 'documents', file, '--site', 'nowhere', '--channel', 'x', '--json')
  assert.equal(code, 1)
  assert.match(err, /没有代码为 nowhere 的站点/)
  assert.match(JSON.parse(out).error.message, /nowhere/)
})

test('the audit chains are verified', async () => {
  const { code, out } = await yiwang('audit', 'verify', '--json')
  assert.equal(code, 0)
  assert.equal(JSON.parse(out).isIntact, true)
})

test('an account is opened with a password that is shown once', async () => {
  const organisation = await kit.view((view) =>
    view.db
      .selectFrom('organisations.v_directory')
      .select('code')
      .where('name', '=', '松江市人民政府')
      .executeTakeFirstOrThrow(),
  )
  const { code, out, err } = await yiwang(
    'account',
    'create',
    '--login',
    'lin',
    '--name',
    '林一',
    '--organisation',
    organisation.code,
    '--role',
    'editor',
    '--json',
  )
  assert.equal(code, 0, err)
  assert.equal(JSON.parse(out).temporaryPassword.length, 16)
  const reset = await yiwang('account', 'reset-password', 'lin', '--json')
  assert.notEqual(JSON.parse(reset.out).temporaryPassword, JSON.parse(out).temporaryPassword)
})

test('a page template is shown, replaced, refused when it is broken, and reset', async () => {
  const shown = await yiwang('theme', 'show', 'base/parts/nav', '--json')
  assert.equal(shown.code, 0, shown.err)
  const { source, digest } = JSON.parse(shown.out)
  const good = await fileOf('nav.liquid', `${source}<!-- 试 -->\n`)
  const put = await yiwang('theme', 'put', 'base/parts/nav', good, '--note', '试一试', '--json')
  assert.deepEqual([put.code, JSON.parse(put.out).isReplaced, put.err], [0, true, ''])
  const bad = await fileOf('bad.liquid', "{% render 'parts/nav' %}")
  const refused = await yiwang('theme', 'put', 'base/parts/nav', bad, '--json')
  assert.equal(refused.code, 1)
  assert.match(JSON.parse(refused.out).error.message, /^模板 base\/parts\/nav 第 1 行嵌套太深/)
  const mistyped = await yiwang('theme', 'put', 'base/parts/navigation', good)
  assert.equal(mistyped.code, 1)
  assert.match(mistyped.err, /没有这个页面模板：base\/parts\/navigation/)
  const added = await yiwang('theme', 'put', 'base/parts/navigation', good, '--new')
  assert.match(added.out, /^已新增 base\/parts\/navigation/)
  const list = await yiwang('theme', 'list', 'base')
  assert.match(list.out, /^\* +base\/parts\/nav .*试一试$/m)
  const history = await yiwang('theme', 'history', 'base/parts/nav', '--json')
  assert.equal(JSON.parse(history.out).length, 1)
  const reset = await yiwang('theme', 'reset', 'base/parts/nav', '--json')
  assert.equal(JSON.parse(reset.out).template.digest, digest)
})

test('an export to where no folder can be made is refused in a line', async () => {
  const file = await fileOf('in-the-way', '')
  const places = [file, path.join(file, 'below'), ...(process.platform === 'linux' ? ['/proc/yiwang/export'] : [])]
  for (const place of places) {
    const { code, out, err } = await yiwang('export', place)
    assert.deepEqual([code, out], [1, ''], place)
    assert.ok(err.trimEnd().split('\n').at(-1)?.includes(`${place} 不是可以写入的目录：无法建立 `), err)
    assert.doesNotMatch(err, /\.ts:\d/)
  }
})
