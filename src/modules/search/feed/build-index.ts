import type { Log } from '../../../kernel/log.ts'
import type { View } from '../../../kernel/work.ts'
import type { Rebuild } from '../port.ts'
import { allSources } from './all-sources.ts'
import { createLoader } from './load-docs.ts'
import { afterwardsOf } from './touched.ts'

export type Progress = { startedAt: number; done: number; total: number | null }

type Filling = {
  open: () => View
  log: Log
  progress: Progress
  isClosed: () => boolean
  /** Sources that are to be read once more when the index is built. */
  afterwards: (sources: readonly string[]) => void
}

const BATCH = 250
const PROGRESS_MS = 5_000

/** Everything that readers see goes into an empty index. What changes meanwhile is noted, and read again afterwards. */
export async function fillIndex(
  target: Rebuild,
  { open, log, progress, isClosed, afterwards }: Filling,
): Promise<void> {
  const load = createLoader()
  const sources = await allSources(open())
  Object.assign(progress, { done: 0, total: sources.length })
  let told = performance.now()
  let next = load(open(), sources.slice(0, BATCH))
  for (let at = 0; at < sources.length; at += BATCH) {
    if (isClosed()) throw new Error('stopping')
    const loaded = await next
    // The database reads the next batch while the index takes this one in.
    next = load(open(), sources.slice(at + BATCH, at + 2 * BATCH))
    next.catch(() => undefined)
    await target.add(loaded.docs)
    afterwards(afterwardsOf(loaded))
    progress.done = Math.min(sources.length, at + BATCH)
    if (performance.now() - told < PROGRESS_MS) continue
    told = performance.now()
    log.info({ done: progress.done, total: sources.length }, 'the index is being built')
  }
}
