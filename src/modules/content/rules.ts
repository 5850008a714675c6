import { Problem, wrongState } from '../../kernel/problem.ts'
import type { State } from './tables.ts'

export type Standing = {
  state: State
  stage: number
  stages: number
  edition_number: number
  live_edition_number: number | null
}
export type Change = Partial<Pick<Standing, 'state' | 'stage' | 'stages' | 'edition_number' | 'live_edition_number'>>

const refuse = (state: State) => wrongState('document-state', { state })

/**
 * Saving writes on the open edition, or opens the next one when the newest is already released, or is what a reviewer sent
 * back: that one is kept as it was seen, so that the next review can show what changed since.
 */
export function save(document: Standing, edition: { submitted_at: Date | null }): Change & { opensEdition: boolean } {
  const next = { opensEdition: true, edition_number: document.edition_number + 1 }
  switch (document.state) {
    case 'draft':
      return { opensEdition: false }
    case 'returned':
      return edition.submitted_at === null ? { opensEdition: false } : next
    case 'released':
    case 'withdrawn':
      return { ...next, state: 'draft', stage: 0 }
    default:
      throw refuse(document.state)
  }
}

/** Three reviews at most (三审三校); a channel without stages is ready at once. */
export function submit(document: Standing, stages: number): Change {
  if (document.state !== 'draft' && document.state !== 'returned') throw refuse(document.state)
  return stages === 0 ? { state: 'approved', stage: 0, stages } : { state: 'submitted', stage: 1, stages }
}

export function recall(document: Standing): Change {
  if (document.state !== 'submitted' && document.state !== 'approved') throw refuse(document.state)
  return { state: 'draft', stage: 0 }
}

export function review(document: Standing, verdict: 'passed' | 'returned', reason: string): Change {
  if (document.state !== 'submitted') throw refuse(document.state)
  if (verdict === 'returned') {
    if (reason === '') throw new Problem('reason-required', 422)
    return { state: 'returned', stage: 0 }
  }
  return document.stage < document.stages ? { stage: document.stage + 1 } : { state: 'approved', stage: 0 }
}

/** `stages` as the channel demands now: a rule made stricter after the review still holds. */
export function publish(document: Standing, stages: number): Change {
  const isWritten = document.state === 'draft' || document.state === 'returned'
  if (document.state !== 'approved' && !isWritten) throw refuse(document.state)
  if (stages > 0 && (isWritten || document.stages < stages)) throw wrongState('review-needed', { stages })
  return { state: 'released', stage: 0, live_edition_number: document.edition_number }
}

export function withdrawn(document: Standing): Change {
  if (document.live_edition_number === null) throw refuse(document.state)
  // Whoever is rewriting the text meanwhile keeps what they have.
  return document.state === 'released'
    ? { state: 'withdrawn', stage: 0, live_edition_number: null }
    : { live_edition_number: null }
}

/** Give up the open edition: what readers see stays. */
export function discard(document: Standing): Change {
  if (document.state !== 'draft' && document.state !== 'returned') throw refuse(document.state)
  if (document.live_edition_number === null) throw refuse(document.state)
  return { state: 'released', stage: 0, edition_number: document.live_edition_number }
}

export function ensureDeletable(document: Standing & { released_at: Date | null }): void {
  if (document.released_at !== null) throw wrongState('not-deletable')
  if (document.state === 'submitted' || document.state === 'approved') throw refuse(document.state)
}

export function ensureSchedule(from: Date | null, until: Date | null, now: Date): void {
  if (until && until <= (from ?? now)) {
    throw new Problem('schedule-order', 422, { errors: [{ pointer: '/body/visibleUntil', detail: '' }] })
  }
}
