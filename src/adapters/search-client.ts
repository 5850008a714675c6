import { readFileSync } from 'node:fs'
import http from 'node:http'
import {
  type NodeState,
  type SearchAnswer,
  type SearchClient,
  SearchUnavailable,
  type Suggestion,
} from '../modules/search/index.ts'

/** Where a node of this machine listens; written by it, readable for its user alone. */
export type Endpoint = { socket: string } | { port: number; token: string }

type Options = { url: string } | { endpointFile: string }

const QUERY_MS = 3_000
const STATE_MS = 1_000
const CONNECT_MS = 500
const MOST_SOCKETS = 64

/** Asks a search node: of this machine by its endpoint file, of another by its address. Connections are kept. */
export function createSearchClient(options: Options): SearchClient {
  const agent = new http.Agent({ keepAlive: true, maxSockets: MOST_SOCKETS })
  let known: Target | null = null

  function target(): Target {
    known ??= 'url' in options ? ofUrl(options.url) : ofFile(options.endpointFile)
    return known
  }

  async function ask<T>(route: string, body: object, milliseconds: number): Promise<T> {
    try {
      return (await post(target(), { agent, route, body, milliseconds })) as T
    } catch (error) {
      // The node may have been started anew, at another place.
      known = null
      if (!isGone(error)) throw unavailable(error)
      try {
        return (await post(target(), { agent, route, body, milliseconds })) as T
      } catch (again) {
        throw unavailable(again)
      }
    }
  }

  return {
    search: (query) => ask<SearchAnswer>('search', query, QUERY_MS),
    suggest: (query) => ask<Suggestion[]>('suggest', query, QUERY_MS),
    state: () => ask<NodeState>('state', {}, STATE_MS),
    rebuild: () => ask<void>('rebuild', {}, STATE_MS),
    caughtUp: async (wish) => (await ask<{ isDone: boolean }>('caught-up', wish, wish.milliseconds + STATE_MS)).isDone,
    close: async () => agent.destroy(),
  }
}

type Target = Pick<http.RequestOptions, 'host' | 'port' | 'socketPath'> & { headers?: Record<string, string> }

function ofUrl(url: string): Target {
  const { hostname, port } = new URL(url)
  return { host: hostname, port: port === '' ? 80 : Number(port) }
}

function ofFile(file: string): Target {
  let endpoint: Endpoint
  try {
    endpoint = JSON.parse(readFileSync(file, 'utf8')) as Endpoint
  } catch (error) {
    throw new SearchUnavailable('no search node runs on this machine', { cause: error })
  }
  if ('socket' in endpoint) return { socketPath: endpoint.socket }
  return { host: '127.0.0.1', port: endpoint.port, headers: { authorization: `Bearer ${endpoint.token}` } }
}

type Posting = { agent: http.Agent; route: string; body: object; milliseconds: number }

function post(target: Target, { agent, route, body, milliseconds }: Posting): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const text = JSON.stringify(body)
    const headers = { ...target.headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }
    const request = http.request({ ...target, agent, method: 'POST', path: `/${route}`, headers }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('error', reject)
      response.on('end', () => {
        clearTimeout(timer)
        const said = Buffer.concat(parts).toString()
        if (response.statusCode === 200) resolve(said === '' ? undefined : JSON.parse(said))
        else reject(new SearchUnavailable(said.slice(0, 300) || `answered ${response.statusCode}`))
      })
    })
    const timer = setTimeout(
      () => request.destroy(new SearchUnavailable(`no answer within ${milliseconds} ms`)),
      milliseconds,
    )
    const connecting = setTimeout(() => {
      if (request.socket?.connecting) request.destroy(new SearchUnavailable('cannot be reached'))
    }, CONNECT_MS)
    request.on('error', reject)
    request.on('close', () => {
      clearTimeout(timer)
      clearTimeout(connecting)
    })
    request.end(text)
  })
}

/** The connection is no more, so nothing was answered: asking once more does no harm, everything here only reads. */
function isGone(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : ''
  return ['ECONNRESET', 'ECONNREFUSED', 'ENOENT', 'EPIPE'].includes(String(code))
}

const unavailable = (error: unknown): SearchUnavailable =>
  error instanceof SearchUnavailable
    ? error
    : new SearchUnavailable(error instanceof Error ? error.message : String(error), { cause: error })
