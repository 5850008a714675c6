import { z } from 'zod'

/** Who may call an operation at all: anybody, anybody signed in, or holders of a permission somewhere. */
export type Gate = 'public' | 'session' | (string & {})

type Shape = z.ZodType
const nothing = z.object({})
export type Nothing = typeof nothing

/** One thing a client can ask for, declared once: validation, OpenAPI and the console's types follow from it. */
export type Operation<
  P extends Shape = Shape,
  Q extends Shape = Shape,
  B extends Shape = Shape,
  R extends Shape = Shape,
> = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Path below /api, with {name} for parameters. */
  readonly path: string
  readonly summary: string
  readonly permission: Gate
  readonly params: P
  readonly query: Q
  readonly body: B
  readonly reply: R
}

export function operation<
  R extends Shape,
  P extends Shape = Nothing,
  Q extends Shape = Nothing,
  B extends Shape = Nothing,
>(spec: {
  method: Operation['method']
  path: string
  summary: string
  permission: Gate
  params?: P
  query?: Q
  body?: B
  reply: R
}): Operation<P, Q, B, R> {
  return {
    ...spec,
    params: spec.params ?? (nothing as Shape as P),
    query: spec.query ?? (nothing as Shape as Q),
    body: spec.body ?? (nothing as Shape as B),
  }
}

/** What a handler receives: everything validated. */
export type Input<O extends Operation> = {
  params: z.output<O['params']>
  query: z.output<O['query']>
  body: z.output<O['body']>
}

/** What a caller sends. */
export type Asked<O extends Operation> = {
  params: z.input<O['params']>
  query: z.input<O['query']>
  body: z.input<O['body']>
}

export type Reply<O extends Operation> = z.output<O['reply']>

/** A list that is read in pages. `total` stops counting at `totalCap`: above it `isCapped` is true. */
export function pageOf<T extends Shape>(item: T) {
  return z.object({
    items: z.array(item),
    total: z.int(),
    isCapped: z.boolean(),
    page: z.int(),
    pageSize: z.int(),
  })
}

export const pageQuery = {
  page: z.coerce.number().int().min(1).max(10_000).default(1),
  pageSize: z.coerce.number().int().min(1).max(200).default(50),
}

/** A flag in a query string: only the words true and false, since z.coerce.boolean() takes "false" for true. */
export const queryFlag = z.enum(['true', 'false']).transform((word) => word === 'true')

/** An instant as ISO 8601 with offset; shown in Asia/Shanghai. */
export const Instant = z.iso.datetime({ offset: true })

/** A calendar date, YYYY-MM-DD. */
export const Day = z.iso.date()

export const Done = z.object({ done: z.literal(true) })
