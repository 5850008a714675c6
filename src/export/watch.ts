import { setTimeout as sleep } from 'node:timers/promises'
import type { Follower } from '../kernel/follower.ts'
import type { Log } from '../kernel/log.ts'

type Options = {
  isStopped: () => boolean
  tickMs: number
  retryMs: number
  follower: Follower
  log: Log
  gate: { isOpen(): boolean; open(): void; close(): void }
  /** Pages whose time has come since an instant; says until when was looked. */
  noteDue(from: number): number
  retry(): void
  isBusy(): boolean
  /** The change log has a gap: everything is to be compared. */
  needsFull(): boolean
  workOff(): Promise<void>
  settle(): Promise<unknown>
  save(): Promise<void>
  hasNews(): boolean
  tell(): void
}

/** Writing a manifest takes at most this part of the time. */
const SAVE_SHARE = 10
const SAVE_MS = 1_000

/**
 * Keeps an export up to date. Its node holds a lease like a portal's: when the database has not been heard of for that long, a
 * take-down is answered without this export, so its gate is shut before.
 */
export async function watchExport(options: Options): Promise<void> {
  const { follower, gate } = options
  let lastDue = options.noteDue(0)
  let lastRetry = performance.now()
  let nextSave = 0
  let isUnsaved = false
  const guard = setInterval(() => {
    if (!follower.holdsLease()) gate.close()
    lastDue = options.noteDue(lastDue)
  }, options.tickMs)
  try {
    while (!options.isStopped()) {
      if (performance.now() - lastRetry > options.retryMs) {
        lastRetry = performance.now()
        options.retry()
      }
      try {
        if (options.needsFull()) await options.settle()
        else if (options.isBusy()) await options.workOff()
        if (!options.needsFull() && follower.isCurrent()) gate.open()
        if (options.hasNews()) {
          isUnsaved = true
          options.tell()
        }
        if (isUnsaved && performance.now() >= nextSave) {
          const begun = performance.now()
          await options.save()
          isUnsaved = false
          nextSave = performance.now() + Math.max(SAVE_MS, SAVE_SHARE * (performance.now() - begun))
        }
      } catch (error) {
        options.log.warn({ err: error }, 'the export could not follow; trying again')
        // The database does not answer; the guard looks after the gate meanwhile.
        await sleep(options.retryMs / 5)
      }
      await sleep(options.tickMs)
    }
  } finally {
    clearInterval(guard)
  }
}
