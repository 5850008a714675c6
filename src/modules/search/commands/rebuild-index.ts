import type { Reply } from '../../../kernel/contract.ts'
import { Problem } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import type * as contract from '../contract.ts'
import type { SearchClient } from '../node.ts'
import { asProblem } from '../queries/ask-engine.ts'
import { demandProvince } from '../queries/reach-of.ts'

/** Asks the search process to build the index anew; readers go on with the old one until the new one is done. */
export async function rebuildIndex(work: Work, node: SearchClient): Promise<Reply<typeof contract.rebuildIndex>> {
  await demandProvince(work)
  const state = await node.state().catch(asProblem)
  if (state.rebuilding) throw new Problem('search-rebuilding', 409)
  work.record({ action: 'search.index.rebuild', target: { kind: 'search-index', id: 'index' } })
  await node.rebuild().catch(asProblem)
  return { done: true }
}
