import { sql } from 'kysely'
import type { Input } from '../../../kernel/contract.ts'
import { codedFault } from '../../../kernel/i18n.ts'
import { forbidden, invalid, wrongState } from '../../../kernel/problem.ts'
import type { View, Work } from '../../../kernel/work.ts'
import { withdraw } from '../../library/index.ts'
import { getSiteCard } from '../../sites/index.ts'
import type * as contract from '../contract.ts'
import { contentLabels } from '../labels.ts'
import { canWithdraw } from '../policies.ts'
import { addressesOf, getDocument } from '../queries/get-document.ts'
import { withdrawn } from '../rules.ts'
import { changeDocument } from './change-document.ts'
import { findDocument, type LoadedDocument, lockDocumentRow } from './load-document.ts'

const ERASED = '（内容已清除）'
const ADDRESS = /^(\/[^/\\]|https?:\/\/)/

type Body = Omit<Input<typeof contract.withdrawDocument>['body'], 'expectedVersion'>

/** Take down, or mark repealed, with a reason; at once for every reader. */
export async function withdrawDocument(work: Work, { params, body }: Input<typeof contract.withdrawDocument>) {
  const document = await lockDocumentRow(work, params.id, body.expectedVersion)
  await withdrawJudged(work, document, { ...body, ...(await judgeWithdrawal(work, document, body)) })
  return getDocument(work, { params })
}

type Judged = { itemId: string; redirectTo: string | null; successorItemId: string | null }

/** May this document be taken down so? A Problem where not; nothing is written. */
export async function judgeWithdrawal(view: View, document: LoadedDocument, body: Body): Promise<Judged> {
  if (!canWithdraw(view.actor, document)) throw forbidden()
  const { item_id: itemId } = document
  if (itemId === null || document.live_edition_number === null)
    throw wrongState('document-state', { state: document.state })
  const redirectTo = redirectOf(body)
  if (redirectTo !== null && (await standsAt(view, document, redirectTo)))
    throw invalid([codedFault('/body/redirectTo', contentLabels, 'fault.redirect-itself')])
  if (body.reason === 'repealed' && body.successorId === document.id)
    throw invalid([codedFault('/body/successorId', contentLabels, 'fault.successor-itself')])
  const successor = body.successorId ? await findDocument(view, body.successorId) : null
  return { itemId, redirectTo, successorItemId: successor?.item_id ?? null }
}

type Withdrawing = Pick<Body, 'reason' | 'note'> & Judged & { effectiveAt?: Date }

/** `effectiveAt`: until then readers go on seeing it. */
export async function withdrawJudged(work: Work, document: LoadedDocument, how: Withdrawing): Promise<LoadedDocument> {
  const { itemId, reason, note, redirectTo, successorItemId, effectiveAt } = how
  const later = effectiveAt && effectiveAt > work.now ? effectiveAt : null
  await withdraw(work, {
    itemId,
    reason,
    note,
    ...(redirectTo ? { redirectTo } : {}),
    successorItemId,
    ...(later ? { effectiveAt: later } : {}),
  })
  if (reason === 'privacy') await eraseEditions(work, document)
  return changeDocument(work, document, {
    // A repealed text stays on show, marked.
    act: reason === 'repealed' ? 'repeal' : 'withdraw',
    change: {
      ...(reason === 'repealed' ? {} : withdrawn(document)),
      ...(reason === 'privacy' ? { title: ERASED } : {}),
      ...(later && reason !== 'repealed' ? { visible_until: later } : {}),
    },
    note,
  })
}

function redirectOf(body: Body): string | null {
  if (body.reason !== 'moved') return null
  if (!body.redirectTo || !ADDRESS.test(body.redirectTo))
    throw invalid([codedFault('/body/redirectTo', contentLabels, 'fault.redirect')])
  return body.redirectTo
}

/** Is that an address of the document itself? Readers sent from it to itself would never arrive. */
async function standsAt(view: View, document: LoadedDocument, address: string): Promise<boolean> {
  const { basePath } = await getSiteCard(view, document.site_id)
  const asked = URL.parse(address, 'http://own/')
  return (await addressesOf(view, document)).some(({ host, path }) =>
    asked?.hostname === 'own'
      ? path === asked.pathname || path === basePath + asked.pathname
      : asked?.hostname === host && asked.pathname === path,
  )
}

/** Personal data goes everywhere at once: the drafts too. */
async function eraseEditions(work: Work, document: LoadedDocument): Promise<void> {
  await work.db
    .updateTable('content.edition')
    .set({
      title: ERASED,
      subtitle: '',
      summary: '',
      body: '',
      author: '',
      keywords: [],
      metadata: '{}',
      cover: null,
      files: '[]',
      origin: null,
    })
    .where('document_id', '=', document.id)
    .execute()
  await sql`UPDATE content.release_note SET note = '' WHERE document_id = ${document.id}`.execute(work.db)
}
