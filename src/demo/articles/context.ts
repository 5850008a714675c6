import type { DemoChannel } from '../blueprints.ts'
import { DEPARTMENTS } from '../departments.ts'
import type { Field } from '../field.ts'
import { type DemoOrganisation, organisationByCode } from '../organisations.ts'
import { factsOf, type PlaceFacts } from '../place-facts.ts'
import { childrenOf, lineage, type Place, placeByCode } from '../places.ts'
import { at, hash, random, type Random } from '../random.ts'
import type { DemoSite } from '../sites.ts'
import { TOPICS } from '../topics/index.ts'
import type { Topic } from '../topics/topic.ts'
import type { Filling } from './template.ts'
import { dayOf, type Spread, spreadTime } from './when.ts'

/** Everything that the texts of one channel have in common; made once, used for thousands of articles. */
export interface ArticleContext {
  site: DemoSite
  channel: DemoChannel
  place: Place
  facts: PlaceFacts
  owner: DemoOrganisation
  /** The government the texts speak of: owner of department sites is the department itself. */
  organ: string
  organShort: string
  /** 全省, 全市, 全县, 全镇, 全村. */
  all: string
  area: string
  /** Places within, or groups of a village. */
  subs: readonly string[]
  topics: readonly Topic[]
  spread: Spread
  seed: number
  /** Context of the documents that interpretations speak about. */
  documents: ArticleContext | null
  /** First and last ordinal of each year, for document numbers. */
  years: ReadonlyMap<number, number>
}

export interface ContextInput {
  site: DemoSite
  channel: DemoChannel
  count: number
  now: Date
  documents: ArticleContext | null
}

export function articleContext({ site, channel, count, now, documents }: ContextInput): ArticleContext {
  const place = placeByCode(site.divisionCode)
  // A town answers for the pages of its villages; the villages write them and sign with their own name.
  const owner = organisationByCode(place.level === 5 ? site.operatorOrgCode : site.ownerOrgCode)
  const seed = hash(`${site.code}/${channel.code}`)
  const limit = Math.min(channel.updateLimitDays ?? 40, 60)
  // Weekends may push an item back by two days, so the newest is aimed well inside the limit.
  const spread = { now: now.getTime(), count, freshness: ((seed % 997) / 997) * limit * 0.4 }
  return {
    site,
    channel,
    place,
    owner,
    seed,
    spread,
    documents,
    facts: factsOf(place),
    organ: organOf(site, place, owner),
    organShort: site.kind === 'department' ? site.shortName : `${place.level === 1 ? '省' : place.name}政府`,
    all: `全${place.name.endsWith('街道') ? '街道' : place.name.endsWith('社区') ? '社区' : place.name.slice(-1)}`,
    area: place.name,
    subs: subsOf(place),
    topics: topicsOf(site, channel),
    years: lastOfYears(spread),
  }
}

function organOf(site: DemoSite, place: Place, owner: DemoOrganisation): string {
  if (site.kind === 'department' || place.level >= 4) return owner.name
  return `${place.name}人民政府`
}

const TOWN_HEADS = [
  '清柳',
  '白苇',
  '石桥',
  '青梧',
  '双溪口',
  '松风',
  '竹篱',
  '河畔',
  '云坪',
  '枫桥头',
  '晒谷',
  '古渡',
  '长畈',
  '槐荫',
  '泉眼',
  '瓦窑',
]
const TOWN_TAILS = ['镇', '镇', '乡', '街道']

/** Counties whose towns are not in the table get invented ones, so that their texts have places too. */
function subsOf(place: Place): string[] {
  const children = childrenOf(place.code)
  if (children.length > 0) return children.map(({ name }) => name)
  if (place.level === 5) return ['一组', '二组', '三组', '四组', '五组', '六组']
  const start = hash(place.code)
  return Array.from({ length: 8 }, (_, i) => at(TOWN_HEADS, start + i * 3) + at(TOWN_TAILS, start + i))
}

const RURAL_FIELDS: readonly Field[] = ['farming', 'water', 'forest', 'transport', 'culture', 'media']
const TOWN_FIELDS: readonly Field[] = [
  ...RURAL_FIELDS,
  'civil',
  'health',
  'medicare',
  'emergency',
  'labour',
  'finance',
  'police',
  'land',
]

function topicsOf(site: DemoSite, channel: DemoChannel): readonly Topic[] {
  if (channel.subject === '乡村振兴') return TOPICS.filter(({ field }) => RURAL_FIELDS.includes(field))
  const named = TOPICS.filter(({ name }) => name === channel.subject)
  if (named.length > 0) return named
  if (site.field !== null) {
    const own = TOPICS.filter(({ field }) => field === site.field)
    const line = LINES.get(channel.subject ?? '')
    return line === undefined ? own : [at(own, line)]
  }
  return site.level === 'town' || site.level === 'village'
    ? TOPICS.filter(({ field }) => TOWN_FIELDS.includes(field))
    : TOPICS
}

const LINES = new Map(
  DEPARTMENTS.flatMap(({ lines }) => lines.map(([, name], index): [string, number] => [name, index])),
)

/** For each year the highest ordinal that still lies in it: older items have higher ordinals. */
function lastOfYears(spread: Spread): Map<number, number> {
  const last = new Map<number, number>()
  const yearAt = (n: number): number => dayOf(spreadTime(n, spread)).year
  for (let n = 0; n < spread.count;) {
    const year = yearAt(n)
    let low = n
    let high = spread.count - 1
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if (yearAt(middle) >= year) low = middle
      else high = middle - 1
    }
    last.set(year, low)
    n = low + 1
  }
  return last
}

export function diceFor(context: ArticleContext, n: number): Random {
  return random(context.seed ^ Math.imul(n + 1, 0x9e3779b1))
}

const SCALES = [1, 0.4, 0.1, 0.03, 0.01]

/** What every template needs, and further words if a text has them. */
export function fillingOf(
  context: ArticleContext,
  dice: Random,
  more: { sub: string; name?: string; day?: string },
): Filling {
  const scale = SCALES[context.place.level - 1] ?? 1
  return { words: { all: context.all, area: context.area, organ: context.organ, ...more }, dice, scale }
}

/** The parent of the place, for texts that say who decided. */
export function parentName(context: ArticleContext): string {
  return lineage(context.place.code)[1]?.name ?? context.place.name
}
