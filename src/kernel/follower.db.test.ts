import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startKit } from '../../test/kit/index.ts'
import { startFollower } from './follower.ts'
import { createLog } from './log.ts'

const kit = await startKit()

test('who asks a follower that has stopped is refused at once and does not wait for ever', async () => {
  const follower = await startFollower({
    pool: kit.pool,
    log: createLog('silent'),
    leaseMs: 10_000,
    name: 'test:1',
    since: null,
    take: async () => undefined,
    forget: () => undefined,
  })
  await follower.catchUp()
  await follower.stop()
  await assert.rejects(follower.catchUp(), /stopped/)
})
