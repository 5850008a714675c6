import { sql } from 'kysely'
import { notFound } from '../../../kernel/problem.ts'
import type { View } from '../../../kernel/work.ts'
import { siteCard, type SiteCard } from '../cards.ts'
import { basePathsOf, lineageOf } from '../rules.ts'

function cards(view: View) {
  return view.db
    .selectFrom('sites.site as s')
    .leftJoin('sites.domain as d', (join) => join.onRef('d.site_id', '=', 's.id').on('d.is_main', '=', true))
    .selectAll('s')
    .select('d.host')
}

export async function siteById(view: View, id: string): Promise<SiteCard | null> {
  const row = await cards(view).where('s.id', '=', id).executeTakeFirst()
  return row ? siteCard(row) : null
}

export async function getSiteCard(view: View, id: string): Promise<SiteCard> {
  const site = await siteById(view, id)
  if (!site) throw notFound('site')
  return site
}

export async function siteByCode(view: View, code: string): Promise<SiteCard | null> {
  const row = await cards(view).where('s.code', '=', code).executeTakeFirst()
  return row ? siteCard(row) : null
}

export async function sitesByIds(view: View, ids: readonly string[]): Promise<Map<string, SiteCard>> {
  const rows = await cards(view)
    .where(sql<boolean>`s.id = any(${[...ids]}::uuid[])`)
    .execute()
  return new Map(rows.map((row) => [row.id, siteCard(row)]))
}

/** The sites above, from the root down, without the site itself. */
export async function ancestors(view: View, site: { path: string }): Promise<SiteCard[]> {
  const above = lineageOf(site.path).slice(0, -1)
  if (above.length === 0) return []
  const rows = await cards(view)
    .where(sql<boolean>`s.path = any(${above}::text[])`)
    .orderBy(sql`length(s.path)`)
    .execute()
  return rows.map(siteCard)
}

/** Sites right below, in the order of their registration. */
export async function childSites(view: View, siteId: string): Promise<SiteCard[]> {
  const rows = await cards(view).where('s.parent_id', '=', siteId).orderBy('s.no').execute()
  return rows.map(siteCard)
}

/** The site behind an address, in whatever state: by host, then by the longest base path. `rest` starts with a slash. */
export async function resolveSite(
  view: View,
  host: string,
  path: string,
): Promise<{ site: SiteCard; rest: string } | null> {
  const row = await view.db
    .selectFrom('sites.domain as d')
    .innerJoin('sites.site as s', 's.id', 'd.site_id')
    .leftJoin('sites.domain as main', (join) => join.onRef('main.site_id', '=', 's.id').on('main.is_main', '=', true))
    .selectAll('s')
    .select(['main.host', 'd.base_path as found_base'])
    .where('d.host', '=', host.toLowerCase())
    .where(sql<boolean>`d.base_path = any(${basePathsOf(path)}::text[])`)
    .orderBy(sql`length(d.base_path)`, 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row) return null
  const rest = path.slice(row.found_base.length)
  return { site: siteCard(row), rest: rest.startsWith('/') ? rest : `/${rest}` }
}

/** Every site that lives on a host, with the base path it has there. */
export async function sitesOfHost(view: View, host: string): Promise<{ base: string; site: SiteCard }[]> {
  const rows = await view.db
    .selectFrom('sites.domain as d')
    .innerJoin('sites.site as s', 's.id', 'd.site_id')
    .leftJoin('sites.domain as main', (join) => join.onRef('main.site_id', '=', 's.id').on('main.is_main', '=', true))
    .selectAll('s')
    .select(['main.host', 'd.base_path as found_base'])
    .where('d.host', '=', host.toLowerCase())
    .execute()
  return rows.map((row) => ({ base: row.found_base, site: siteCard(row) }))
}
