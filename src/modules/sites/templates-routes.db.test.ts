import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import cookie from '@fastify/cookie'
import Fastify from 'fastify'
import { anActor, aProvince, startKit } from '../../../test/kit/index.ts'
import type { Actor } from '../../kernel/actor.ts'
import { createApi } from '../../kernel/http.ts'
import { kernelLabels } from '../../kernel/i18n.ts'
import { createLog } from '../../kernel/log.ts'
import { problemReply } from '../../kernel/problem-reply.ts'
import { portalTemplates } from '../../portal/template-check.ts'
import { ROLES } from '../identity/roles.ts'
import * as contract from './contract.ts'
import { sitesLabels } from './labels.ts'
import { sitesRoutes } from './routes.ts'
import { REFUSALS } from './template-rules.ts'

const kit = await startKit()
const { organisations } = await kit.work(aProvince)
const who = (permissions: readonly string[]) =>
  anActor({ permissions: [...permissions], organisation: organisations.government })
const actors: Record<string, Actor> = Object.fromEntries(
  Object.entries(ROLES).map(([role, { permissions }]) => [role, who(permissions)]),
)
const server = Fastify({ bodyLimit: 12 * 1024 * 1024 })
await server.register(cookie)
server.setErrorHandler(problemReply([kernelLabels, sitesLabels], createLog('silent')))
sitesRoutes(
  createApi(server, {
    engine: kit.engine,
    declared: [],
    templates: portalTemplates,
    authenticate: async (token) => (actors[token] ? { actor: actors[token], csrfToken: 'token' } : null),
  }),
)
after(() => server.close())

type Sent = { method?: 'GET' | 'PUT' | 'DELETE'; body?: object; role?: string; language?: string }

async function send(path: string, { method = 'GET', body, role = 'system_admin', language = 'zh-CN' }: Sent = {}) {
  const reply = await server.inject({
    method,
    url: `/api/themes${path}`,
    headers: { 'x-csrf-token': 'token', 'accept-language': language },
    cookies: { 'yw-session': role },
    ...(body ? { payload: body } : {}),
  })
  return { status: reply.statusCode, body: reply.json() }
}

const nav = '/base/templates/parts%2Fnav'

test('a template is read, replaced and reset at its address, as the contract says', async () => {
  const list = await send('?theme=base')
  assert.deepEqual([list.status, contract.listTemplates.reply.parse(list.body)], [200, list.body])
  const { digest } = contract.getTemplate.reply.parse((await send(nav)).body)
  const saved = await send(nav, { method: 'PUT', body: { source: '<nav></nav>', expectedDigest: digest } })
  assert.equal(saved.status, 200, JSON.stringify(saved.body))
  assert.deepEqual(contract.putTemplate.reply.parse(saved.body), saved.body)
  const history = await send(`${nav}/history`)
  assert.deepEqual([contract.getTemplateHistory.reply.parse(history.body).length, history.status], [1, 200])
  const reset = await send(`${nav}?expectedDigest=${saved.body.digest}`, { method: 'DELETE' })
  assert.deepEqual(contract.resetTemplate.reply.parse(reset.body), reset.body)
  assert.equal(reset.body.template.digest, digest)
  assert.equal((await send('/base/templates/parts%2Fgone')).status, 404)
  assert.equal((await send('/base/templates/parts%2F..%2Fshell')).status, 422)
})

test('no role but the system administrator’s gets to templates', async () => {
  for (const role of Object.keys(ROLES).filter((one) => one !== 'system_admin')) {
    for (const asked of [{}, { method: 'PUT', body: { source: '', expectedDigest: null } }] as Sent[]) {
      const { status } = await send(asked.method ? nav : '', { ...asked, role })
      assert.equal(status, 403, role)
    }
  }
})

test('a refusal names template, line and reason in the reader’s language', async () => {
  const { digest } = (await send(nav)).body
  const body = { source: '<nav>\n{% for a in b %}</nav>', expectedDigest: digest }
  const chinese = await send(nav, { method: 'PUT', body })
  assert.equal(chinese.status, 422)
  assert.match(chinese.body.title, /^模板 base\/parts\/nav 第 2 行的标签没有结束（.*not closed）/)
  assert.deepEqual([chinese.body.template, chinese.body.line], ['base/parts/nav', 2])
  const english = await send(nav, { method: 'PUT', body, language: 'en' })
  assert.match(english.body.title, /^Template base\/parts\/nav, line 2: a tag is not closed \(.*\)/)
  for (const code of REFUSALS) assert.ok(`problem.${code}` in sitesLabels['zh-CN'], code)
})

test('a source that is no template is refused in clear words, whatever it is', async () => {
  const { digest } = (await send(nav)).body
  const put = (source: unknown) => send(nav, { method: 'PUT', body: { source, expectedDigest: digest } })
  const long = await put('x'.repeat(1_000_000))
  assert.deepEqual([long.status, long.body.errors], [422, [{ pointer: '/body/source', detail: '最多 200000 个字' }]])
  const nul = await put('a\n\nb\0')
  assert.deepEqual([nul.status, nul.body.title], [422, '第 3 行有不能出现在网页里的字符 U+0000，请删除后再保存。'])
  assert.equal((await put(7)).status, 422)
})
