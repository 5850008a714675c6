import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { newId } from '../../src/kernel/ids.ts'
import { Problem } from '../../src/kernel/problem.ts'
import { callOff, restore, withdraw } from '../../src/modules/library/index.ts'
import { archiveChannel } from '../../src/modules/sites/commands/archive-channel.ts'
import { moveChannel } from '../../src/modules/sites/commands/move-channel.ts'
import { updateChannel } from '../../src/modules/sites/commands/update-channel.ts'
import { changeSetting, findOwnSetting, putSettingsOnSites } from '../../src/modules/sites/index.ts'
import type { Chance } from '../kit/chance.ts'
import { digest } from '../kit/index.ts'
import { addChannel, type ChannelRow, channelsOf, contentOf, freshSource, type Item, put, type World } from './world.ts'

type Act = (world: World, chance: Chance) => Promise<string>

const SOON_MS = 1_500
const NAMES = ['通知公告', '政务动态', '热点回应', '部门文件', '民生实事']
const COLOURS = ['red', 'blue', 'green', 'teal', 'ochre']

const holdsItems = (channel: ChannelRow) => ['list', 'topic'].includes(channel.kind)
const isForDocuments = (channel: ChannelRow) => channel.code === 'zcwj'
const live = (world: World) => world.items.filter((item) => item.state === 'live')

async function holders(world: World): Promise<ChannelRow[]> {
  return (await channelsOf(world.kit)).filter(holdsItems)
}

const releaseItem: Act = async (world, chance) => {
  const channels = await holders(world)
  const main = chance.one(channels)
  const others = chance.isTrue(0.2)
    ? chance.some(
        channels.filter((one) => one.id !== main.id),
        1,
      )
    : []
  const number = ++world.serial
  const kind = chance.next()
  const now = Date.now()
  const from =
    kind < 0.65
      ? new Date()
      : kind < 0.85
        ? new Date(now - chance.below(400) * 86_400_000)
        : new Date(now + chance.below(SOON_MS))
  const until = chance.isTrue(0.1) ? new Date(Math.max(now, from.getTime()) + 300 + chance.below(SOON_MS)) : null
  for (const at of [from, until]) if (at && at.getTime() > now) world.instants.push(at.getTime())
  const item = await world.kit.work((work) =>
    put(work, world, {
      sourceId: freshSource(),
      siteId: main.site_id,
      title: `第 ${number} 号`,
      kind: isForDocuments(main) ? 'official_document' : 'article',
      content: contentOf(`第 ${number} 号公告`, `正文 ${number}`),
      placements: [
        { channelId: main.id, isPrimary: true, isPinned: chance.isTrue(0.05) },
        ...others.map((one) => ({ channelId: one.id, isPrimary: false, isPinned: false })),
      ],
      visibleFrom: from,
      visibleUntil: until,
    }),
  )
  world.items.push(item)
  return `release ${item.title} in ${main.code} at ${from.toISOString()}`
}

async function rewrite(world: World, item: Item, change: Partial<Item>): Promise<void> {
  const changed = await world.kit.work((work) => put(work, world, { ...item, ...change }))
  Object.assign(item, changed)
}

/** What stands in a channel that was archived meanwhile is not released again. */
const isRefused = (error: unknown): boolean => error instanceof Problem && error.code === 'channel-not-placeable'

const editTitle: Act = async (world, chance) => {
  const item = chance.one(live(world))
  const title = `第 ${++world.serial} 号公告（更正）`
  await rewrite(world, item, { content: { ...item.content, title } })
  return `edit title of ${item.title}`
}

const editBody: Act = async (world, chance) => {
  const item = chance.one(live(world))
  await rewrite(world, item, { content: { ...item.content, body: `<p>正文 ${++world.serial}</p>` } })
  return `edit body of ${item.title}`
}

const place: Act = async (world, chance) => {
  const item = chance.one(live(world))
  const channels = (await holders(world)).filter((one) => one.site_id === item.siteId)
  const [main, ...others] = chance.some(channels, 1 + chance.below(2))
  if (!main) return 'nothing to place'
  const placements = [
    { channelId: main.id, isPrimary: true, isPinned: chance.isTrue(0.1) },
    ...others.map((one) => ({ channelId: one.id, isPrimary: false, isPinned: false })),
  ]
  await rewrite(world, item, { placements })
  return `place ${item.title} in ${main.code}`
}

const limit: Act = async (world, chance) => {
  const item = chance.one(live(world))
  const visibleUntil = chance.isTrue(0.3) ? null : new Date(Date.now() + 200 + chance.below(SOON_MS))
  if (visibleUntil) world.instants.push(visibleUntil.getTime())
  await rewrite(world, item, { visibleUntil })
  return `end of ${item.title} at ${visibleUntil?.toISOString() ?? 'never'}`
}

const takeDown: Act = async (world, chance) => {
  const item = chance.one(live(world))
  const reason = chance.one(['error', 'privacy', 'moved'] as const)
  const mark = item.content.title
  await world.kit.work((work) =>
    withdraw(work, {
      itemId: item.itemId,
      reason,
      note: '更正',
      ...(reason === 'moved' ? { redirectTo: '/tzgg/' } : {}),
    }),
  )
  // The command has answered: from now on nobody may see it, not even once.
  world.forbidden.add(mark)
  item.state = 'down'
  return `withdraw ${item.title}: ${reason}`
}

const repeal: Act = async (world, chance) => {
  const documents = live(world).filter((one) => one.kind === 'official_document')
  if (documents.length < 2) return 'nothing to repeal'
  const [item, successor] = [chance.one(documents), chance.one(documents)]
  if (successor === item) return 'nothing to repeal'
  await world.kit.work((work) =>
    withdraw(work, {
      itemId: item.itemId,
      reason: 'repealed',
      note: '由新文件代替',
      successorItemId: successor.itemId,
    }),
  )
  return `repeal ${item.title}`
}

const rename: Act = async (world, chance) => {
  const channel = chance.one(await channelsOf(world.kit))
  const body = { expectedVersion: channel.version, name: `${chance.one(NAMES)}${++world.serial}` }
  await world.kit.work((work) => updateChannel(work, { params: { id: channel.id }, body }))
  return `rename ${channel.code}`
}

const describe: Act = async (world, chance) => {
  const channel = chance.one(await channelsOf(world.kit))
  const body = { expectedVersion: channel.version, description: `说明 ${++world.serial}` }
  await world.kit.work((work) => updateChannel(work, { params: { id: channel.id }, body }))
  return `describe ${channel.code}`
}

/** Changes nothing that a page shows. */
const oblige: Act = async (world, chance) => {
  const channel = chance.one(await channelsOf(world.kit))
  const body = { expectedVersion: channel.version, updateLimitDays: 1 + chance.below(90) }
  await world.kit.work((work) => updateChannel(work, { params: { id: channel.id }, body }))
  return `update limit of ${channel.code}`
}

const navigate: Act = async (world, chance) => {
  const channel = chance.one((await channelsOf(world.kit)).filter((one) => one.parent_id === null))
  const body = { expectedVersion: channel.version, inNav: !channel.in_nav }
  await world.kit.work((work) => updateChannel(work, { params: { id: channel.id }, body }))
  return `navigation of ${channel.code}`
}

const move: Act = async (world, chance) => {
  const all = await channelsOf(world.kit)
  const channel = chance.one(all.filter((one) => one.kind === 'list'))
  const parents = all.filter((one) => one.site_id === channel.site_id && one.kind === 'aggregate')
  const parentId = chance.isTrue(0.5) ? null : chance.one(parents).id
  const body = { expectedVersion: channel.version, parentId, position: chance.below(4) }
  await world.kit.work((work) => moveChannel(work, { params: { id: channel.id }, body }))
  if (chance.isTrue(0.7)) await world.kit.drain()
  return `move ${channel.code}`
}

const add: Act = async (world, chance) => {
  const site = chance.one(world.sites)
  const all = await channelsOf(world.kit)
  const code = `x${++world.serial}`
  const other = all.filter((one) => one.site_id === world.sites[0]?.id && ['list', 'aggregate'].includes(one.kind))
  const isMount = site !== world.sites[0] && chance.isTrue(0.4)
  const parents = all.filter((one) => one.site_id === site.id && one.kind === 'aggregate')
  await world.kit.work((work) =>
    addChannel(work, site.id, {
      code,
      name: `新栏目${code}`,
      kind: isMount ? 'mounted' : 'list',
      ...(isMount ? { mountedChannelId: chance.one(other).id } : {}),
      ...(chance.isTrue(0.4) ? { parentId: chance.one(parents).id } : {}),
      inNav: chance.isTrue(0.3),
    }),
  )
  return `add ${isMount ? 'mount' : 'channel'} ${code}`
}

const end: Act = async (world, chance) => {
  const added = (await channelsOf(world.kit)).filter((one) => one.code.startsWith('x'))
  if (added.length === 0) return 'nothing to end'
  const channel = chance.one(added)
  const body = { expectedVersion: channel.version, moveDocumentsTo: null, endMounts: true }
  await world.kit.work((work) => archiveChannel(work, { params: { id: channel.id }, body }))
  return `archive ${channel.code}`
}

const set: Act = async (world, chance) => {
  const site = chance.one(world.sites)
  const [key, value] = chance.one([
    ['appearance.colour', chance.one(COLOURS)],
    ['appearance.slogan', `口号 ${++world.serial}`],
    ['list.pageSize', 5 + chance.below(3)],
    ['list.excerpts', chance.isTrue(0.5)],
    ['home.hotLinks', [{ text: `常看 ${world.serial}`, url: '/tzgg/' }]],
    ['footer.links', [{ text: `链接 ${world.serial}`, url: '/zonghe/' }]],
    ['feature.rss', chance.isTrue(0.8)],
    ['review.stages', chance.below(4)],
    [
      'home.modules',
      [
        { type: 'feed', channelCode: 'tzgg', count: 2 + chance.below(6) },
        { type: 'feed', channelCode: 'sjtz', count: 2 + chance.below(4) },
        { type: 'notice', channelCode: 'tzgg' },
        { type: 'places' },
      ],
    ],
  ] as const)
  await world.kit.work((work) => putSettingsOnSites(work, [{ siteId: site.id, key, value }]))
  return `set ${key} on ${site.code}`
}

const renameSite: Act = async (world, chance) => {
  const site = chance.one(world.sites)
  const [column, value] = chance.one([
    ['name', `站点 ${++world.serial}`],
    ['short_name', `简称 ${world.serial}`],
    ['contact_phone', `0${1000 + world.serial}`],
    ['owner_duties', `职责 ${world.serial}`],
  ] as const)
  await world.kit.work((work) =>
    sql`UPDATE sites.site SET ${sql.ref(column)} = ${value}, version = version + 1 WHERE id = ${site.id}`.execute(
      work.db,
    ),
  )
  return `${column} of ${site.code}`
}

const stand: Act = async (world, chance) => {
  const site = chance.one(world.sites.slice(1))
  await world.kit.work(async (work) => {
    await sql`UPDATE sites.site SET state = CASE state WHEN 'running' THEN 'suspended' ELSE 'running' END, state_reason = '检修'
      WHERE id = ${site.id}`.execute(work.db)
    work.takeDown()
  })
  return `state of ${site.code}`
}

const reorganise: Act = async (world, chance) => {
  const organisation = chance.one(world.organisations)
  await world.kit.work(async (work) => {
    if (chance.isTrue(0.5)) {
      await sql`UPDATE organisations.organisation SET name = ${`机构 ${++world.serial}`} WHERE id = ${organisation.id}`.execute(
        work.db,
      )
    } else {
      await sql`DELETE FROM organisations.person WHERE organisation_id = ${organisation.id}`.execute(work.db)
      await sql`INSERT INTO organisations.person (id, organisation_id, name, title) VALUES
        (${newId()}, ${organisation.id}, ${`负责人${++world.serial}`}, '局长')`.execute(work.db)
    }
  })
  return `organisation ${organisation.name}`
}

const TEMPLATES = ['parts/crumbs', 'page-list', 'bottom', 'page-article']

/** A template is replaced: every page that uses it is another. */
const template: Act = async (world, chance) => {
  const name = chance.one(TEMPLATES)
  const shipped = readFileSync(new URL(`../../themes/base/templates/${name}.liquid`, import.meta.url), 'utf8')
  const source = `${shipped}<p>模板 ${++world.serial}</p>`
  await world.kit.work(async (work) => {
    const { rows } = await sql<{
      at: Date
    }>`SELECT greatest(${work.now}, max(valid_from) + interval '1 millisecond') AS at
      FROM sites.template WHERE theme = 'base' AND name = ${name}`.execute(work.db)
    const at = rows[0]?.at ?? work.now
    await sql`UPDATE sites.template SET valid_to = ${at} WHERE theme = 'base' AND name = ${name} AND valid_to = 'infinity'`.execute(
      work.db,
    )
    await sql`INSERT INTO sites.template (theme, name, source, digest, valid_from)
      VALUES ('base', ${name}, ${source}, ${digest(source)}, ${at})`.execute(work.db)
  })
  return `template ${name}`
}

/** Something that readers see changes or goes at an instant to come; now and then the plan is called off. */
const plan: Act = async (world, chance) => {
  const item = chance.one(live(world))
  const at = new Date(Date.now() + 1_000 + chance.below(SOON_MS))
  world.instants.push(at.getTime())
  const isDown = chance.isTrue(0.3)
  const content = { ...item.content, title: `第 ${++world.serial} 号公告（定时更正）` }
  const changed = await world.kit.work(async (work) => {
    if (!isDown) return put(work, world, { ...item, content }, at)
    await withdraw(work, { itemId: item.itemId, reason: 'error', note: '到期', effectiveAt: at })
    return { ...item, state: 'down' as const }
  })
  if (!chance.isTrue(0.3)) Object.assign(item, changed)
  else await world.kit.work((work) => callOff(work, item.itemId))
  return `plan ${isDown ? 'the end' : 'a correction'} of ${item.title} at ${at.toISOString()}`
}

/** A correction, and a while later, if nothing else came in between, back to what stood before. */
const undo: Act = async (world, chance) => {
  const { corrected } = world
  world.corrected = null
  if (corrected && corrected.item.state === 'live' && corrected.item.content === corrected.content) {
    const { item, before, asOf } = corrected
    await world.kit.work((work) => restore(work, { itemId: item.itemId, asOf }))
    item.content = before
    return `undo the correction of ${item.title}`
  }
  const item = chance.one(live(world))
  const [asOf, before] = [new Date(), item.content]
  await sleep(2)
  const content = { ...before, title: `第 ${++world.serial} 号公告（改错）` }
  await rewrite(world, item, { content })
  world.corrected = { item, content, before, asOf }
  return `correct ${item.title}`
}

const planSetting: Act = async (world, chance) => {
  const site = chance.one(world.sites)
  const key = 'footer.copyright'
  const at = new Date(Date.now() + 300 + chance.below(SOON_MS))
  world.instants.push(at.getTime())
  await world.kit.work(async (work) => {
    const expectedSince = await findOwnSetting(work, { siteId: site.id, key })
    const change = { siteId: site.id, key, value: `版权 ${++world.serial}`, expectedSince }
    await changeSetting(work, change, at).catch((error: unknown) => {
      if (!(error instanceof Problem && error.code === 'setting-pending')) throw error
    })
  })
  return `plan ${key} on ${site.code} at ${at.toISOString()}`
}

/** How often each kind of change happens: mostly texts, structure now and then. */
const ACTS: readonly (readonly [number, Act])[] = [
  [40, releaseItem],
  [14, editTitle],
  [10, editBody],
  [6, place],
  [5, limit],
  [7, takeDown],
  [3, repeal],
  [2, rename],
  [2, describe],
  [2, oblige],
  [2, navigate],
  [2, move],
  [1, add],
  [1, end],
  [6, set],
  [6, plan],
  [6, undo],
  [2, planSetting],
  [2, renameSite],
  [2, stand],
  [2, reorganise],
  [1, template],
]
const TOTAL = ACTS.reduce((sum, [weight]) => sum + weight, 0)

/** One change, whichever it is; says what it was. */
export async function changeSomething(world: World, chance: Chance): Promise<string> {
  if (live(world).length < 5) return releaseItem(world, chance)
  let left = chance.below(TOTAL)
  for (const [weight, act] of ACTS) {
    left -= weight
    if (left < 0) {
      return act(world, chance).catch((error: unknown) => {
        if (isRefused(error)) return 'refused: its channel is archived'
        throw error
      })
    }
  }
  return 'nothing'
}
