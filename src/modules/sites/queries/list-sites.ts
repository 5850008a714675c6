import { sql } from 'kysely'
import { wall } from '../../../kernel/actor.ts'
import type { Input, Reply } from '../../../kernel/contract.ts'
import { notFound } from '../../../kernel/problem.ts'
import type { View } from '../../../kernel/work.ts'
import type * as contract from '../contract.ts'
import { presentSiteRow } from '../presenters.ts'
import { siteRows } from './site-rows.ts'

type Query = Input<typeof contract.listSites>['query']

const COUNT_CAP = 10_000

export async function listSites(view: View, { query }: { query: Query }): Promise<Reply<typeof contract.listSites>> {
  const matching = filtered(view, query, await pathOf(view, query.under))
  const counted = await view.db
    .selectFrom(
      matching
        .clearSelect()
        .select('s.id')
        .limit(COUNT_CAP + 1)
        .as('found'),
    )
    .select((select) => select.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  const rows = await sorted(matching, query.sort)
    .limit(query.pageSize)
    .offset((query.page - 1) * query.pageSize)
    .execute()
  return {
    items: rows.map(presentSiteRow),
    total: Math.min(counted.total, COUNT_CAP),
    isCapped: counted.total > COUNT_CAP,
    page: query.page,
    pageSize: query.pageSize,
  }
}

async function pathOf(view: View, id: string | undefined): Promise<string | undefined> {
  if (id === undefined) return undefined
  const site = await view.db.selectFrom('sites.site').select('path').where('id', '=', id).executeTakeFirst()
  if (!site) throw notFound('site')
  return site.path
}

function filtered(view: View, query: Query, under: string | undefined) {
  let rows = siteRows(view)
  if (query.text) {
    const like = `%${query.text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`
    rows = rows.where((where) =>
      where.or([
        where('s.name', 'ilike', like),
        where('s.short_name', 'ilike', like),
        where('s.code', 'ilike', like),
        where('s.site_id_code', 'ilike', like),
        where('d.host', 'ilike', like),
      ]),
    )
  }
  if (query.level) rows = rows.where('s.level', '=', query.level)
  if (query.kind) rows = rows.where('s.kind', '=', query.kind)
  if (query.state) rows = rows.where('s.state', '=', query.state)
  if (query.ownerId) rows = rows.where('s.owner_id', '=', query.ownerId)
  if (under !== undefined) rows = rows.where('s.path', 'like', `${under}%`)
  if (query.mine) {
    rows = rows.where(
      sql<boolean>`(s.path LIKE ANY (${wall(view.actor, 'site')}::text[])
        OR s.owner_path LIKE ANY (${wall(view.actor, 'organisation')}::text[]))`,
    )
  }
  return rows
}

function sorted(rows: ReturnType<typeof filtered>, sort: Query['sort']) {
  const direction = sort.startsWith('-') ? 'desc' : 'asc'
  switch (sort) {
    case 'code':
    case '-code':
      return rows.orderBy('s.code', direction)
    case 'name':
    case '-name':
      return rows.orderBy('s.name', direction).orderBy('s.no')
    case 'updatedAt':
    case '-updatedAt':
      return rows.orderBy('s.updated_at', direction).orderBy('s.no')
    case 'tree':
      // By the numbers of the path, not its text: /1/15/ comes after /1/2/.
      return rows.orderBy(sql`ARRAY(SELECT lpad(part, 12, '0') FROM unnest(string_to_array(s.path, '/')) AS part)`)
  }
}
