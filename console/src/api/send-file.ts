import { asProblem, parseProblem, type ApiProblem } from './problem.ts'
import { offlineProblem, requestHeaders, signedInAgain } from './request.ts'

interface SendFileOptions {
  method?: 'POST' | 'PUT' | 'PATCH'
  headers?: Record<string, string>
  onProgress?: (sent: number, total: number) => void
  signal?: AbortSignal
}

/** Sends a file or form below /api with progress, which fetch cannot report. Signs in again when the session has expired. */
export async function sendFile(path: string, body: FormData | Blob, options: SendFileOptions = {}): Promise<unknown> {
  const first = await sendOnce(path, body, options)
  if (first.status === 401 && (await signedInAgain())) return settled(await sendOnce(path, body, options))
  return settled(first)
}

interface Answer {
  status: number
  value: unknown
}

function settled({ status, value }: Answer): unknown {
  if (status < 200 || status >= 300) throw parseProblem(status, value)
  return value
}

function sendOnce(path: string, body: FormData | Blob, options: SendFileOptions): Promise<Answer> {
  const { method = 'POST', headers = {}, onProgress, signal } = options
  return new Promise((resolve, reject) => {
    const transfer = new XMLHttpRequest()
    transfer.open(method, `/api${path}`)
    for (const [name, value] of Object.entries({ ...requestHeaders(method, body), ...headers })) {
      transfer.setRequestHeader(name, value)
    }
    const abort = () => transfer.abort()
    signal?.addEventListener('abort', abort, { once: true })
    transfer.upload.onprogress = (event) => onProgress?.(event.loaded, event.total)
    transfer.onerror = () => reject(offlineProblem())
    transfer.onabort = () => reject(new DOMException('aborted', 'AbortError'))
    transfer.onload = () => resolve({ status: transfer.status, value: parsed(transfer.responseText) })
    transfer.onloadend = () => signal?.removeEventListener('abort', abort)
    if (signal?.aborted) reject(new DOMException('aborted', 'AbortError'))
    else transfer.send(body)
  })
}

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
