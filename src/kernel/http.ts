import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { type Actor, mayAnywhere, visitor } from './actor.ts'
import { type Blobs, noBlobs } from './blobs.ts'
import type { Input, Operation } from './contract.ts'
import { faultsOf, type Labels, localeOf } from './i18n.ts'
import { noPages, type PagesInUse } from './pages-in-use.ts'
import { type Fault, forbidden, invalid, Problem, unauthenticated } from './problem.ts'
import { noTemplates, type Templates } from './templates.ts'
import { type Confirm, type Engine, inView, inWork, Unconfirmed, type View, type Work } from './work.ts'

/** `origin`: scheme://host[:port] that was asked. */
export type RequestFacts = { address: string; agent: string; token: string | null; origin?: string }

export type Authentication = { actor: Actor; csrfToken: string }

/** After the commit: set a cookie, or turn what the command found into a Problem. */
type After<T> = (reply: FastifyReply, result: T) => unknown

export type Api = {
  query<O extends Operation>(
    contract: O,
    read: (view: View, input: Input<O>, facts: RequestFacts) => Promise<z.input<O['reply']>>,
  ): void
  command<O extends Operation, T = z.input<O['reply']>>(
    contract: O,
    act: (work: Work, input: Input<O>, facts: RequestFacts) => Promise<T>,
    after?: After<T>,
  ): void
  /** For what JSON cannot carry (uploads, downloads, streams): still behind the same gate. */
  raw(register: (server: FastifyInstance, gate: Gatekeeper) => void): void
  readonly services: Services
}

/** What routes need besides the database; a module that needs more adds it here by `declare module`. */
export interface Services {
  readonly engine: Engine
  readonly blobs: Blobs
  readonly templates: Templates
  readonly pages: PagesInUse
  /** The words of every module. */
  readonly labels: readonly Labels[]
}

export type Gatekeeper = {
  /** Who asks; a Problem when the permission is missing or, for a write, the CSRF token is wrong. */
  admit(request: FastifyRequest, permission: string): Promise<Actor>
}

export const SESSION_COOKIE = 'yw-session'
export const CSRF_HEADER = 'x-csrf-token'

export type Authenticate = {
  (token: string, facts: RequestFacts): Promise<Authentication | null>
  /** Who the token belonged to a moment ago, to be confirmed in the transaction that acts on it: a round trip less. */
  recall?: (token: string, facts: RequestFacts) => Recalled | null
}
export type Recalled = Authentication & { confirm: Confirm }

const READS = new Set(['GET', 'HEAD', 'OPTIONS'])

export function factsOf(request: FastifyRequest): RequestFacts {
  return {
    address: request.ip,
    agent: (request.headers['user-agent'] ?? '').slice(0, 300),
    token: request.cookies[SESSION_COOKIE] ?? null,
    origin: `${request.protocol}://${request.host}`,
  }
}

export function createApi(
  server: FastifyInstance,
  options: {
    engine: Engine
    authenticate: Authenticate
    declared: Operation[]
    blobs?: Blobs
    templates?: Templates
    pages?: PagesInUse
    more?: Partial<Services>
  },
): Api {
  const {
    engine,
    authenticate,
    declared,
    blobs = noBlobs,
    templates = noTemplates,
    pages = noPages,
    more = {},
  } = options

  async function admit(request: FastifyRequest, permission: string): Promise<Actor> {
    const facts = factsOf(request)
    const found = facts.token === null ? null : await authenticate(facts.token, facts)
    if (permission === 'public') return found?.actor ?? { ...visitor, address: facts.address }
    if (!found) throw unauthenticated()
    if (!hasCsrf(request, found)) throw new Problem('csrf', 403)
    if (!holds(found, permission)) throw forbidden({ permission })
    return found.actor
  }

  /** Whoever is known and let in by what is known; everybody else goes through `admit`, which says why not. */
  function recalled(request: FastifyRequest, permission: string): Recalled | null {
    const facts = factsOf(request)
    if (permission === 'public' || facts.token === null) return null
    const known = authenticate.recall?.(facts.token, facts) ?? null
    return known && hasCsrf(request, known) && holds(known, permission) ? known : null
  }

  /** Runs for who asks; for whoever is known the session is confirmed in the same transaction. */
  async function serve<O extends Operation, T>(
    contract: O,
    request: FastifyRequest,
    run: (actor: Actor, input: Input<O>, confirm?: Confirm) => Promise<T>,
  ): Promise<T> {
    const known = recalled(request, contract.permission)
    const parsed = known ? parse(contract, request) : null
    try {
      if (known && parsed?.input) return await run(known.actor, parsed.input, known.confirm)
    } catch (error) {
      if (!(error instanceof Unconfirmed)) throw error
    }
    const actor = await admit(request, contract.permission)
    return run(actor, inputOf(contract, request))
  }

  function inputOf<O extends Operation>(contract: O, request: FastifyRequest): Input<O> {
    const { input, faults } = parse(contract, request)
    if (!input) throw invalid(faults)
    return input
  }

  function parse<O extends Operation>(contract: O, request: FastifyRequest): Parsed<O> {
    const locale = localeOf(request.headers['accept-language'])
    const parts = { params: request.params ?? {}, query: request.query ?? {}, body: request.body ?? {} }
    const faults: Fault[] = []
    const result: Record<string, unknown> = {}
    for (const part of ['params', 'query', 'body'] as const) {
      const parsed = contract[part].safeParse(parts[part])
      if (parsed.success) result[part] = parsed.data
      else faults.push(...faultsOf(parsed.error.issues, part, locale))
    }
    return { input: faults.length > 0 ? null : (result as Input<O>), faults }
  }

  const urlOf = (contract: Operation) => `/api${contract.path.replaceAll(/\{(\w+)\}/g, ':$1')}`

  return {
    query(contract, read) {
      declared.push(contract)
      server.route({
        method: contract.method,
        url: urlOf(contract),
        handler: (request) =>
          serve(contract, request, (actor, input, confirm) =>
            inView(engine, reading(actor, request), (view) => read(view, input, factsOf(request)), confirm),
          ),
      })
    },
    command(contract, act, after) {
      declared.push(contract)
      server.route({
        method: contract.method,
        url: urlOf(contract),
        handler: async (request, reply) => {
          const result = await serve(contract, request, (actor, input, confirm) =>
            inWork(engine, reading(actor, request), (work) => act(work, input, factsOf(request)), confirm),
          )
          return after ? after(reply, result) : result
        },
      })
    },
    raw(register) {
      register(server, { admit })
    },
    services: { labels: [], ...more, engine, blobs, templates, pages },
  }
}

/** Who asks, with the language in which they want to be answered. */
const reading = (actor: Actor, { headers }: FastifyRequest): Actor => ({
  ...actor,
  locale: localeOf(headers['accept-language']),
})

type Parsed<O extends Operation> = { input: Input<O> | null; faults: Fault[] }

const hasCsrf = ({ method, headers }: FastifyRequest, { csrfToken }: Authentication): boolean =>
  READS.has(method) || headers[CSRF_HEADER] === csrfToken
const holds = ({ actor }: Authentication, permission: string): boolean =>
  permission === 'session' || mayAnywhere(actor, permission)
