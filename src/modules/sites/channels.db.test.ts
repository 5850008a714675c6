import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { anActor, problem, startKit } from '../../../test/kit/index.ts'
import { archiveChannel } from './commands/archive-channel.ts'
import { createChannel } from './commands/create-channel.ts'
import { moveChannel } from './commands/move-channel.ts'
import { updateChannel } from './commands/update-channel.ts'
import * as contract from './contract.ts'
import { channelByCode, channelByPath, channelTree, mountTargets } from './queries/find-channels.ts'
import { channelByFormerPath } from './queries/find-channels.ts'
import { reviewStagesFor } from './queries/find-settings.ts'
import { getChannel, getChannelTree, listMountTargets } from './queries/read-channels.ts'
import { aSiteTree } from './testing/a-site-tree.ts'

const kit = await startKit()
kit.setNow('2026-11-21T08:00:00Z')
const tree = await kit.work(aSiteTree)
const manager = anActor({ permissions: ['channel.manage'], site: tree.county })
const editor = anActor({ permissions: ['document.write'], site: tree.province })

let serial = 0
const create = (given: Record<string, unknown> = {}, siteId = tree.county.id, actor = manager) =>
  kit.workAs(actor, (work) =>
    createChannel(work, {
      params: { siteId },
      body: contract.createChannel.body.parse({ code: `c${++serial}`, name: '政务动态', kind: 'list', ...given }),
    }),
  )
const everywhere = anActor({ permissions: ['channel.manage'], site: tree.province })
type Change = Omit<ReturnType<(typeof contract.updateChannel)['body']['parse']>, 'expectedVersion'>
const update = (channel: { id: string; version: number }, body: Change, actor = manager) =>
  kit.workAs(actor, (work) =>
    updateChannel(work, { params: { id: channel.id }, body: { expectedVersion: channel.version, ...body } }),
  )
const move = (channel: { id: string; version: number }, parentId: string | null, position = 0) =>
  kit.workAs(manager, (work) =>
    moveChannel(work, { params: { id: channel.id }, body: { expectedVersion: channel.version, parentId, position } }),
  )
const archive = (channel: { id: string; version: number }, given = {}, actor = manager) =>
  kit.workAs(actor, (work) =>
    archiveChannel(work, {
      params: { id: channel.id },
      body: contract.archiveChannel.body.parse({ expectedVersion: channel.version, ...given }),
    }),
  )
const faultAt = (pointer: string) => (error: unknown) => {
  assert.ok(problem('invalid')(error), String(error))
  assert.ok(error instanceof Error && 'extra' in error)
  const { errors } = error.extra as { errors: { pointer: string }[] }
  assert.deepEqual(
    errors.map((one) => one.pointer),
    [pointer],
  )
  return true
}
const events = async (name: string) =>
  kit.view((view) =>
    view.db.selectFrom('kernel.outbox').select('payload').where('name', '=', name).orderBy('id').execute(),
  )

describe('making a channel', () => {
  it('has the update limit of its indicator class as long as it has none of its own, and its place in the tree', async () => {
    const parent = await create({ code: 'xinwen', columnTypes: ['工作动态'], indicatorClass: '动态要闻' })
    assert.equal(parent.updateLimitDays, null)
    const strict = await create({ code: 'kuaixun', indicatorClass: '动态要闻', updateLimitDays: 3 })
    assert.equal(strict.updateLimitDays, 3)
    const child = await create({ code: 'yaowen', parentId: parent.id })
    assert.equal(child.path, 'xinwen/yaowen')
    assert.equal(child.depth, 1)
    assert.equal((await kit.view((view) => channelByPath(view, tree.county.id, 'xinwen/yaowen')))?.id, child.id)
  })

  it('refuses codes that are taken, reserved or the path of a sub-portal', async () => {
    await assert.rejects(create({ code: 'tzgg' }), faultAt('/body/code'))
    await assert.rejects(create({ code: 'sitemap' }), faultAt('/body/code'))
    await assert.rejects(create({ code: 'taoxi' }), faultAt('/body/code'))
    const parent = await create()
    for (const code of ['p', '202611'])
      await assert.rejects(create({ code, parentId: parent.id }), faultAt('/body/code'))
    assert.equal((await create({ code: 'sitemap', parentId: parent.id })).code, 'sitemap')
  })

  it('refuses types and classes that are in no code list', async () => {
    await assert.rejects(create({ columnTypes: ['政策文件', '小道消息'] }), faultAt('/body/columnTypes/1'))
    await assert.rejects(create({ indicatorClass: '随便' }), faultAt('/body/indicatorClass'))
    await assert.rejects(create({ itemKind: 'video' }), faultAt('/body/itemKind'))
  })

  it('takes a look of lists that there is, and no other', async () => {
    const made = await create({ template: 'titles' })
    assert.equal(made.template, 'titles')
    await assert.rejects(create({ template: 'waterfall' }), faultAt('/body/template'))
    await assert.rejects(update(made, { template: 'waterfall' }), faultAt('/body/template'))
  })

  it('refuses depth beyond five and children of pages', async () => {
    let parentId: string | null = null
    for (let level = 0; level < 5; level++) parentId = (await create({ parentId })).id
    await assert.rejects(create({ parentId }), faultAt('/body/parentId'))
    const page = await create({ kind: 'page' })
    await assert.rejects(create({ parentId: page.id }), faultAt('/body/parentId'))
  })

  it('is refused without the permission and on another site', async () => {
    await assert.rejects(create({}, tree.county.id, editor), problem('forbidden'))
    await assert.rejects(create({}, tree.city.id), problem('forbidden'))
  })

  it('stands at the asked place among its siblings', async () => {
    const parent = await create()
    const [a, b] = [await create({ parentId: parent.id }), await create({ parentId: parent.id })]
    const c = await create({ parentId: parent.id, position: 1 })
    const found = await kit.view((view) => channelTree(view, tree.county.id))
    assert.deepEqual(
      found.filter((one) => one.parentId === parent.id).map((one) => one.id),
      [a.id, c.id, b.id],
    )
  })
})

describe('the second wall', () => {
  it('lets no raw statement write the channels of sites outside the subtrees of the actor', async () => {
    const result = await kit.workAs(manager, (work) =>
      sql`UPDATE sites.channel SET name = '改名' WHERE site_id = ${tree.province.id}`.execute(work.db),
    )
    assert.equal(result.numAffectedRows, 0n)
  })
})

describe('changing a channel', () => {
  it('moves the addresses below when its code changes, and says so in one event', async () => {
    const parent = await create({ code: 'zcwj' })
    const child = await create({ code: 'gfxwj', parentId: parent.id })
    const changed = await update(parent, { code: 'zhengce', name: '政策' })
    assert.equal(changed.path, 'zhengce')
    const found = await kit.view((view) => channelByCode(view, tree.county.id, 'gfxwj'))
    assert.equal(found?.path, 'zhengce/gfxwj')
    const former = (path: string) => kit.view((view) => channelByFormerPath(view, parent.siteId, path))
    assert.deepEqual([(await former('zcwj'))?.id, (await former('zcwj/gfxwj'))?.id], [parent.id, child.id])
    const [event] = (await events('sites.channel.moved.v1')).slice(-1)
    assert.deepEqual(event?.payload['moved'], [
      { channelId: parent.id, oldPath: 'zcwj', newPath: 'zhengce' },
      { channelId: child.id, oldPath: 'zcwj/gfxwj', newPath: 'zhengce/gfxwj' },
    ])
  })

  it('refuses a stale version, a foreign channel and another nature', async () => {
    const channel = await create()
    await update(channel, { mayBeEmpty: true })
    await assert.rejects(update(channel, { mayBeEmpty: false }), problem('version-conflict'))
    await assert.rejects(update(channel, { name: '要闻' }, editor), problem('forbidden'))
    await assert.rejects(update({ ...channel, version: 2 }, { kind: 'page' }), faultAt('/body/kind'))
    assert.equal((await update({ ...channel, version: 2 }, { kind: 'aggregate' })).kind, 'aggregate')
  })

  it('counts review stages from the site where the channel says nothing', async () => {
    const channel = await create()
    const stages = () => kit.view((view) => reviewStagesFor(view, channel, tree.county))
    assert.equal(await stages(), 1)
    assert.equal(await kit.view((view) => reviewStagesFor(view, { ...channel, reviewStages: 3 }, tree.county)), 3)
  })
})

describe('moving a channel', () => {
  it('goes with everything below it, but not below itself', async () => {
    const [from, to] = [await create({ code: 'laojia' }), await create({ code: 'xinjia' })]
    const channel = await create({ code: 'banjia', parentId: from.id })
    const child = await create({ code: 'haizi', parentId: channel.id })
    await assert.rejects(move(channel, child.id), problem('channel-cycle'))
    await move(channel, to.id)
    const found = await kit.view((view) => channelByCode(view, tree.county.id, 'haizi'))
    assert.equal(found?.path, 'xinjia/banjia/haizi')
    assert.equal(found?.depth, 2)
  })

  it('changes places with its siblings', async () => {
    const parent = await create()
    const made = [
      await create({ parentId: parent.id }),
      await create({ parentId: parent.id }),
      await create({ parentId: parent.id }),
    ]
    const [a, b, c] = made.map((one) => one.id)
    const result = await move(made[2]!, parent.id, 0)
    assert.deepEqual(
      result.filter((one) => one.parentId === parent.id).map((one) => one.id),
      [c, a, b],
    )
  })
})

describe('mounted channels', () => {
  const mount = (mountedChannelId: string | null, given = {}) => create({ kind: 'mounted', mountedChannelId, ...given })

  it('show a channel of another site, and say whose', async () => {
    const channel = await mount(tree.provinceNotices)
    assert.equal(channel.mount?.siteName, '云岭省人民政府')
    const card = await kit.view((view) => channelByCode(view, tree.county.id, channel.code))
    assert.equal(
      (await kit.view((view) => mountTargets(view, card ? [card] : []))).get(channel.id)?.id,
      tree.provinceNotices,
    )
    const source = await kit.view((view) => getChannel(view, { params: { id: tree.provinceNotices } }))
    assert.equal(source.mounts.filter((one) => one.channelId === channel.id).length, 1)
  })

  it('need a source, and no other kind may have one', async () => {
    await assert.rejects(mount(null), faultAt('/body/mountedChannelId'))
    await assert.rejects(create({ mountedChannelId: tree.provinceNotices }), faultAt('/body/mountedChannelId'))
    await assert.rejects(mount('01900000-0000-7000-8000-000000000000'), faultAt('/body/mountedChannelId'))
  })

  it('do not show mounts, pages, their own site or sites that do not run', async () => {
    const first = await mount(tree.provinceNotices)
    const onCity = { kind: 'mounted', mountedChannelId: first.id }
    await assert.rejects(create(onCity, tree.city.id, everywhere), problem('mount-of-mount'))
    const own = await create()
    await assert.rejects(mount(own.id), problem('mount-refused'))
    const page = await create({ kind: 'page' }, tree.city.id, everywhere)
    await assert.rejects(mount(page.id), problem('mount-refused'))
    const onDraft = await create({}, tree.city.id, everywhere)
    const state = (value: string) =>
      kit.work((work) => sql`UPDATE sites.site SET state = ${value} WHERE id = ${tree.city.id}`.execute(work.db))
    await state('draft')
    await assert.rejects(mount(onDraft.id), problem('mount-refused'))
    await state('running')
    assert.equal((await mount(onDraft.id)).kind, 'mounted')
  })

  it('never go in a circle through aggregates', async () => {
    const here = await create({ kind: 'aggregate' })
    const there = await create({ kind: 'aggregate' }, tree.city.id, everywhere)
    await create({ kind: 'mounted', mountedChannelId: here.id, parentId: there.id }, tree.city.id, everywhere)
    await assert.rejects(mount(there.id, { parentId: here.id }), problem('mount-cycle'))
    const outside = await mount(there.id)
    await assert.rejects(move(outside, here.id), problem('mount-cycle'))
  })

  it('are offered nearest first', async () => {
    const offered = await kit.view((view) =>
      listMountTargets(view, { params: { siteId: tree.village.id }, query: { text: '通知' } }),
    )
    assert.deepEqual(
      offered.map((one) => one.siteName),
      ['云麓县人民政府', '云岭省人民政府'],
    )
  })
})

describe('archiving a channel', () => {
  it('keeps it on record, frees its address, and names the heir of its documents', async () => {
    const [channel, heir] = [await create({ code: 'jiu' }), await create({ code: 'xin' })]
    kit.setNow('2026-11-21T09:00:00Z')
    await archive(channel, { moveDocumentsTo: heir.id })
    const [event] = (await events('sites.channel.archived.v1')).slice(-1)
    assert.equal(event?.payload['moveDocumentsTo'], heir.id)
    assert.equal(await kit.view((view) => channelByCode(view, tree.county.id, 'jiu')), null)
    const before = await kit.view((view) => channelTree(view, tree.county.id, new Date('2026-11-21T08:30:00Z')))
    assert.ok(before.some((one) => one.id === channel.id))
    const all = await kit.view((view) =>
      getChannelTree(view, { params: { siteId: tree.county.id }, query: { withArchived: true } }),
    )
    assert.ok(all.some((one) => one.id === channel.id))
    assert.notEqual((await create({ code: 'jiu' })).id, channel.id)
    await assert.rejects(update({ ...channel, version: 2 }, { name: '旧' }), problem('channel-archived'))
  })

  it('is refused with channels below, with a wrong heir, and without the permission', async () => {
    const channel = await create()
    await create({ parentId: channel.id })
    await assert.rejects(archive(channel), problem('channel-has-children'))
    const other = await create()
    await assert.rejects(archive(other, { moveDocumentsTo: tree.provinceNotices }), faultAt('/body/moveDocumentsTo'))
    await assert.rejects(archive(other, {}, editor), problem('forbidden'))
  })

  it('ends the mounts of other sites only when told to, and only where one may', async () => {
    const source = await create({}, tree.city.id, everywhere)
    const mounted = await create({ kind: 'mounted', mountedChannelId: source.id })
    const cityOnly = anActor({ permissions: ['channel.manage'], organisation: tree.bodies.city })
    await assert.rejects(archive(source, {}, everywhere), problem('channel-is-mounted'))
    await assert.rejects(archive(source, { endMounts: true }, cityOnly), problem('channel-mount-walled'))
    await archive(source, { endMounts: true }, everywhere)
    const found = await kit.view((view) => channelByCode(view, tree.county.id, mounted.code))
    assert.equal(found, null)
  })
})

describe('two at once', () => {
  it('make channels of one site one after the other, and the second with the same code is told', async () => {
    const both = await Promise.allSettled([create({ code: 'tongshi' }), create({ code: 'tongshi' })])
    const refused = both.find((one) => one.status === 'rejected')
    assert.equal(both.filter((one) => one.status === 'fulfilled').length, 1)
    assert.ok(refused && faultAt('/body/code')(refused.reason))
  })
})
