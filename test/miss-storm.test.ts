import assert from 'node:assert/strict'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { aProvince } from './kit/index.ts'
import { getPage } from './kit/portals.ts'
import { startSystem } from './kit/system.ts'

const READERS = 1_000
const system = await startSystem()
const { app, server, pool } = system
const { province } = await system.work(aProvince)

/** Nobody reads the register until the lock is let go: the page that is asked for first is being made for that long. */
async function holdRegister(): Promise<() => Promise<void>> {
  const client = await pool.connect()
  await client.query('BEGIN')
  await client.query('LOCK TABLE sites.site IN ACCESS EXCLUSIVE MODE')
  return async () => {
    await client.query('ROLLBACK')
    client.release()
  }
}

const connections = () =>
  new Promise<number>((resolve, reject) =>
    server.server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
  )

test('a page that is not kept is made once for a thousand readers who ask at the same moment', async () => {
  await server.listen({ port: 0, host: '127.0.0.1' })
  const { port } = server.server.address() as AddressInfo
  const agent = new http.Agent({ maxSockets: Infinity })
  const letGo = await holdRegister()
  const asking = Array.from({ length: READERS }, () => getPage({ port }, `${province.host}:8080`, '/', agent))
  while ((await connections()) < READERS) await sleep(10)
  // All are there; those that were the last to come have their request read by now.
  await sleep(200)
  assert.equal(app.pages.serving()?.made, 0)
  await letGo()
  const got = await Promise.all(asking)
  assert.deepEqual([...new Set(got.map(({ status }) => status))], [200])
  assert.match(got[0]?.body ?? '', /<h1/)
  assert.equal(new Set(got.map(({ body }) => body)).size, 1)
  assert.equal(app.pages.serving()?.made, 1)
})
