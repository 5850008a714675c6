import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { type Actor, mayAnywhere, visitor } from './actor.ts'
import type { Blobs } from './blobs.ts'
import type { Input, Operation } from './contract.ts'
import { faultsOf, localeOf } from './i18n.ts'
import { noPages, type PagesInUse } from './pages-in-use.ts'
import { forbidden, invalid, Problem, unauthenticated } from './problem.ts'
import { noTemplates, type Templates } from './templates.ts'
import { type Engine, inView, inWork, type View, type Work } from './work.ts'

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
}

export type Gatekeeper = {
  /** Who asks; a Problem when the permission is missing or, for a write, the CSRF token is wrong. */
  admit(request: FastifyRequest, permission: string): Promise<Actor>
}

export const SESSION_COOKIE = 'yw-session'
export const CSRF_HEADER = 'x-csrf-token'

export type Authenticate = (token: string, facts: RequestFacts) => Promise<Authentication | null>

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
    if (!READS.has(request.method) && request.headers[CSRF_HEADER] !== found.csrfToken) throw new Problem('csrf', 403)
    if (permission !== 'session' && !mayAnywhere(found.actor, permission)) throw forbidden({ permission })
    return found.actor
  }

  function inputOf<O extends Operation>(contract: O, request: FastifyRequest): Input<O> {
    const locale = localeOf(request.headers['accept-language'])
    const parts = { params: request.params ?? {}, query: request.query ?? {}, body: request.body ?? {} }
    const faults = []
    const result: Record<string, unknown> = {}
    for (const part of ['params', 'query', 'body'] as const) {
      const parsed = contract[part].safeParse(parts[part])
      if (parsed.success) result[part] = parsed.data
      else faults.push(...faultsOf(parsed.error.issues, part, locale))
    }
    if (faults.length > 0) throw invalid(faults)
    return result as Input<O>
  }

  const urlOf = (contract: Operation) => `/api${contract.path.replaceAll(/\{(\w+)\}/g, ':$1')}`

  return {
    query(contract, read) {
      declared.push(contract)
      server.route({
        method: contract.method,
        url: urlOf(contract),
        handler: async (request) => {
          const actor = await admit(request, contract.permission)
          const input = inputOf(contract, request)
          return inView(engine, actor, (view) => read(view, input, factsOf(request)))
        },
      })
    },
    command(contract, act, after) {
      declared.push(contract)
      server.route({
        method: contract.method,
        url: urlOf(contract),
        handler: async (request, reply) => {
          const actor = await admit(request, contract.permission)
          const input = inputOf(contract, request)
          const result = await inWork(engine, actor, (work) => act(work, input, factsOf(request)))
          return after ? after(reply, result) : result
        },
      })
    },
    raw(register) {
      register(server, { admit })
    },
    services: { ...more, engine, blobs, templates, pages },
  }
}

const refuse = async () => {
  throw new Error('no blob store was given')
}
const noBlobs: Blobs = { put: refuse, open: refuse, size: refuse, remove: refuse }
