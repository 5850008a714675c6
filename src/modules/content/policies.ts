import { type Actor, covers, may, type Place } from '../../kernel/actor.ts'

type Thing = { place: Place }
type InReview = Thing & { stage: number; writers: readonly string[] }

export const canRead = (actor: Actor, { place }: Thing) => may(actor, 'document.read', place)
export const canWrite = (actor: Actor, { place }: Thing) => may(actor, 'document.write', place)
export const canPublish = (actor: Actor, { place }: Thing) => may(actor, 'document.publish', place)
export const canWithdraw = (actor: Actor, { place }: Thing) => may(actor, 'document.withdraw', place)

/** A reviewer of this stage, here. */
export function reviewsStage(actor: Actor, { place, stage }: Thing & { stage: number }): boolean {
  if (actor.kind === 'system') return true
  return actor.grants.some(
    (g) => g.permission === 'document.review' && covers(g, place) && (g.stage ?? stage) === stage,
  )
}

/** Nobody reviews their own text where stages exist. */
export const isOwnText = (actor: Actor, { writers }: Pick<InReview, 'writers'>) =>
  actor.id !== null && writers.includes(actor.id)

export const canReview = (actor: Actor, document: InReview) =>
  reviewsStage(actor, document) && !isOwnText(actor, document)
