import { CITY_PROFILES, type CityProfile } from './city-profiles.ts'
import { childrenOf, lineage, type Place } from './places.ts'
import { hash, random } from './random.ts'

export interface PlaceFacts {
  population: number
  households: number
  /** Square kilometres, one decimal. */
  area: number
  /** Villagers' or residents' groups; only villages have them. */
  groups: number
  water: string
  hill: string
  produce: string
  intro: string
}

const PROVINCE_PROFILE: CityProfile = {
  slogan: '办事、查文件、找部门，从这里开始',
  trait: '山地、丘陵与河谷平原相间，十四个市各有所长',
  water: '云江',
  hill: '云岭',
  produce: '林果茶',
  colour: 'blue',
}

// Sizes of places without places inside; the others are the sum of their parts.
const POPULATION = [0, 0, 0, 360_000, 0, 2_600]
const AREA = [0, 0, 0, 1_000, 0, 9]

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0)
const tenths = (value: number): number => Math.round(value * 10) / 10

/** The profile of the city a place lies in, or the province's own. */
export function profileOf(place: Place): CityProfile {
  const city = lineage(place.code).find((one) => one.level === 2)
  return (city && CITY_PROFILES[city.slug]) ?? PROVINCE_PROFILE
}

const known = new Map<string, PlaceFacts>()

/** Invented figures and a short introduction; the same for every run. */
export function factsOf(place: Place): PlaceFacts {
  let facts = known.get(place.code)
  if (facts === undefined) known.set(place.code, (facts = invent(place)))
  return facts
}

function invent(place: Place): PlaceFacts {
  const dice = random(hash(`facts/${place.code}`))
  const parts = childrenOf(place.code).map(factsOf)
  const some = (size: number): number => size * (0.7 + dice.next() * 0.6)
  const population =
    parts.length > 0 ? sum(parts.map((part) => part.population)) : Math.round(some(POPULATION[place.level] ?? 0))
  const area = tenths(parts.length > 0 ? sum(parts.map((part) => part.area)) : some(AREA[place.level] ?? 0))
  const { water, hill, produce } = profileOf(place)
  const households = Math.round(population / 2.9)
  const groups = place.level === 5 ? dice.int(5, 12) : 0
  return {
    population,
    households,
    area,
    groups,
    water,
    hill,
    produce,
    intro: introOf(place, { population, area, groups }),
  }
}

function introOf(place: Place, size: { population: number; area: number; groups: number }): string {
  const { trait, water, hill, produce } = profileOf(place)
  const [, parent] = lineage(place.code)
  const children = childrenOf(place.code)
  const people =
    place.level <= 3 ? `${(size.population / 10_000).toFixed(1)} 万人` : `${size.population.toLocaleString('en')} 人`
  if (place.level === 5) {
    return (
      `${place.name}属${parent?.name ?? ''}，面积 ${size.area} 平方公里，${size.groups} 个小组，户籍人口 ${people}。` +
      `居民多以种植、务工和小本经营为生，${produce}是本地较有名的出产。`
    )
  }
  if (place.level === 4) {
    return (
      `${place.name}位于${parent?.name ?? ''}，面积 ${size.area} 平方公里，常住人口 ${people}，下辖 ${children.length} 个村（社区）。` +
      `境内水系汇入${water}，农业以粮油和${produce}为主。`
    )
  }
  if (place.level === 3) {
    return (
      `${place.name}隶属${parent?.name ?? ''}，面积 ${size.area} 平方公里，常住人口 ${people}。地处${hill}与${water}之间，` +
      `${produce}生产、农产品加工和乡村旅游是主要产业。`
    )
  }
  const cities = place.level === 1 ? `辖 ${children.length} 个市` : `辖 ${children.length} 个县（市、区）`
  return (
    `${place.name}${cities}，面积 ${size.area.toLocaleString('en')} 平方公里，常住人口 ${people}，${trait}。` +
    `主要河湖有${water}，主要山岭有${hill}。`
  )
}
