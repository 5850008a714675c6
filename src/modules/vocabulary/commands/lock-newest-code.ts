import type { Work } from '../../../kernel/work.ts'

/** The newest row of a code, held until the commit. */
export async function lockNewestCode(work: Work, key: { list: string; overlay: string; code: string }) {
  return work.db
    .selectFrom('vocabulary.code')
    .selectAll()
    .where('list', '=', key.list)
    .where('overlay', '=', key.overlay)
    .where('code', '=', key.code)
    .orderBy('valid_from', 'desc')
    .limit(1)
    .forUpdate()
    .executeTakeFirst()
}
