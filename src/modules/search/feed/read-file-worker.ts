import { parentPort, workerData } from 'node:worker_threads'
import { type Asked, textOfFile, Unreadable } from './read-file-formats.ts'

// A thread for one file after another: it may run out of memory or time, and its process lives on.

export type Job = Omit<Asked, 'limits' | 'bytes'> & { bytes: Uint8Array }
export type Done = { pages: string[]; isCut: boolean } | { reason: Unreadable['reason']; detail: string }

parentPort?.on('message', ({ format, bytes }: Job) => {
  void textOfFile({ format, bytes: Buffer.from(bytes), limits: workerData }).then(
    (text) => parentPort?.postMessage(text satisfies Done),
    (error: unknown) => {
      const reason = error instanceof Unreadable ? error.reason : 'broken'
      parentPort?.postMessage({ reason, detail: error instanceof Error ? error.message : String(error) } satisfies Done)
    },
  )
})
