import { invalidField, Problem } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import { isUscc } from '../rules.ts'

/** What only the register itself can tell about an organisation's fields. */
export async function checkFields(
  work: Work,
  fields: { divisionId: string; uscc: string | null },
  ownId: string | null,
): Promise<void> {
  const division = await work.db
    .selectFrom('organisations.division')
    .select(['id', 'valid_until'])
    .where('id', '=', fields.divisionId)
    .executeTakeFirst()
  if (!division) throw invalidField('/body/divisionId', '没有这个行政区划')
  if (fields.uscc === null) return
  if (!isUscc(fields.uscc)) throw invalidField('/body/uscc', '统一社会信用代码校验不通过，请核对每一位')
  const holder = await work.db
    .selectFrom('organisations.organisation')
    .select(['id', 'name'])
    .where('uscc', '=', fields.uscc)
    .executeTakeFirst()
  if (holder && holder.id !== ownId) throw new Problem('uscc-taken', 409, { uscc: fields.uscc, name: holder.name })
}
