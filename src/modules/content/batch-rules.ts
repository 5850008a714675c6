import { wrongState } from '../../kernel/problem.ts'

type Standing = { state: 'draft' | 'released' | 'undone'; effective_at: Date | null }
export type BatchState = 'draft' | 'scheduled' | 'released' | 'undone'
export type BatchAct = 'edit' | 'release' | 'cancel' | 'undo' | 'delete'

/** A batch becomes released by the clock alone. */
export function stateOf(batch: Standing, now: Date): BatchState {
  if (batch.state === 'released' && batch.effective_at !== null && batch.effective_at > now) return 'scheduled'
  return batch.state
}

const ACTS: Readonly<Record<BatchState, readonly BatchAct[]>> = {
  draft: ['edit', 'release', 'delete'],
  scheduled: ['cancel'],
  released: ['undo'],
  undone: [],
}

export const actsIn = (state: BatchState): readonly BatchAct[] => ACTS[state]

export function ensureAct(batch: Standing, act: BatchAct, now: Date): void {
  const state = stateOf(batch, now)
  if (!ACTS[state].includes(act)) throw wrongState('batch-state', { batchState: state })
}
