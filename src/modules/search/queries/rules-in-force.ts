import { dayOf } from '../days.ts'
import type { View } from '../../../kernel/work.ts'
import type { SearchRules } from '../port.ts'

/** What operators have taught the search, as it counts at `view.now`; a change of it is noted as the key `search-rules:`. */
export async function rulesInForce(view: View): Promise<SearchRules> {
  const groups = await view.db
    .selectFrom('search.synonym_group')
    .select('words')
    .where('is_on', '=', true)
    .where('deleted_at', 'is', null)
    .orderBy('id')
    .execute()
  const pins = await view.db
    .selectFrom('search.pin')
    .select(['words', 'docs', 'site_id'])
    .where('is_on', '=', true)
    .where('deleted_at', 'is', null)
    .where((where) => where.or([where('ends_on', 'is', null), where('ends_on', '>=', dayOf(view.now))]))
    .orderBy('id')
    .execute()
  return {
    synonyms: groups.map((group) => group.words),
    pins: pins.map((pin) => ({ words: pin.words, docIds: pin.docs.map((doc) => doc.id), siteId: pin.site_id })),
  }
}
