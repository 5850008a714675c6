import assert from 'node:assert/strict'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openPageStore } from '../../src/adapters/pages-lmdb.ts'
import { system, visitor } from '../../src/kernel/actor.ts'
import { kyselyOn } from '../../src/kernel/database.ts'
import { createLog } from '../../src/kernel/log.ts'
import type { PageStore } from '../../src/kernel/page-store.ts'
import { inWork } from '../../src/kernel/work.ts'
import { keepCuts } from '../../src/modules/library/index.ts'
import { STANDARD } from '../../src/portal/page-key.ts'
import { type Means, produce } from '../../src/portal/produce.ts'
import { verifyPages, type Verification } from '../../src/portal/verify.ts'
import { type Chance, createChance } from '../kit/chance.ts'
import type { Kit } from '../kit/index.ts'
import { getPage, type Got, type Portal, spawnPortal } from '../kit/portals.ts'
import { changeSomething } from './changes.ts'
import { channelsOf, createWorld, type World } from './world.ts'

export type Proof = Verification & { steps: number; looks: number; kills: number; seed: number }

type Options = {
  seed: number
  steps: number
  portals: number
  dataDir: string
  /** Every kept page is compared after so many steps, and at the end in any case. */
  verifyEvery?: number
  say?: (line: string) => void
  /** Asked before each step: an early end counts as one. */
  isTimeUp?: () => boolean
}

const LOOKS = 5
const KILL_EVERY = 35
const KILL_WITHIN_MS = 40
/** So often the next change waits until everything stale is made: what two changes undo together would seem made in vain. */
const WAIT_SHARE = 0.8
const WAIT_MS = 4_000
const NEAR_MS = 400
/** So long a machine may have other things to do. */
const BEHIND_MS = 60_000
const PORT = '8080'

/** Random changes of every kind, several portal processes of which one is killed now and then: no page may ever lie. */
export async function prove(
  kit: Kit,
  {
    seed,
    steps,
    portals: count,
    dataDir,
    verifyEvery = Infinity,
    say = () => undefined,
    isTimeUp = () => false,
  }: Options,
): Promise<Proof> {
  const chance = createChance(seed)
  const world = await createWorld(kit)
  const portals = await Promise.all(Array.from({ length: count }, () => spawnPortal(kit.url, dataDir)))
  const watch = watchForbidden(world, portals)
  const proof = { steps: 0, looks: 0, kills: 0, seed }
  const history: string[] = []
  const dead = new Set<string>()
  const store = openPageStore({ folder: path.join(dataDir, 'pages'), limitBytes: 2 ** 33, log: createLog('silent') })
  const allMade = async () => {
    const until = Date.now() + WAIT_MS
    while (Date.now() < until && [...store.pages()].some(({ standing }) => standing === 'stale')) await sleep(10)
  }
  /** In the middle of a change, or right before or behind it. */
  const killOne = async (): Promise<void> => {
    await sleep(chance.below(KILL_WITHIN_MS))
    const index = chance.below(portals.length)
    const portal = portals[index]
    if (!portal) return
    await portal.kill('SIGKILL')
    dead.add(portal.name)
    portals[index] = await spawnPortal(kit.url, dataDir)
    proof.kills++
  }
  try {
    for (let step = 1; step <= steps && !isTimeUp(); step++) {
      const killing = step % KILL_EVERY === 0 ? killOne() : null
      const what = await changeSomething(world, chance)
      await killing
      proof.steps = step
      history.push(what)
      say(`${step} ${what}`)
      await everybodyKnows(kit, dead)
      for (const address of await someAddresses(world, chance)) {
        proof.looks++
        await look(world, { portal: chance.one(portals), address, dead }, () => history.slice(-12).join('\n'))
      }
      if (chance.isTrue(WAIT_SHARE)) await allMade()
      if (step % verifyEvery === 0) {
        const found = await verify(kit, store, dead)
        say(`${step} verified ${JSON.stringify(found)}`)
        assert.equal(found.missed, 0, `${found.addresses.join('\n')}\n${history.slice(-12).join('\n')}`)
      }
      assert.deepEqual(watch.faults, [])
    }
    await sleep(2 * NEAR_MS)
    assert.deepEqual(watch.faults, [])
    const found = await verify(kit, store, dead)
    return { ...proof, ...found }
  } catch (error) {
    const gone = fallen(portals)
    throw gone.length === 0
      ? error
      : new Error(`a portal ended by itself: ${gone.join()}\n${history.slice(-12).join('\n')}`, { cause: error })
  } finally {
    watch.stop()
    for (const portal of portals) await portal.kill('SIGTERM')
    await store.close()
  }
}

const fallen = (portals: readonly Portal[]): string[] =>
  portals.flatMap(({ name, process: { exitCode, signalCode } }) =>
    exitCode === null && signalCode === null ? [] : `${name}: ${exitCode ?? signalCode}`,
  )

type Address = { host: string; path: string }

/** Every page there is, with those of the newest changes more often than others. */
async function someAddresses(world: World, chance: Chance): Promise<Address[]> {
  const channels = await channelsOf(world.kit)
  const site = chance.one(world.sites)
  const own = channels.filter((one) => one.site_id === site.id)
  const fixed = ['/', '/', '/sitemap/', '/about/', '/robots.txt']
  const lists = own.flatMap((one) => [
    `/${one.path}/`,
    `/${one.path}/`,
    `/${one.path}/p/${1 + chance.below(4)}/`,
    `/${one.path}/rss.xml`,
  ])
  const mounts = own.filter((one) => one.kind === 'mounted')
  const recent = world.items.slice(-10)
  const items = [...recent, ...recent, ...world.items].flatMap((item) => [
    ...item.paths.filter((place) => place.siteId === site.id).map((place) => place.path),
    ...mounts.map((mount) => `/${mount.path}/${item.paths[0]?.path.split('/').slice(-2).join('/') ?? ''}`),
  ])
  return [...chance.some([...fixed, ...lists], LOOKS - 2), ...chance.some(items, 2)].map((where) => ({
    host: site.host,
    path: where,
  }))
}

const means = (kit: Kit): Means => ({
  open: () => ({ db: kyselyOn(kit.pool), actor: visitor, now: new Date() }),
  cut: (wishes) =>
    inWork(kit.engine, system('proof'), async (work) => {
      for (const wish of wishes) await keepCuts(work, wish)
      return true
    }),
})

async function freshly(kit: Kit, { host, path: where }: Address): Promise<{ status: number; body: string }> {
  const origin = `http://${host}:${PORT}`
  const { found, text } = await produce(means(kit), {
    host,
    path: where,
    query: new URLSearchParams(),
    origin,
    choices: STANDARD,
  })
  if (found.kind === 'no-site') return { status: 404, body: '' }
  if (found.kind === 'redirect') return { status: found.status, body: encodeURI(found.location) }
  // Pages about a fault tell the time and are never kept.
  const isFault = found.status !== 200
  return { status: found.status, body: isFault ? '' : (text ?? '') }
}

const seen = ({ status, body, headers }: Got) => ({
  status,
  body: status === 200 ? body : status < 400 ? String(headers.location) : '',
})

type Look = { portal: Portal; address: Address; dead: ReadonlySet<string> }

async function look(world: World, { portal, address, dead }: Look, story: () => string): Promise<void> {
  const begun = Date.now()
  const got = seen(await getPage(portal, `${address.host}:${PORT}`, address.path))
  const fresh = await freshly(world.kit, address)
  if (got.status === fresh.status && got.body === fresh.body) return
  // Something put down for these moments may have come in between.
  if (world.instants.some((at) => at > begun - NEAR_MS && at < Date.now() + NEAR_MS)) return
  // A portal may cut a list behind its answer, and the fresh page is cut: once that is known, the portal shows the cut as well.
  const isCut = await wasCutSince(world.kit, new Date(begun - NEAR_MS))
  if (isCut) await everybodyKnows(world.kit, dead)
  const again = seen(await getPage(portal, `${address.host}:${PORT}`, address.path))
  if (isCut && again.status === fresh.status && again.body === fresh.body) return
  assert.fail(
    `${address.host}${address.path} lies: ${got.status} instead of ${fresh.status}; asked again it ${again.body === fresh.body ? 'does not' : 'still does'}\n${story()}\n${difference(got.body, fresh.body)}`,
  )
}

async function wasCutSince({ pool }: Kit, at: Date): Promise<boolean> {
  const { rows } = await pool.query(
    'SELECT FROM library.page_cut WHERE valid_from > $1 OR valid_to BETWEEN $1 AND now() LIMIT 1',
    [at],
  )
  return rows.length > 0
}

function difference(got: string, fresh: string): string {
  const [a, b] = [got.split('\n'), fresh.split('\n')]
  const at = a.findIndex((line, index) => line !== b[index])
  return `shown: ${a.slice(at, at + 3).join('\n')}\nfresh: ${b.slice(at, at + 3).join('\n')}`
}

/**
 * The portals look at the log when they are told; a change from another process needs a moment to reach them. One that is
 * behind for longer than its lease shows nothing it kept, but what is kept is not marked yet: it is waited for all the same. Everything
 * below xmin has been taken in; below xmax there may be what was under way at the look.
 */
async function everybodyKnows(kit: Kit, dead: ReadonlySet<string>): Promise<void> {
  const { rows } = await kit.pool.query<{ xid: string }>('SELECT pg_current_snapshot()::text AS xid')
  const until = Date.now() + BEHIND_MS
  const target = rows[0]?.xid.split(':')[1] ?? '0'
  await kit.pool.query('NOTIFY yiwang_commit')
  for (;;) {
    const { rows: behind } = await kit.pool.query<{ name: string }>(
      'SELECT name FROM kernel.node WHERE pg_snapshot_xmin(applied) < $1::xid8 AND name <> ALL ($2)',
      [target, [...dead]],
    )
    if (behind.length === 0) return
    if (Date.now() > until) assert.fail(`does not follow: ${behind.map((one) => one.name).join()}`)
    await sleep(3)
  }
}

/** Readers all the while: what a take-down has been answered for is never seen again. */
function watchForbidden(world: World, portals: Portal[]) {
  const faults: string[] = []
  let isStopped = false
  const run = async () => {
    for (let turn = 0; !isStopped; turn++) {
      const site = world.sites[turn % world.sites.length]
      const portal = portals[turn % portals.length]
      const where = ['/', '/tzgg/', '/zonghe/', '/sjtz/', '/zonghe/ywdt/'][turn % 5] ?? '/'
      const before = [...world.forbidden]
      const got = site && portal ? await getPage(portal, `${site.host}:${PORT}`, where).catch(() => null) : null
      for (const mark of before) if (got?.body.includes(`>${mark}<`)) faults.push(`${mark} on ${site?.host}${where}`)
      await sleep(5)
    }
  }
  void run()
  return { faults, stop: () => void (isStopped = true) }
}

function verify(kit: Kit, store: PageStore, dead: ReadonlySet<string>): Promise<Verification> {
  return verifyPages({
    store,
    clock: () => new Date(),
    produce: (asked) => produce(means(kit), asked),
    catchUp: () => everybodyKnows(kit, dead),
  })
}
