import { sql } from 'kysely'
import type { Input } from '../../../kernel/contract.ts'
import { type Locale, localeFor } from '../../../kernel/i18n.ts'
import type { View } from '../../../kernel/work.ts'
import type * as contract from '../contract.ts'
import { type Said, sayReason } from '../reasons.ts'
import { getRun } from './get-run.ts'

const COUNT_CAP = 10_000

export async function listRejections(view: View, { params, query }: Input<typeof contract.listRejections>) {
  await getRun(view, { params })
  let select = view.db.selectFrom('migration.rejection').where('run_id', '=', params.id)
  if (query.field) select = select.where('field', '=', query.field)
  const { total } = await select.select(sql<number>`count(*)`.as('total')).executeTakeFirstOrThrow()
  const items = await select
    .select(['line', 'field', 'reason', 'said', 'excerpt'])
    .orderBy('line')
    .orderBy('field')
    .limit(query.pageSize)
    .offset((query.page - 1) * query.pageSize)
    .execute()
  return {
    items: items.map((row) => inWords(row, localeFor(view))),
    total: Math.min(total, COUNT_CAP),
    isCapped: total > COUNT_CAP,
    page: query.page,
    pageSize: query.pageSize,
  }
}

/** Rejections after a line, for writing them all out piece by piece. */
export async function rejectionsAfter(
  view: View,
  runId: string,
  after: { line: number; field: string },
  limit: number,
  locale: Locale = localeFor(view),
) {
  const rows = await view.db
    .selectFrom('migration.rejection')
    .select(['line', 'field', 'reason', 'said', 'excerpt'])
    .where('run_id', '=', runId)
    .where(sql<boolean>`(line, field) > (${after.line}::bigint, ${after.field}::text)`)
    .orderBy('line')
    .orderBy('field')
    .limit(limit)
    .execute()
  return rows.map((row) => inWords(row, locale))
}

type Row = { line: number; field: string; reason: string; said: Said[] | null; excerpt: string }

const inWords = ({ said, ...row }: Row, locale: Locale) => ({ ...row, reason: sayReason({ ...row, said }, locale) })
