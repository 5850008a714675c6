import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { withdraw } from '../../src/modules/library/index.ts'
import { startKit } from '../kit/index.ts'
import { getPage, type Got, type Portal, spawnPortal } from '../kit/portals.ts'
import { type Proxy, startProxy } from '../kit/proxy.ts'
import { createWorld, type Item, publishNotice, type World } from './world.ts'

/** Two machines: portals with a store each, and each with a way of its own to the database, which the test can cut. */
const LEASE_MS = 3_000
const kit = await startKit()
const folder = mkdtempSync(path.join(tmpdir(), 'yiwang-faults-'))
let world: World
let ways: Proxy[] = []
let portals: Portal[] = []

before(async () => {
  world = await createWorld(kit)
  ways = [await startProxy(kit.url), await startProxy(kit.url)]
  const env = { PAGE_LEASE_SECONDS: String(LEASE_MS / 1_000), LOG_LEVEL: 'silent' }
  portals = await Promise.all(ways.map((way, number) => spawnPortal(way.url, path.join(folder, String(number)), env)))
})
after(async () => {
  for (const portal of portals) await portal.kill('SIGKILL')
  for (const way of ways) await way.close()
  rmSync(folder, { recursive: true, force: true })
})

const host = () => `${world.sites[0]?.host}:8080`
const show = (number: number, where: string): Promise<Got> => getPage(portals[number] ?? { port: 0 }, host(), where)

const publish = (title: string) => publishNotice(world, title)
const takeDown = ({ itemId }: Item) => kit.work((work) => withdraw(work, { itemId, reason: 'error', note: '更正' }))
const settled = () => sleep(700)
/** A notification needs a moment. */
async function soon(number: number, where: string, what: string): Promise<void> {
  const begun = performance.now()
  while (!(await show(number, where)).body.includes(what)) {
    if (performance.now() - begun > 5_000) assert.fail(`${what} is not shown by portal ${number}`)
    await sleep(5)
  }
}

describe('a portal whose LISTEN connection is killed', () => {
  test('shows the newest state to the very next request', async (t) => {
    let atOnce = 0
    for (let turn = 0; turn < 8; turn++) {
      await show(0, '/tzgg/')
      await kit.pool.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND query LIKE 'LISTEN%'`)
      const { title } = await publish(`断线之后第${turn}条`)
      // The end of its line reaches the portal with the same delay as a notification would: that is the machine's matter.
      await sleep(15)
      for (const number of [0, 1]) {
        const got = await show(number, '/tzgg/')
        assert.equal(got.status, 200)
        if (got.body.includes(title)) atOnce++
        else await soon(number, '/tzgg/', title)
      }
    }
    t.diagnostic(`${atOnce} of 16 at once`)
    assert.ok(atOnce >= 8, `${atOnce} of 16`)
  })
})

describe('a database that is stopped', () => {
  test('is done without for the lease; then nothing is shown; when it is back, the newest is', async () => {
    await show(0, '/tzgg/')
    await settled()
    await ways[0]?.down()
    const kept = await show(0, '/tzgg/')
    assert.equal(kept.status, 200)
    const unknown = await show(0, '/zonghe/?print')
    assert.equal(unknown.status, 503)
    await sleep(LEASE_MS)
    const refused = await show(0, '/tzgg/')
    assert.equal(refused.status, 503)
    assert.ok(refused.headers['retry-after'])
    const { title } = await publish('数据库停机期间发布')
    await soon(1, '/tzgg/', title)
    await ways[0]?.up()
    const again = await show(0, '/tzgg/')
    assert.equal(again.status, 200, again.body)
    assert.ok(again.body.includes(title))
  })
})

describe('a machine that is cut off without a word', () => {
  test('shows what it kept while its lease holds, and no request waits for long', async () => {
    await show(0, '/tzgg/')
    await settled()
    ways[0]?.freeze()
    const begun = performance.now()
    const kept = await show(0, '/tzgg/')
    assert.equal(kept.status, 200)
    assert.ok(performance.now() - begun < 2_600, 'the first waits a moment')
    await sleep(Math.max(0, LEASE_MS + 200 - (performance.now() - begun)))
    const later = performance.now()
    assert.equal((await show(0, '/tzgg/')).status, 503)
    assert.equal((await show(0, '/')).status, 503)
    assert.ok(performance.now() - later < 5_000)
    ways[0]?.thaw()
    await sleep(1_000)
    assert.equal((await show(0, '/tzgg/')).status, 200)
  })

  test('holds up a take-down until its lease has run out, and shows nothing of it after the answer', async () => {
    const item = await publish('将被撤回的通知')
    const page = item.paths[0]?.path ?? ''
    for (const number of [0, 1]) for (const where of ['/', '/tzgg/', page]) await show(number, where)
    await settled()
    ways[0]?.freeze()
    const begun = performance.now()
    let isAnswered = false
    const faults: string[] = []
    const watch = async (where: string) => {
      while (!isAnswered || performance.now() - begun < LEASE_MS + 3_000) {
        const wasAnswered = isAnswered
        const got = await show(0, where)
        if (wasAnswered && got.body.includes(item.title))
          faults.push(`${where} ${Math.round(performance.now() - begun)} ms`)
        await sleep(20)
      }
    }
    const watching = Promise.all(['/', '/tzgg/', page].map(watch))
    await takeDown(item)
    isAnswered = true
    const waited = performance.now() - begun
    assert.ok(waited > 1_000 && waited < LEASE_MS + 1_500, `answered after ${waited} ms`)
    assert.equal((await show(1, page)).status, 410)
    assert.equal((await show(0, page)).status, 503)
    ways[0]?.thaw()
    await watching
    assert.deepEqual(faults, [])
    assert.equal((await show(0, page)).status, 410)
    assert.ok(!(await show(0, '/tzgg/')).body.includes(item.title))
  })

  test('and killed holds up one take-down, and no other', async () => {
    const [first, second] = [await publish('甲'), await publish('乙')]
    const doomed = await spawnPortal(kit.url, path.join(folder, 'doomed'), { PAGE_LEASE_SECONDS: '1' })
    await doomed.kill('SIGKILL')
    const begun = performance.now()
    await takeDown(first)
    const waited = performance.now() - begun
    assert.ok(waited < 2_000, `${waited} ms`)
    const again = performance.now()
    await takeDown(second)
    assert.ok(performance.now() - again < 500)
  })
})
