import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Blobs } from '../../../kernel/blobs.ts'
import { formatOf, type ReadFile, unread } from './read-file.ts'
import { READ_LIMITS, type ReadLimits } from './read-file-limits.ts'
import type { Answer } from './read-file-process.ts'
import type { Done } from './read-file-worker.ts'

export type FileReader = {
  /** Never throws for what the file holds. One file after the other. */
  read(file: { blob: string; name: string }): Promise<ReadFile>
  close(): void
}

const PROCESS = fileURLToPath(new URL('./read-file-process.ts', import.meta.url))
/** Beyond its own limit the process has not answered: it is stuck where no thread can be ended. */
const GRACE_MS = 5_000

/** Reads attached files in a process of its own, started when the first one comes. */
export function createFileReader(blobs: Pick<Blobs, 'open' | 'size'>, limits: ReadLimits = READ_LIMITS): FileReader {
  let child: ChildProcess | null = null
  let last: Promise<unknown> = Promise.resolve()
  let isClosed = false

  function start(): ChildProcess {
    const started = fork(PROCESS, [JSON.stringify(limits)], {
      serialization: 'advanced',
      execArgv: ['--disable-warning=ExperimentalWarning'],
      env: {},
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    started.once('exit', () => {
      if (child === started) child = null
    })
    return started
  }

  async function readOne({ blob, name }: { blob: string; name: string }): Promise<ReadFile> {
    const format = formatOf(name)
    if (format === null) return unread('broken', 'no format that is read')
    const size = await blobs.size(blob)
    if (size === null) return unread('missing', 'the file is not in the store')
    if (size > limits.bytes) return unread('too-large', `${size} bytes`)
    const stream = await blobs.open(blob)
    if (!stream) return unread('missing', 'the file is not in the store')
    const parts: Buffer[] = []
    for await (const part of stream) parts.push(part as Buffer)
    const begun = performance.now()
    const done = await ask({ format, bytes: Buffer.concat(parts) })
    const tookMs = performance.now() - begun
    if ('reason' in done) return { ...unread(done.reason, done.detail), tookMs }
    return { ...done, fault: null, tookMs }
  }

  function ask(job: object): Promise<Done> {
    child ??= start()
    const asked = child
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        settle({ reason: 'timeout', detail: `stopped after ${limits.milliseconds} ms` })
        asked.kill('SIGKILL')
      }, limits.milliseconds + GRACE_MS)
      const ended = () => settle({ reason: 'memory', detail: 'the reading process ended' })
      const settle = (done: Done) => {
        clearTimeout(timer)
        asked.off('message', told)
        asked.off('exit', ended)
        asked.off('error', ended)
        resolve(done)
      }
      const told = ({ done, isLast }: Answer) => {
        if (isLast && child === asked) child = null
        settle(done)
      }
      asked.on('message', told)
      asked.on('exit', ended)
      asked.on('error', ended)
      asked.send(job, (error) => error && ended())
    })
  }

  return {
    read(file) {
      const mine = last.then(() => (isClosed ? unread('missing', 'stopped') : readOne(file)))
      last = mine.catch(() => undefined)
      return mine
    },
    close() {
      isClosed = true
      child?.kill('SIGKILL')
    },
  }
}
