import type { View } from '../../../kernel/work.ts'

export type DivisionPlace = { id: string; code: string; level: number; name: string; parentId: string | null }

/** The valid division with this code. The same code may stand at two levels: without a level, the highest is meant. */
export async function findDivision(view: View, code: string, level?: number): Promise<DivisionPlace | null> {
  let query = view.db
    .selectFrom('organisations.division')
    .select(['id', 'code', 'level', 'name', 'parent_id'])
    .where('code', '=', code)
    .where('valid_until', 'is', null)
  if (level !== undefined) query = query.where('level', '=', level)
  const row = await query.orderBy('level').limit(1).executeTakeFirst()
  return row ? { id: row.id, code: row.code, level: row.level, name: row.name, parentId: row.parent_id } : null
}
