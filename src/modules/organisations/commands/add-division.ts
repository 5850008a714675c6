import { newId } from '../../../kernel/ids.ts'
import { forbidden, Problem, wrongState } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import { canManageDivision } from '../policies.ts'
import { findDivisionKeeper } from '../queries/find-division-keeper.ts'

type NewDivision = { code: string; level: number; name: string; parentId: string | null; validFrom: string }

/** Writes a new valid division below its parent; at most one of a code stands at a level. */
export async function addDivision(work: Work, division: NewDivision): Promise<string> {
  if (!canManageDivision(work.actor, await findDivisionKeeper(work, division.parentId))) throw forbidden()
  await checkParent(work, division)
  const rival = await work.db
    .selectFrom('organisations.division')
    .select('name')
    .where('code', '=', division.code)
    .where('level', '=', division.level)
    .where((eb) => eb.or([eb('valid_until', 'is', null), eb('valid_from', '=', division.validFrom)]))
    .executeTakeFirst()
  if (rival) throw wrongState('division-exists', { code: division.code, name: rival.name })
  const id = newId()
  await work.db
    .insertInto('organisations.division')
    .values({
      id,
      code: division.code,
      level: division.level,
      name: division.name,
      parent_id: division.parentId,
      valid_from: division.validFrom,
    })
    .execute()
  return id
}

async function checkParent(work: Work, { level, parentId }: NewDivision): Promise<void> {
  const parent =
    parentId === null
      ? null
      : await work.db
          .selectFrom('organisations.division')
          .select(['level', 'valid_until'])
          .where('id', '=', parentId)
          .executeTakeFirst()
  const isRoot = parentId === null && level === 1
  const isBelow = parent !== null && parent !== undefined && parent.valid_until === null && parent.level < level
  if (!isRoot && !isBelow) throw new Problem('division-parent-level', 422)
}
