import type { BlockModuleSetting, HomeModuleSetting } from '../modules/sites/index.ts'
import type { HomePart } from './site-settings.ts'

/** What a home page is made from. Words come from the site's own channels, so a renamed channel keeps its name here. */
export type HomeFacts = {
  blueprint: 'portal' | 'department' | 'town' | 'village'
  level: 'province' | 'city' | 'county' | 'town' | 'village'
  channels: readonly {
    code: string
    name: string
    description: string
    kind: string
    parentCode: string | null
    path: string
  }[]
  /** Sentences about what the body does. */
  functions: readonly string[]
  hours: string | null
  /** Kinds of sites right below. */
  below: readonly ('portal' | 'department' | 'subportal')[]
}

const TOPIC_ICONS = ['house', 'check', 'sprout', 'docs']

/** Rhythms of open village affairs: every month, every quarter, or as it happens, which no day is set for. */
const AFFAIRS: readonly (readonly [code: string, rhythm: string, days?: number])[] = [
  ['jtsz', '每月', 31],
  ['jzbt', '每季度', 92],
  ['hnbt', '每季度', 92],
  ['zjd', '有申请时'],
  ['hyjd', '每季度', 92],
  ['gysy', '每半年', 183],
]

type Maker = (facts: HomeFacts) => BlockModuleSetting[]

/** Mounted channels with the notices of the government above: of the province, of the county, of the town. */
const NOTICES_FROM_ABOVE = ['sjtz', 'xjtz', 'zltz']

const isPortal = (facts: HomeFacts): boolean => facts.blueprint === 'portal'

const MAKERS: Readonly<Record<HomePart, Maker>> = {
  hero: () => [],
  notice: () => [],
  news: (facts) => feed(facts, 'news', isPortal(facts) ? 'ywdt' : 'gzdt', { count: 6, hasLead: true }),
  notices: (facts) => feed(facts, 'notices', 'tzgg', { count: 5 }),
  above: (facts) => NOTICES_FROM_ABOVE.flatMap((code) => feed(facts, 'above', code, { count: 5 })),
  central: (facts) => feed(facts, 'central', 'gwyxx', { count: 4 }),
  interpretations: (facts) => feed(facts, 'interpretations', 'zcjd', { count: 5 }),
  data: (facts) => feed(facts, 'data', isPortal(facts) ? 'tjsj' : 'sjfb', { count: 5 }),
  guides: (facts) => feed(facts, 'guides', 'bszn', { count: 6 }),
  ledger: (facts) => feed(facts, 'money', 'jtsz', { count: 4 }),
  lines: (facts) =>
    facts.channels
      .filter(({ parentCode }) => parentCode === 'ywgz')
      .flatMap(({ code }) => feed(facts, code, code, { count: 5 })),
  documents: (facts) =>
    has(facts, 'gfxwj')
      ? [{ type: 'documents', id: 'documents', title: '政策文件', channelCode: 'gfxwj', count: 5 }]
      : [],
  lifeEvents: () => [{ type: 'services', id: 'services', title: '一生中的大事，一次办好' }],
  topics,
  places: (facts) => (facts.below.length > 0 ? [places(facts)] : []),
  functions: (facts) => [{ type: 'text', id: 'functions', title: '机构职能', paragraphs: [...facts.functions] }],
  contact: () => [{ type: 'contact', id: 'contact', title: '联系方式' }],
  people: (facts) => [people(facts)],
  affairs: (facts) => [affairs(facts)],
}

/** One part of a home page as the blocks it is shown by; nothing when the site has no such channel. */
export const blocksOf = (part: HomePart, facts: HomeFacts): BlockModuleSetting[] => MAKERS[part](facts)

/** The head of the page, and the urgent word of a village: parts that never stand in a column. */
export function headOf(
  part: HomePart,
  facts: HomeFacts,
  words: { slogan: string | null; hotTitle: string | null },
): HomeModuleSetting[] {
  if (part === 'notice') return [{ type: 'notice', id: 'horn', title: '村里通知', channelCode: 'tzgg', days: 30 }]
  if (part !== 'hero') return []
  if (facts.blueprint === 'town' || facts.blueprint === 'village') return [tiles(facts)]
  return [
    {
      type: 'hero',
      ...(words.slogan === null ? {} : { heading: words.slogan }),
      ...(words.hotTitle === null ? {} : { hotTitle: words.hotTitle }),
    },
  ]
}

const has = (facts: HomeFacts, code: string): boolean => facts.channels.some((channel) => channel.code === code)

type FeedOptions = { count: number; hasLead?: boolean; title?: string }

export function feed(facts: HomeFacts, id: string, channelCode: string, options: FeedOptions): BlockModuleSetting[] {
  return has(facts, channelCode) ? [{ type: 'feed', id, channelCode, ...options }] : []
}

function topics(facts: HomeFacts): BlockModuleSetting[] {
  const shown = facts.channels.filter(({ parentCode }) => parentCode === 'zt')
  if (shown.length === 0) return []
  const items = shown.map(({ name, path, description, kind }, index) => ({
    icon: TOPIC_ICONS[index % TOPIC_ICONS.length] ?? 'docs',
    title: name,
    url: `/${path}/`,
    // A mounted channel's description speaks to editors.
    ...(kind === 'mounted' ? {} : { text: description }),
  }))
  return [{ type: 'acts', id: 'topics', title: '专题专栏', items }]
}

const PLACE_TITLES = {
  province: '各市和省级部门网站',
  city: '县（市、区）网站',
  county: '进入乡镇（街道）',
  town: '进入村（社区）',
  village: '',
} as const

const places = (facts: HomeFacts): BlockModuleSetting => ({
  type: 'places',
  id: 'places',
  title: PLACE_TITLES[facts.level],
  kinds: [...facts.below],
})

/** A village's own committee is the operator of its page; the township owns it. */
function people({ blueprint, hours }: HomeFacts): BlockModuleSetting {
  if (blueprint !== 'village') return { type: 'people', id: 'people', title: '领导分工', count: 6 }
  const note = hours === null ? {} : { note: `便民服务点：${hours}，午间有人值班。` }
  return { type: 'people', id: 'people', title: '找村干部', of: 'operator', count: 6, ...note }
}

function affairs(facts: HomeFacts): BlockModuleSetting {
  const name = facts.channels.find(({ code }) => code === 'cwgk')?.name ?? '村务公开'
  return {
    type: 'affairs',
    id: 'affairs',
    title: name,
    caption: `${name}事项与期限`,
    items: AFFAIRS.flatMap(([code, rhythm, days]) => {
      const channel = facts.channels.find((one) => one.code === code)
      return channel
        ? [{ title: channel.name, channelCode: code, rhythm, ...(days === undefined ? {} : { days }) }]
        : []
    }),
  }
}

const TILES: readonly (readonly [icon: string, title: string, code: string])[] = [
  ['phone', '找村干部', 'cgb'],
  ['people', '领导分工', 'ldxx'],
  ['docs', '村务公开', 'cwgk'],
  ['docs', '政务公开', 'zwgk'],
  ['wallet', '集体账目', 'jtsz'],
  ['wallet', '财政信息', 'czxx'],
  ['sprout', '惠农补贴', 'hnbt'],
  ['sprout', '惠民补贴', 'hmbt'],
  ['clip', '办事指南', 'bszn'],
  ['megaphone', '通知公告', 'tzgg'],
]

function tiles(facts: HomeFacts): HomeModuleSetting {
  const items = TILES.flatMap(([icon, title, code]) => {
    const channel = facts.channels.find((one) => one.code === code)
    return channel ? [{ icon, title, url: `/${channel.path}/` }] : []
  })
  return { type: 'tiles', label: '常用入口', items: items.slice(0, 6) }
}
