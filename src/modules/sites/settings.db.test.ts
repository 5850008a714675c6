import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { anActor, problem, startKit } from '../../../test/kit/index.ts'
import type { Actor } from '../../kernel/actor.ts'
import { callOffSetting, changeSetting, putBackSetting } from './commands/change-setting.ts'
import { lockSetting } from './commands/lock-setting.ts'
import { putSettings } from './commands/put-settings.ts'
import { resetSetting } from './commands/reset-setting.ts'
import { effectiveSettings } from './queries/find-settings.ts'
import { getSettingReach } from './queries/get-setting-reach.ts'
import { getSettings } from './queries/get-settings.ts'
import { nextSettingChange } from './queries/next-setting-change.ts'
import { aSiteTree } from './testing/a-site-tree.ts'

const kit = await startKit()
let minute = 0
const tick = () => kit.setNow(new Date(Date.UTC(2026, 10, 21, 8, ++minute)))
tick()
const tree = await kit.work(aSiteTree)
const province = anActor({ permissions: ['setting.manage'], site: tree.province })
const county = anActor({ permissions: ['setting.manage'], site: tree.county })
const editor = anActor({ permissions: ['document.write'], site: tree.province })

const read = async (site: { id: string }, key: string, at?: string) => {
  const all = await kit.view((view) => getSettings(view, { params: { id: site.id }, query: at ? { at } : {} }))
  const found = all.find((one) => one.key === key)
  assert.ok(found)
  return found
}
const put = async (actor: Actor, site: { id: string }, key: string, value: unknown, since?: string | null) => {
  tick()
  const expectedSince = since === undefined ? (await read(site, key)).ownSince : since
  return kit.workAs(actor, (work) =>
    putSettings(work, { params: { id: site.id }, body: { values: [{ key, value, expectedSince }] } }),
  )
}
const origin = async (site: { id: string }, key: string) => {
  const { value, origin: from, originSite } = await read(site, key)
  return [value, from, originSite?.code ?? null]
}

describe('settings', () => {
  it('come down the tree, the nearest wins, and each says where it is from', async () => {
    assert.deepEqual(await origin(tree.village, 'appearance.colour'), ['blue', 'default', null])
    await put(province, tree.province, 'appearance.colour', 'red')
    assert.deepEqual(await origin(tree.village, 'appearance.colour'), ['red', 'inherited', 'yunling'])
    await put(county, tree.county, 'appearance.colour', 'green')
    assert.deepEqual(await origin(tree.county, 'appearance.colour'), ['green', 'own', 'yunlu'])
    assert.deepEqual(await origin(tree.village, 'appearance.colour'), ['green', 'inherited', 'yunlu'])
    assert.deepEqual(await origin(tree.city, 'appearance.colour'), ['red', 'inherited', 'yunling'])
  })

  it('that belong to one site alone do not come down', async () => {
    await put(province, tree.province, 'appearance.slogan', '云岭之上')
    assert.deepEqual(await origin(tree.city, 'appearance.slogan'), [null, 'default', null])
    const values = await kit.view((view) => effectiveSettings(view, tree.village.id))
    assert.equal(values['appearance.theme'], 'village')
    assert.equal(values['access.noindex'], true)
  })

  it('locked above hold below, keep the own value meanwhile, and cannot be changed there', async () => {
    const { ownSince } = await read(tree.province, 'appearance.colour')
    tick()
    const lock = (isLocked: boolean, expectedSince: string, actor = province) =>
      kit.workAs(actor, (work) =>
        lockSetting(work, {
          params: { id: tree.province.id, key: 'appearance.colour' },
          body: { isLocked, expectedSince },
        }),
      )
    await assert.rejects(lock(true, ownSince ?? '', editor), problem('forbidden'))
    const locked = await lock(true, ownSince ?? '')
    assert.deepEqual(await origin(tree.county, 'appearance.colour'), ['red', 'locked', 'yunling'])
    assert.equal((await read(tree.county, 'appearance.colour')).ownValue, 'green')
    await assert.rejects(put(county, tree.county, 'appearance.colour', 'teal'), problem('setting-locked'))
    tick()
    await lock(false, locked.find((one) => one.key === 'appearance.colour')?.ownSince ?? '')
    assert.deepEqual(await origin(tree.village, 'appearance.colour'), ['green', 'inherited', 'yunlu'])
  })

  it('keep their history: any past instant can be read', async () => {
    const before = new Date(Date.UTC(2026, 10, 21, 8, minute)).toISOString()
    await put(county, tree.county, 'list.pageSize', 30)
    await put(county, tree.county, 'list.pageSize', 40)
    assert.equal((await read(tree.county, 'list.pageSize')).value, 40)
    assert.equal((await read(tree.county, 'list.pageSize', before)).value, 20)
    const rows = await kit.view((view) =>
      view.db
        .selectFrom('sites.setting')
        .select('value')
        .where('key', '=', 'list.pageSize')
        .orderBy('valid_from')
        .execute(),
    )
    assert.deepEqual(
      rows.map((row) => row.value),
      [30, 40],
    )
  })

  it('go back to what is inherited', async () => {
    tick()
    const reset = (actor: Actor, expectedSince: string) =>
      kit.workAs(actor, (work) =>
        resetSetting(work, { params: { id: tree.county.id, key: 'list.pageSize' }, query: { expectedSince } }),
      )
    const { ownSince } = await read(tree.county, 'list.pageSize')
    await assert.rejects(reset(editor, ownSince ?? ''), problem('forbidden'))
    await assert.rejects(reset(county, '2020-01-01T00:00:00Z'), problem('setting-stale'))
    await reset(county, ownSince ?? '')
    assert.deepEqual(await origin(tree.county, 'list.pageSize'), [20, 'default', null])
    await assert.rejects(reset(county, ownSince ?? ''), problem('setting-absent'))
  })

  it('can be null on purpose', async () => {
    await put(province, tree.province, 'footer.copyright', '云岭省人民政府办公厅')
    await put(county, tree.county, 'footer.copyright', null)
    assert.deepEqual(await origin(tree.village, 'footer.copyright'), [null, 'inherited', 'yunlu'])
  })

  it('are refused when somebody else was faster', async () => {
    await assert.rejects(put(county, tree.county, 'appearance.colour', 'ink', null), problem('setting-stale'))
  })

  it('are checked, all of them, before anything is written', async () => {
    const values = [
      { key: 'appearance.colour', value: 'pink', expectedSince: null },
      { key: 'review.stages', value: 4, expectedSince: null },
      { key: 'no.such', value: 1, expectedSince: null },
      { key: 'home.modules', value: [{ type: 'feed', channelCode: 'yw' }], expectedSince: null },
      { key: 'home.hotLinks', value: [{ text: '坏', url: 'javascript:alert(1)' }], expectedSince: null },
    ]
    await assert.rejects(
      kit.workAs(county, (work) => putSettings(work, { params: { id: tree.county.id }, body: { values } })),
      (error: unknown) => {
        assert.ok(problem('invalid')(error) && error instanceof Error && 'extra' in error)
        const { errors } = error.extra as { errors: { pointer: string }[] }
        assert.deepEqual(
          errors.map((one) => one.pointer),
          [
            '/body/values/0/value',
            '/body/values/1/value',
            '/body/values/2/value',
            '/body/values/3/value/0/count',
            '/body/values/4/value/0/url',
          ],
        )
        return true
      },
    )
  })

  it('are refused to those who may not set them here', async () => {
    await assert.rejects(put(editor, tree.county, 'list.pageSize', 10, null), problem('forbidden'))
    await assert.rejects(put(county, tree.city, 'list.pageSize', 10, null), problem('forbidden'))
    const raw = kit.workAs(county, (work) =>
      sql`UPDATE sites.setting SET value = '"ink"' WHERE site_id = ${tree.province.id}`.execute(work.db),
    )
    assert.equal((await raw).numAffectedRows, 0n)
  })

  it('say beforehand how many sites a change will touch', async () => {
    const reach = (key: string) => kit.view((view) => getSettingReach(view, { params: { id: tree.province.id, key } }))
    const { below, inheriting, keeping, examples } = await reach('appearance.colour')
    assert.deepEqual([below, inheriting, keeping], [4, 1, 3])
    assert.deepEqual(
      examples.map((one) => one.code),
      ['jichuan'],
    )
    assert.equal((await reach('appearance.slogan')).inheriting, 0)
  })
})

describe('a setting due at an instant', () => {
  const key = 'footer.contactHours'
  const due = new Date(Date.UTC(2026, 10, 21, 12))
  const justBefore = new Date(due.getTime() - 1)
  const plan = async (actor: Actor, value: unknown) => {
    tick()
    const { ownSince } = await read(tree.city, key)
    const expectedSince = ownSince === null ? null : new Date(ownSince)
    return kit.workAs(actor, (work) => changeSetting(work, { siteId: tree.city.id, key, value, expectedSince }, due))
  }
  const valueAt = async (site: { id: string }, at: Date) => (await read(site, key, at.toISOString())).value

  it('holds from then on, on the sites below too, and not a millisecond sooner', async () => {
    await put(province, tree.city, key, '工作日 9:00—17:00')
    const before = await plan(province, '全天')
    assert.deepEqual(before, { value: '工作日 9:00—17:00', isLocked: false })
    for (const site of [tree.city, tree.county]) {
      assert.equal(await valueAt(site, justBefore), '工作日 9:00—17:00')
      assert.equal(await valueAt(site, due), '全天')
    }
    assert.deepEqual(await kit.view((view) => nextSettingChange(view, tree.county.path)), due)
    assert.deepEqual((await read(tree.city, key)).pending, { value: '全天', at: due.toISOString() })
  })

  it('keeps others from changing it meanwhile, with the reason', async () => {
    const { ownSince } = await read(tree.city, key)
    await assert.rejects(put(province, tree.city, key, '别的'), problem('setting-pending'))
    await assert.rejects(plan(province, '别的'), problem('setting-pending'))
    await assert.rejects(
      kit.workAs(province, (work) =>
        resetSetting(work, { params: { id: tree.city.id, key }, query: { expectedSince: ownSince ?? '' } }),
      ),
      problem('setting-pending'),
    )
  })

  it('called off leaves what holds holding', async () => {
    const callOff = (actor: Actor) =>
      kit.workAs(actor, (work) => callOffSetting(work, { siteId: tree.city.id, key, since: due }))
    await assert.rejects(callOff(county), problem('forbidden'))
    await callOff(province)
    assert.equal(await valueAt(tree.city, due), '工作日 9:00—17:00')
    assert.equal((await read(tree.city, key)).pending, null)
    await put(province, tree.city, key, '工作日 8:30—17:30')
  })

  it('is put back to what it was, unless somebody has set it since', async () => {
    tick()
    const { ownSince } = await read(tree.city, key)
    const now = new Date(Date.UTC(2026, 10, 21, 8, minute))
    const before = await kit.workAs(province, (work) =>
      changeSetting(work, { siteId: tree.city.id, key, value: '暂停', expectedSince: new Date(ownSince ?? '') }, now),
    )
    tick()
    const undo = () =>
      kit.workAs(province, (work) => putBackSetting(work, { siteId: tree.city.id, key, since: now, before }))
    await undo()
    assert.equal((await read(tree.city, key)).value, '工作日 8:30—17:30')
    await assert.rejects(undo(), problem('setting-stale'))
  })

  it('is refused to those who may not set it here, and where the value is wrong', async () => {
    await assert.rejects(plan(county, '全天'), problem('forbidden'))
    await assert.rejects(plan(editor, '全天'), problem('forbidden'))
    await assert.rejects(plan(province, 5), problem('invalid'))
  })
})
