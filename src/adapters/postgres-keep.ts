import { setTimeout as sleep } from 'node:timers/promises'

const LOOK_MS = 1_000
const LONGEST_PAUSE_MS = 30_000

type Keeping = {
  isRunning: () => Promise<boolean>
  /** Called when it was not running at two looks in a row, and again, after longer and longer pauses, while it fails. */
  revive: () => Promise<void>
  log: (line: string) => void
}

/** Looks once a second whether a server runs, and has it started again when it does not. Ends with the returned call. */
export function keepRunning({ isRunning, revive, log }: Keeping): () => Promise<void> {
  const ending = new AbortController()
  const { signal } = ending
  const pause = (ms: number) => sleep(ms, undefined, { signal, ref: false }).catch(() => undefined)
  const isGone = async () => {
    if (await isRunning()) return false
    await pause(LOOK_MS)
    return !signal.aborted && !(await isRunning())
  }

  async function keep(): Promise<void> {
    let wait = LOOK_MS
    while (!signal.aborted) {
      try {
        if (await isGone()) await revive()
        wait = LOOK_MS
      } catch (error) {
        log(`数据库没有启动起来，稍后再试：${error instanceof Error ? error.message : String(error)}`)
        wait = Math.min(wait * 2, LONGEST_PAUSE_MS)
      }
      await pause(wait)
    }
  }
  const keeping = keep()
  return () => {
    ending.abort()
    return keeping
  }
}
