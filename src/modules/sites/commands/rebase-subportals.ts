import { sql } from 'kysely'
import type { Work } from '../../../kernel/work.ts'
import { placeSubportals } from './place-subportals.ts'

/** A sub-portal, and those below it, get another base path; their addresses follow. */
export async function rebaseSubportals(
  work: Work,
  site: { path: string; base_path: string },
  basePath: string,
): Promise<void> {
  await sql`UPDATE sites.site SET base_path = ${basePath} || substr(base_path, ${site.base_path.length + 1}::int)
    WHERE kind = 'subportal' AND path LIKE ${`${site.path}%`}`.execute(work.db)
  await placeSubportals(work, [site.path])
}
