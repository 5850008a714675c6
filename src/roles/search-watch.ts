import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { constants, setPriority } from 'node:os'
import { fileURLToPath } from 'node:url'
import { setTimeout as sleep } from 'node:timers/promises'
import type { App } from '../app.ts'

const PROCESS = fileURLToPath(new URL('./search-process.ts', import.meta.url))
const FIRST_WAIT_MS = 100
const LONGEST_WAIT_MS = 10_000
/** One that has run for so long was well: the next starts at once. */
const WELL_MS = 30_000
const STOP_MS = 10_000

/** Starts the search process and starts it again whenever it ends, until it is stopped itself. */
export function startSearchRole({ config, databaseUrl, log }: App): { stop(): Promise<void>; pid(): number | null } {
  let child: ChildProcess | null = null
  let isStopping = false
  const stopped = new AbortController()
  const watching = watch().catch((error: unknown) => {
    if (!isStopping) log.error({ err: error }, 'the search process cannot be watched')
  })

  async function watch(): Promise<void> {
    for (let wait = FIRST_WAIT_MS; !isStopping;) {
      const begun = performance.now()
      child = fork(PROCESS, [], {
        env: { ...process.env, DATABASE_URL: databaseUrl, DATA_DIR: config.dataDir },
        execArgv: ['--disable-warning=ExperimentalWarning'],
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      })
      yieldTo(child.pid)
      const [code, signal] = await once(child, 'exit')
      child = null
      if (isStopping) return
      log.warn({ code, signal }, 'the search process ended; starting it again')
      wait = performance.now() - begun > WELL_MS ? FIRST_WAIT_MS : Math.min(LONGEST_WAIT_MS, wait * 2)
      await sleep(wait, undefined, { signal: stopped.signal }).catch(() => undefined)
    }
  }

  return {
    pid: () => child?.pid ?? null,
    async stop() {
      isStopping = true
      stopped.abort()
      child?.kill('SIGTERM')
      const late = setTimeout(() => child?.kill('SIGKILL'), STOP_MS)
      await watching
      clearTimeout(late)
    },
  }
}

/** Pages and publishing come before the index where processors are scarce. */
function yieldTo(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // It has ended already, or the system does not allow it.
  }
}
