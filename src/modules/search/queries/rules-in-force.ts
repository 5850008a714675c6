import type { View } from '../../../kernel/work.ts'
import { dayOf, daysFrom } from '../days.ts'
import type { SearchRules } from '../port.ts'
import { rulesOf, type StoredRules } from '../rules.ts'

/** What operators have taught the search, as it counts at `view.now`; a change of it is noted as the key `search-rules:`. */
export const rulesInForce = async (view: View): Promise<SearchRules> => rulesOf(await storedRules(view))

/** The same with the rows that it comes from. */
export async function storedRules(view: View): Promise<StoredRules> {
  const synonyms = await view.db
    .selectFrom('search.synonym_group')
    .select(['id', 'words'])
    .where('is_on', '=', true)
    .where('deleted_at', 'is', null)
    .orderBy('id')
    .execute()
  const pins = await view.db
    .selectFrom('search.pin')
    .select(['id', 'words', 'docs', 'site_id'])
    .where('is_on', '=', true)
    .where('deleted_at', 'is', null)
    .where((where) => where.or([where('ends_on', 'is', null), where('ends_on', '>=', dayOf(view.now))]))
    .orderBy('id')
    .execute()
  return {
    synonyms,
    pins: pins.map(({ id, words, docs, site_id }) => ({
      id,
      words,
      docIds: docs.map((doc) => doc.id),
      siteId: site_id,
    })),
  }
}

/** The next instant at which the rules read otherwise by the clock alone: a pin's end; null: none is known. */
export async function nextRulesChange(view: View): Promise<Date | null> {
  const row = await view.db
    .selectFrom('search.pin')
    .select(({ fn }) => fn.min('ends_on').as('ends_on'))
    .where('is_on', '=', true)
    .where('deleted_at', 'is', null)
    .where('ends_on', '>=', dayOf(view.now))
    .executeTakeFirst()
  return row?.ends_on ? new Date(`${daysFrom(row.ends_on, 1)}T00:00:00+08:00`) : null
}
