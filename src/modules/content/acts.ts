import type { z } from 'zod'
import type { Actor } from '../../kernel/actor.ts'
import type { EditionRow, LoadedDocument } from './commands/load-document.ts'
import type * as contract from './contract.ts'
import { canPublish, canReview, canWithdraw, canWrite } from './policies.ts'

type Act = z.output<typeof contract.DocumentAct>

/** What this person may do with this document now: the buttons of the console. */
export function actsFor(actor: Actor, document: LoadedDocument, edition: Pick<EditionRow, 'writers'>): Act[] {
  const { state, live_edition_number: live } = document
  const writes = canWrite(actor, document)
  const isOpen = state === 'draft' || state === 'returned'
  if (document.deleted_at !== null) return writes ? ['restore'] : []
  const possible: Record<Act, boolean> = {
    edit: writes && state !== 'submitted' && state !== 'approved',
    submit: writes && isOpen,
    recall: writes && (state === 'submitted' || state === 'approved'),
    review: state === 'submitted' && canReview(actor, { ...document, writers: edition.writers }),
    publish: canPublish(actor, document) && (state === 'approved' || (isOpen && document.stages === 0)),
    withdraw: live !== null && canWithdraw(actor, document),
    discard: writes && isOpen && live !== null,
    delete: writes && isOpen && document.released_at === null,
    restore: false,
  }
  return order.filter((act) => possible[act])
}

const order: readonly Act[] = ['edit', 'submit', 'recall', 'review', 'publish', 'withdraw', 'discard', 'delete']
