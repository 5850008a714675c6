import type { BlockModuleSetting, ChannelCard, HomeModuleSetting } from '../modules/sites/index.ts'
import { documentEntries, entryOf } from './entries.ts'
import type { Link, HomePage } from './model.ts'
import { iconLink, staticBlock } from './load-home-static.ts'
import type { AffairsModule, BlockModule, HomeModule } from './model-home.ts'
import { baseFrame, type PageRequest } from './page-request.ts'
import { homeMetaTags } from './render-meta.ts'
import { channelUrl, linkOf, settingLink, siteUrl, type SiteContext } from './site-context.ts'

const DAY_MS = 86_400_000

/** The home page: the modules of the site's settings, in their order; a module whose channel is gone is left out. */
export async function loadHome(request: PageRequest): Promise<HomePage> {
  const { context } = request
  const modules = await loadModules(request, context.settings['home.modules'])
  const { site, settings } = context
  const description = settings['appearance.slogan'] ?? `${site.name}网站：办事、查文件、找部门。`
  return {
    kind: 'home',
    frame: {
      ...baseFrame(request, { title: null, url: context.frame.homeUrl }),
      metaTags: homeMetaTags(context.frame, description),
      feedUrl: null,
    },
    modules,
  }
}

export async function loadModules(request: PageRequest, wanted: readonly HomeModuleSetting[]): Promise<HomeModule[]> {
  const loaded = await Promise.all(wanted.map((setting, index) => loadModule(request, setting, `m${index + 1}`)))
  return loaded.filter((module) => module !== null)
}

async function loadModule(request: PageRequest, setting: HomeModuleSetting, id: string): Promise<HomeModule | null> {
  const { context } = request
  switch (setting.type) {
    case 'hero':
      return {
        type: 'hero',
        heading: setting.heading ?? '办事、查文件、找部门，从这里开始',
        intro: setting.intro ?? null,
        hotTitle: setting.hotTitle ?? '大家常看',
        hotLinks: context.settings['home.hotLinks'].map((link) => settingLink(context, link)),
      }
    case 'tiles':
      return {
        type: 'tiles',
        label: setting.label ?? '常用入口',
        items: setting.items.map((item) => iconLink(context, item)),
      }
    case 'notice':
      return loadNotice(request, setting, id)
    case 'columns': {
      const columns = await Promise.all(
        setting.columns.map((column, index) => loadBlocks(request, column, `${id}-${index + 1}`)),
      )
      return columns.every((column) => column.length === 0)
        ? null
        : { type: 'columns', layout: setting.layout, columns }
    }
    case 'band': {
      const modules = await loadBlocks(request, setting.modules, id)
      return modules.length === 0 ? null : { type: 'band', modules }
    }
    default:
      return loadBlock(request, setting, id)
  }
}

async function loadBlocks(
  request: PageRequest,
  settings: readonly BlockModuleSetting[],
  id: string,
): Promise<BlockModule[]> {
  const loaded = await Promise.all(settings.map((setting, index) => loadBlock(request, setting, `${id}-${index + 1}`)))
  return loaded.filter((block) => block !== null)
}

const loaders = {
  feed: loadFeed,
  documents: loadDocuments,
  services: loadServices,
  places: loadPlaces,
  people: loadPeople,
  affairs: loadAffairs,
}

async function loadBlock(
  request: PageRequest,
  setting: BlockModuleSetting,
  fallbackId: string,
): Promise<BlockModule | null> {
  const { context } = request
  const id = setting.id ?? fallbackId
  switch (setting.type) {
    case 'feed':
      return loaders.feed(request, setting, id)
    case 'documents':
      return loaders.documents(request, setting, id)
    case 'services':
      return loaders.services(request, setting, id)
    case 'places':
      return loaders.places(request, setting, id)
    case 'people':
      return loaders.people(request, setting, id)
    case 'affairs':
      return loaders.affairs(request, setting, id)
    default:
      return staticBlock(context, setting, id)
  }
}

type Of<T extends BlockModuleSetting['type']> = Extract<BlockModuleSetting, { type: T }>

export const channelOf = (context: SiteContext, code: string): ChannelCard | undefined => context.tree.byCode(code)

const moreLink = (context: SiteContext, channel: ChannelCard, title: string): Link => ({
  title: `更多${title}`,
  url: linkOf(context, channel),
})

async function loadFeed(request: PageRequest, setting: Of<'feed'>, id: string): Promise<BlockModule | null> {
  const { context, reader } = request
  const channel = channelOf(context, setting.channelCode)
  if (!channel) return null
  const cards = await reader.topCards(context.tree.sourcesOf(channel), { limit: setting.count })
  const title = setting.title ?? channel.name
  return {
    type: 'feed',
    id,
    title,
    more: moreLink(context, channel, title),
    hasLead: setting.hasLead ?? false,
    items: cards.slice(0, setting.count).map((card) => entryOf(request, card)),
    emptyText: '暂无内容',
  }
}

async function loadDocuments(request: PageRequest, setting: Of<'documents'>, id: string): Promise<BlockModule | null> {
  const { context, reader } = request
  const channel = channelOf(context, setting.channelCode)
  if (!channel) return null
  const cards = await reader.topCards(context.tree.sourcesOf(channel), { limit: setting.count })
  const title = setting.title ?? channel.name
  return {
    type: 'documents',
    id,
    title,
    more: moreLink(context, channel, title),
    caption: `近期${title}`,
    items: await documentEntries(request, cards.slice(0, setting.count)),
    emptyText: '暂无文件',
  }
}

async function loadServices(
  { context }: PageRequest,
  setting: Of<'services'>,
  id: string,
): Promise<BlockModule | null> {
  const groups = context.settings['home.lifeEvents']
  if (groups.length === 0) return null
  return {
    type: 'services',
    id,
    title: setting.title ?? '一生中的大事',
    more: null,
    groups: groups.map((group) => ({
      ...settingLink(context, { text: group.title, url: group.url }),
      icon: group.icon,
      links: group.links.map((link) => settingLink(context, link)),
    })),
  }
}

const groupTitles = { portal: '下级政府网站', department: '部门网站', subportal: '乡镇和村' } as const

async function loadPlaces(
  { context, reader }: PageRequest,
  setting: Of<'places'>,
  id: string,
): Promise<BlockModule | null> {
  const kinds = setting.kinds ?? (['portal', 'department', 'subportal'] as const)
  const below = (await reader.children(context.site.id)).filter((site) => site.state === 'running')
  const groups = kinds
    .map((kind) => ({
      title: kinds.length > 1 ? groupTitles[kind] : null,
      sites: below
        .filter((site) => site.kind === kind)
        .map((site) => ({ title: site.shortName, url: siteUrl(context, site) })),
    }))
    .filter((group) => group.sites.length > 0)
  if (groups.length === 0) return null
  return { type: 'places', id, title: setting.title ?? '进入下级网站', more: null, groups }
}

async function loadPeople(
  { context, reader }: PageRequest,
  setting: Of<'people'>,
  id: string,
): Promise<BlockModule | null> {
  const people = (
    await reader.people(setting.of === 'operator' ? context.site.operatorId : context.site.ownerId)
  ).slice(0, setting.count)
  if (people.length === 0) return null
  return {
    type: 'people',
    id,
    title: setting.title ?? '负责人',
    more: null,
    people: people.map((person) => ({
      name: person.name,
      post: person.title,
      duty: person.duties === '' ? null : person.duties,
      phone: null,
      url: null,
    })),
    note: setting.note ?? null,
  }
}

/** 村务公开: when each class was last published, when it is due, and whether it is late. */
async function loadAffairs(
  { context, reader }: PageRequest,
  setting: Of<'affairs'>,
  id: string,
): Promise<AffairsModule | null> {
  const items = await Promise.all(
    setting.items.map(async (item) => {
      const channel = channelOf(context, item.channelCode)
      if (!channel) return null
      const [last] = await reader.cards(context.tree.sourcesOf(channel), { limit: 1 })
      const due = last && item.days !== undefined ? new Date(last.sortAt.getTime() + item.days * DAY_MS) : null
      reader.noteInstant(due)
      const isLate = due !== null && due < reader.now
      return {
        title: item.title,
        url: channelUrl(context, channel),
        rhythm: item.rhythm,
        lastAt: last ? last.sortAt.toISOString() : null,
        dueAt: due ? due.toISOString() : null,
        dueText: null,
        state: !last
          ? ({ text: '尚未公开', tone: 'watch' } as const)
          : isLate
            ? ({ text: '已到期，待公开', tone: 'watch' } as const)
            : ({ text: due === null ? '已公开' : '按期公开', tone: 'on' } as const),
      }
    }),
  )
  const shown = items.filter((item) => item !== null)
  if (shown.length === 0) return null
  return { type: 'affairs', id, title: setting.title ?? '村务公开', more: null, caption: setting.caption, items: shown }
}

async function loadNotice(
  request: PageRequest,
  setting: Extract<HomeModuleSetting, { type: 'notice' }>,
  id: string,
): Promise<HomeModule | null> {
  const { context, reader } = request
  const channel = channelOf(context, setting.channelCode)
  if (!channel) return null
  const [card] = await reader.cards(context.tree.sourcesOf(channel), { limit: 1 })
  const end = card ? card.sortAt.getTime() + (setting.days ?? 7) * DAY_MS : 0
  reader.noteInstant(end + 1)
  if (!card || reader.now.getTime() > end) return null
  return {
    type: 'notice',
    id,
    title: setting.title ?? channel.name,
    item: entryOf(request, card),
    by: null,
  }
}
