/** What stands between a writer and lost work: `value` is what is on screen, `saved` what the server has. */
export interface AutosaveState<T> {
  status: 'idle' | 'dirty' | 'saving' | 'saved' | 'failed' | 'refused' | 'stopped'
  value: T
  /** The value being saved; may be older than what is on screen. */
  sending: T | undefined
  savedAt: string | undefined
  failures: number
}

/** `failed` may pass by itself, `refused` needs other content, `stopped` needs a decision (stale write, no right, gone). */
export type Failure = 'failed' | 'refused' | 'stopped'

export function failureOf(status: number): Failure {
  if (status === 409 || status === 403 || status === 404 || status === 410) return 'stopped'
  return status === 400 || status === 413 || status === 422 ? 'refused' : 'failed'
}

export type AutosaveAct<T> =
  | { act: 'typed'; value: T }
  | { act: 'sent' }
  | { act: 'saved'; at: string }
  | { act: 'failed'; because: Failure }
  | { act: 'replaced'; value: T }

export function freshAutosave<T>(value: T): AutosaveState<T> {
  return { status: 'idle', value, sending: undefined, savedAt: undefined, failures: 0 }
}

/** One step of the machine. Typing never waits: while one value is being saved the next gathers, and is saved after it. */
export function autosaveAfter<T>(state: AutosaveState<T>, act: AutosaveAct<T>): AutosaveState<T> {
  switch (act.act) {
    case 'typed':
      if (Object.is(act.value, state.value)) return state
      return { ...state, value: act.value, status: keepsStatus(state.status) ? state.status : 'dirty' }
    case 'sent':
      return { ...state, status: 'saving', sending: state.value }
    case 'saved':
      return {
        ...state,
        status: Object.is(state.sending, state.value) ? 'saved' : 'dirty',
        sending: undefined,
        savedAt: act.at,
        failures: 0,
      }
    case 'failed':
      return { ...state, status: act.because, sending: undefined, failures: state.failures + 1 }
    case 'replaced':
      return { ...freshAutosave(act.value), savedAt: state.savedAt }
  }
}

function keepsStatus(status: AutosaveState<unknown>['status']): boolean {
  return status === 'saving' || status === 'failed' || status === 'stopped'
}

/** When to save next: after a pause in typing, or, after failures, ever more rarely; undefined for not at all. */
export function nextSave(
  state: Pick<AutosaveState<unknown>, 'status' | 'failures'>,
  delay: number,
): number | undefined {
  if (state.status === 'dirty') return delay
  if (state.status === 'failed') return Math.min(60_000, 2_000 * 2 ** (state.failures - 1))
  return undefined
}

/** Whether leaving now would lose what the server does not have. */
export function isUnsaved(state: Pick<AutosaveState<unknown>, 'status'>): boolean {
  return state.status !== 'idle' && state.status !== 'saved'
}
