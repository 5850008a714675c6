import type { View } from '../../../kernel/work.ts'
import { allItemIds } from '../../library/index.ts'
import { allOrganisationIds } from '../../organisations/index.ts'
import { allSiteIds } from '../../sites/index.ts'

/** Everything there is, items last and the oldest first. */
export async function allSources(view: View): Promise<string[]> {
  const [sites, organisations, items] = await Promise.all([
    allSiteIds(view),
    allOrganisationIds(view),
    allItemIds(view),
  ])
  return [
    ...sites.flatMap((id) => [`site:${id}`, `channels:${id}`]),
    ...organisations.flatMap((id) => [`organisation:${id}`, `people:${id}`]),
    ...items.map((id) => `item:${id}`),
  ]
}
