import { sql } from 'kysely'
import type { Input, Reply } from '../../../kernel/contract.ts'
import { notFound } from '../../../kernel/problem.ts'
import type { View } from '../../../kernel/work.ts'
import type * as contract from '../contract.ts'
import { presentGroup } from '../presenters.ts'
import { keyOf } from '../rules.ts'
import { mayTuneProvince } from './reach-of.ts'

export const COUNT_CAP = 10_000

const ORDERS: Record<Input<typeof contract.listSynonyms>['query']['sort'], ReturnType<typeof sql>> = {
  '-changedAt': sql`changed_at DESC`,
  changedAt: sql`changed_at`,
  word: sql`words[1]`,
  '-word': sql`words[1] DESC`,
  '-size': sql`cardinality(words) DESC`,
  size: sql`cardinality(words)`,
}

/** Any text as a pattern that finds it anywhere. */
export const anywhere = (text: string): string => `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`

export async function listSynonyms(
  view: View,
  { query }: Pick<Input<typeof contract.listSynonyms>, 'query'>,
): Promise<Reply<typeof contract.listSynonyms>> {
  const { page, pageSize, q, state, sort } = query
  let select = view.db.selectFrom('search.synonym_group').where('deleted_at', 'is', null)
  if (state) select = select.where('is_on', '=', state === 'on')
  if (q) {
    const pattern = anywhere(keyOf(q))
    select = select.where(
      sql<boolean>`(lower(note) LIKE ${pattern} OR EXISTS (SELECT FROM unnest(words) AS w WHERE lower(w) LIKE ${pattern}))`,
    )
  }
  const rows = await select
    .selectAll()
    .orderBy(ORDERS[sort])
    .orderBy('id')
    .limit(pageSize)
    .offset((page - 1) * pageSize)
    .execute()
  const counted = await select.select(sql<number>`count(*)`.as('total')).executeTakeFirstOrThrow()
  return {
    items: rows.map(presentGroup),
    total: Math.min(counted.total, COUNT_CAP),
    isCapped: counted.total > COUNT_CAP,
    page,
    pageSize,
    mayChange: await mayTuneProvince(view),
  }
}

export async function getSynonym(
  view: View,
  { params }: Pick<Input<typeof contract.getSynonym>, 'params'>,
): Promise<Reply<typeof contract.getSynonym>> {
  const row = await view.db
    .selectFrom('search.synonym_group')
    .selectAll()
    .where('id', '=', params.id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  if (!row) throw notFound('synonym-group')
  return { ...presentGroup(row), mayChange: await mayTuneProvince(view) }
}
