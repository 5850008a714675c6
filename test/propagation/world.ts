import { sql } from 'kysely'
import { newId } from '../../src/kernel/ids.ts'
import type { Work } from '../../src/kernel/work.ts'
import type { ItemContent, PlacementWish } from '../../src/modules/library/index.ts'
import { release } from '../../src/modules/library/index.ts'
import { createChannel } from '../../src/modules/sites/commands/create-channel.ts'
import { aProvince, type Kit, type TestSite } from '../kit/index.ts'

export type Channel = { id: string; siteId: string; kind: string; version: number }
export type Item = {
  sourceId: string
  kind: string
  itemId: string
  title: string
  placements: PlacementWish[]
  content: ItemContent
  paths: { siteId: string; path: string }[]
  state: 'live' | 'down'
  visibleFrom: Date
  visibleUntil: Date | null
  siteId: string
}

/** A small province in which everything that pages are made of can be changed. */
export type World = {
  kit: Kit
  sites: TestSite[]
  organisations: { id: string; name: string }[]
  items: Item[]
  /** Instants at which something was put down to change by itself (ms): around them two looks may differ. */
  instants: number[]
  /** A correction that may still be undone. */
  corrected: { item: Item; content: ItemContent; before: ItemContent; asOf: Date } | null
  /** Words that no page may show any more. */
  forbidden: Set<string>
  serial: number
}

const channelWish = () => ({
  description: '',
  keywords: [],
  columnTypes: [],
  indicatorClass: '其他',
  updateLimitDays: null,
  mayBeEmpty: false,
  itemKind: 'article',
  reviewStages: null,
  template: null,
  inNav: false,
  parentId: null,
  mountedChannelId: null,
  linkUrl: null,
})

export type NewChannel = {
  code: string
  name: string
  kind: 'list' | 'aggregate' | 'topic' | 'mounted' | 'page'
} & Partial<{
  parentId: string
  mountedChannelId: string
  inNav: boolean
  itemKind: string
}>

export async function addChannel(work: Work, siteId: string, wish: NewChannel): Promise<string> {
  const { id } = await createChannel(work, { params: { siteId }, body: { ...channelWish(), ...wish } })
  return id
}

export async function createWorld(kit: Kit): Promise<World> {
  const place = await kit.work(aProvince)
  const sites = [place.province, place.city, place.county]
  const world: World = {
    kit,
    sites,
    organisations: Object.values(place.organisations),
    items: [],
    instants: [],
    corrected: null,
    forbidden: new Set(),
    serial: 0,
  }
  await kit.work(async (work) => {
    for (const site of sites) {
      await sql`INSERT INTO sites.setting (site_id, key, value, valid_from) VALUES
        (${site.id}, 'list.pageSize', '5', '2020-01-01'),
        (${site.id}, 'home.modules', ${JSON.stringify([
          { type: 'hero' },
          { type: 'feed', channelCode: 'tzgg', count: 4 },
          { type: 'feed', channelCode: 'zonghe', count: 6 },
          { type: 'documents', channelCode: 'zcwj', count: 3 },
          { type: 'places' },
          { type: 'people', of: 'owner', count: 3 },
        ])}, '2020-01-01')`.execute(work.db)
      await addChannel(work, site.id, { code: 'tzgg', name: '通知公告', kind: 'list', inNav: true })
      const above = await addChannel(work, site.id, { code: 'zonghe', name: '综合', kind: 'aggregate', inNav: true })
      await addChannel(work, site.id, { code: 'ywdt', name: '要闻动态', kind: 'list', parentId: above })
      await addChannel(work, site.id, { code: 'gzdt', name: '工作动态', kind: 'list', parentId: above })
      await addChannel(work, site.id, { code: 'zhuanti', name: '专题', kind: 'topic' })
      await addChannel(work, site.id, { code: 'zcwj', name: '政策文件', kind: 'list', itemKind: 'official_document' })
    }
  })
  const [province] = sites
  const top = await channelsOf(kit, province?.id ?? '')
  await kit.work(async (work) => {
    for (const site of sites.slice(1)) {
      const [notices, gathered] = [top.find((one) => one.code === 'tzgg'), top.find((one) => one.code === 'zonghe')]
      await addChannel(work, site.id, {
        code: 'sjtz',
        name: '省级通知',
        kind: 'mounted',
        mountedChannelId: notices?.id ?? '',
        inNav: true,
      })
      await addChannel(work, site.id, {
        code: 'sjzh',
        name: '省级综合',
        kind: 'mounted',
        mountedChannelId: gathered?.id ?? '',
      })
    }
  })
  return world
}

export type ChannelRow = {
  id: string
  site_id: string
  code: string
  name: string
  kind: string
  path: string
  version: number
  parent_id: string | null
  in_nav: boolean
}

export async function channelsOf(kit: Kit, siteId?: string): Promise<ChannelRow[]> {
  const { rows } = await kit.pool.query<ChannelRow>(
    `SELECT id, site_id, code, name, kind, path, version, parent_id, in_nav FROM sites.channel
     WHERE archived_at IS NULL AND ($1::uuid IS NULL OR site_id = $1) ORDER BY no`,
    [siteId ?? null],
  )
  return rows
}

export const contentOf = (title: string, body: string): ItemContent => ({
  title,
  subtitle: '',
  summary: `${title}的摘要`,
  body: `<p>${body}</p>`,
  source: '云岭省人民政府办公厅',
  author: '',
  editor: '',
  keywords: [],
  cover: null,
  files: [],
  origin: null,
  metadata: {},
})

export async function put(
  work: Work,
  world: World,
  item: Omit<Item, 'itemId' | 'paths' | 'state'>,
  effectiveAt?: Date,
): Promise<Item> {
  const released = await release(work, {
    kind: item.kind,
    siteId: item.siteId,
    organisationId: world.sites.find((site) => site.id === item.siteId)?.organisation.id ?? '',
    source: { module: 'test', id: item.sourceId },
    content: item.content,
    placements: item.placements,
    visibleFrom: item.visibleFrom,
    visibleUntil: item.visibleUntil,
    ...(effectiveAt ? { effectiveAt } : {}),
  })
  return { ...item, itemId: released.itemId, paths: released.paths, state: 'live' }
}

export const freshSource = (): string => newId()

/** A notice on the first site's own list. */
export async function publishNotice(world: World, title: string): Promise<Item> {
  const [site] = world.sites
  const channel = (await channelsOf(world.kit, site?.id ?? '')).find((one) => one.code === 'tzgg')
  return world.kit.work((work) =>
    put(work, world, {
      sourceId: freshSource(),
      kind: 'article',
      title,
      siteId: site?.id ?? '',
      content: contentOf(title, `${title}的正文`),
      placements: [{ channelId: channel?.id ?? '', isPrimary: true, isPinned: false }],
      visibleFrom: new Date(Date.now() - 1_000),
      visibleUntil: null,
    }),
  )
}
