import { setTimeout as sleep } from 'node:timers/promises'

/** 'again': it was overtaken by a change; make it once more. */
export type Done = 'done' | 'again'

export type WorkQueue = {
  /** To be made; one that is being made just now is made once more after. */
  add(key: string, isUrgent?: boolean): void
  /** Everything waiting or being made. */
  keys(): string[]
  has(key: string): boolean
  readonly size: number
  start(): void
  idle(): Promise<void>
  stop(): Promise<void>
}

type Options = {
  atOnce: number
  handle: (key: string) => Promise<Done>
  failed: (key: string, error: unknown) => void
}

const MOST_TRIES = 3
const MOST_AGAIN = 50
const PAUSE_MS = 150

/** What is to be made, each address once, the urgent before the rest. */
export function createWorkQueue({ atOnce, handle, failed }: Options): WorkQueue {
  const urgent = new Set<string>()
  const rest = new Set<string>()
  const making = new Map<string, { isAgain: boolean }>()
  let isRunning = false
  let waiters: (() => void)[] = []

  function next(): string | undefined {
    for (const lane of [urgent, rest]) {
      for (const key of lane) {
        lane.delete(key)
        return key
      }
    }
    return undefined
  }

  /** Tried until it stands; a fault is tried a few times, then told. */
  async function make(key: string): Promise<void> {
    let faults = 0
    for (let turn = 1; turn <= MOST_AGAIN && isRunning; turn++) {
      const state = { isAgain: false }
      making.set(key, state)
      try {
        const done = await handle(key)
        if (done === 'done' && !state.isAgain) return
        if (done === 'again') await sleep(turn)
      } catch (error) {
        if (++faults >= MOST_TRIES) return failed(key, error)
        await sleep(PAUSE_MS * faults)
      }
    }
    if (isRunning) failed(key, new Error('it changes faster than it can be made'))
    else rest.add(key)
  }

  async function work(key: string): Promise<void> {
    try {
      await make(key)
    } finally {
      making.delete(key)
      fill()
    }
  }

  function fill(): void {
    while (isRunning && making.size < atOnce) {
      const key = next()
      if (key === undefined) break
      making.set(key, { isAgain: false })
      void work(key)
    }
    const isIdle = making.size === 0 && (!isRunning || urgent.size + rest.size === 0)
    if (!isIdle) return
    for (const resolve of waiters) resolve()
    waiters = []
  }

  return {
    add(key, isUrgent = false) {
      const state = making.get(key)
      if (state) {
        state.isAgain = true
        return
      }
      if (isUrgent) {
        rest.delete(key)
        urgent.add(key)
      } else if (!urgent.has(key)) rest.add(key)
      fill()
    },
    keys: () => [...making.keys(), ...urgent, ...rest],
    has: (key) => making.has(key) || urgent.has(key) || rest.has(key),
    get size() {
      return making.size + urgent.size + rest.size
    },
    start() {
      isRunning = true
      fill()
    },
    idle() {
      return new Promise((resolve) => {
        waiters.push(resolve)
        fill()
      })
    },
    stop() {
      isRunning = false
      return this.idle()
    },
  }
}
