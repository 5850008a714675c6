import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { anActor, anOrganisation, problem, startKit } from '../../../test/kit/index.ts'
import type { Work } from '../../kernel/work.ts'
import { organisationMoved } from '../organisations/events.ts'
import { changeSiteState } from './commands/change-site-state.ts'
import { moveSite } from './commands/move-site.ts'
import { registerSite } from './commands/register-site.ts'
import { registerSites } from './commands/register-sites.ts'
import { registerSitesInBulk } from './commands/register-sites-in-bulk.ts'
import { putBlueprints, saveBlueprint } from './commands/save-blueprint.ts'
import { setDomains } from './commands/set-domains.ts'
import { updateSite } from './commands/update-site.ts'
import { SiteRegistration } from './contract.ts'
import { listSiteChildren } from './queries/list-site-children.ts'
import { listSites } from './queries/list-sites.ts'
import { getSite } from './queries/get-site.ts'
import { ancestors, childSites, resolveSite, siteByCode } from './queries/find-sites.ts'
import { aBlueprint } from './testing/a-blueprint.ts'
import { aSiteTree } from './testing/a-site-tree.ts'

const kit = await startKit()
kit.setNow('2026-11-21T08:00:00Z')
const tree = await kit.work(aSiteTree)
const cityManager = anActor({ permissions: ['site.manage'], site: tree.city })
const editor = anActor({ permissions: ['document.write'], site: tree.province })

let serial = 0
const wish = (given: Record<string, unknown> = {}) =>
  SiteRegistration.parse({
    code: `bumen${++serial}`,
    name: `霁川市第${serial}局`,
    shortName: `市${serial}局`,
    level: 'city',
    kind: 'department',
    parentId: tree.city.id,
    ownerId: tree.bodies.city.id,
    operatorId: tree.bodies.city.id,
    ...given,
  })
const register = (work: Work, given = {}) => registerSite(work, { body: wish(given) })
const faultsAt =
  (...pointers: string[]) =>
  (error: unknown) => {
    assert.ok(error instanceof Error && 'extra' in error)
    const { errors } = error.extra as { errors: { pointer: string }[] }
    assert.deepEqual(errors.map((one) => one.pointer).toSorted(), pointers.toSorted())
    return true
  }

describe('registering a site', () => {
  it('stands in the tree, as a draft, marked as a demonstration like the site above', async () => {
    const { site } = await kit.workAs(cityManager, (work) => register(work, { host: 'Swj.Jichuan.Localhost' }))
    assert.equal(site.state, 'draft')
    assert.equal(site.isDemo, true)
    assert.equal(site.host, 'swj.jichuan.localhost')
    assert.deepEqual(site.nextStates, ['running'])
    assert.deepEqual(
      site.ancestors.map((one) => one.code),
      ['yunling', 'jichuan'],
    )
    assert.deepEqual(
      site.states.map(({ state, reason }) => [state, reason]),
      [['draft', '']],
    )
  })

  it('tells every fault at once, and who has the domain', async () => {
    await assert.rejects(
      kit.workAs(cityManager, (work) =>
        register(work, { code: 'jichuan', host: 'www.jichuan.localhost', slug: 'x', blueprint: 'nothing' }),
      ),
      faultsAt('/body/code', '/body/slug', '/body/host', '/body/blueprint'),
    )
    await assert.rejects(
      kit.workAs(cityManager, (work) => register(work, { host: 'www.jichuan.localhost' })),
      (error: Error & { extra?: { errors: { detail: string }[] } }) =>
        error.extra?.errors[0]?.detail === '域名已被站点“霁川市人民政府”使用',
    )
  })

  it('refuses names outside the rules for its kind', async () => {
    for (const host of ['swj.example.com', 'www.jichuan.gov.cn', '192.168.0.1', 'jichuan']) {
      await assert.rejects(
        kit.workAs(cityManager, (work) => register(work, { host })),
        faultsAt('/body/host'),
        host,
      )
    }
    const { site } = await kit.workAs(cityManager, (work) => register(work, { host: '商务.霁川.政务' }))
    assert.match(site.host ?? '', /\.xn--zfr164b$/)
  })

  it('is refused to those who manage neither its owner nor the site above', async () => {
    await assert.rejects(
      kit.workAs(editor, (work) => register(work)),
      problem('forbidden'),
    )
    const other = anActor({ permissions: ['site.manage'], site: tree.county })
    await assert.rejects(
      kit.workAs(other, (work) => register(work)),
      problem('forbidden'),
    )
  })

  it('gives a sub-portal an address on the host of its county', async () => {
    const found = await kit.view((view) => resolveSite(view, 'www.yunlu.jichuan.localhost', '/taoxi/xiahe/tzgg/'))
    assert.equal(found?.site.code, 'xiahe')
    assert.equal(found?.rest, '/tzgg/')
    const town = await kit.view((view) => resolveSite(view, 'www.yunlu.jichuan.localhost', '/taoxi'))
    assert.equal(town?.site.code, 'taoxi')
    assert.equal(town?.rest, '/')
    const county = await kit.view((view) => resolveSite(view, 'WWW.yunlu.jichuan.localhost', '/taoxiz/'))
    assert.equal(county?.site.code, 'yunlu')
    assert.equal(await kit.view((view) => resolveSite(view, 'nobody.localhost', '/')), null)
  })

  it('refuses a path that is reserved or taken', async () => {
    const village = { level: 'town', kind: 'subportal', parentId: tree.county.id, ownerId: tree.bodies.county.id }
    for (const slug of ['taoxi', 'api', 'tzgg']) {
      await assert.rejects(
        kit.work((work) => register(work, { ...village, slug })),
        faultsAt('/body/slug'),
        slug,
      )
    }
  })
})

describe('the second wall', () => {
  it('lets no raw statement write outside the subtrees of the actor', async () => {
    const outside = await kit.workAs(cityManager, (work) =>
      sql`UPDATE sites.site SET name = '改名' WHERE code = 'yunling'`.execute(work.db),
    )
    assert.equal(outside.numAffectedRows, 0n)
    const inside = await kit.workAs(cityManager, (work) =>
      sql`UPDATE sites.site SET name = name WHERE code = 'yunlu'`.execute(work.db),
    )
    assert.equal(inside.numAffectedRows, 1n)
    for (const table of ['domain', 'site_state']) {
      const stolen = await kit.workAs(cityManager, (work) =>
        sql`DELETE FROM ${sql.table(`sites.${table}`)} WHERE site_id = ${tree.province.id}`.execute(work.db),
      )
      assert.equal(stolen.numAffectedRows, 0n, table)
    }
  })

  it('keeps the owner in step when an organisation moves', async () => {
    const { city } = tree.bodies
    const move = (path: string) =>
      kit.work(async (work) => {
        await sql`UPDATE organisations.organisation SET path = ${path} WHERE id = ${city.id}`.execute(work.db)
        work.emit(organisationMoved({ organisationId: city.id, oldPath: city.path, newPath: path }))
      })
    const ownerPath = async () => (await kit.view((view) => siteByCode(view, 'jichuan')))?.ownerPath
    await move('/t999/t998/')
    await kit.drain()
    assert.equal(await ownerPath(), '/t999/t998/')
    await move(city.path)
    await kit.drain()
    assert.equal(await ownerPath(), city.path)
  })
})

describe('changing the register', () => {
  it('changes what was asked, raises the version and refuses a stale one', async () => {
    const { site } = await kit.workAs(cityManager, (work) => register(work))
    const body = { expectedVersion: site.version, contactPhone: '0990-1234567', siteIdCode: '9901000123' }
    const changed = await kit.workAs(cityManager, (work) => updateSite(work, { params: { id: site.id }, body }))
    assert.equal(changed.contactPhone, '0990-1234567')
    assert.equal(changed.version, site.version + 1)
    await assert.rejects(
      kit.workAs(cityManager, (work) => updateSite(work, { params: { id: site.id }, body })),
      problem('version-conflict'),
    )
    const { site: second } = await kit.workAs(cityManager, (work) => register(work))
    await assert.rejects(
      kit.workAs(cityManager, (work) =>
        updateSite(work, { params: { id: second.id }, body: { expectedVersion: 1, siteIdCode: '9901000123' } }),
      ),
      faultsAt('/body/siteIdCode'),
    )
  })

  it('is refused without the permission, and outside the subtree', async () => {
    const body = { expectedVersion: 1, name: '云岭' }
    const ask = (work: Work) => updateSite(work, { params: { id: tree.province.id }, body })
    await assert.rejects(kit.workAs(editor, ask), problem('forbidden'))
    await assert.rejects(kit.workAs(cityManager, ask), problem('forbidden'))
  })

  it('moves the villages of a town when its path changes', async () => {
    const town = await kit.view((view) => siteByCode(view, 'taoxi'))
    const body = { expectedVersion: town?.version ?? 0, slug: 'taoxizhen' }
    await kit.work((work) => updateSite(work, { params: { id: town?.id ?? '' }, body }))
    const village = await kit.view((view) => resolveSite(view, 'www.yunlu.jichuan.localhost', '/taoxizhen/xiahe/'))
    assert.equal(village?.site.basePath, '/taoxizhen/xiahe')
    await kit.work((work) =>
      updateSite(work, {
        params: { id: town?.id ?? '' },
        body: { expectedVersion: (town?.version ?? 0) + 1, slug: 'taoxi' },
      }),
    )
  })
})

describe('domains', () => {
  it('have one main among several, and are never shared', async () => {
    const { site } = await kit.workAs(cityManager, (work) => register(work))
    const set = (domains: { host: string; isMain: boolean }[], expectedVersion = site.version) =>
      kit.workAs(cityManager, (work) =>
        setDomains(work, { params: { id: site.id }, body: { expectedVersion, domains } }),
      )
    const a = { host: 'fgw.jichuan.localhost', isMain: true }
    await assert.rejects(set([a, { host: 'fg.jichuan.localhost', isMain: true }]), faultsAt('/body/domains'))
    await assert.rejects(set([a, { ...a, isMain: false }]), faultsAt('/body/domains/1/host'))
    await assert.rejects(set([{ host: 'www.yunlu.jichuan.localhost', isMain: true }]), faultsAt('/body/domains/0/host'))
    const done = await set([a, { host: 'fg.jichuan.localhost', isMain: false }])
    assert.equal(done.host, 'fgw.jichuan.localhost')
    assert.equal(done.domains.length, 2)
  })

  it('take the sub-portals along', async () => {
    const county = await kit.view((view) => getSite(view, { params: { id: tree.county.id } }))
    const domains = [
      { host: 'www.yunlu.jichuan.localhost', isMain: true },
      { host: 'www.yunlu.localhost', isMain: false },
    ]
    await kit.work((work) =>
      setDomains(work, { params: { id: county.id }, body: { expectedVersion: county.version, domains } }),
    )
    const found = await kit.view((view) => resolveSite(view, 'www.yunlu.localhost', '/taoxi/xiahe/'))
    assert.equal(found?.site.code, 'xiahe')
    assert.equal(found?.site.host, 'www.yunlu.jichuan.localhost')
  })

  it('are refused without the permission', async () => {
    const ask = (work: Work) =>
      setDomains(work, { params: { id: tree.city.id }, body: { expectedVersion: 1, domains: [] } })
    await assert.rejects(kit.workAs(editor, ask), problem('forbidden'))
  })
})

describe('the life of a site', () => {
  const change = (id: string, state: 'running' | 'suspended' | 'closed', expectedVersion: number) =>
    kit.workAs(cityManager, (work) =>
      changeSiteState(work, { params: { id }, body: { state, reason: '按计划', expectedVersion } }),
    )

  it('opens with an address, pauses, and opens again; every step is kept', async () => {
    const { site } = await kit.workAs(cityManager, (work) => register(work, { host: 'jyj.jichuan.localhost' }))
    kit.setNow('2026-11-21T09:00:00Z')
    const running = await change(site.id, 'running', 1)
    assert.equal(running.openedOn, '2026-11-21')
    kit.setNow('2026-11-21T10:00:00Z')
    await change(site.id, 'suspended', 2)
    await assert.rejects(change(site.id, 'closed', 3), problem('site-state-refused'))
    kit.setNow('2026-11-21T11:00:00Z')
    const again = await change(site.id, 'running', 3)
    assert.deepEqual(
      again.states.map((one) => one.state),
      ['running', 'suspended', 'running', 'draft'],
    )
  })

  it('does not open before the register is complete', async () => {
    const { site } = await kit.workAs(cityManager, (work) => register(work))
    await assert.rejects(change(site.id, 'running', 1), (error: unknown) => {
      assert.ok(problem('site-not-ready')(error))
      return faultsAt('/site/host')(error)
    })
  })

  it('is refused without the permission', async () => {
    const body = { state: 'suspended' as const, reason: '整改', expectedVersion: 1 }
    await assert.rejects(
      kit.workAs(editor, (work) => changeSiteState(work, { params: { id: tree.city.id }, body })),
      problem('forbidden'),
    )
  })
})

describe('moving a site', () => {
  it('takes everything below along, and never below itself', async () => {
    const second = await kit.work(async (work) => {
      const owner = await anOrganisation(work, { name: '望川市人民政府', parent: tree.bodies.province })
      const row = { code: 'wangchuan', name: '望川市人民政府', level: 'city' as const, kind: 'portal' as const }
      return registerSites(work, [{ ...row, parentCode: 'yunling', ownerId: owner.id }])
    })
    const target = second.get('wangchuan')
    const county = await kit.view((view) => getSite(view, { params: { id: tree.county.id } }))
    const move = (parentId: string | null, expectedVersion: number, id = county.id) =>
      kit.work((work) => moveSite(work, { params: { id }, body: { parentId, expectedVersion } }))
    await assert.rejects(move(tree.county.id, 1, tree.province.id), problem('site-cycle'))
    await assert.rejects(move(null, county.version), faultsAt('/body/parentId'))
    const moved = await move(target?.id ?? '', county.version)
    assert.deepEqual(
      moved.ancestors.map((one) => one.code),
      ['yunling', 'wangchuan'],
    )
    const village = await kit.view((view) => siteByCode(view, 'xiahe'))
    const above = await kit.view((view) => ancestors(view, village ?? { path: '/' }))
    assert.deepEqual(
      above.map((one) => one.code),
      ['yunling', 'wangchuan', 'yunlu', 'taoxi'],
    )
    await move(tree.city.id, county.version + 1)
  })

  it('is refused where the new place is not managed', async () => {
    const county = await kit.view((view) => getSite(view, { params: { id: tree.county.id } }))
    const body = { parentId: tree.province.id, expectedVersion: county.version }
    await assert.rejects(
      kit.workAs(cityManager, (work) => moveSite(work, { params: { id: tree.county.id }, body })),
      problem('forbidden'),
    )
  })
})

describe('a site from a blueprint', () => {
  it('gets 40 channels and its settings in one step', async () => {
    await kit.work((work) => putBlueprints(work, [aBlueprint(40)]))
    const made = await kit.workAs(cityManager, (work) =>
      register(work, { blueprint: 'department', host: 'mzj.jichuan.localhost' }),
    )
    assert.equal(made.channelsCreated, 39)
    assert.deepEqual(
      made.unresolvedMounts.map((one) => one.code),
      ['nothing-above'],
    )
    const mounted = await kit.view((view) =>
      view.db
        .selectFrom('sites.channel')
        .selectAll()
        .where('site_id', '=', made.site.id)
        .where('kind', '=', 'mounted')
        .execute(),
    )
    assert.deepEqual(
      mounted.map((one) => one.mounted_channel_id),
      [tree.provinceNotices],
    )
    const colour = await kit.view((view) =>
      view.db.selectFrom('sites.setting').select('value').where('site_id', '=', made.site.id).execute(),
    )
    assert.deepEqual(
      colour.map((one) => one.value),
      ['teal'],
    )
  })

  it('is checked when the blueprint is saved', async () => {
    const bad = aBlueprint(2)
    const channels = [
      { ...bad.channels[0]!, columnTypes: ['没有这种'], code: 'p' },
      { ...bad.channels[0]!, code: 'x', parentCode: 'later' },
    ]
    const body = {
      ...bad,
      code: undefined,
      channels,
      settings: { 'appearance.colour': 'pink', nothing: 1 },
      expectedVersion: 0,
    }
    const { code: _, ...rest } = body
    const admin = anActor({ permissions: ['blueprint.manage'], organisation: tree.bodies.province })
    await assert.rejects(
      kit.workAs(admin, (work) => saveBlueprint(work, { params: { code: 'bad' }, body: rest })),
      faultsAt(
        '/body/channels/0/code',
        '/body/channels/0/columnTypes/0',
        '/body/channels/1/parentCode',
        '/body/settings/appearance.colour',
        '/body/settings/nothing',
      ),
    )
    await assert.rejects(
      kit.workAs(editor, (work) => saveBlueprint(work, { params: { code: 'bad' }, body: rest })),
      problem('forbidden'),
    )
  })
})

describe('sites from a table', () => {
  const row = (code: string, given: Record<string, string> = {}) => ({
    code,
    name: `霁川市${code}`,
    level: 'city',
    kind: 'department',
    parent: 'jichuan',
    owner: tree.bodies.city.code,
    ...given,
  })
  const bulk = (rows: Record<string, string>[], options = {}) =>
    kit.workAs(cityManager, (work) =>
      registerSitesInBulk(work, { body: { isDryRun: false, mode: 'create', rows, ...options } }),
    )

  it('makes a hundred in one go, and nothing on a dry run', async () => {
    const rows = Array.from({ length: 100 }, (_, index) =>
      row(`bulk${index}`, { host: `bulk${index}.jichuan.localhost`, blueprint: 'department' }),
    )
    const tried = await bulk(rows, { isDryRun: true })
    assert.deepEqual([tried.usable, tried.created, tried.faults], [100, 0, []])
    const made = await bulk(rows)
    assert.equal(made.created, 100)
    assert.equal(made.sites[99]?.channelsCreated, 39)
    assert.equal(made.unresolvedMounts.length, 100)
  })

  it('reports every fault by row and column, and makes the rest', async () => {
    const rows = [
      row('good1'),
      row('Bad Code', { level: 'planet', colour: 'red' }),
      row('good1', { owner: 'nobody' }),
      row('good1'),
      row('taken', { host: 'www.jichuan.localhost' }),
      row('county2', { level: 'county', kind: 'portal', parent: 'taken' }),
      row('below', { level: 'county', parent: 'county2' }),
      row('foreign', { parent: 'yunling', owner: tree.bodies.province.code }),
      row('nameless', { name: '' }),
    ]
    const made = await bulk(rows)
    assert.equal(made.created, 1)
    assert.deepEqual(
      made.sites.map((one) => [one.row, one.code]),
      [[1, 'good1']],
    )
    const found = made.faults.map((one) => `${one.row} ${one.column}`)
    assert.deepEqual(found, [
      '2 colour',
      '2 code',
      '2 level',
      '3 owner',
      '4 code',
      '5 host',
      '6 parent',
      '7 parent',
      '8 owner',
      '9 name',
    ])
  })

  it('makes nothing when all or nothing is asked and one row is wrong', async () => {
    const made = await bulk([row('all1'), row('all2', { level: 'x' })], { mode: 'allOrNothing' })
    assert.equal(made.created, 0)
    assert.equal(await kit.view((view) => siteByCode(view, 'all1')), null)
  })
})

describe('reading the register', () => {
  it('filters, sorts and pages', async () => {
    const query = { page: 1, pageSize: 50, sort: 'tree' as const }
    const villages = await kit.view((view) => listSites(view, { query: { ...query, level: 'village' } }))
    assert.deepEqual(
      villages.items.map((one) => one.code),
      ['xiahe'],
    )
    assert.equal(villages.items[0]?.host, 'www.yunlu.jichuan.localhost')
    const below = await kit.view((view) => listSites(view, { query: { ...query, under: tree.county.id } }))
    assert.deepEqual(
      below.items.map((one) => one.code),
      ['yunlu', 'taoxi', 'xiahe'],
    )
    const text = await kit.view((view) => listSites(view, { query: { ...query, text: '100%' } }))
    assert.equal(text.total, 0)
    const mine = await kit.viewAs(cityManager, (view) =>
      listSites(view, { query: { ...query, mine: true, kind: 'portal' } }),
    )
    assert.deepEqual(
      mine.items.map((one) => one.code),
      ['jichuan', 'yunlu'],
    )
    const paged = await kit.view((view) =>
      listSites(view, { query: { ...query, sort: '-code', pageSize: 1, page: 2 } }),
    )
    assert.equal(paged.items.length, 1)
  })

  it('opens the tree level by level', async () => {
    const roots = await kit.view((view) => listSiteChildren(view, { query: {} }))
    assert.deepEqual(
      roots.map((one) => one.code),
      ['yunling'],
    )
    const below = await kit.view((view) => listSiteChildren(view, { query: { parentId: tree.county.id } }))
    assert.deepEqual(
      below.map((one) => [one.code, one.childCount]),
      [['taoxi', 1]],
    )
    assert.deepEqual(
      (await kit.view((view) => childSites(view, tree.county.id))).map((one) => one.code),
      ['taoxi'],
    )
  })
})
