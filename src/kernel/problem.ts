/** A fault at one place of the input; `pointer` is a JSON pointer into body, query or params. */
export type Fault = { pointer: string; detail: string }
/** With its code and values beside the words, so that it can be said in another language. */
export type CodedFault = Fault & { code: string; values: Readonly<Record<string, unknown>> }

/** The only error thrown on purpose. Clients branch on `code`; the words come from labels.ts in the reader's language. */
export class Problem extends Error {
  readonly code: string
  readonly status: number
  readonly extra: Readonly<Record<string, unknown>>

  constructor(code: string, status: number, extra: Record<string, unknown> = {}) {
    super(code)
    this.name = 'Problem'
    this.code = code
    this.status = status
    this.extra = extra
  }
}

/** The faults that a Problem names, if it does. */
export function faultsIn({ extra }: Problem): readonly (Fault & Partial<CodedFault>)[] | undefined {
  return Array.isArray(extra['errors']) ? extra['errors'] : undefined
}

export const unauthenticated = () => new Problem('unauthenticated', 401)
export const forbidden = (extra: Record<string, unknown> = {}) => new Problem('forbidden', 403, extra)
/** Absent, or not yours to know of. */
export const notFound = (what: string) => new Problem('not-found', 404, { what })
export const wrongState = (code: string, extra: Record<string, unknown> = {}) => new Problem(code, 409, extra)
export const versionConflict = (current: number, extra: Record<string, unknown> = {}) =>
  new Problem('version-conflict', 409, { currentVersion: current, ...extra })
export const invalid = (errors: Fault[]) => new Problem('invalid', 422, { errors })
/** One field is wrong: `pointer` such as /body/title. */
export const invalidField = (pointer: string, detail: string) => invalid([{ pointer, detail }])
