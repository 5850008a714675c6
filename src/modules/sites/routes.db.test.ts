import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import cookie from '@fastify/cookie'
import Fastify from 'fastify'
import { anActor, startKit } from '../../../test/kit/index.ts'
import { fillPath } from './testing/fill-path.ts'
import type { Actor } from '../../kernel/actor.ts'
import type { Asked, Operation } from '../../kernel/contract.ts'
import { createApi } from '../../kernel/http.ts'
import { kernelLabels } from '../../kernel/i18n.ts'
import { createLog } from '../../kernel/log.ts'
import { problemReply } from '../../kernel/problem-reply.ts'
import * as contract from './contract.ts'
import { sitesLabels } from './labels.ts'
import { sitesRoutes } from './routes.ts'
import { aBlueprint } from './testing/a-blueprint.ts'
import { aSiteTree } from './testing/a-site-tree.ts'

const kit = await startKit()
const tree = await kit.work(aSiteTree)
const all = ['site.manage', 'setting.manage', 'channel.manage', 'blueprint.manage']
const actors: Record<string, Actor> = {
  manager: anActor({ permissions: all, site: tree.province }),
  editor: anActor({ permissions: ['document.write'], site: tree.province }),
}

const server = Fastify()
await server.register(cookie)
server.setErrorHandler(problemReply([kernelLabels, sitesLabels], createLog('silent')))
const declared: Operation[] = []
sitesRoutes(
  createApi(server, {
    engine: kit.engine,
    declared,
    authenticate: async (token) => (actors[token] ? { actor: actors[token], csrfToken: 'token' } : null),
  }),
)
after(() => server.close())

async function send(operation: Operation, input: Partial<Asked<Operation>>, who: string | null, language = 'zh-CN') {
  const url = `/api${fillPath(operation.path, input)}`
  const reply = await server.inject({
    method: operation.method,
    url,
    headers: { 'x-csrf-token': 'token', 'accept-language': language },
    ...(who === null ? {} : { cookies: { 'yw-session': who } }),
    ...(operation.method === 'GET' || !input.body ? {} : { payload: Object(input.body) as object }),
  })
  return { status: reply.statusCode, body: reply.json() as Record<string, unknown> }
}

/** The answer, which must be what the contract says, without fields it does not know. */
async function ask<O extends Operation>(operation: O, input: Partial<Asked<Operation>> = {}) {
  const { status, body } = await send(operation, input, 'manager')
  assert.equal(status, 200, JSON.stringify(body))
  const parsed = operation.reply.safeParse(body)
  assert.ok(parsed.success, `${operation.path}: ${JSON.stringify(parsed.error?.issues)}`)
  assert.deepEqual(parsed.data, body, operation.path)
  return body
}

const county = tree.county.id

describe('every operation', () => {
  it('answers what its contract says', async () => {
    const body = { ...aBlueprint(8), expectedVersion: 0 }
    const { code, ...blueprint } = body
    await ask(contract.saveBlueprint, { params: { code }, body: blueprint })
    await ask(contract.getBlueprint, { params: { code } })
    await ask(contract.listBlueprints)
    await ask(contract.listSites, { query: { text: '县', sort: 'name' } })
    await ask(contract.listSiteChildren)
    const { version } = await ask(contract.getSite, { params: { id: county } })
    const wish = {
      name: '云麓县民政局',
      shortName: '县民政局',
      level: 'city',
      kind: 'department',
      parentId: tree.city.id,
    }
    const bodies = { ownerId: tree.bodies.city.id, operatorId: tree.bodies.city.id }
    const { site } = await ask(contract.registerSite, { body: { code: 'mzj', ...wish, ...bodies, blueprint: code } })
    assert.ok(typeof site === 'object' && site !== null && 'id' in site)
    const id = String(site.id)
    const domains = [{ host: 'mzj.jichuan.localhost', isMain: true }]
    await ask(contract.setDomains, { params: { id }, body: { expectedVersion: 1, domains } })
    await ask(contract.changeSiteState, {
      params: { id },
      body: { expectedVersion: 2, state: 'running', reason: '开通' },
    })
    await ask(contract.updateSite, { params: { id }, body: { expectedVersion: 3, contactName: '闻知秋' } })
    await ask(contract.moveSite, {
      params: { id: county },
      body: { expectedVersion: version, parentId: tree.province.id },
    })
    const rows = [
      { code: 'fgw', name: '发改委', level: 'city', kind: 'department', parent: 'jichuan', owner: 'nobody' },
    ]
    await ask(contract.registerSitesInBulk, { body: { isDryRun: true, rows } })
    await ask(contract.deleteBlueprint, { params: { code }, query: { expectedVersion: 1 } })
  })

  it('of channels and settings answers what its contract says', async () => {
    const made = await ask(contract.createChannel, {
      params: { siteId: county },
      body: { code: 'shengji', name: '省级通知', kind: 'mounted', mountedChannelId: tree.provinceNotices },
    })
    const params = { id: String(made['id']) }
    await ask(contract.getChannelTree, { params: { siteId: county }, query: { withArchived: true } })
    await ask(contract.getChannel, { params })
    await ask(contract.updateChannel, { params, body: { expectedVersion: 1, inNav: true } })
    await ask(contract.moveChannel, { params, body: { expectedVersion: 2, parentId: null, position: 0 } })
    await ask(contract.listMountTargets, { params: { siteId: county }, query: { text: '通知' } })
    await ask(contract.archiveChannel, { params, body: { expectedVersion: 3 } })

    await ask(contract.listSettingDefinitions)
    const key = 'appearance.colour'
    const values = [{ key, value: 'green', expectedSince: null }]
    const settings: unknown = await ask(contract.putSettings, { params: { id: county }, body: { values } })
    const found = contract.putSettings.reply.parse(settings).find((one) => one.key === key)
    const expectedSince = found?.ownSince ?? ''
    await ask(contract.getSettingReach, { params: { id: county, key } })
    const locked: unknown = await ask(contract.lockSetting, {
      params: { id: county, key },
      body: { isLocked: true, expectedSince },
    })
    const since = contract.lockSetting.reply.parse(locked).find((one) => one.key === key)?.ownSince
    await ask(contract.resetSetting, { params: { id: county, key }, query: { expectedSince: since } })
    await ask(contract.getSettings, { params: { id: county }, query: { at: '2026-11-21T08:00:00+08:00' } })
  })

  it('tells the faults of a table and of a setting in the reader’s language', async () => {
    const row = { code: 'fgw', name: '', level: 'city', kind: 'department', parent: 'nowhere', owner: 'nobody' }
    const table = { body: { isDryRun: true, rows: [row] } }
    const value = { key: 'list.pageSize', value: 'many', expectedSince: null }
    const setting = { params: { id: county }, body: { values: [value] } }
    const told = async (language: string) => {
      const bulk = await send(contract.registerSitesInBulk, table, 'manager', language)
      const put = await send(contract.putSettings, setting, 'manager', language)
      return JSON.stringify([bulk.body['faults'], put.body['errors']].flat().map((one) => Object(one).detail))
    }
    const { 'zh-CN': zh, en } = sitesLabels
    assert.ok((await told('zh-CN')).includes(zh['fault.site.organisation-absent']))
    const english = await told('en')
    assert.ok(english.includes(en['fault.site.organisation-absent']), english)
    assert.ok(english.includes('Not the right format'), english)
    assert.doesNotMatch(english, /\p{Script=Han}/u)
  })

  it('is closed to strangers, and writing to those without the permission', async () => {
    for (const operation of declared) {
      const params = { id: county, siteId: county, key: 'list.pageSize', code: 'department' }
      const stranger = await send(operation, { params, body: {} }, null)
      assert.equal(stranger.status, 401, operation.path)
      if (operation.permission === 'session') continue
      const editor = await send(operation, { params, body: {} }, 'editor')
      assert.deepEqual([editor.status, editor.body['code']], [403, 'forbidden'], operation.path)
    }
  })
})

describe('refusals', () => {
  it('name every field that is wrong, in words', async () => {
    const { status, body } = await send(
      contract.registerSite,
      { body: { code: 'A B', level: 'moon', colour: 1 } },
      'manager',
    )
    assert.equal(status, 422)
    const pointers = (body['errors'] as { pointer: string }[]).map((one) => one.pointer)
    for (const field of ['code', 'name', 'level', 'kind', 'ownerId'])
      assert.ok(pointers.includes(`/body/${field}`), field)
  })

  it('say in words what stands in the way', async () => {
    const source = await kit.view((view) =>
      view.db
        .selectFrom('sites.channel')
        .select(['id', 'version'])
        .where('id', '=', tree.provinceNotices)
        .executeTakeFirstOrThrow(),
    )
    await ask(contract.createChannel, {
      params: { siteId: county },
      body: { code: 'sheng', name: '省级', kind: 'mounted', mountedChannelId: source.id },
    })
    const { status, body } = await send(
      contract.archiveChannel,
      { params: { id: source.id }, body: { expectedVersion: source.version } },
      'manager',
    )
    assert.deepEqual(
      [status, body['code'], body['sites']],
      [409, 'channel-is-mounted', ['云麓县民政局', '云麓县人民政府']],
    )
    assert.match(String(body['title']), /正被 2 个站点统一调用/)
  })

  it('of what is not there are 404', async () => {
    const nobody = '01900000-0000-7000-8000-000000000000'
    for (const operation of [contract.getSite, contract.getChannel, contract.getSettings]) {
      assert.equal((await send(operation, { params: { id: nobody } }, 'manager')).status, 404, operation.path)
    }
  })
})
