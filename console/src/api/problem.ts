export interface FieldError {
  /** JSON pointer into what was sent, such as `/title` or `/placements/0/channelId`. */
  pointer: string
  detail: string
}

/** A refusal by the server (RFC 9457), or a failure to reach it (`code` is then `network`, `status` 0). */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem'
  readonly code: string
  readonly status: number
  readonly title: string
  readonly detail: string | undefined
  readonly instance: string | undefined
  readonly errors: readonly FieldError[]
  /** Members beyond the standard ones, such as `currentVersion` of a stale write. */
  readonly extra: Readonly<Record<string, unknown>>

  constructor(facts: {
    code: string
    status: number
    title: string
    detail?: string | undefined
    instance?: string | undefined
    errors?: readonly FieldError[] | undefined
    extra?: Readonly<Record<string, unknown>> | undefined
  }) {
    super(facts.detail ?? facts.title)
    this.code = facts.code
    this.status = facts.status
    this.title = facts.title
    this.detail = facts.detail
    this.instance = facts.instance
    this.errors = facts.errors ?? []
    this.extra = facts.extra ?? {}
  }

  /** Whether trying the same again may succeed: the network, a gateway, or too many requests. */
  get isRetryable(): boolean {
    return this.status === 0 || this.status === 429 || this.status === 502 || this.status === 503 || this.status === 504
  }
}

export function isProblem(error: unknown): error is ApiProblem {
  return error instanceof ApiProblem
}

/** Any thrown thing as a problem, so that a screen has one thing to show. */
export function asProblem(error: unknown): ApiProblem {
  if (isProblem(error)) return error
  const detail = error instanceof Error ? error.message : String(error)
  return new ApiProblem({ code: 'client', status: 0, title: detail })
}

const STANDARD = new Set(['type', 'title', 'status', 'detail', 'instance', 'errors', 'code'])

/** Reads a problem+json body; anything else (a proxy's HTML page) still becomes a problem with the status. */
export function parseProblem(status: number, body: unknown): ApiProblem {
  if (!isRecord(body)) return new ApiProblem({ code: `http-${status}`, status, title: `HTTP ${status}` })
  const type = text(body['type'])
  return new ApiProblem({
    code: text(body['code']) ?? codeOf(type) ?? `http-${status}`,
    status,
    title: text(body['title']) ?? text(body['message']) ?? `HTTP ${status}`,
    detail: text(body['detail']),
    instance: text(body['instance']),
    errors: fieldErrors(body['errors']),
    extra: Object.fromEntries(Object.entries(body).filter(([name]) => !STANDARD.has(name))),
  })
}

function codeOf(type: string | undefined): string | undefined {
  if (type === undefined || type === 'about:blank') return undefined
  return type.split('/').findLast((part) => part !== '')
}

function fieldErrors(value: unknown): FieldError[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((one: unknown) => {
    if (!isRecord(one)) return []
    const detail = text(one['detail'])
    return detail === undefined ? [] : [{ pointer: text(one['pointer']) ?? '', detail }]
  })
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
