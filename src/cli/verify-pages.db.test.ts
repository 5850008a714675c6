import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { aChannel, aSite, startKit } from '../../test/kit/index.ts'
import { getPage, spawnPortal } from '../../test/kit/portals.ts'
import { openPageStore } from '../adapters/pages-lmdb.ts'
import { createLog } from '../kernel/log.ts'
import { putSettingsOnSites } from '../modules/sites/index.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'yiwang-verify-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const kit = await startKit()
const site = await kit.work((work) => aSite(work))
const channel = await kit.work((work) => aChannel(work, site))
const openStore = () =>
  openPageStore({ folder: path.join(folder, 'pages'), limitBytes: 1e9, log: createLog('silent'), isGuest: true })

function verify(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, '../cli.ts'), 'verify-pages', ...args], {
    env: { ...process.env, DATABASE_URL: kit.url, DATA_DIR: folder },
  })
  const result = { out: '', err: '' }
  child.stdout.on('data', (chunk) => (result.out += chunk))
  child.stderr.on('data', (chunk) => (result.err += chunk))
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, ...result })))
}

test('without kept pages there is nothing to compare', async () => {
  const { code, out, err } = await verify('--json')
  assert.equal(code, 0, err)
  assert.equal(JSON.parse(out).pages, 0)
})

test('pages are compared beside a living portal, and without one', async () => {
  const portal = await spawnPortal(kit.url, folder)
  try {
    for (const where of ['/', `/${channel.path}/`, '/sitemap/', '/about/', '/robots.txt']) {
      assert.equal((await getPage(portal, `${site.host}:8080`, where)).status, 200)
    }
    const beside = await verify('--json')
    assert.equal(beside.code, 0, beside.err)
    assert.deepEqual([JSON.parse(beside.out).pages, JSON.parse(beside.out).missed], [5, 0])
    assert.equal((await getPage(portal, `${site.host}:8080`, '/')).status, 200)
  } finally {
    await portal.kill('SIGKILL')
  }
  const slogan = { siteId: site.id, key: 'appearance.slogan', value: '为民服务' } as const
  await kit.work((work) => putSettingsOnSites(work, [slogan]))
  const alone = await verify('--site', site.code, '--json')
  assert.equal(alone.code, 0, alone.err)
  const found = JSON.parse(alone.out)
  // Nobody had told the store: the change is applied first, so the old home page counts as waiting, not as a lie.
  assert.equal(found.missed, 0)
  assert.ok(found.differing >= 1, alone.out)
})

test('a kept page that lies is found, with its address', async () => {
  const store = openStore()
  const page = [...store.pages()].find((one) => one.key.endsWith('|/robots.txt|'))
  const applied = store.applied()
  assert.ok(page && applied)
  const text = Buffer.from('User-agent: nobody\n')
  const kept = store.keep(
    {
      ...page,
      reads: { ...page.reads, until: null },
      fragments: [],
      bytes: text.length,
      gzip: gzipSync(text),
      snapshot: applied.snapshot,
      renderedAt: Date.now(),
    },
    applied.snapshot,
  )
  assert.ok(kept && kept !== 'behind')
  await store.close()
  const { code, out } = await verify('--json')
  assert.equal(code, 1)
  assert.equal(JSON.parse(out).missed, 1)
  assert.match(JSON.parse(out).addresses[0], /robots\.txt/)
  const people = await verify()
  assert.match(people.out, /1 页说错/)
})

test('pages of another release or database are left alone and said to be so', async () => {
  const store = openStore()
  const before = store.figures().pages
  store.setApplied('another database', { xmin: 1e9, xmax: 1e9, xip: [] })
  await store.close()
  const { code, err } = await verify('--json')
  assert.equal(code, 1)
  assert.match(err, /另一个数据库/)
  const again = openStore()
  assert.equal(again.figures().pages, before)
  await again.close()
})
