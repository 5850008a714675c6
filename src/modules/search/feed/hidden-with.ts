import type { View } from '../../../kernel/work.ts'
import { itemIdsOnSites } from '../../library/index.ts'
import { sitesByIds } from '../../sites/index.ts'
import { isOpen } from './item-docs.ts'

/** Everything that stands on sites that are closed now. Texts that stand elsewhere too come back when they are read again. */
export async function hiddenWith(view: View, siteIds: ReadonlySet<string>): Promise<string[]> {
  if (siteIds.size === 0) return []
  const sites = await sitesByIds(view, [...siteIds])
  const down = [...siteIds].filter((id) => !isOpen(sites.get(id)))
  const items = await itemIdsOnSites(view, down)
  return [...down.flatMap((id) => [`site:${id}`, `channels:${id}`]), ...items.map((id) => `item:${id}`)]
}
