import type { View } from '../../../kernel/work.ts'

/** An address that leads on; `to` as it is stored: a path of its site, a full address, or "siteId:/path". */
export type FormerPath = { siteId: string; path: string; to: string }

/** Every address of these sites that leads on to another. */
export async function listRedirects(view: View, siteIds: readonly string[]): Promise<FormerPath[]> {
  if (siteIds.length === 0) return []
  const rows = await view.db
    .selectFrom('library.path')
    .select(['site_id as siteId', 'path', 'redirect_to as to'])
    .where('site_id', 'in', [...siteIds])
    .where('kind', '=', 'redirect')
    .execute()
  return rows.flatMap(({ to, ...row }) => (to === null ? [] : [{ ...row, to }]))
}

/** Files that these items carry or have carried. */
export async function listBlobs(view: View, itemIds: readonly string[]): Promise<string[]> {
  if (itemIds.length === 0) return []
  const rows = await view.db
    .selectFrom('library.file')
    .select('blob')
    .distinct()
    .where('item_id', 'in', [...itemIds])
    .execute()
  return rows.map((row) => row.blob)
}
