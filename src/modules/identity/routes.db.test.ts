import assert from 'node:assert/strict'
import { it } from 'node:test'
import cookie from '@fastify/cookie'
import Fastify from 'fastify'
import type { Operation } from '../../kernel/contract.ts'
import { createApi } from '../../kernel/http.ts'
import { createLog } from '../../kernel/log.ts'
import { problemReply } from '../../kernel/problem-reply.ts'
import { anActor, startKit } from '../../../test/kit/index.ts'
import * as contract from './contract.ts'
import { routes } from './routes.ts'

const kit = await startKit()
const declared: Operation[] = []
const server = Fastify({ logger: false })
await server.register(cookie)
server.setErrorHandler(problemReply([], createLog('silent')))
const actor = anActor({ permissions: ['document.read'] })
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
  const operations = Object.values<object>(contract).filter((one) => 'method' in one)
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
