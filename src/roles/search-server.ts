import { randomBytes, timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import path from 'node:path'
import type { App } from '../app.ts'
import type { SearchClient, SearchQuery, SuggestQuery } from '../modules/search/index.ts'
import { SearchUnavailable } from '../modules/search/index.ts'

/** Longer paths are no socket on some systems. */
const MOST_PATH = 100
const MOST_BODY = 4 * 1024 * 1024

type Routes = Readonly<Record<string, (body: unknown) => Promise<unknown>>>

const reading = (node: SearchClient): Routes => ({
  search: (body) => node.search(body as SearchQuery),
  suggest: (body) => node.suggest(body as SuggestQuery),
  state: () => node.state(),
})
const steering = (node: SearchClient): Routes => ({
  rebuild: () => node.rebuild(),
  'caught-up': async (body) => ({ isDone: await node.caughtUp(body as { milliseconds: number; texts?: boolean }) }),
})

/**
 * The node answers HTTP with JSON on a socket in DATA_DIR/search, or, where a path cannot be a socket, on a port of this
 * machine with a token. With SEARCH_LISTEN also on the network, reading only: for web servers on other machines.
 */
export async function serveSearch(app: App, node: SearchClient): Promise<{ close(): Promise<void> }> {
  const { config } = app
  const folder = path.join(config.dataDir, 'search')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o700)
  const routes = { ...reading(node), ...steering(node) }
  const local = await listenLocally(app, folder, routes)
  const servers = [local]
  if (config.searchListen !== null) {
    const { hostname, port } = new URL(`http://${config.searchListen}`)
    const open = createServer(app, { ...reading(node), 'caught-up': routes['caught-up'] ?? notThere }, null)
    open.listen(Number(port), hostname)
    await once(open, 'listening')
    servers.push(open)
  }
  return {
    async close() {
      rmSync(path.join(folder, 'endpoint.json'), { force: true })
      for (const server of servers) {
        server.closeAllConnections()
        server.close()
      }
    },
  }
}

async function listenLocally(app: App, folder: string, routes: Routes): Promise<http.Server> {
  const socket = path.join(folder, 'node.sock')
  const canBeSocket = process.platform !== 'win32' && Buffer.byteLength(socket) <= MOST_PATH
  const token = canBeSocket ? null : randomBytes(24).toString('base64url')
  const server = createServer(app, routes, token)
  if (canBeSocket) {
    // Whoever had it is gone: the lock is ours.
    rmSync(socket, { force: true })
    server.listen(socket)
  } else server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const endpoint = canBeSocket ? { socket } : { port: typeof address === 'object' ? address?.port : 0, token }
  const draft = path.join(folder, 'endpoint.json.new')
  writeFileSync(draft, JSON.stringify(endpoint), { mode: 0o600 })
  renameSync(draft, path.join(folder, 'endpoint.json'))
  return server
}

function createServer({ log }: App, routes: Routes, token: string | null): http.Server {
  const server = http.createServer((request, response) => {
    void reply(request, response).catch((error: unknown) => {
      log.error({ err: error }, 'a search failed')
      send(response, 500, { error: 'failed' })
    })
  })
  server.keepAliveTimeout = 60_000

  async function reply(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (token !== null && !isBearer(request, token)) return send(response, 403, { error: 'forbidden' })
    const route = routes[(request.url ?? '/').slice(1)]
    if (!route || request.method !== 'POST') return send(response, 404, { error: 'not found' })
    const body = await bodyOf(request)
    if (body === null) return send(response, 413, { error: 'too large' })
    try {
      send(response, 200, await route(body))
    } catch (error) {
      if (!(error instanceof SearchUnavailable)) throw error
      send(response, 503, { error: error.message })
    }
  }
  return server
}

const notThere = async (): Promise<never> => {
  throw new SearchUnavailable('not offered here')
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length
    if (bytes > MOST_BODY) return null
    parts.push(part)
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString())
  } catch {
    return {}
  }
}

function isBearer(request: IncomingMessage, token: string): boolean {
  const given = Buffer.from(request.headers.authorization ?? '')
  const wanted = Buffer.from(`Bearer ${token}`)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

function send(response: ServerResponse, status: number, body: unknown): void {
  if (response.headersSent) return
  const text = body === undefined ? '' : JSON.stringify(body)
  response
    .writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
    .end(text)
}
