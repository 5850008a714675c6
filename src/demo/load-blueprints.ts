import type { ChannelPlan, NewBlueprint } from '../modules/sites/index.ts'
import { BLUEPRINTS, type BlueprintCode, channelsOf } from './blueprints.ts'
import type { ChannelSeed } from './channel.ts'
import { homeModules } from './home-modules.ts'
import type { HomePart } from './site-settings.ts'
import { DEPARTMENT_ORDERS, PORTAL_ORDERS, TOWN_ORDERS, VILLAGE_ORDERS } from './site-settings.ts'
import { type DemoSite, type SiteLevel, siteByCode } from './sites.ts'

/** The generator's short words for classes, as the code list has them. */
const INDICATORS: Readonly<Record<string, string>> = { 解读: '政策解读', 数据: '数据发布' }

type MountLevel = NonNullable<ChannelPlan['mount']>['level']

function mountLevel(level: SiteLevel): MountLevel {
  if (level === 'village') throw new RangeError('nothing is mounted from a village')
  return level
}

type Seed = Omit<ChannelSeed, 'mount' | 'levels'> & { mount: ChannelPlan['mount'] }

function planOf(seed: Seed): ChannelPlan {
  return {
    code: seed.code,
    name: seed.name,
    parentCode: seed.parentCode,
    kind: seed.kind,
    description: seed.description,
    keywords: seed.keywords,
    columnTypes: seed.columnTypes,
    indicatorClass: INDICATORS[seed.indicatorClass] ?? seed.indicatorClass,
    updateLimitDays: seed.updateLimitDays,
    mayBeEmpty: seed.mayBeEmpty,
    itemKind: seed.itemKind,
    reviewStages: seed.reviewStages,
    template: null,
    inNav: seed.inNav,
    mount: seed.mount,
    linkUrl: null,
  }
}

/** The channels of one site of the province. */
export function channelPlans(site: DemoSite): ChannelPlan[] {
  return channelsOf(site).map((channel) => {
    const mount = channel.mountOf && {
      level: mountLevel(siteByCode(channel.mountOf.siteCode).level),
      channelCode: channel.mountOf.channelCode,
    }
    return planOf({ ...channel, mount })
  })
}

type Kind = {
  code: string
  from: BlueprintCode
  level: SiteLevel | null
  name: string
  place: string
  parts: readonly HomePart[]
}

const KINDS: readonly Kind[] = [
  {
    code: 'province-portal',
    from: 'portal',
    level: 'province',
    name: '省政府门户网站',
    place: '本省',
    parts: PORTAL_ORDERS[0] ?? [],
  },
  {
    code: 'city-portal',
    from: 'portal',
    level: 'city',
    name: '市政府门户网站',
    place: '本市',
    parts: PORTAL_ORDERS[1] ?? [],
  },
  {
    code: 'county-portal',
    from: 'portal',
    level: 'county',
    name: '县（市、区）政府门户网站',
    place: '本地',
    parts: PORTAL_ORDERS[2] ?? [],
  },
  {
    code: 'department',
    from: 'department',
    level: null,
    name: '部门网站',
    place: '本单位',
    parts: DEPARTMENT_ORDERS[0] ?? [],
  },
  { code: 'town', from: 'town', level: 'town', name: '乡镇（街道）子门户', place: '本镇', parts: TOWN_ORDERS[0] ?? [] },
  {
    code: 'village',
    from: 'village',
    level: 'village',
    name: '村（社区）子门户',
    place: '本村',
    parts: VILLAGE_ORDERS[0] ?? [],
  },
]

const BELOW = {
  province: ['portal', 'department'],
  city: ['portal', 'department'],
  county: ['subportal'],
  town: ['subportal'],
  village: [],
} as const satisfies Record<SiteLevel, readonly DemoSite['kind'][]>

/** Blueprints for new sites: the same trees with words that fit any place. */
export function blueprints(): NewBlueprint[] {
  return KINDS.map(({ code, from, level, name, place, parts }) => {
    const word = (text: string) => text.replaceAll('{place}', place).replaceAll('{affairs}', '村务公开')
    const seeds = BLUEPRINTS[from].channels.filter(
      ({ levels }) => levels === null || level === null || levels.includes(level),
    )
    const channels = seeds.map(({ levels: _levels, mount, ...seed }) =>
      planOf({
        ...seed,
        name: word(seed.name),
        description: word(seed.description),
        keywords: seed.keywords.map(word),
        mount: mount && { level: mountLevel(mount.level), channelCode: mount.channelCode },
      }),
    )
    const facts = {
      blueprint: from,
      level: level ?? 'city',
      channels: withPaths(channels),
      functions: [],
      hours: null,
      below: BELOW[level ?? 'village'],
    }
    return {
      code,
      name,
      description: `${channels.length} 个栏目，首页模块齐备，建站后可以逐项调整。`,
      level,
      channels,
      settings: {
        'home.modules': homeModules(
          parts.filter((part) => part !== 'functions'),
          facts,
          { slogan: null, hotTitle: null },
        ),
        ...(level === 'village' ? { 'review.stages': 0 } : {}),
      },
    }
  })
}

function withPaths(channels: readonly ChannelPlan[]) {
  const paths = new Map<string, string>()
  return channels.map((channel) => {
    const above = channel.parentCode === null ? undefined : paths.get(channel.parentCode)
    const path = above === undefined ? channel.code : `${above}/${channel.code}`
    paths.set(channel.code, path)
    return { ...channel, path }
  })
}
