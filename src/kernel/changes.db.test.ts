import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import { startKit } from '../../test/kit/index.ts'
import { fetchChanges, forgetChanges, NOTHING_SEEN, type Snapshot } from './changes.ts'
import type { Client } from './database.ts'

const kit = await startKit()
// Migrations change codes too, today: the days of these tests lie before that.
await kit.pool.query('DELETE FROM kernel.change')
const DAY_MS = 86_400_000

const snapshotNow = async (): Promise<Snapshot> => (await fetchChanges(kit.pool, NOTHING_SEEN)).snapshot
const keysSince = async (since: Snapshot) => {
  const found = await fetchChanges(kit.pool, since)
  return { ...found, keys: found.changes.flatMap((change) => change.keys.map(({ key }) => key)) }
}

async function note(client: Pick<Client, 'query'>, key: string, daysAgo = 0): Promise<void> {
  const at = new Date(Date.now() - daysAgo * DAY_MS)
  await client.query('INSERT INTO kernel.change (keys, at) VALUES ($1, $2)', [[key], at])
}

async function begin(): Promise<{ client: Client; commit(): Promise<void> }> {
  const client = await kit.pool.connect()
  await client.query('BEGIN')
  return {
    client,
    async commit() {
      await client.query('COMMIT')
      client.release()
    },
  }
}

describe('what was committed since a snapshot', () => {
  test('a late commit with a lower number is neither skipped nor taken twice', async () => {
    const before = await snapshotNow()
    const early = await begin()
    await note(early.client, 'item:early')
    await note(kit.pool, 'item:late')

    const first = await keysSince(before)
    assert.deepEqual(first.keys, ['item:late'])
    await early.commit()
    const second = await keysSince(first.snapshot)
    assert.deepEqual(second.keys, ['item:early'])
    assert.ok((second.changes[0]?.xid ?? 0) < (first.changes[0]?.xid ?? 0), 'the number of the late one is lower')
    assert.deepEqual((await keysSince(second.snapshot)).keys, [])
    assert.equal(second.isGap, false)
  })

  test('of many writers at once, each change is taken once, whatever the order of their commits', async () => {
    let since = await snapshotNow()
    const taken: string[] = []
    let isDone = false
    const reader = (async () => {
      for (;;) {
        const isLast = isDone
        const found = await keysSince(since)
        assert.equal(found.isGap, false)
        taken.push(...found.keys)
        since = found.snapshot
        if (isLast) return
      }
    })()
    await Promise.all(
      [0, 1, 2, 3].map(async (writer) => {
        for (let turn = 0; turn < 25; turn++) {
          const open = await begin()
          await note(open.client, `item:${writer}-${turn}`)
          for (let wait = 0; wait < (writer * 7 + turn) % 5; wait++) await open.client.query('SELECT 1')
          await open.commit()
        }
      }),
    )
    isDone = true
    await reader
    assert.equal(taken.length, 100)
    assert.equal(new Set(taken).size, 100)
  })

  test('what is rolled back was never there', async () => {
    const before = await snapshotNow()
    const open = await begin()
    await note(open.client, 'item:never')
    await open.client.query('ROLLBACK')
    open.client.release()
    assert.deepEqual((await keysSince(before)).keys, [])
  })

  test('all statements of one transaction are one change', async () => {
    const before = await snapshotNow()
    const open = await begin()
    await note(open.client, 'item:a')
    await note(open.client, 'item:b')
    await open.commit()
    const { changes } = await keysSince(before)
    assert.deepEqual(
      changes.map((change) => change.keys.map(({ key }) => key)),
      [['item:a', 'item:b']],
    )
  })
})

describe('a reader that was away', () => {
  // Only what lies before everything of the last week is forgotten.
  beforeEach(() => kit.pool.query('DELETE FROM kernel.change'))

  test('finds a gap when what it has not seen is forgotten; one that has seen it does not', async () => {
    const before = await snapshotNow()
    await note(kit.pool, 'item:old', 8)
    const after = await snapshotNow()
    await note(kit.pool, 'item:new')
    assert.ok((await forgetChanges(kit.pool, new Date())) > 0)
    assert.equal((await keysSince(before)).isGap, true)
    const found = await keysSince(after)
    assert.equal(found.isGap, false)
    assert.deepEqual(found.keys, ['item:new'])
  })

  test('finds a gap too when the forgotten change had a lower number and was committed later', async () => {
    const early = await begin()
    await note(early.client, 'item:unseen', 8)
    await note(kit.pool, 'item:seen', 8)
    const between = await snapshotNow()
    await early.commit()
    await note(kit.pool, 'item:fresh')
    await forgetChanges(kit.pool, new Date())
    assert.equal((await keysSince(between)).isGap, true)
  })

  test('finds none while a long transaction is running: nothing newer is forgotten', async () => {
    const long = await begin()
    await note(long.client, 'item:long')
    await note(kit.pool, 'item:beside', 8)
    await note(kit.pool, 'item:now')
    const since = await snapshotNow()
    await forgetChanges(kit.pool, new Date())
    assert.equal((await keysSince(since)).isGap, false)
    await long.commit()
    assert.deepEqual((await keysSince(since)).keys, ['item:long'])
  })

  test('finds a gap in a database that was set back', async () => {
    const now = await snapshotNow()
    const ahead = { xmin: now.xmin + 1_000, xmax: now.xmax + 1_000, xip: [] }
    assert.equal((await keysSince(ahead)).isGap, true)
  })

  test('begins with a gap when it has seen nothing', async () => {
    assert.equal((await keysSince(NOTHING_SEEN)).isGap, true)
  })
})
