import { sql } from 'kysely'
import type { Input, Reply } from '../../../kernel/contract.ts'
import { notFound } from '../../../kernel/problem.ts'
import type { View } from '../../../kernel/work.ts'
import type { getAuditEntry as contract } from '../contract.ts'
import { type DetailRow, presentDetail } from '../presenters.ts'
import { reachOf } from './reach-of.ts'

export async function getAuditEntry(
  view: View,
  { params }: Pick<Input<typeof contract>, 'params'>,
): Promise<Reply<typeof contract>> {
  const [chain, seq] = params.id.split('-').map(Number)
  const { rows } = await sql<DetailRow>`
    SELECT e.*, o.name AS organisation_name FROM audit.entry e
    LEFT JOIN organisations.v_directory o ON o.id = e.organisation_id
    WHERE e.chain = ${chain}::int AND e.seq = ${seq}::bigint AND ${await reachOf(view)}`.execute(view.db)
  const row = rows[0]
  if (!row) throw notFound('audit-entry')
  return presentDetail(row)
}
