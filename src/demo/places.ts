import { CITY_SEEDS, type NamedPlace } from './place-names.ts'
import { DETAILED_COUNTY, TOWN_SEEDS } from './town-names.ts'

export interface DivisionRow {
  /** Twelve digits, right-padded with zeros. */
  code: string
  name: string
  /** 1 province, 2 city, 3 county, 4 town, 5 village. */
  level: 1 | 2 | 3 | 4 | 5
  /** Empty for the province. */
  parent: string
}

export interface Place extends DivisionRow {
  slug: string
  /** The name as people say it: 霁川, 云麓, 桃蹊. */
  shortName: string
}

export const PROVINCE_CODE = '990000000000'

/** All places of the demonstration province, parents before children. */
export function places(): readonly Place[] {
  return PLACES
}

/** The division table in the shape of the national one. */
export function divisions(): DivisionRow[] {
  return PLACES.map(({ code, name, level, parent }) => ({ code, name, level, parent }))
}

export function placeByCode(code: string): Place {
  const place = BY_CODE.get(code)
  if (place === undefined) throw new RangeError(`no place ${code}`)
  return place
}

export function childrenOf(code: string): readonly Place[] {
  return CHILDREN.get(code) ?? []
}

/** From the place itself up to the province. */
export function lineage(code: string): Place[] {
  const line: Place[] = []
  for (let next = code; next !== ''; next = placeByCode(next).parent) line.push(placeByCode(next))
  return line
}

const COUNTY_RANGES = { 区: 1, 县: 21, 市: 81 }
const TOWN_RANGES = { 道: 1, 镇: 100, 乡: 200 }
const VILLAGE_RANGES = { 区: 1, 村: 200 }

const PLACES: readonly Place[] = build()
const BY_CODE = new Map(PLACES.map((place) => [place.code, place]))
const CHILDREN = Map.groupBy(PLACES, (place) => place.parent)

function build(): Place[] {
  const all: Place[] = [place(PROVINCE_CODE, ['云岭省', 'yunling'], 1, '')]
  CITY_SEEDS.forEach((seed, index) => {
    const cityCode = `99${pad(index + 1, 2)}00000000`
    all.push(place(cityCode, seed.city, 2, PROVINCE_CODE))
    const serial = counter(COUNTY_RANGES)
    for (const county of seed.counties) {
      const countyCode = `${cityCode.slice(0, 4)}${pad(serial(county[0]), 2)}000000`
      all.push(place(countyCode, county, 3, cityCode))
      if (county[1] === DETAILED_COUNTY) all.push(...buildTowns(countyCode))
    }
  })
  return all
}

function buildTowns(countyCode: string): Place[] {
  const serial = counter(TOWN_RANGES)
  return TOWN_SEEDS.flatMap(({ town, villages }) => {
    const townCode = `${countyCode.slice(0, 6)}${pad(serial(town[0]), 3)}000`
    const villageSerial = counter(VILLAGE_RANGES)
    return [
      place(townCode, town, 4, countyCode),
      ...villages.map((one) => place(townCode.slice(0, 9) + pad(villageSerial(one[0]), 3), one, 5, townCode)),
    ]
  })
}

function place(code: string, [name, slug]: NamedPlace, level: Place['level'], parent: string): Place {
  return { code, name, level, parent, slug, shortName: name.replace(/(街道|社区|[省市区县镇乡村])$/, '') }
}

/** Numbers places within the range their last character belongs to. */
function counter(ranges: Readonly<Record<string, number>>): (name: string) => number {
  const used = new Map<string, number>()
  return (name) => {
    const suffix = name.slice(-1)
    const first = ranges[suffix]
    if (first === undefined) throw new RangeError(`no code range for ${name}`)
    const count = used.get(suffix) ?? 0
    used.set(suffix, count + 1)
    return first + count
  }
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0')
}
