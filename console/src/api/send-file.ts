import { asProblem, type ApiProblem } from './problem.ts'
import { type Answer, needsSignIn, offlineProblem, requestHeaders, settled, signedInAgain } from './request.ts'

interface SendFileOptions {
  method?: 'POST' | 'PUT' | 'PATCH'
  headers?: Record<string, string>
  onProgress?: (sent: number, total: number) => void
  signal?: AbortSignal
}

export interface TransferOptions extends Omit<SendFileOptions, 'method'> {
  method: 'POST' | 'PUT' | 'PATCH' | 'HEAD' | 'DELETE'
  body?: FormData | Blob
}

export interface TransferAnswer extends Answer {
  header: (name: string) => string | null
}

/** A line that is cut without a word is not waited for longer: while bytes go out, and for the answer once they are out. */
const SILENCE_MS = 45_000
const ANSWER_MS = 150_000

/** Sends a file or form below /api with progress, which fetch cannot report. Signs in again when the session has expired. */
export async function sendFile(path: string, body: FormData | Blob, options: SendFileOptions = {}): Promise<unknown> {
  return settled(await transfer(path, { method: 'POST', ...options, body }))
}

/** One exchange of which the headers of the answer count too. Signs in again when the session has expired. */
export async function transfer(path: string, options: TransferOptions): Promise<TransferAnswer> {
  const first = await sendOnce(path, options)
  return needsSignIn(first) && (await signedInAgain()) ? sendOnce(path, options) : first
}

function sendOnce(path: string, options: TransferOptions): Promise<TransferAnswer> {
  const { method, body, headers = {}, onProgress, signal } = options
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(method, `/api${path}`)
    for (const [name, value] of Object.entries({ ...requestHeaders(method, body), ...headers })) {
      request.setRequestHeader(name, value)
    }
    let isSilent = false
    const giveUp = () => {
      isSilent = true
      request.abort()
    }
    let patience = setTimeout(giveUp, SILENCE_MS)
    const waitFor = (milliseconds: number) => {
      clearTimeout(patience)
      patience = setTimeout(giveUp, milliseconds)
    }
    const abort = () => request.abort()
    signal?.addEventListener('abort', abort, { once: true })
    request.upload.onprogress = (event) => {
      waitFor(SILENCE_MS)
      onProgress?.(event.loaded, event.total)
    }
    request.upload.onload = () => waitFor(ANSWER_MS)
    request.onerror = () => reject(offlineProblem())
    request.onabort = () => reject(isSilent ? offlineProblem() : aborted())
    request.onload = () =>
      resolve({
        status: request.status,
        value: parsed(request.responseText),
        header: (name) => request.getResponseHeader(name),
      })
    request.onloadend = () => {
      clearTimeout(patience)
      signal?.removeEventListener('abort', abort)
    }
    if (signal?.aborted) {
      clearTimeout(patience)
      reject(aborted())
    } else request.send(body ?? null)
  })
}

export const aborted = () => new DOMException('aborted', 'AbortError')

function parsed(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text)
  } catch {
    return text
  }
}

/** A failed transfer as a problem; undefined when the person stopped it. */
export function transferProblem(error: unknown): ApiProblem | undefined {
  return error instanceof DOMException && error.name === 'AbortError' ? undefined : asProblem(error)
}
