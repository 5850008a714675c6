import type { View } from '../../../kernel/work.ts'

/** Paths of the organisations at the top of the tree. */
export async function listRoots(view: View): Promise<string[]> {
  const rows = await view.db
    .selectFrom('organisations.v_directory')
    .select('path')
    .where('parent_id', 'is', null)
    .where('is_abolished', '=', false)
    .execute()
  return rows.map((row) => row.path)
}
