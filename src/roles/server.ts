import { createServer as createHttpServer } from 'node:http'
import cookie from '@fastify/cookie'
import rateLimit from '@fastify/rate-limit'
import Fastify, { type FastifyInstance } from 'fastify'
import type { App } from '../app.ts'
import { createMetrics } from '../kernel/metrics.ts'
import { newId } from '../kernel/ids.ts'
import { problemReply } from '../kernel/problem-reply.ts'
import { allLabels } from '../modules.ts'
import { registerPortal } from './portal.ts'
import { type FastLane, type Reply, send } from './portal-send.ts'
import { answerOnWire } from './portal-wire.ts'
import { searchMetrics, searchReady } from './search-figures.ts'
import { securityHeaders } from './security.ts'
import { registerWeb } from './web.ts'

/** What one address may ask in a minute. */
const A_MINUTE: Readonly<Record<string, number>> = { 'POST /api/session': 60, 'GET /api/search': 240 }
/** Ten thousand Chinese characters in an address are 90 KB: whoever pastes a letter into the search box is told, not cut off. */
const MOST_HEADER_BYTES = 128 * 1024
const JSON_LIMIT = 12 * 1024 * 1024

/** One HTTP server with the roles asked for; each role registers its own routes. */
export async function createServer(app: App): Promise<FastifyInstance> {
  const { config, log } = app
  const metrics = createMetrics(app.pages, [searchMetrics(app.search)])
  let fastLane: FastLane | null = null
  const server = Fastify({
    logger: false,
    trustProxy: config.trustProxy,
    bodyLimit: JSON_LIMIT,
    genReqId: newId,
    routerOptions: { maxParamLength: 1000, ignoreTrailingSlash: false },
    rewriteUrl: (request) => readableUrl(request.url ?? '/'),
    forceCloseConnections: 'idle',
    serverFactory: (handler) =>
      createHttpServer({ maxHeaderSize: MOST_HEADER_BYTES }, (request, response) => {
        const go = (reply: Reply | null) => (reply ? send(response, reply) : handler(request, response))
        const reply = fastLane?.(request) ?? null
        if (reply instanceof Promise) void reply.then(go)
        else go(reply)
      }),
  })
  await server.register(cookie, { parseOptions: { secure: config.secureCookies } })
  const secure = Object.fromEntries(await securityHeaders(config))
  server.addHook('onRequest', (_request, reply, done) => {
    reply.headers(secure)
    done()
  })
  // Guessing passwords is slow from one address, whatever accounts it tries; each account locks besides. A search costs more
  // than a page.
  server.addHook('onRoute', (route) => {
    const max = A_MINUTE[`${String(route.method)} ${route.url}`]
    if (max !== undefined) route.config = { ...route.config, rateLimit: { max, timeWindow: 60_000 } }
  })
  await server.register(rateLimit, { global: false })
  server.setErrorHandler(problemReply(allLabels, log))
  server.addHook('onResponse', async (request, reply) => {
    const role = request.url.startsWith('/api/') ? 'api' : 'pages'
    metrics.requests.observe({ role, method: request.method, status: reply.statusCode }, reply.elapsedTime / 1000)
  })

  server.get('/healthz', async () => ({ status: 'ok' }))
  server.get('/readyz', async (_request, reply) => {
    const database = await app.engine.pool.query('SELECT 1').then(
      () => 'ok' as const,
      () => 'unreachable' as const,
    )
    // The site works without search: how that stands is told, and makes nothing unready.
    const search = await searchReady(app.search)
    const pages = pagesReady(app)
    const isReady = database === 'ok' && pages !== 'unreadable'
    return reply.status(isReady ? 200 : 503).send({ status: isReady ? 'ok' : 'unready', database, pages, search })
  })
  server.get('/metrics', async (_request, reply) => {
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics())
  })

  if (config.roles.includes('web')) await registerWeb(app, server)
  if (config.roles.includes('portal')) {
    fastLane = await registerPortal(app, server)
    const wire = answerOnWire(server.server, fastLane)
    server.addHook('preClose', async () => wire.close())
  }
  return server
}

/** An address with broken escapes, cut off in a message or typed by hand, is looked for as it stands, like any other that leads nowhere. */
function readableUrl(url: string): string {
  if (!url.includes('%')) return url
  const [path = '', ...query] = url.split('?')
  try {
    decodeURIComponent(path)
    return url
  } catch {
    return [path.replaceAll('%', '%25'), ...query].join('?')
  }
}

/** none: this process serves no pages, and no other of this machine keeps any. */
function pagesReady({ pages, config, log }: App): 'ok' | 'none' | 'unreadable' {
  try {
    if (pages.figures() !== null) return 'ok'
    return config.roles.includes('portal') ? 'unreadable' : 'none'
  } catch (error) {
    log.warn({ err: error }, 'the page store cannot be read')
    return config.roles.includes('portal') ? 'unreadable' : 'none'
  }
}
