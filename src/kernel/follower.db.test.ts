import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { startKit } from '../../test/kit/index.ts'
import { type Proxy, startProxy } from '../../test/kit/proxy.ts'
import { type Change, fetchChanges, hasSeen, NOTHING_SEEN } from './changes.ts'
import { createPool, type Pool } from './database.ts'
import { awaitApplied, type Follower, startFollower, Told } from './follower.ts'
import { newId } from './ids.ts'
import { createLog } from './log.ts'
import { inWork } from './work.ts'

const kit = await startKit()
const stops: (() => Promise<unknown>)[] = []
after(async () => {
  for (const stop of stops.toReversed()) await stop()
})

type Reader = { follower: Follower; pool: Pool; taken: string[]; forgotten: () => number }
type Wish = Partial<Parameters<typeof startFollower>[0]> & { proxy?: Proxy }

async function aReader({ proxy, ...wish }: Wish = {}): Promise<Reader> {
  const pool = createPool(proxy?.url ?? kit.url, { max: 3, name: 'follower', patienceMs: 1_000 })
  stops.push(() => pool.end())
  const taken: string[] = []
  let forgotten = 0
  const follower = await startFollower({
    pool,
    log: createLog('silent'),
    leaseMs: 1_500,
    name: 'test',
    since: null,
    take: async (changes: Change[]) => void taken.push(...changes.flatMap(({ keys }) => keys.map(({ key }) => key))),
    forget: () => void forgotten++,
    ...wish,
  })
  stops.push(() => follower.stop())
  return { follower, pool, taken, forgotten: () => forgotten }
}

async function aProxy(): Promise<Proxy> {
  const proxy = await startProxy(kit.url)
  stops.push(() => proxy.close())
  return proxy
}

/** A take-down, of which readers are told unless the hint is lost. */
async function note(key: string, { isTold = true } = {}): Promise<string> {
  const { rows } = await kit.pool.query<{ xid: string }>(
    'INSERT INTO kernel.change (keys, is_takedown) VALUES ($1, true) RETURNING xid::text',
    [[key]],
  )
  if (isTold) await kit.pool.query('NOTIFY yiwang_commit')
  return rows[0]?.xid ?? ''
}

async function until(what: () => boolean, ms = 5_000): Promise<number> {
  const begun = performance.now()
  while (!what()) {
    if (performance.now() - begun > ms) throw new Error(`not within ${ms} ms`)
    await sleep(5)
  }
  return performance.now() - begun
}

async function timed(act: Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await act
  return performance.now() - begun
}

const knows = ({ follower }: Reader, xid: string) => hasSeen(follower.applied, Number(xid))

describe('a reader that follows', () => {
  test('is told of every commit, and takes each change once', async () => {
    const reader = await aReader()
    await until(() => reader.follower.isCurrent())
    for (let turn = 0; turn < 20; turn++) {
      const xid = await note(`item:told${turn}`)
      await until(() => knows(reader, xid), 300)
    }
    assert.deepEqual(
      reader.taken,
      Array.from({ length: 20 }, (_, turn) => `item:told${turn}`),
    )
  })

  test('whose line is killed counts as behind at once, and sees the newest before it shows anything', async () => {
    const reader = await aReader()
    await until(() => reader.follower.isCurrent())
    for (let turn = 0; turn < 5; turn++) {
      await kit.pool.query("INSERT INTO kernel.change (keys) VALUES ('{item:untold}')")
      const { snapshot } = await fetchChanges(kit.pool, NOTHING_SEEN)
      const knows = () => reader.follower.applied.xmax >= snapshot.xmax
      await kit.pool.query(`SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'follower' AND query LIKE 'LISTEN%'`)
      // As a request does: whenever it counts as current it must know; otherwise it looks.
      await until(() => !reader.follower.isCurrent() || knows())
      if (!reader.follower.isCurrent()) await reader.follower.catchUp()
      assert.ok(knows())
      await until(() => reader.follower.isCurrent())
    }
  })

  test('of another database, or of one that was set back, forgets what it kept', async () => {
    const { identity, snapshot } = await fetchChanges(kit.pool, NOTHING_SEEN)
    const same = await aReader({ since: { identity, snapshot } })
    const other = await aReader({ since: { identity: 'another', snapshot } })
    const ahead = { xmin: snapshot.xmin + 9_999, xmax: snapshot.xmax + 9_999, xip: [] }
    const back = await aReader({ since: { identity, snapshot: ahead } })
    assert.deepEqual([same.forgotten(), other.forgotten(), back.forgotten()], [0, 1, 1])
    const promoted = await aReader({ since: { identity: identity.replace(/.{8}$/, '000000FF'), snapshot } })
    assert.equal(promoted.forgotten(), 1, 'a standby has taken over')
  })

  test('that stops is off the list, shows nothing, and whoever still asks is refused', async () => {
    const reader = await aReader()
    await reader.follower.stop()
    assert.equal(reader.follower.isCurrent(), false)
    assert.equal(reader.follower.holdsLease(), false)
    await assert.rejects(reader.follower.catchUp(), /stopping/)
    const { rows } = await kit.pool.query(
      'SELECT 1 FROM kernel.node WHERE NOT pg_visible_in_snapshot($1::xid8, applied)',
      [await note('item:after')],
    )
    const mine = rows.length
    assert.ok(mine <= 6, 'the others of this file at most')
  })

  test('hears as well by hints, when its connection cannot listen', async () => {
    let wake = () => {}
    let isConnected = true
    const hints = {
      publish: () => undefined,
      subscribe: (told: () => void) => void (wake = told),
      isConnected: () => isConnected,
      close: async () => undefined,
    }
    const pool = createPool(kit.url, { max: 3, name: 'pooled', patienceMs: 1_000 })
    const connect = pool.connect.bind(pool) as () => ReturnType<Pool['connect']>
    // A pooler that refuses to listen.
    Object.assign(pool, {
      connect: async (...given: unknown[]) => {
        if (given.length > 0) return Reflect.apply(connect, pool, given)
        throw new Error('LISTEN is not possible here')
      },
    })
    stops.push(() => pool.end())
    const reader = await aReader({ pool, hints })
    await until(() => reader.follower.isCurrent())
    await kit.pool.query("INSERT INTO kernel.change (keys) VALUES ('{item:hinted}')")
    wake()
    await until(() => reader.taken.includes('item:hinted'), 400)
    isConnected = false
    assert.equal(reader.follower.isCurrent(), false)
  })
})

describe('a reader that is cut off', () => {
  test('may show what it kept for its lease, no longer, and is there again soon after', async () => {
    const proxy = await aProxy()
    const reader = await aReader({ proxy, leaseMs: 4_000 })
    await until(() => reader.follower.isCurrent())
    proxy.freeze()
    await until(() => !reader.follower.isCurrent(), 1_000)
    const first = await timed(assert.rejects(reader.follower.catchUp()))
    assert.ok(first < 2_300, `${first} ms`)
    assert.equal(reader.follower.holdsLease(), true)
    const second = await timed(assert.rejects(reader.follower.catchUp()))
    assert.ok(second < 400, `the next need not wait: ${second} ms`)
    await until(() => !reader.follower.holdsLease(), 4_500)
    const xid = await note('item:meanwhile')
    proxy.thaw()
    await until(() => reader.follower.isCurrent(), 4_000)
    assert.ok(knows(reader, xid))
  })

  test('holds up a take-down for as long as it may show what it kept, and knows of it before it shows anything', async () => {
    const proxy = await aProxy()
    const reader = await aReader({ proxy })
    await until(() => reader.follower.isCurrent())
    proxy.freeze()
    const xid = await note('item:withdrawn')
    const watch = { isOver: false, isBad: false }
    const watching = (async () => {
      while (!watch.isOver) await sleep(1)
      watch.isBad = reader.follower.holdsLease()
    })()
    const waited = await awaitApplied(kit.pool, xid)
    watch.isOver = true
    await watching
    assert.equal(watch.isBad, false, 'answered while the lease still held')
    assert.ok(waited > 500 && waited < 2_500, `${waited} ms`)
    proxy.thaw()
    while (!reader.follower.isCurrent() && !reader.follower.holdsLease()) await sleep(0)
    assert.ok(knows(reader, xid))
  })

  test('that was given up while it took its time with a change looks once more before it has its lease', async () => {
    let during: (() => Promise<void>) | null = null
    const reader = await aReader({ take: async () => during?.(), leaseMs: 800 })
    await until(() => reader.follower.isCurrent())
    let withdrawn = ''
    let isAnswered = false
    during = async () => {
      during = null
      // Slower than its lease: a take-down is answered without it.
      withdrawn = await note('item:while', { isTold: false })
      await awaitApplied(kit.pool, withdrawn)
      assert.equal(reader.follower.holdsLease(), false)
      isAnswered = true
    }
    await note('item:slow')
    await until(() => isAnswered)
    while (!reader.follower.holdsLease()) await sleep(0)
    assert.ok(knows(reader, withdrawn))
  })

  test('that is new looks once more after it is on the list', async () => {
    let withdrawn = ''
    let isFirst = true
    const reader = await aReader({
      take: async () => {
        if (!isFirst) return
        isFirst = false
        withdrawn = await note('item:early', { isTold: false })
        await awaitApplied(kit.pool, withdrawn)
      },
    })
    assert.ok(knows(reader, withdrawn))
  })
})

describe('a take-down', () => {
  const anOldNode = (seenAt: string) =>
    kit.pool.query(
      `INSERT INTO kernel.node (id, name, lease_ms, applied, seen_at) VALUES ($1, 'killed', 600, '1:1:', ${seenAt})`,
      [newId()],
    )

  test('waits for a killed reader once, as long as its lease, wherever its clock or the database stood', async () => {
    for (const seenAt of ["clock_timestamp() + interval '8 hours'", "clock_timestamp() - interval '8 hours'"]) {
      await anOldNode(seenAt)
      const xid = await note('item:clock')
      const waited = await awaitApplied(kit.pool, xid)
      assert.ok(waited > 600 && waited < 1_500, `${seenAt}: ${waited} ms`)
      assert.ok((await awaitApplied(kit.pool, xid)) < 300)
    }
  })

  test('is answered with as few connections as there may be, however many there are at once', async () => {
    const pool = createPool(kit.url, { max: 2, name: 'small' })
    stops.push(() => pool.end())
    const reader = await aReader()
    await until(() => reader.follower.isCurrent())
    const engine = { ...kit.engine, pool }
    const all = Promise.all(
      Array.from({ length: 8 }, (_, turn) =>
        inWork(engine, { kind: 'system', name: 'test' } as never, async (work) => {
          await work.db
            .insertInto('kernel.change' as never)
            .values({ keys: [`item:down${turn}`], is_takedown: true } as never)
            .execute()
          work.takeDown()
        }),
      ),
    )
    const ended = await Promise.race([all.then(() => true), sleep(4_000, false, { ref: false })])
    assert.equal(ended, true, 'they wait for each other')
  })

  test('outlives a crash of the server: the list of readers is written down', async () => {
    const { rows } = await kit.pool.query("SELECT relpersistence FROM pg_class WHERE oid = 'kernel.node'::regclass")
    assert.equal(rows[0]?.relpersistence, 'p')
  })
})

describe('a rush of commits', () => {
  test('is taken in together, and at once when somebody needs to know', async () => {
    const { follower, taken } = await aReader({ gatherMs: 60_000 })
    await follower.catchUp()
    await kit.pool.query(`INSERT INTO kernel.change (keys) VALUES ('{gathered:1}')`)
    await kit.pool.query(`NOTIFY yiwang_commit, 'somebody else'`)
    await until(() => !follower.isCurrent() || taken.includes('gathered:1'))
    await follower.catchUp()
    assert.ok(taken.includes('gathered:1'))
    assert.ok(follower.isCurrent())
  })

  test('is told to other processes once', async () => {
    const told = new Told()
    let later = 0
    const times = [1, 2, 3, 4].map(() => told.isTime(() => later++))
    assert.deepEqual(times, [true, false, false, false])
    await until(() => later > 0)
    assert.equal(later, 1)
  })
})
