import { CITIES_WITH_DEPARTMENT_SITES, CITY_SITE_FIELDS } from './city-bureaux.ts'
import { DEPARTMENTS } from './departments.ts'
import type { Field } from './field.ts'
import { bodyCode, governmentCode, organisationByCode } from './organisations.ts'
import { profileOf } from './place-facts.ts'
import { childrenOf, lineage, type Place, places, PROVINCE_CODE } from './places.ts'
import { at, hash } from './random.ts'
import {
  type Colour,
  DEPARTMENT_ORDERS,
  HOT_TASKS,
  LIFE_EVENTS,
  PORTAL_ORDERS,
  siblingColour,
  type SiteSettings,
  TOWN_ORDERS,
  VILLAGE_ORDERS,
} from './site-settings.ts'

export type SiteLevel = 'province' | 'city' | 'county' | 'town' | 'village'

export interface DemoSite {
  code: string
  name: string
  shortName: string
  level: SiteLevel
  kind: 'portal' | 'department' | 'subportal'
  blueprint: 'portal' | 'department' | 'town' | 'village'
  /** Empty for the provincial portal. */
  parentCode: string
  divisionCode: string
  /** Field of a department's site, null for all others. */
  field: Field | null
  ownerOrgCode: string
  operatorOrgCode: string
  host: string
  basePath: string
  siteIdCode: string
  icpNumber: string
  policeNumber: string
  contactName: string
  contactPhone: string
  contactAddress: string
  theme: 'government' | 'department' | 'village'
  settings: SiteSettings
}

/** All sites of the demonstration, parents before children. */
export function sites(): readonly DemoSite[] {
  return SITES
}

export function siteByCode(code: string): DemoSite {
  const site = BY_CODE.get(code)
  if (site === undefined) throw new RangeError(`no site ${code}`)
  return site
}

const LEVELS: readonly SiteLevel[] = ['province', 'city', 'county', 'town', 'village']
const DOMAIN = 'yunling.localhost'

type Draft = Omit<
  DemoSite,
  | 'siteIdCode'
  | 'icpNumber'
  | 'policeNumber'
  | 'contactName'
  | 'contactPhone'
  | 'contactAddress'
  | 'level'
  | 'divisionCode'
> & { place: Place }

function build(): DemoSite[] {
  const drafts = places().flatMap((place) => [portal(place), ...departmentSites(place)])
  const serials = new Map<string, number>()
  return drafts.map(({ place, ...draft }, index) => {
    const region = place.code.slice(0, 6)
    const serial = (serials.get(region) ?? 0) + 1
    serials.set(region, serial)
    const owner = organisationByCode(draft.ownerOrgCode)
    const filing = String(index + 1)
    return {
      ...draft,
      level: at(LEVELS, place.level - 1),
      divisionCode: place.code,
      siteIdCode: region + String(serial).padStart(4, '0'),
      icpNumber: `演示ICP备${filing.padStart(8, '0')}号`,
      policeNumber: `演示公网安备 ${filing.padStart(14, '0')}号`,
      contactName: owner.people.at(-1)?.name ?? '值班员',
      contactPhone: owner.phone,
      contactAddress: owner.address,
    }
  })
}

function portal(place: Place): Draft {
  const line = lineage(place.code)
  const [, parent] = line
  const below = line.filter((one) => one.level > 1).map((one) => one.slug)
  const isSub = place.level >= 4
  const blueprint = place.level === 5 ? 'village' : place.level === 4 ? 'town' : 'portal'
  return {
    place,
    code: siteCode(place),
    name: nameOf(place, parent),
    shortName: place.level === 1 ? '云岭' : place.name,
    kind: isSub ? 'subportal' : 'portal',
    blueprint,
    field: null,
    parentCode: parent ? siteCode(parent) : '',
    ownerOrgCode:
      place.level === 5 && parent
        ? governmentCode(parent)
        : place.level === 4
          ? governmentCode(place)
          : bodyCode(place, 'bgs'),
    operatorOrgCode: place.level === 5 ? governmentCode(place) : bodyCode(place, 'xxzx'),
    host: isSub ? hostOf(at(line, place.level - 3)) : `www.${[...below, DOMAIN].join('.')}`,
    basePath: isSub
      ? `/${below
          .slice(0, place.level - 3)
          .reverse()
          .join('/')}`
      : '',
    theme: isSub ? 'village' : 'government',
    settings: portalSettings(place),
  }
}

function hostOf(county: Place): string {
  const line = lineage(county.code).filter((one) => one.level > 1)
  return `www.${[...line.map((one) => one.slug), DOMAIN].join('.')}`
}

/** Places within the detailed county share labels with other places, so their codes name the town as well. */
function siteCode(place: Place): string {
  if (place.level < 4) return place.slug
  const below = lineage(place.code)
    .filter((one) => one.level >= 4)
    .map((one) => one.slug)
  return `lt-${below.reverse().join('-')}`
}

function nameOf(place: Place, parent: Place | undefined): string {
  if (place.level === 5) return `${parent?.name ?? ''}${place.name}`
  return place.level === 4 ? place.name : `${place.name}人民政府`
}

function departmentSites(place: Place): Draft[] {
  const isProvince = place.code === PROVINCE_CODE
  if (!isProvince && !(place.level === 2 && CITIES_WITH_DEPARTMENT_SITES.includes(place.slug))) return []
  const seeds = isProvince ? DEPARTMENTS : DEPARTMENTS.filter((seed) => CITY_SITE_FIELDS.includes(seed.field))
  return seeds.map((seed, index) => {
    const slug = isProvince ? seed.slug : (seed.citySlug ?? seed.slug)
    const owner = organisationByCode(bodyCode(place, slug))
    const colour = siblingColour(index, colourOf(place))
    const order = DEPARTMENT_ORDERS[index % DEPARTMENT_ORDERS.length] ?? []
    return {
      place,
      code: isProvince ? slug : `${place.slug}-${slug}`,
      name: owner.name,
      shortName: owner.shortName,
      kind: 'department',
      blueprint: 'department',
      field: seed.field,
      parentCode: siteCode(place),
      ownerOrgCode: owner.code,
      operatorOrgCode: bodyCode(place, 'xxzx'),
      host: isProvince ? `${slug}.${DOMAIN}` : `${slug}.${place.slug}.${DOMAIN}`,
      basePath: '',
      theme: 'department',
      settings: {
        // Half of the departments keep the colour of their government: inheritance shows only where something is inherited.
        ...(index % 2 === 1 ? { colour } : {}),
        slogan: departmentSlogan(index),
        hotTitle: '常用栏目',
        hotLinks: [
          ...seed.lines.map(([code, title]) => ({ title, url: `/ywgz/${code}/` })),
          { title: '办事指南', url: '/bszn/' },
        ],
        homeParts: [...order],
      },
    }
  })
}

const DEPARTMENT_SLOGANS = ['依法履职，有事您说', '政策说明白，事情办扎实', '把工作摆在明处', '多跑一步，少让您跑一趟']

function departmentSlogan(index: number): string {
  return at(DEPARTMENT_SLOGANS, index)
}

/** The colour a place's own portal ends up with, its own or inherited. */
function colourOf(place: Place): Colour {
  if (place.level <= 2) return profileOf(place).colour
  const [, parent] = lineage(place.code)
  if (parent === undefined) return 'blue'
  const index = childrenOf(parent.code).findIndex((one) => one.code === place.code)
  return siblingColour(index, colourOf(parent))
}

function portalSettings(place: Place): SiteSettings {
  const ridgeSeed = `${place.code}${place.name}`
  const dice = hash(`settings/${place.code}`)
  if (place.level === 1) {
    return {
      colour: 'blue',
      slogan: profileOf(place).slogan,
      ridgeSeed,
      hotTitle: '大家常办',
      hotLinks: HOT_TASKS.slice(0, 6),
      lifeEvents: [...LIFE_EVENTS],
      homeParts: [...at(PORTAL_ORDERS, 0)],
      reviewStages: 3,
      contactHours: '工作日 8:30–17:30',
    }
  }
  const [, parent] = lineage(place.code)
  const index = parent ? childrenOf(parent.code).findIndex((one) => one.code === place.code) : 0
  const colour = colourOf(place)
  if (place.level === 5) {
    return {
      colour,
      ridgeSeed,
      slogan: at(VILLAGE_SLOGANS, index),
      homeParts: [...at(VILLAGE_ORDERS, index)],
      reviewStages: 0,
      hotTitle: '常用',
      hotLinks: [...VILLAGE_LINKS],
      contactHours: '周一至周六 8:30–17:30',
    }
  }
  if (place.level === 4) {
    return {
      colour,
      ridgeSeed,
      slogan: at(TOWN_SLOGANS, index),
      homeParts: [...at(TOWN_ORDERS, index)],
      reviewStages: 1,
      hotTitle: '常用',
      hotLinks: [...TOWN_LINKS],
    }
  }
  const hot = [0, 1, 2, 3].map((step) => at(HOT_TASKS, dice + step * 5))
  const own: SiteSettings = { colour, ridgeSeed, homeParts: [...at(PORTAL_ORDERS, index + place.level - 1)] }
  if (place.level === 2)
    return { ...own, slogan: profileOf(place).slogan, hotTitle: '本周常办', hotLinks: hot, reviewStages: 2 }
  // Every third county is content with the tasks of its city.
  return { ...own, slogan: at(COUNTY_SLOGANS, dice), ...(index % 3 === 2 ? {} : { hotLinks: hot }) }
}

const COUNTY_SLOGANS = [
  '小事不出村，大事不出县',
  '您的事，一窗收、一次办',
  '看得懂、找得到、办得成',
  '山水之间，服务不远',
  '把办事的路走短',
  '一件事，一次说清',
  '有问必答，有诉必应',
  '家门口的政府，手边的服务',
  '实实在在，为您办事',
  '田间街头，都能办事',
]
const TOWN_SLOGANS = ['镇上的事，乡亲们看得见', '走几步就到，问一声就办', '一站办齐，不跑县城', '听得见乡亲的声音']
const VILLAGE_SLOGANS = [
  '村里的事，大家商量着办',
  '账目清楚，乡亲放心',
  '有事敲门，没事串门',
  '邻里和气，日子红火',
  '一家有事，大家搭手',
]
const VILLAGE_LINKS = [
  { title: '集体账目', url: '/cwgk/jtsz/' },
  { title: '找干部', url: '/cgb/' },
  { title: '惠农补贴', url: '/cwgk/hnbt/' },
  { title: '便民办事', url: '/bszn/' },
  { title: '通知', url: '/tzgg/' },
]
const TOWN_LINKS = [
  { title: '办事指南', url: '/bszn/' },
  { title: '通知公告', url: '/tzgg/' },
  { title: '惠民补贴', url: '/zwgk/hmbt/' },
  { title: '领导分工', url: '/zwgk/ldxx/' },
]

// Last, because the tables above must stand before they are read.
const SITES: readonly DemoSite[] = build()
const BY_CODE = new Map(SITES.map((site) => [site.code, site]))
