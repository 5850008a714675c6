import { sql } from 'kysely'
import type { Input, Reply } from '../../../kernel/contract.ts'
import { Problem } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import type { replaceDivisions as contract } from '../contract.ts'
import { getDivision } from '../queries/get-division.ts'
import { addDivision } from './add-division.ts'
import { lockDivision } from './lock-division.ts'

/** From a day on one division stands for others; what lay below them, and their organisations, now belong to it. */
export async function replaceDivisions(
  work: Work,
  { body }: Pick<Input<typeof contract>, 'body'>,
): Promise<Reply<typeof contract>> {
  const ids = [...new Set(body.predecessorIds)].sort()
  const names: string[] = []
  for (const predecessor of ids) {
    const row = await lockDivision(work, predecessor)
    if (body.on <= row.valid_from) throw new Problem('division-date', 422, { from: row.valid_from })
    if (predecessor === body.parentId) throw new Problem('division-parent-level', 422, { pointer: '/body/parentId' })
    names.push(row.name)
  }
  await sql`
    UPDATE organisations.division SET valid_until = ${body.on}::date, version = version + 1
    WHERE id = ANY(${ids}::uuid[])`.execute(work.db)
  const id = await addDivision(work, { ...body, validFrom: body.on })
  await sql`
    INSERT INTO organisations.division_predecessor (division_id, predecessor_id)
    SELECT ${id}::uuid, old FROM unnest(${ids}::uuid[]) AS old`.execute(work.db)
  await sql`
    UPDATE organisations.division SET parent_id = ${id}, version = version + 1
    WHERE parent_id = ANY(${ids}::uuid[]) AND valid_until IS NULL AND level > ${body.level}`.execute(work.db)
  await sql`
    UPDATE organisations.organisation SET division_id = ${id}, version = version + 1
    WHERE division_id = ANY(${ids}::uuid[]) AND abolished_on IS NULL`.execute(work.db)
  work.record({
    action: 'division.replace',
    target: { kind: 'division', id, label: body.name },
    before: { predecessors: names },
    after: body,
  })
  return getDivision(work, { params: { id } })
}
