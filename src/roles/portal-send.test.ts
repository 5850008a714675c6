import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Keeper } from '../portal/keeper.ts'
import { fastLane } from './portal-send.ts'

test('a store that cannot be read leaves a request to the long way, whenever that shows', async () => {
  const fault = () => {
    throw new Error('the store cannot be read')
  }
  const damaged = { page: { gzip: Buffer.from('no gzip'), etag: 'a' }, headers: {} }
  const ways: Record<string, object> = {
    'at once': { peek: fault },
    'a moment later': { peek: () => undefined, soon: async () => fault() },
    'in a damaged page': { peek: () => damaged },
    'in a damaged page a moment later': { peek: () => undefined, soon: async () => damaged },
  }
  for (const [what, keeper] of Object.entries(ways)) {
    const lane = fastLane({ keeper: keeper as Keeper, origin: () => 'http://a', extra: () => [] })
    assert.equal(await lane({ method: 'GET', url: '/', headers: {} }), null, what)
  }
})
