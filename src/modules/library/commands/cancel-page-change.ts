import type { Input } from '../../../kernel/contract.ts'
import { forbidden, notFound, wrongState } from '../../../kernel/problem.ts'
import { cancelReceipt } from '../../../kernel/receipts.ts'
import { findReceipt } from '../../../kernel/receipts-read.ts'
import type { Work } from '../../../kernel/work.ts'
import { CHANGE_KINDS } from '../change-kinds.ts'
import type * as contract from '../contract.ts'
import { mayCancelOn } from '../policies.ts'
import { watchedSites } from '../queries/watched-sites.ts'

/** Stops a bulk change: pages that are not made yet are made when somebody asks for them. */
export async function cancelPageChange(
  work: Work,
  { params }: Pick<Input<typeof contract.cancelPageChange>, 'params'>,
): Promise<{ done: true }> {
  const found = await findReceipt(work, params.number, CHANGE_KINDS)
  if (!found) throw notFound('page-change')
  if (!mayCancelOn(await watchedSites(work, 'pages.cancel'), found)) throw forbidden()
  if (!(await cancelReceipt(work, params.number))) throw wrongState('nothing-to-cancel')
  work.record({
    action: 'pages.cancel',
    target: { kind: 'page-change', id: params.number },
    after: { kind: found.kind, pages: found.pages, sites: found.sites, progress: found.progress },
  })
  return { done: true }
}
