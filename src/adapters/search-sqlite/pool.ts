import { SearchUnavailable } from '../../modules/search/port.ts'
import type { ReaderData } from './reader-thread.ts'
import { startThread, type Thread } from './thread.ts'

const MOST_WAITING = 1_000
const GRACE_MS = 20

type Task = {
  name: string
  argument: unknown
  since: number
  resolve: (value: never) => void
  reject: (error: Error) => void
}

export type Pool = {
  run<T>(name: 'parse' | 'search' | 'suggest' | 'titles', argument: unknown): Promise<T>
  /** Nobody waits for an answer. */
  readonly isIdle: boolean
  turnTo(data: ReaderData): Promise<void>
  close(): Promise<void>
}

/** Threads that answer, with this body. One that breaks or runs too long is ended and replaced; the query it had is refused, no other. */
export async function startPool(
  file: URL,
  size: number,
  options: { data: ReaderData; timeLimitMs: number; onFault: (message: string) => void },
): Promise<Pool> {
  let { data } = options
  const idle: Thread[] = []
  const all = new Set<Thread>()
  const waiting: Task[] = []
  let isClosed = false

  async function start(): Promise<void> {
    const startedWith = data
    const thread = await startThread(file, startedWith, (error) => {
      all.delete(thread)
      if (isClosed) return
      options.onFault(error?.message ?? 'a query took too long; its thread was replaced')
      replace()
    })
    if (isClosed) return thread.end()
    all.add(thread)
    if (startedWith !== data) await thread.call('turnTo', data)
    release(thread)
  }

  const starting = new Set<Promise<void>>()
  function replace(): void {
    const started = start().catch((fault: unknown) => options.onFault(String(fault)))
    starting.add(started)
    void started.finally(() => starting.delete(started))
  }

  function release(thread: Thread): void {
    if (thread.isEnded) return
    idle.push(thread)
    dispatch()
  }

  function dispatch(): void {
    while (waiting.length > 0 && idle.length > 0) {
      const task = waiting.shift()
      if (!task) return
      if (Date.now() - task.since > options.timeLimitMs) {
        task.reject(new SearchUnavailable('too many queries at once'))
        continue
      }
      const thread = idle.shift()
      if (!thread) return
      if (thread.isEnded) {
        waiting.unshift(task)
        continue
      }
      void work(thread, task)
    }
  }

  async function work(thread: Thread, task: Task): Promise<void> {
    // If this thread was held up itself, the answer may lie in its queue: one more turn before the other is ended.
    let timer = setTimeout(() => {
      timer = setTimeout(() => void thread.end(), GRACE_MS)
    }, options.timeLimitMs)
    try {
      const value = await thread.call<never>(task.name, task.argument)
      task.resolve(value)
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      if (!thread.isEnded) options.onFault(message)
      task.reject(new SearchUnavailable(message))
    } finally {
      clearTimeout(timer)
      release(thread)
    }
  }

  await Promise.all(Array.from({ length: size }, start))
  return {
    run<T>(name: string, argument: unknown): Promise<T> {
      const { promise, resolve, reject } = Promise.withResolvers<T>()
      if (isClosed || waiting.length >= MOST_WAITING)
        return Promise.reject(new SearchUnavailable('no room for a query'))
      waiting.push({ name, argument, since: Date.now(), resolve, reject })
      dispatch()
      return promise
    },
    get isIdle() {
      return idle.length === all.size
    },
    async turnTo(next) {
      data = next
      // Behind what each thread is doing now: queries that run end on the file they began with.
      await Promise.all([...all].map((thread) => thread.call('turnTo', next).catch(() => thread.end())))
    },
    async close() {
      isClosed = true
      for (const { reject } of waiting.splice(0)) reject(new SearchUnavailable('search is stopping'))
      await Promise.all([...all].map((thread) => thread.end()))
      await Promise.all(starting)
    },
  }
}
