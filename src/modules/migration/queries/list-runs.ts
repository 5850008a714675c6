import { sql } from 'kysely'
import { subtrees } from '../../../kernel/actor.ts'
import type { Input } from '../../../kernel/contract.ts'
import { localeFor } from '../../../kernel/i18n.ts'
import type { View } from '../../../kernel/work.ts'
import type * as contract from '../contract.ts'
import { presentRun } from '../presenters.ts'
import { runRows } from './get-run.ts'

const COUNT_CAP = 10_000

export async function listRuns(view: View, { query }: { query: Input<typeof contract.listRuns>['query'] }) {
  const organisations = subtrees(view.actor, 'import.run', 'organisation')
  const sites = subtrees(view.actor, 'import.run', 'site')
  let select = runRows(view).where(
    sql<boolean>`(s.owner_path LIKE ANY (${organisations}::text[]) OR s.path LIKE ANY (${sites}::text[]))`,
  )
  if (query.siteId) select = select.where('r.site_id', '=', query.siteId)
  if (query.state) select = select.where('r.state', '=', query.state)
  const capped = await select
    .clearSelect()
    .select(sql<number>`count(*) OVER ()`.as('total'))
    .limit(1)
    .execute()
  const rows = await select
    .orderBy('r.created_at', 'desc')
    .limit(query.pageSize)
    .offset((query.page - 1) * query.pageSize)
    .execute()
  const total = capped[0]?.total ?? 0
  return {
    items: rows.map((row) => presentRun(row, localeFor(view))),
    total: Math.min(total, COUNT_CAP),
    isCapped: total > COUNT_CAP,
    page: query.page,
    pageSize: query.pageSize,
  }
}
