import { ApiProblem, parseProblem } from './problem.ts'

/** What the application tells the client: how to word network failures, and how to sign in again. */
interface Surroundings {
  language: string
  offlineTitle: string
  offlineDetail: string
  /** Resolves true once the same person is signed in again: in another window already, or in the dialog over the page. */
  signInAgain: (() => Promise<boolean>) | undefined
}

const surroundings: Surroundings = {
  language: 'zh-CN',
  offlineTitle: 'Network',
  offlineDetail: '',
  signInAgain: undefined,
}

let csrfToken = ''
let pendingSignIn: Promise<boolean> | undefined

export function setSurroundings(change: Partial<Surroundings>): void {
  Object.assign(surroundings, change)
}

export function setCsrfToken(token: string): void {
  csrfToken = token
}

export interface RequestOptions {
  method: string
  body?: unknown
  signal?: AbortSignal | undefined
  /** False for the session calls themselves, which must not ask for a session. */
  retriesSignIn?: boolean
}

/** One request below /api. Returns the parsed reply (undefined when empty) or throws an ApiProblem. */
export async function request(path: string, options: RequestOptions): Promise<unknown> {
  const first = await readAnswer(await send(path, options))
  if (options.retriesSignIn !== false && needsSignIn(first) && (await signedInAgain())) {
    return settled(await readAnswer(await send(path, options)))
  }
  return settled(first)
}

export interface Answer {
  status: number
  value: unknown
}

/** The session has ended, or another window of this browser has begun one since: then the token of this page is not its own. */
export function needsSignIn({ status, value }: Answer): boolean {
  return status === 401 || (status === 403 && parseProblem(status, value).code === 'csrf')
}

export function settled({ status, value }: Answer): unknown {
  if (status < 200 || status >= 300) throw parseProblem(status, value)
  return value
}

/** One dialog for any number of calls that failed at once. */
export async function signedInAgain(): Promise<boolean> {
  if (!surroundings.signInAgain) return false
  pendingSignIn ??= surroundings.signInAgain().finally(() => (pendingSignIn = undefined))
  return pendingSignIn
}

/** Headers of every call; FormData and files set their own content type. */
export function requestHeaders(method: string, body?: unknown): Record<string, string> {
  const headers: Record<string, string> = { accept: 'application/json', 'accept-language': surroundings.language }
  if (method !== 'GET') headers['x-csrf-token'] = csrfToken
  if (body !== undefined && !isRaw(body)) headers['content-type'] = 'application/json'
  return headers
}

export function offlineProblem(): ApiProblem {
  return new ApiProblem({
    code: 'network',
    status: 0,
    title: surroundings.offlineTitle,
    detail: surroundings.offlineDetail,
  })
}

async function send(path: string, { method, body, signal }: RequestOptions): Promise<Response> {
  try {
    return await fetch(`/api${path}`, {
      method,
      headers: requestHeaders(method, body),
      credentials: 'same-origin',
      signal: signal ?? null,
      ...(body === undefined ? {} : { body: isRaw(body) ? body : JSON.stringify(body) }),
    })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw offlineProblem()
  }
}

async function readAnswer(response: Response): Promise<Answer> {
  const text = await response.text().catch(() => {
    throw offlineProblem()
  })
  return { status: response.status, value: parseJson(text) }
}

function parseJson(text: string): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function isRaw(body: unknown): body is FormData | Blob {
  return body instanceof FormData || body instanceof Blob
}
