import { sql } from 'kysely'
import type { Input, Reply } from '../../../kernel/contract.ts'
import { notFound } from '../../../kernel/problem.ts'
import type { View } from '../../../kernel/work.ts'
import { Blueprint, type SiteLevel } from '../contract.ts'
import type * as contract from '../contract.ts'
import type { z } from 'zod'

type Level = z.output<typeof SiteLevel>

export async function listBlueprints(view: View): Promise<Reply<typeof contract.listBlueprints>> {
  const rows = await view.db
    .selectFrom('sites.blueprint')
    .select([
      'code',
      'name',
      'description',
      'version',
      sql<Level | null>`level`.as('level'),
      sql<number>`jsonb_array_length(channels)`.as('channelCount'),
    ])
    .orderBy('name')
    .execute()
  return rows
}

export async function getBlueprint(
  view: View,
  { params }: Pick<Input<typeof contract.getBlueprint>, 'params'>,
): Promise<Reply<typeof contract.getBlueprint>> {
  const row = await view.db.selectFrom('sites.blueprint').selectAll().where('code', '=', params.code).executeTakeFirst()
  if (!row) throw notFound('blueprint')
  return Blueprint.parse(row)
}
