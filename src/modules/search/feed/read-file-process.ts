import { Worker } from 'node:worker_threads'
import type { ReadLimits } from './read-file-limits.ts'
import type { Done, Job } from './read-file-worker.ts'

/** `isLast`: this process ends, the next file is read by another. */
export type Answer = { done: Done; isLast: boolean }

// The process that reads attached files. Its main thread only watches: time, memory, and whether anybody still waits.

const LOOK_MS = 100
const limits: ReadLimits = JSON.parse(process.argv[2] ?? '{}')
let thread: Worker | null = null

process.on('disconnect', () => process.exit(0))
process.on('message', (job: Job) => {
  thread ??= startThread()
  const reading = thread
  const begun = performance.now()
  const watch = setInterval(() => {
    if (process.memoryUsage.rss() > limits.processMegabytes * 1024 * 1024)
      end({ reason: 'memory', detail: `more than ${limits.processMegabytes} MB` })
    else if (performance.now() - begun > limits.milliseconds)
      end({ reason: 'timeout', detail: `stopped after ${limits.milliseconds} ms` })
  }, LOOK_MS)
  const settle = () => {
    clearInterval(watch)
    // One by one: what the thread itself listens to has to stay.
    reading.off('message', told).off('error', failed).off('exit', ended)
  }
  // Memory that a thread has taken outside its heap is given back for certain only by the end of the process.
  const end = (done: Done) => {
    settle()
    process.send?.({ done, isLast: true } satisfies Answer, () => process.exit(0))
  }
  const told = (done: Done) => {
    settle()
    process.send?.({ done, isLast: false } satisfies Answer)
  }
  const failed = (error: Error & { code?: string }) => {
    const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    end(
      isMemory
        ? { reason: 'memory', detail: `more than ${limits.heapMegabytes} MB` }
        : { reason: 'broken', detail: error.message },
    )
  }
  const ended = () => end({ reason: 'broken', detail: 'the reading thread ended' })
  reading.on('message', told).on('error', failed).on('exit', ended)
  reading.postMessage(job)
})

function startThread(): Worker {
  return new Worker(new URL('./read-file-worker.ts', import.meta.url), {
    workerData: limits,
    resourceLimits: { maxOldGenerationSizeMb: limits.heapMegabytes, maxYoungGenerationSizeMb: 64, stackSizeMb: 4 },
    env: {},
    stdout: true,
    stderr: true,
  })
}
