import type { z } from 'zod'
import type { Actor } from '../../kernel/actor.ts'
import type { EditionRow, LoadedDocument } from './commands/load-document.ts'
import type * as contract from './contract.ts'
import { canPublish, canReview, canWithdraw, canWrite } from './policies.ts'

type Act = z.output<typeof contract.DocumentAct>

/** What this person may do with this document now: the buttons of the console. */
export function actsFor(actor: Actor, document: LoadedDocument, edition: Pick<EditionRow, 'writers'>): Act[] {
  if (document.deleted_at !== null) return canWrite(actor, document) ? ['restore'] : []
  return [
    ...(canWrite(actor, document) ? writerActs(document) : []),
    ...(document.state === 'submitted' && canReview(actor, { ...document, writers: edition.writers })
      ? ['review' as const]
      : []),
    ...(canPublish(actor, document) && isReady(document) ? ['publish' as const] : []),
    ...(document.live_edition_number !== null && canWithdraw(actor, document) ? ['withdraw' as const] : []),
  ]
}

const isOpen = ({ state }: LoadedDocument) => state === 'draft' || state === 'returned'
const isReady = (document: LoadedDocument) =>
  document.state === 'approved' || (isOpen(document) && document.stages === 0)

function writerActs(document: LoadedDocument): Act[] {
  if (document.state === 'submitted' || document.state === 'approved') return ['recall']
  if (!isOpen(document)) return ['edit']
  if (document.live_edition_number !== null) return ['edit', 'submit', 'discard']
  return document.released_at === null ? ['edit', 'submit', 'delete'] : ['edit', 'submit']
}
