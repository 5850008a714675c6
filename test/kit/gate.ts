import assert from 'node:assert/strict'
import { it } from 'node:test'
import cookie from '@fastify/cookie'
import Fastify from 'fastify'
import type { Operation } from '../../src/kernel/contract.ts'
import { type Api, createApi } from '../../src/kernel/http.ts'
import { createLog } from '../../src/kernel/log.ts'
import { problemReply } from '../../src/kernel/problem-reply.ts'
import { anActor, startKit } from './index.ts'

/** The gate of a module: every operation is served, and turns away strangers, forged writes and whoever lacks its permission. */
export async function provesItsGate(
  routes: (api: Api) => void,
  contract: Readonly<Record<string, object>>,
): Promise<void> {
  const kit = await startKit()
  const declared: Operation[] = []
  const server = Fastify({ logger: false })
  await server.register(cookie)
  server.setErrorHandler(problemReply([], createLog('silent')))
  const actor = anActor({ permissions: ['a.permission.nothing.asks.for'] })
  const authenticate = async (token: string) => (token === 'clerk' ? { actor, csrfToken: 'right' } : null)
  routes(createApi(server, { engine: kit.engine, authenticate, declared }))

  const id = crypto.randomUUID()
  const call = (operation: Operation, headers: Record<string, string>) =>
    server.inject({
      method: operation.method,
      url: `/api${operation.path.replaceAll(/\{\w+\}/g, id)}`,
      headers,
      ...(operation.method === 'GET' ? {} : { payload: {} }),
    })
  const guarded = () => declared.filter((operation) => operation.permission !== 'public')

  it('serves every operation of the contract', () => {
    const operations = Object.values(contract).filter((one) => 'method' in one)
    assert.deepEqual(new Set(declared), new Set(operations))
  })

  it('asks everybody to sign in', async () => {
    for (const operation of guarded()) {
      const reply = await call(operation, { cookie: 'yw-session=stranger' })
      assert.deepEqual([reply.statusCode, reply.json().code], [401, 'unauthenticated'], operation.path)
    }
  })

  it('takes no write without the token of the page', async () => {
    for (const operation of guarded().filter((one) => one.method !== 'GET')) {
      const reply = await call(operation, { cookie: 'yw-session=clerk', 'x-csrf-token': 'wrong' })
      assert.deepEqual([reply.statusCode, reply.json().code], [403, 'csrf'], operation.path)
    }
  })

  it('turns away who lacks the permission, before looking at the input', async () => {
    for (const operation of guarded().filter((one) => one.permission !== 'session')) {
      const reply = await call(operation, { cookie: 'yw-session=clerk', 'x-csrf-token': 'right' })
      const { code, permission } = reply.json()
      assert.deepEqual([reply.statusCode, code, permission], [403, 'forbidden', operation.permission], operation.path)
    }
  })
}
