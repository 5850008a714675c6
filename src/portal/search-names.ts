import type { FacetName } from '../modules/search/index.ts'
import type { Reader } from './reader.ts'
import { validityName } from './validity.ts'

/** What a filter's value is called, and what stands above it in its tree, from the top down. */
export type Named = { title: string; whole?: string; above: readonly string[] }

/** What is found besides items; kinds of items are a code list. */
const KINDS: Readonly<Record<string, string>> = {
  file: '附件',
  organisation: '机构',
  person: '人员',
  site: '网站',
  channel: '栏目',
  service: '办事服务',
  service_item: '办事服务',
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

const plain = (title: string | undefined): Named | null => (title ? { title, above: [] } : null)

/** The name of a value, or null where it has none (any more): such a value is not offered. */
const namers: Readonly<Record<FacetName, (reader: Reader, value: string) => Promise<Named | null>>> = {
  async site(reader, value) {
    const site = UUID.test(value) ? await reader.siteById(value) : null
    return site ? { title: site.shortName, whole: site.name, above: [] } : null
  },
  async place(reader, value) {
    const line = await reader.division(value)
    const own = line.at(-1)
    if (!own) return null
    const key = UUID.test(value) ? ('id' as const) : ('code' as const)
    return { title: own.name, above: line.slice(0, -1).map((division) => division[key]) }
  },
  async body(reader, value) {
    const found = UUID.test(value) ? await reader.organisation(value) : null
    if (!found || found.isAbolished) return null
    return { title: found.shortName || found.name, whole: found.name, above: [found.path] }
  },
  async kind(reader, value) {
    return plain(await kindName(reader, value))
  },
  async theme(reader, value) {
    const title = (await reader.codeNames('themeClass')).get(value)
    const parts = value.split('\\')
    return title ? { title, above: parts.slice(0, -1).map((_, at) => parts.slice(0, at + 1).join('\\')) } : null
  },
  async year(_reader, value) {
    return /^\d{4}$/.test(value) ? { title: `${value} 年`, above: [] } : null
  },
  async validity(_reader, value) {
    return plain(validityName(value))
  },
}

export async function kindName(reader: Reader, kind: string): Promise<string> {
  return KINDS[kind] ?? (await reader.codeNames('itemKind')).get(kind) ?? ''
}

export async function namesOf(
  reader: Reader,
  facet: FacetName,
  values: readonly string[],
): Promise<Map<string, Named>> {
  const named = await Promise.all(values.map(async (value) => [value, await namers[facet](reader, value)] as const))
  const found = new Map(named.flatMap(([value, name]) => (name ? [[value, name] as const] : [])))
  const distinct = toldApart(found)
  return facet === 'body' ? treeByPath(distinct) : distinct
}

/** Every city has its 市住建局: where the short name is not enough, the whole name stands. */
function toldApart(found: ReadonlyMap<string, Named>): Map<string, Named> {
  const times = new Map<string, number>()
  for (const { title } of found.values()) times.set(title, (times.get(title) ?? 0) + 1)
  return new Map(
    [...found].map(([value, named]) => {
      const isShared = (times.get(named.title) ?? 0) > 1
      return [value, isShared && named.whole ? { ...named, title: named.whole } : named]
    }),
  )
}

/** Organisations know their path; who stands above whom follows from it. */
function treeByPath(found: ReadonlyMap<string, Named>): Map<string, Named> {
  const paths = [...found].map(([value, { above }]) => ({ value, path: above[0] ?? '' }))
  return new Map(
    [...found].map(
      ([
        value,
        {
          title,
          above: [own = ''],
        },
      ]) => {
        const above = paths
          .filter(({ path }) => path !== own && own.startsWith(path))
          .toSorted((a, b) => a.path.length - b.path.length)
        return [value, { title, above: above.map((one) => one.value) }] as const
      },
    ),
  )
}
