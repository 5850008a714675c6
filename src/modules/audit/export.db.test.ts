import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import cookie from '@fastify/cookie'
import Fastify from 'fastify'
import { anActor, aProvince, startKit } from '../../../test/kit/index.ts'
import type { Actor } from '../../kernel/actor.ts'
import { createApi } from '../../kernel/http.ts'
import { createLog } from '../../kernel/log.ts'
import { problemReply } from '../../kernel/problem-reply.ts'
import { auditLabels } from './labels.ts'
import { routes } from './routes.ts'

const kit = await startKit()
const { organisations } = await kit.work(aProvince)
const actors: Readonly<Record<string, Actor>> = {
  auditor: anActor({ permissions: ['audit.read'], organisation: organisations.government }),
  clerk: anActor({ permissions: ['document.write'], organisation: organisations.government }),
}
const server = Fastify({ logger: false })
await server.register(cookie)
server.setErrorHandler(problemReply([], createLog('silent')))
routes(
  createApi(server, {
    engine: kit.engine,
    declared: [],
    authenticate: async (token) => {
      const actor = actors[token]
      return actor ? { actor, csrfToken: 'right' } : null
    },
    more: { labels: [auditLabels] },
  }),
)
const download = (who: string, query = '') =>
  server.inject({ url: `/api/audit/export.csv${query}`, headers: { cookie: `yw-session=${who}` } })

describe('the export', () => {
  test('is a file for who may read the trail, and is on it', async () => {
    const reply = await download('auditor', '?action=audit.export&lang=en')
    assert.equal(reply.statusCode, 200)
    assert.match(
      String(reply.headers['content-disposition']),
      /^attachment; filename\*=UTF-8''audit-trail-\d{4}-\d\d-\d\d\.csv$/,
    )
    assert.match(
      reply.body,
      /^\u{feff}Number,.*\r\n\d+-\d+,.*,Exported the audit trail,audit\.export,.*""action"":""audit\.export""/u,
    )
  })

  test('is refused to everybody else, and so are filters that are none', async () => {
    assert.equal((await download('nobody')).statusCode, 401)
    assert.equal((await download('clerk')).statusCode, 403)
    assert.equal((await download('auditor', '?from=yesterday')).statusCode, 422)
  })
})
