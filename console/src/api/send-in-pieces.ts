import { isProblem } from './problem.ts'
import { settled } from './request.ts'
import { aborted, transfer, type TransferAnswer, type TransferOptions } from './send-file.ts'

/** The line is broken; `goOn` tries again now. */
export interface Broken {
  /** Tried again by itself, too. */
  isAutomatic: boolean
  /** For the person to decide: it has been broken for a while, or nothing happens by itself. */
  isOffered: boolean
  goOn: () => void
}

/** Why a signal was aborted when the person only went elsewhere: what has arrived is left for the next time. */
export const LEFT = Symbol('left')

/** Addresses of what was begun, by a mark of the file, so that the same file goes on after a reload. */
export interface Memory {
  find: (mark: string) => string | undefined
  keep: (mark: string, address: string) => void
  forget: (mark: string) => void
}

export interface PiecesOptions {
  root: string
  metadata: Record<string, string>
  mark: string
  memory: Memory
  signal: AbortSignal
  onProgress: (sent: number) => void
  onBroken: (broken: Broken | undefined) => void
  onResumed: (from: number) => void
}

/** What lies between this and the network. */
export interface Surroundings {
  exchange: (path: string, options: TransferOptions) => Promise<TransferAnswer>
  waits: readonly number[]
}

/**
 * Behind a proxy that gathers requests before it hands them on, a piece is what a break costs; and more than one megabyte
 * many a proxy does not take as it is shipped. On a line of 128 kbit/s a piece takes a minute.
 */
export const PIECE_BYTES = 1024 ** 2
/** Between tries; the last one again and again. */
const WAITS_MS = [1000, 2000, 4000, 8000, 15_000, 30_000]
/** After so many tries in vain the person is asked too. */
const OFFERED_AFTER = 2

const TUS = { 'tus-resumable': '1.0.0' }
/** Not there, or not (any more) for this person: to begin anew says in words what is wrong, if anything is. */
const GONE = new Set([403, 404, 410])
/** Answered by looking where the server is, a little later. */
const PASSES = new Set(['upload-offset', 'upload-busy', 'upload-cut', 'http-408'])

/** Sends a file in pieces by the tus protocol; goes on where the server's file ends, by itself when the line is back. */
export async function sendInPieces(
  file: File,
  options: PiecesOptions,
  { exchange, waits }: Surroundings = { exchange: transfer, waits: WAITS_MS },
): Promise<unknown> {
  const { mark, memory, signal, onBroken } = options
  let tries = 0
  let reached = 0
  let begun = 0
  for (;;) {
    const known = memory.find(mark)
    try {
      const { address, offset } = known === undefined ? await begin() : await look(known)
      onBroken(undefined)
      if (offset > reached) tries = 0
      reached = Math.max(reached, offset)
      const answer = await sendFrom(address, offset)
      memory.forget(mark)
      return answer
    } catch (error) {
      if (signal.aborted) throw abandoned()
      if (!isProblem(error)) throw error
      if (known !== undefined && GONE.has(error.status)) memory.forget(mark)
      else if (!error.isRetryable && !PASSES.has(error.code)) {
        if (error.status < 500 && error.status !== 401) memory.forget(mark)
        throw error
      } else await pause(tries++)
    }
  }

  async function begin() {
    // What vanishes again and again is no matter of the line.
    if (begun > 2) throw new Error('the upload was not kept')
    const metadata = Object.entries({ filename: file.name, ...options.metadata })
    const answer = await exchange(options.root, {
      method: 'POST',
      signal,
      headers: {
        ...TUS,
        'upload-length': String(file.size),
        'upload-metadata': metadata.map(([name, value]) => `${name} ${base64(value)}`).join(','),
      },
    })
    settled(answer)
    const address = (answer.header('location') ?? '').replace(/^\/api(?=\/)/, '')
    memory.keep(mark, address)
    begun++
    return { address, offset: 0 }
  }

  async function look(address: string) {
    const answer = await exchange(address, { method: 'HEAD', signal, headers: TUS })
    settled(answer)
    const offset = Number(answer.header('upload-offset'))
    options.onProgress(offset)
    if (tries === 0 && offset > 0) options.onResumed(offset)
    return { address, offset }
  }

  /** Until the last byte is there: that answer is the file's. Nothing may be left of it and the answer still be asked for. */
  async function sendFrom(address: string, start: number): Promise<unknown> {
    for (let offset = start; ;) {
      const from = offset
      const answer = await exchange(address, {
        method: 'PATCH',
        signal,
        headers: { ...TUS, 'upload-offset': String(from), 'content-type': 'application/offset+octet-stream' },
        body: file.slice(from, from + PIECE_BYTES, 'application/offset+octet-stream'),
        onProgress: (sent) => options.onProgress(Math.min(from + sent, file.size)),
      })
      const value = settled(answer)
      if (answer.status !== 204) return value
      offset = Number(answer.header('upload-offset'))
      reached = offset
      tries = 0
      options.onProgress(offset)
    }
  }

  async function pause(before: number): Promise<void> {
    const milliseconds = waits[Math.min(before, waits.length - 1)] ?? 0
    await untilGoneOn(signal, milliseconds, (goOn) =>
      onBroken({ isAutomatic: true, isOffered: before >= OFFERED_AFTER, goOn }),
    )
    if (signal.aborted) throw abandoned()
  }

  /** Cancelled: the server is told as well, and if it cannot be reached the pieces expire there. */
  function abandoned(): DOMException {
    const address = memory.find(mark)
    if (signal.reason !== LEFT && address !== undefined) {
      memory.forget(mark)
      void exchange(address, { method: 'DELETE', headers: TUS }).catch(() => undefined)
    }
    return aborted()
  }
}

/** A file in one go: what is lost is offered to be sent again, since only the person knows whether that is worth it. */
export async function sendWhole<T>(
  send: () => Promise<T>,
  { signal, onBroken }: Pick<PiecesOptions, 'signal' | 'onBroken'>,
): Promise<T> {
  for (;;) {
    try {
      return await send()
    } catch (error) {
      if (!isProblem(error) || !error.isRetryable) throw error
      await untilGoneOn(signal, undefined, (goOn) => onBroken({ isAutomatic: false, isOffered: true, goOn }))
      if (signal.aborted) throw aborted()
      onBroken(undefined)
    }
  }
}

/** Waits for the time (if any), for the network of this device to come back, for the person, or for the end of it all. */
function untilGoneOn(
  signal: AbortSignal,
  milliseconds: number | undefined,
  tell: (goOn: () => void) => void,
): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      removeOnline?.()
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = milliseconds === undefined ? undefined : setTimeout(end, milliseconds)
    const removeOnline = milliseconds === undefined ? undefined : whenOnline(end)
    signal.addEventListener('abort', end, { once: true })
    if (signal.aborted) end()
    else tell(end)
  })
}

function whenOnline(act: () => void): (() => void) | undefined {
  if (typeof window === 'undefined') return undefined
  window.addEventListener('online', act)
  return () => window.removeEventListener('online', act)
}

function base64(text: string): string {
  return btoa(String.fromCodePoint(...new TextEncoder().encode(text)))
}
