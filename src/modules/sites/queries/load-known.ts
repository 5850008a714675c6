import { sql } from 'kysely'
import type { View } from '../../../kernel/work.ts'
import type { Known, NewSite } from '../registration-rules.ts'
import { basePathsOf, type DomainRule, lineageOf, normaliseHost } from '../rules.ts'

const present = (texts: readonly (string | null | undefined)[]): string[] => [
  ...new Set(texts.flatMap((text) => text || [])),
]

/** Everything that stands already and may be in the way of these rows: a handful of queries for any number of rows. */
export async function loadKnown(view: View, rows: readonly NewSite[]): Promise<Known> {
  const sites = await sitesAround(view, present(rows.flatMap((row) => [row.code, row.parentCode])))
  const hosts = present(
    rows.flatMap((row) => [row.host, ...(row.otherHosts ?? [])]).map((host) => host && normaliseHost(host)),
  )
  const idCodes = present(rows.map((row) => row.siteIdCode))
  return {
    sites: new Map(sites.map((site) => [site.code, site])),
    hosts: await holdersOf(view, hosts),
    siteIdCodes: await siteIdCodes(view, idCodes),
    addresses: await addressesOn(
      view,
      sites.map((site) => site.id),
      rows,
    ),
    owners: await organisations(view, present(rows.flatMap((row) => [row.ownerId, row.operatorId]))),
    rules: await domainRules(view),
  }
}

async function sitesAround(view: View, codes: readonly string[]) {
  const select = () =>
    view.db
      .selectFrom('sites.site')
      .select(['id', 'code', 'name', 'level', 'kind', 'path', 'base_path', 'is_demo', 'state'])
  const named = await select()
    .where(sql<boolean>`code = any(${[...codes]}::text[])`)
    .execute()
  const lines = [...new Set(named.flatMap((site) => lineageOf(site.path)))]
  return select()
    .where(sql<boolean>`path = any(${lines}::text[])`)
    .execute()
}

export async function holdersOf(view: View, hosts: readonly string[]): Promise<Map<string, string>> {
  const rows = await view.db
    .selectFrom('sites.domain as d')
    .innerJoin('sites.site as s', 's.id', 'd.site_id')
    .select(['d.host', 's.name'])
    .where(sql<boolean>`d.host = any(${[...hosts]}::text[])`)
    .where('d.base_path', '=', '')
    .execute()
  return new Map(rows.map((row) => [row.host, row.name]))
}

async function siteIdCodes(view: View, codes: readonly string[]): Promise<Map<string, string>> {
  const rows = await view.db
    .selectFrom('sites.site')
    .select(['site_id_code', 'name'])
    .where(sql<boolean>`site_id_code = any(${[...codes]}::text[])`)
    .execute()
  return new Map(rows.flatMap((row) => (row.site_id_code === null ? [] : [[row.site_id_code, row.name] as const])))
}

/** Sub-portals and top channels that stand on the hosts of these sites. */
async function addressesOn(
  view: View,
  siteIds: readonly string[],
  rows: readonly NewSite[],
): Promise<Map<string, string>> {
  if (!rows.some((row) => row.slug)) return new Map()
  const channels = await view.db
    .selectFrom('sites.channel')
    .select(['site_id', 'path', 'name'])
    .where(sql<boolean>`site_id = any(${[...siteIds]}::uuid[])`)
    .where('archived_at', 'is', null)
    .execute()
  const portals = await view.db
    .selectFrom('sites.domain as main')
    .innerJoin('sites.domain as sub', 'sub.host', 'main.host')
    .innerJoin('sites.site as s', 's.id', 'sub.site_id')
    .select(['main.site_id', 'sub.base_path', 's.name'])
    .where(sql<boolean>`main.site_id = any(${[...siteIds]}::uuid[])`)
    .where('main.base_path', '=', '')
    .where('sub.base_path', '<>', '')
    .execute()
  return new Map([
    ...channels.map((one) => [`${one.site_id}/${one.path}`, one.name] as const),
    ...portals.map((one) => [`${one.site_id}${one.base_path}`, one.name] as const),
  ])
}

export async function organisations(view: View, ids: readonly string[]) {
  const rows = await view.db
    .selectFrom('organisations.v_directory')
    .select(['id', 'path'])
    .where(sql<boolean>`id = any(${[...ids]}::uuid[])`)
    .where('is_abolished', '=', false)
    .execute()
  return new Map(rows.map(({ id, path }) => [id, { path }]))
}

/** The rules for hosts in force today. */
export async function domainRules(view: View): Promise<DomainRule[]> {
  const today = view.now.toISOString().slice(0, 10)
  return view.db
    .selectFrom('sites.domain_rule')
    .select(['kind', 'pattern', 'example'])
    .where('valid_from', '<=', today)
    .where((where) => where.or([where('valid_until', 'is', null), where('valid_until', '>=', today)]))
    .orderBy('pattern', 'desc')
    .execute()
}

/** The name of the sub-portal whose address begins where this top channel would stand; null when the place is free. */
export async function subportalAt(view: View, siteId: string, path: string): Promise<string | null> {
  const row = await view.db
    .selectFrom('sites.domain as main')
    .innerJoin('sites.domain as sub', 'sub.host', 'main.host')
    .innerJoin('sites.site as s', 's.id', 'sub.site_id')
    .select('s.name')
    .where('main.site_id', '=', siteId)
    .where('main.is_main', '=', true)
    .where('sub.site_id', '<>', siteId)
    .where(
      sql<boolean>`sub.base_path = any(SELECT main.base_path || part FROM unnest(${basePathsOf(path)}::text[]) part WHERE part <> '')`,
    )
    .executeTakeFirst()
  return row?.name ?? null
}

/** What already stands at a base path on the host where this sub-portal lives; null when the place is free. */
export async function subportalHolder(
  view: View,
  site: { path: string; id: string },
  basePath: string,
): Promise<string | null> {
  const { rows } = await sql<{ name: string }>`
    WITH host AS (
      SELECT h.id FROM sites.site h WHERE h.kind <> 'subportal' AND h.path = ANY (${lineageOf(site.path)}::text[])
      ORDER BY length(h.path) DESC LIMIT 1)
    SELECT s.name FROM host JOIN sites.domain main ON main.site_id = host.id
      JOIN sites.domain sub ON sub.host = main.host AND sub.base_path = ${basePath} JOIN sites.site s ON s.id = sub.site_id
      WHERE s.id <> ${site.id}
    UNION ALL
    SELECT c.name FROM host JOIN sites.channel c ON c.site_id = host.id
      WHERE c.path = ${basePath.slice(1)} AND c.archived_at IS NULL
    LIMIT 1`.execute(view.db)
  return rows[0]?.name ?? null
}
