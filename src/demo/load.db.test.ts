import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { startKit } from '../../test/kit/index.ts'
import { system } from '../kernel/actor.ts'
import { kyselyOn } from '../kernel/database.ts'
import { inView } from '../kernel/work.ts'
import { countByChannel } from '../modules/library/index.ts'
import {
  type BlockModuleSetting,
  channelTree,
  effectiveSettings,
  type HomeModuleSetting,
  resolveSite,
  siteByCode,
} from '../modules/sites/index.ts'
import { accounts } from './accounts.ts'
import { loadProvince } from './load.ts'
import { doneSteps } from './load-steps.ts'
import { sites } from './sites.ts'

const kit = await startKit()
const NOW = new Date('2026-11-21T02:00:00Z')
const quiet = () => undefined
let lines: string[] = []

before(async () => {
  lines = []
  await loadProvince(kit, { items: 1, now: NOW, say: (line) => lines.push(line) })
})

const blocksIn = (module: HomeModuleSetting): readonly (HomeModuleSetting | BlockModuleSetting)[] => {
  if (module.type === 'columns') return module.columns.flat()
  return module.type === 'band' ? module.modules : [module]
}

function channelsNamed(module: HomeModuleSetting): string[] {
  return blocksIn(module).flatMap((block) => {
    if (block.type === 'affairs') return block.items.map((item) => item.channelCode)
    return 'channelCode' in block ? [block.channelCode] : []
  })
}

describe('the demonstration province', () => {
  it('says how far it is, in Chinese, with seconds', () => {
    assert.match(lines[0] ?? '', /^正在建立演示省：机构 \d+，站点 \d+，栏目 \d+ …$/)
    assert.match(lines.at(-1) ?? '', /秒）$/)
  })

  it('gives every site a home page whose modules name channels that are there', async () => {
    await kit.view(async (view) => {
      for (const { code } of sites()) {
        const site = await siteByCode(view, code)
        assert.ok(site, code)
        const known = new Set((await channelTree(view, site.id)).map((channel) => channel.code))
        const modules = (await effectiveSettings(view, site.id))['home.modules']
        assert.ok(modules.length >= 3, `${code} has ${modules.length} modules`)
        for (const channel of modules.flatMap(channelsNamed))
          assert.ok(known.has(channel), `${code}: no channel ${channel}`)
      }
    })
  })

  it("puts towns and villages on their county's host", async () => {
    const found = await kit.view((view) =>
      resolveSite(view, 'www.lutingxian.jichuan.yunling.localhost', '/taoxi/xiahe/cwgk/'),
    )
    assert.equal(found?.site.code, 'lt-taoxi-xiahe')
    assert.equal(found.rest, '/cwgk/')
  })

  it('publishes something in every class of village affairs', async () => {
    await kit.view(async (view) => {
      const site = await siteByCode(view, 'lt-taoxi-xiahe')
      assert.ok(site)
      const tree = await channelTree(view, site.id)
      const affairs = tree.find((channel) => channel.code === 'cwgk')
      const below = tree.filter((channel) => channel.parentId === affairs?.id)
      const counts = await countByChannel(
        view,
        below.map((channel) => channel.id),
      )
      assert.deepEqual(
        below.filter((channel) => !counts.get(channel.id)).map((channel) => channel.name),
        [],
      )
    })
  })

  it('demands three reviews at the province, one elsewhere and none in a village', async () => {
    const stages = await kit.view(async (view) => {
      const found: number[] = []
      for (const code of ['yunling', 'mzt', 'jichuan', 'lutingxian', 'lt-taoxi', 'lt-taoxi-xiahe']) {
        const site = await siteByCode(view, code)
        found.push((await effectiveSettings(view, site?.id ?? ''))['review.stages'])
      }
      return found
    })
    assert.deepEqual(stages, [3, 1, 1, 1, 1, 0])
  })

  it('has an account for everybody on the list, and work in every state on the desks', async () => {
    const { logins, states } = await inView(kit.engine, system('test'), async (view) => ({
      logins: await view.db.selectFrom('identity.v_account').select('login').execute(),
      states: await view.db
        .selectFrom('content.document')
        .select(['state', 'stage'])
        .where('external_id', 'is', null)
        .execute(),
    }))
    assert.deepEqual(new Set(logins.map((row) => row.login)), new Set(accounts().map((account) => account.login)))
    const seen = new Set(states.map(({ state, stage }) => `${state} ${stage}`))
    for (const wanted of [
      'draft 0',
      'submitted 1',
      'submitted 2',
      'submitted 3',
      'returned 0',
      'approved 0',
      'released 0',
      'withdrawn 0',
    ]) {
      assert.ok(seen.has(wanted), `nothing is ${wanted}`)
    }
  })

  it('links interpretations to the documents they explain', async () => {
    const { rows } = await kit.pool.query<{ count: number; lost: number }>(`
      SELECT count(*)::int AS count, count(*) FILTER (WHERE i.id IS NULL)::int AS lost FROM library.version v
      CROSS JOIN LATERAL jsonb_array_elements_text(v.metadata->'interprets') named LEFT JOIN library.item i ON i.id::text = named.value`)
    assert.ok((rows[0]?.count ?? 0) > 100)
    assert.equal(rows[0]?.lost, 0)
  })

  it('is not built twice: a second start finds every step done', async () => {
    const countDocuments = async () => {
      const db = kyselyOn(kit.pool)
      return (await db.selectFrom('library.item').select('id').execute()).length
    }
    const before = await countDocuments()
    await kit.pool.query(`DELETE FROM demo.step WHERE name IN ('articles', 'work', 'done')`)
    await loadProvince(kit, { items: 1, now: new Date(), say: quiet })
    assert.ok((await doneSteps(kit.pool)).has('done'))
    assert.equal(await countDocuments(), before)
  })
})
