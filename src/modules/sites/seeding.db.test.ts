import assert from 'node:assert/strict'
import { it } from 'node:test'
import { anOrganisation, problem, startKit } from '../../../test/kit/index.ts'
import { createChannelsOnSites } from './commands/create-channels.ts'
import { registerSites } from './commands/register-sites.ts'
import { putSettingsOnSites } from './commands/write-settings.ts'
import { resolveSite } from './queries/find-sites.ts'
import type { NewSite } from './registration-rules.ts'
import { aChannelPlan } from './testing/a-blueprint.ts'

const kit = await startKit()
const channels = Array.from({ length: 30 }, (_, index) =>
  index === 29
    ? aChannelPlan('shengji', '省级通知', { kind: 'mounted', mount: { level: 'province', channelCode: 'lanmu3' } })
    : aChannelPlan(
        `lanmu${index}`,
        `栏目${index}`,
        index % 6 === 0 ? {} : { parentCode: `lanmu${index - (index % 6)}` },
      ),
)

it('260 sites with 30 channels and 2 settings each are made in one go', async () => {
  const owner = await kit.work((work) => anOrganisation(work, { name: '云岭省人民政府' }))
  const site = (code: string, given: Partial<NewSite>): NewSite => ({
    code,
    name: code,
    level: 'county',
    kind: 'portal',
    state: 'running',
    ownerId: owner.id,
    parentCode: 'yunling',
    host: `www.${code}.localhost`,
    ...given,
  })
  const rows = [
    ...Array.from({ length: 100 }, (_, index) =>
      site(`cun${index}`, {
        level: 'village',
        kind: 'subportal',
        parentCode: 'xian0',
        host: null,
        slug: `cun${index}`,
      }),
    ),
    ...Array.from({ length: 159 }, (_, index) => site(`xian${index}`, {})),
    site('yunling', { level: 'province', parentCode: null }),
  ]
  await kit.work(async (work) => {
    const sites = [...(await registerSites(work, rows)).values()]
    const made = await createChannelsOnSites(
      work,
      sites.map((one) => ({ site: one, channels })),
    )
    // The province itself has nothing above to show.
    assert.deepEqual([made.created, made.unresolved.length], [260 * 30 - 1, 1])
    const keys = ['list.pageSize', 'review.stages']
    await putSettingsOnSites(
      work,
      sites.flatMap((one) => keys.map((key) => ({ siteId: one.id, key, value: key === 'list.pageSize' ? 15 : 2 }))),
    )
  })
  const found = await kit.view((view) => resolveSite(view, 'www.xian0.localhost', '/cun99/lanmu0/'))
  assert.equal(found?.site.code, 'cun99')
})

it('a seed with faults writes nothing and names the rows', async () => {
  const owner = await kit.work((work) => anOrganisation(work))
  const row: NewSite = {
    code: 'wangchuan',
    name: '望川市',
    level: 'city',
    kind: 'portal',
    ownerId: owner.id,
    parentCode: 'none',
  }
  await assert.rejects(
    kit.work((work) => registerSites(work, [row])),
    problem('invalid'),
  )
})

it('two who register the same host at once: one is told who has it', async () => {
  const owner = await kit.work((work) => anOrganisation(work))
  const register = (code: string) =>
    kit.work((work) =>
      registerSites(work, [
        {
          code,
          name: code,
          level: 'city',
          kind: 'portal',
          ownerId: owner.id,
          parentCode: 'yunling',
          host: 'www.same.localhost',
        },
      ]),
    )
  const both = await Promise.allSettled([register('yi'), register('er')])
  const refused = both.filter((one) => one.status === 'rejected')
  assert.equal(refused.length, 1)
  assert.ok(problem('invalid')(refused[0]?.reason))
})
