import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../app.ts'
import { visitor } from '../kernel/actor.ts'
import { kyselyOn } from '../kernel/database.ts'
import { answer, type Asked } from '../portal/answer.ts'
import type { PageModel, Reader as Choices, ThemeName } from '../portal/model.ts'
import { plainPage } from '../portal/plain-page.ts'
import { createPreviews, type Previews } from '../portal/preview.ts'
import { createReader, type Reader } from '../portal/reader.ts'
import { openTheme, renderPage, type Theme } from '../portal/render.ts'
import { assets } from '../portal/site-context.ts'

const themes = new Map<ThemeName, Theme>()
function themeOf(name: ThemeName): Theme {
  const known = themes.get(name)
  if (known) return known
  const theme = openTheme(name)
  themes.set(name, theme)
  return theme
}

/** Public sites by host name. Everything that is not the API, the console or a health check comes here. */
export async function registerPortal(app: App, server: FastifyInstance): Promise<void> {
  const db = kyselyOn(app.readPool)
  const open = () => createReader({ db, actor: visitor, now: app.engine.clock() })

  const previews = createPreviews({ pool: app.readPool, clock: () => app.engine.clock() })
  previews.register(server)
  for (const asset of [assets.css, assets.js]) {
    server.get(asset.url, async (_request, reply) =>
      reply.header('cache-control', 'public, max-age=31536000, immutable').type(asset.type).send(asset.body),
    )
  }
  server.get<{ Params: { blob: string; name: string } }>('/files/:blob/:name', async (request, reply) => {
    return sendFile(app, open(), { previews, request, reply, ...request.params })
  })
  server.route({
    method: 'GET',
    url: '/*',
    errorHandler: portalFailure(app),
    handler: async (request, reply) => showPage(app, open(), { previews, request, reply }),
  })
}

type Showing = { previews: Previews; request: FastifyRequest; reply: FastifyReply }

async function showPage(app: App, reader: Reader, { previews, request, reply }: Showing) {
  const url = new URL(request.url, 'http://portal')
  const chosen = choiceIn(url)
  if (chosen) {
    return reply
      .setCookie(`yw-${chosen.name}`, chosen.value, { path: '/', sameSite: 'lax', maxAge: 31_536_000, httpOnly: false })
      .redirect(chosen.back, 303)
  }
  const asked: Asked = {
    host: request.hostname,
    path: decoded(url.pathname),
    query: url.searchParams,
    origin: `${request.protocol}://${request.host}`,
    choices: choicesOf(request),
  }
  const then = await previews.answer(request, reply, asked)
  const found = then ?? (await answer(reader, asked))
  reply.header('vary', 'Cookie')
  if (!then) reply.header('cache-control', 'no-cache')
  switch (found.kind) {
    case 'redirect':
      return reply.redirect(encodeURI(found.location), found.status)
    case 'text':
      return reply.status(found.status).type(found.type).send(found.body)
    case 'page':
      return reply.status(found.status).type('text/html; charset=utf-8').send(render(app, found.model))
    case 'no-site':
      return noSite(app, request, reply)
  }
}

function render(app: App, model: PageModel): string {
  try {
    return renderPage(themeOf(themeNameOf(model)), model)
  } catch (error) {
    app.log.error({ err: error, site: model.frame.site.name, kind: model.kind }, 'page could not be rendered')
    throw error
  }
}

const themeNameOf = ({ frame: { site } }: PageModel): ThemeName =>
  site.kind === 'subportal' ? 'village' : site.kind === 'department' ? 'department' : 'government'

/** A path with bad escapes is kept as it came: it leads to a 404 page, not to a fault. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path).replaceAll('\0', '')
  } catch {
    return path
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

type Sending = Showing & { blob: string; name: string }

async function sendFile(app: App, reader: Reader, { previews, request, reply, blob, name }: Sending) {
  const file = /^[0-9a-f]{64}$/.test(blob) ? await previews.file(request, reply, blob, reader) : null
  const bytes = file ? await app.blobs.size(blob) : null
  if (!file || bytes === null) return showPage(app, reader, { previews, request, reply })
  if (request.headers['if-none-match'] === `"${blob}"`) return reply.status(304).send()
  const stream = await app.blobs.open(blob)
  const disposition = INLINE.test(file.mediaType) ? 'inline' : 'attachment'
  return reply
    .type(file.mediaType)
    .header('content-length', bytes)
    .header('etag', `"${blob}"`)
    .header('cache-control', reply.getHeader('cache-control') ?? 'no-cache')
    .header('content-disposition', `${disposition}; filename*=UTF-8''${encodeURIComponent(name)}`)
    .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox")
    .send(stream)
}
