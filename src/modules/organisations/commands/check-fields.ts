import { Problem } from '../../../kernel/problem.ts'
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
  if (!division) throw new Problem('division-unknown', 422, { pointer: '/body/divisionId' })
  if (fields.uscc === null) return
  if (!isUscc(fields.uscc)) throw new Problem('uscc-wrong', 422, { pointer: '/body/uscc' })
  const holder = await work.db
    .selectFrom('organisations.organisation')
    .select(['id', 'name'])
    .where('uscc', '=', fields.uscc)
    .executeTakeFirst()
  if (holder && holder.id !== ownId) throw new Problem('uscc-taken', 409, { uscc: fields.uscc, name: holder.name })
}
