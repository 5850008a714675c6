import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { natsHints } from '../src/adapters/hints-nats.ts'
import { hasSeen } from '../src/kernel/changes.ts'
import { createPool, type Pool } from '../src/kernel/database.ts'
import { type Follower, startFollower } from '../src/kernel/follower.ts'
import { createLog } from '../src/kernel/log.ts'
import { startKit } from './kit/index.ts'
import { getPage, spawnPortal } from './kit/portals.ts'
import { createWorld, publishNotice } from './propagation/world.ts'

const skip = spawnSync('nats-server', ['--version']).status === 0 ? false : 'nats-server is not installed here'
const kit = await startKit()
const folder = mkdtempSync(path.join(tmpdir(), 'yiwang-nats-'))
const stops: (() => Promise<unknown>)[] = []
after(async () => {
  for (const stop of stops.toReversed()) await stop()
  rmSync(folder, { recursive: true, force: true })
})

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' ? (address?.port ?? 0) : 0
}

/** Three servers of one cluster, with JetStream. */
async function aCluster() {
  const ports = await Promise.all(Array.from({ length: 6 }, freePort))
  const routes = ports.slice(3).map((port) => `nats://127.0.0.1:${port}`)
  const start = (number: number): ChildProcess =>
    spawn(
      'nats-server',
      [
        `-a 127.0.0.1 -p ${ports[number]} -n n${number} -js -sd ${path.join(folder, `n${number}`)}`,
        `--cluster_name yw --cluster ${routes[number]} --routes ${routes.join(',')}`,
      ].flatMap((words) => words.split(' ')),
      { stdio: 'ignore' },
    )
  const servers = [0, 1, 2].map(start)
  const end = async (number: number) => {
    const server = servers[number]
    if (!server || server.exitCode !== null || server.signalCode !== null) return
    server.kill('SIGKILL')
    await once(server, 'exit')
  }
  stops.push(() => Promise.all([0, 1, 2].map(end)))
  const restart = (number: number) => void (servers[number] = start(number))
  return { urls: ports.slice(0, 3).map((port) => `nats://127.0.0.1:${port}`), end, restart }
}

/** As behind a pooler: this connection can ask, but nobody tells it anything. */
function deaf(pool: Pool): Pool {
  const connect = pool.connect.bind(pool) as () => ReturnType<Pool['connect']>
  return Object.assign(pool, {
    connect: async (...given: unknown[]) => {
      if (given.length > 0) return Reflect.apply(connect, pool, given)
      throw new Error('LISTEN is not possible here')
    },
  })
}

async function aReader(urls: string[]): Promise<Follower> {
  const hints = natsHints(urls, createLog('silent'))
  const pool = deaf(createPool(kit.url, { max: 2, name: 'reader', patienceMs: 2_000 }))
  const follower = await startFollower({
    pool,
    log: createLog('silent'),
    leaseMs: 5_000,
    name: 'test',
    hints,
    since: null,
    take: async () => undefined,
    forget: () => undefined,
  })
  stops.push(async () => {
    await follower.stop()
    await hints.close()
    await pool.end()
  })
  return follower
}

async function until(what: () => boolean, ms: number): Promise<number> {
  const begun = performance.now()
  while (!what()) {
    if (performance.now() - begun > ms) throw new Error(`not within ${ms} ms`)
    await sleep(2)
  }
  return performance.now() - begun
}

async function change(): Promise<number> {
  const { rows } = await kit.pool.query<{ xid: string }>(
    "INSERT INTO kernel.change (keys) VALUES ('{item:a}') RETURNING xid::text",
  )
  return Number(rows[0]?.xid)
}

describe('hints by NATS', { skip, timeout: 60_000 }, () => {
  test('reach every reader, while a server is killed and comes back; without any, readers look by themselves', async () => {
    const cluster = await aCluster()
    const readers = await Promise.all([aReader(cluster.urls), aReader([...cluster.urls].reverse())])
    const writer = natsHints(cluster.urls, createLog('silent'))
    stops.push(() => writer.close())
    await until(() => writer.isConnected() && readers.every((reader) => reader.isCurrent()), 15_000)
    await change()
    writer.publish()
    await sleep(1_500)

    const waits: number[] = []
    for (let turn = 0; turn < 90; turn++) {
      if (turn === 30) void cluster.end(0)
      if (turn === 60) cluster.restart(0)
      const xid = await change()
      writer.publish()
      waits.push(await until(() => readers.every(({ applied }) => hasSeen(applied, xid)), 3_000))
    }
    const sorted = waits.toSorted((a, b) => a - b)
    const [median = 0, worst = 0] = [sorted[45], sorted.at(-1)]
    assert.ok(median < 100, `half of them took more than ${median} ms`)
    assert.ok(worst < 900, `the slowest took ${worst} ms`)

    for (const number of [0, 1, 2]) await cluster.end(number)
    await until(() => readers.every((reader) => !reader.isCurrent()), 4_000)
    const begun = performance.now()
    writer.publish()
    assert.ok(performance.now() - begun < 20, 'nobody waits for it')
    const xid = await change()
    await until(() => readers.every(({ applied }) => hasSeen(applied, xid)), 1_500)
    for (const reader of readers) await reader.catchUp()
  })

  test('come with NATS_URL: portals of two machines show what is committed, with servers and without', async () => {
    const cluster = await aCluster()
    const portals = await Promise.all(
      ['a', 'b'].map((name) =>
        spawnPortal(kit.url, path.join(folder, name), { NATS_URL: cluster.urls.join(','), LOG_LEVEL: 'silent' }),
      ),
    )
    stops.push(() => Promise.all(portals.map((portal) => portal.kill('SIGTERM'))))
    const writer = natsHints(cluster.urls, createLog('silent'))
    stops.push(() => writer.close())
    kit.engine.committed?.add(() => writer.publish())
    const world = await createWorld(kit)
    const host = `${world.sites[0]?.host}:8080`
    const shown = async (title: string) => {
      for (const portal of portals) {
        for (let tries = 0; !(await getPage(portal, host, '/tzgg/')).body.includes(title); tries++) {
          assert.ok(tries < 100, `${title} is not shown`)
          await sleep(10)
        }
      }
    }
    for (let turn = 0; turn < 12; turn++) {
      if (turn === 3) void cluster.end(1)
      if (turn === 8) await Promise.all([0, 2].map(cluster.end))
      await shown((await publishNotice(world, `第${turn}号通知`)).title)
    }
  })
})
