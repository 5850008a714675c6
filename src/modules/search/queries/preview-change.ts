import type { Input, Reply } from '../../../kernel/contract.ts'
import type { View } from '../../../kernel/work.ts'
import type * as contract from '../contract.ts'
import type { SearchReader } from '../port.ts'
import { rulesOf, withChange } from '../rules.ts'
import { askEngine, presentAnswer } from './ask-engine.ts'
import { storedRules } from './rules-in-force.ts'

/** The same query as it is answered now and as it would be: what is previewed need not be anybody's to save. */
export async function previewChange(
  view: View,
  { body }: Pick<Input<typeof contract.previewChange>, 'body'>,
  reader: SearchReader,
): Promise<Reply<typeof contract.previewChange>> {
  const { text, siteId } = body
  const stored = await storedRules(view)
  const [before, after] = await Promise.all(
    [stored, withChange(stored, body.change)].map((rules) =>
      askEngine(view, reader, { text, siteId, rules: rulesOf(rules) }),
    ),
  )
  if (!before || !after) throw new Error('two answers were asked for')
  return { before: await presentAnswer(view, before, after), after: await presentAnswer(view, after, before) }
}

export async function explainSearch(
  view: View,
  { query }: Pick<Input<typeof contract.explainSearch>, 'query'>,
  reader: SearchReader,
): Promise<Reply<typeof contract.explainSearch>> {
  const answer = await askEngine(view, reader, { ...query, siteId: query.siteId ?? null })
  return presentAnswer(view, answer, null)
}
