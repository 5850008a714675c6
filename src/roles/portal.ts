import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../app.ts'
import { visitor } from '../kernel/actor.ts'
import { kyselyOn } from '../kernel/database.ts'
import type { Answer, Asked } from '../portal/answer.ts'
import type { Reader as Choices } from '../portal/model.ts'
import { decodedPath, pageKey } from '../portal/page-key.ts'
import { plainPage } from '../portal/plain-page.ts'
import { createPreviews, type Previews } from '../portal/preview.ts'
import { createReader, type Reader } from '../portal/reader.ts'
import { readIcon } from '../portal/render-assets.ts'
import { assets } from '../portal/site-context.ts'
import { type Desk, openDesk } from './portal-desk.ts'
import { refuseOtherMethods } from './portal-methods.ts'
import { openSearches, type Searches } from './portal-search.ts'
import { type FastLane, fastLane, replyOf, type Request, send } from './portal-send.ts'

/** Public sites by host name. Everything that is not the API, the console or a health check comes here. */
export async function registerPortal(app: App, server: FastifyInstance): Promise<FastLane> {
  const db = kyselyOn(app.readPool)
  const open = () => createReader({ db, actor: visitor, now: app.engine.clock() })
  const desk = await openDesk(app)
  server.addHook('onClose', () => desk.close())
  let security: string[] | null = null
  refuseOtherMethods(server, { hasWeb: app.config.roles.includes('web') })

  const previews = createPreviews({ pool: app.readPool, clock: () => app.engine.clock() })
  previews.register(server)
  const searches = openSearches(app, server, desk)
  for (const asset of [assets.css, assets.js]) {
    server.get(asset.url, async (_request, reply) =>
      reply.header('cache-control', 'public, max-age=31536000, immutable').type(asset.type).send(asset.body),
    )
  }
  const icon = readIcon()
  server.get('/favicon.ico', async (_request, reply) =>
    reply.header('cache-control', 'public, max-age=86400').type('image/x-icon').send(icon),
  )
  server.get<{ Params: { blob: string; name: string } }>('/files/:blob/:name', async (request, reply) => {
    return sendFile({ app, desk, previews, searches, reader: open() }, { request, reply, ...request.params })
  })
  server.route({
    method: 'GET',
    url: '/*',
    errorHandler: portalFailure(app),
    handler: async (request, reply) => {
      // What every answer carries (security.ts); the fast lane sends the same.
      security ??= Object.entries(reply.getHeaders()).flatMap(([name, value]) => [name, String(value)])
      return showPage({ app, desk, previews, searches }, { request, reply })
    },
  })
  // Which result was opened; a beacon of the browser. Nothing else is posted to a site (portal-methods.ts).
  server.post('/*', { bodyLimit: MOST_POSTED_BYTES }, async (request, reply) => {
    return (await searches.answer({ request, reply }, askedOf(app, request))) ?? reply.callNotFound()
  })
  return fastLane({ keeper: desk.keeper, extra: () => security, origin: rememberedOrigin(app, server) })
}

const MOST_HOSTS = 5_000
const MOST_POSTED_BYTES = 4_096

/** The same few hosts are asked for all the time. */
function rememberedOrigin(app: App, server: FastifyInstance) {
  if (app.config.trustProxy) return (request: Request) => keptOrigin(app, server, request)
  const known = new Map<string, string | null>()
  return (request: Request): string | null => {
    const host = request.headers.host ?? ''
    const found = known.get(host)
    if (found !== undefined) return found
    if (known.size >= MOST_HOSTS) known.clear()
    const origin = keptOrigin(app, server, request)
    known.set(host, origin)
    return origin
  }
}

const ORIGIN_HOST = /^(?:[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])(?::(?<port>\d+))?$/

/**
 * scheme://host[:port] of a request whose answers are kept; null for ports nobody is served on, which anybody could make up
 * without end.
 */
function keptOrigin({ config }: App, server: FastifyInstance, { headers }: Request): string | null {
  const first = (value: string | string[] | undefined) =>
    String(value ?? '')
      .split(',')[0]
      ?.trim() ?? ''
  const proto = (config.trustProxy && first(headers['x-forwarded-proto'])) || 'http'
  const host = ((config.trustProxy && first(headers['x-forwarded-host'])) || first(headers.host)).toLowerCase()
  const port = ORIGIN_HOST.exec(host)?.groups?.['port']
  const address = server.server.address()
  const own = typeof address === 'object' ? String(address?.port) : ''
  if (!ORIGIN_HOST.test(host) || (proto !== 'http' && proto !== 'https')) return null
  if (port !== undefined && port !== own && port !== String(config.port)) return null
  return `${proto}://${host}`
}

async function showPage({ app, desk, previews, searches }: Serving, { request, reply }: Exchange) {
  const url = urlOf(request)
  const chosen = choiceIn(url)
  if (chosen) {
    return reply
      .setCookie(`yw-${chosen.name}`, chosen.value, { path: '/', sameSite: 'lax', maxAge: 31_536_000, httpOnly: false })
      .redirect(chosen.back, 303)
  }
  const origin = keptOrigin(app, request.server, request.raw)
  const asked = askedOf(app, request)
  const searched = await searches.answer({ request, reply }, asked)
  if (searched) return searched
  const then = await previews.answer(request, reply, asked)
  if (then) return sendAnswer(app, { request, reply }, then.found, then.text)
  if (origin === null || OWN_QUERY.some((name) => url.searchParams.has(name))) {
    const { found, text } = await desk.produce(asked)
    return sendAnswer(app, { request, reply }, found, text)
  }
  // A query that nobody asks about (a campaign's mark) changes nothing.
  const outcome = await desk.keeper.get({ ...asked, query: new URLSearchParams() })
  if (!('ready' in outcome)) return sendAnswer(app, { request, reply }, outcome.answer, outcome.html)
  const extra = Object.entries(reply.getHeaders()).flatMap(([name, value]) => [name, String(value)])
  reply.hijack()
  send(reply.raw, replyOf(outcome.ready, request.raw, { keeper: desk.keeper, key: pageKey(asked), extra }))
}

/** Two slashes at the beginning are a path all the same, not a host. */
const urlOf = ({ url }: FastifyRequest): URL => (url.startsWith('/') ? new URL(`http://portal${url}`) : new URL(url))

function askedOf(app: App, request: FastifyRequest): Asked {
  const url = urlOf(request)
  return {
    host: request.hostname.toLowerCase(),
    path: decodedPath(url.pathname),
    query: url.searchParams,
    origin: keptOrigin(app, request.server, request.raw) ?? `${request.protocol}://${request.host}`,
    choices: choicesOf(request),
  }
}

/** Queries that make another page: print view, an old version, where a link leads out. */
const OWN_QUERY = ['print', 'v', 'to']

type Exchange = { request: FastifyRequest; reply: FastifyReply }

async function sendAnswer(app: App, { request, reply }: Exchange, found: Answer, html: string | null) {
  reply.header('vary', 'Cookie')
  if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-cache')
  switch (found.kind) {
    case 'redirect':
      // What is escaped already is not escaped once more.
      return reply.redirect(encodeURI(found.location).replace(/%25(?=[0-9a-f]{2})/gi, '%'), found.status)
    case 'text':
      return reply.status(found.status).type(found.type).send(found.body)
    case 'page':
      return reply.status(found.status).type('text/html; charset=utf-8').send(html)
    case 'no-site':
      return noSite(app, request, reply)
  }
}

const CHOICES = { view: 'elder', contrast: 'high', text: 'large' } as const

/** ?view=elder and the like: remembered in a cookie, then back to the page without it. */
function choiceIn(url: URL): { name: string; value: string; back: string } | null {
  for (const [name, special] of Object.entries(CHOICES)) {
    const value = url.searchParams.get(name)
    if (value === null) continue
    url.searchParams.delete(name)
    const back = `${url.pathname}${url.search}`
    return { name, value: value === special ? special : 'standard', back: back.startsWith('//') ? '/' : back }
  }
  return null
}

function choicesOf({ cookies }: FastifyRequest): Choices {
  return {
    view: cookies['yw-view'] === 'elder' ? 'elder' : 'standard',
    contrast: cookies['yw-contrast'] === 'high' ? 'high' : 'standard',
    text: cookies['yw-text'] === 'large' ? 'large' : 'standard',
  }
}

/** A host that no site has: from the machine itself, on to the first site; else a plain word. */
async function noSite(app: App, request: FastifyRequest, reply: FastifyReply) {
  const isLocal = request.hostname === 'localhost' || /^[\d.]+$|^\[/.test(request.hostname)
  if (isLocal && request.url === '/') {
    const root = await app.readPool.query<{ host: string | null }>(
      `SELECT host FROM sites.v_site WHERE state = 'running' AND host IS NOT NULL ORDER BY no LIMIT 1`,
    )
    const host = root.rows[0]?.host
    const port = request.port ? `:${request.port}` : ''
    return reply.redirect(host ? `${request.protocol}://${host}${port}/` : '/console/', 302)
  }
  return reply
    .status(404)
    .type('text/html; charset=utf-8')
    .send(plainPage('没有这个网站', '这个网址上没有开通的政府网站，请检查地址是否正确。'))
}

/** When a page cannot be made: a word for people, never a stack or a bare JSON. */
function portalFailure(app: App) {
  return (error: Error, request: FastifyRequest, reply: FastifyReply) => {
    app.log.error({ err: error, requestId: request.id, host: request.hostname, url: request.url }, 'page failed')
    const text = '我们正在恢复，请过几分钟再试。急事请直接拨打主办单位的电话。'
    void reply
      .status(503)
      .header('retry-after', '60')
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(plainPage('网站暂时不能访问', text, `编号 ${request.id}`))
  }
}

/** Images and PDF show in the browser; everything else is saved, so that no uploaded markup ever runs here. */
const INLINE = /^(image\/(png|jpeg|gif|webp)|application\/pdf|video\/mp4|audio\/mpeg)$/

type Serving = { app: App; desk: Desk; previews: Previews; searches: Searches }
type Sending = Exchange & { blob: string; name: string }

async function sendFile(serving: Serving & { reader: Reader }, { request, reply, blob, name }: Sending) {
  const { app, previews, reader } = serving
  const file = /^[0-9a-f]{64}$/.test(blob) ? await previews.file(request, reply, blob, reader) : null
  const bytes = file ? await app.blobs.size(blob) : null
  if (!file || bytes === null) return showPage(serving, { request, reply })
  if (request.headers['if-none-match']?.includes(`"${blob}"`)) return reply.status(304).send()
  // A part of another file than the reader has begun with would be of no use.
  const isSame = (request.headers['if-range'] ?? `"${blob}"`) === `"${blob}"`
  const range = isSame ? rangeIn(request.headers.range, bytes) : null
  reply.header('accept-ranges', 'bytes').header('etag', `"${blob}"`)
  if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-cache')
  if (range === 'none') return reply.status(416).header('content-range', `bytes */${bytes}`).send()
  const isPart = range !== null
  const part = isPart ? range : { start: 0, end: bytes - 1 }
  if (isPart) reply.status(206).header('content-range', `bytes ${part.start}-${part.end}/${bytes}`)
  const disposition = INLINE.test(file.mediaType) ? 'inline' : 'attachment'
  return reply
    .type(file.mediaType)
    .header('content-length', part.end - part.start + 1)
    .header('content-disposition', `${disposition}; filename*=UTF-8''${encodeURIComponent(name)}`)
    .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox")
    .send(isPart ? await app.blobs.open(blob, part) : await app.blobs.open(blob))
}

/** One range of bytes; null: none is asked for, or several (then the whole is sent); 'none': it lies outside. */
function rangeIn(header: string | undefined, bytes: number): { start: number; end: number } | null | 'none' {
  const asked = /^bytes=(\d*)-(\d*)$/.exec(header ?? '')
  if (!asked || (asked[1] === '' && asked[2] === '')) return null
  const [, first = '', last = ''] = asked
  const start = first === '' ? Math.max(0, bytes - Number(last)) : Number(first)
  if (first !== '' && last !== '' && Number(last) < start) return null
  const end = first === '' || last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1)
  return start > end || start >= bytes ? 'none' : { start, end }
}
