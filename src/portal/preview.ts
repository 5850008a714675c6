import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { visitor } from '../kernel/actor.ts'
import { kyselyOn, type Pool } from '../kernel/database.ts'
import { inPast } from '../kernel/past.ts'
import type { View } from '../kernel/work.ts'
import { openPreview, type Pass } from '../modules/previews/index.ts'
import * as sites from '../modules/sites/index.ts'
import { answer, type Answer, type Asked } from './answer.ts'
import type { PageModel, PreviewBar } from './model.ts'
import { plainPage } from './plain-page.ts'
import { createReader, type Reader } from './reader.ts'
import { openTheme, renderPage } from './render.ts'
import { datetimeCn } from './render-dates.ts'

const COOKIE = 'yw-preview'
const PREFIX = '/-/preview/'
const END = `${PREFIX}end`

export type Previews = ReturnType<typeof createPreviews>

/** The time machine (时间机器): pages at another instant, for who holds a link that a member of staff made (ADR 0008). */
export function createPreviews({ pool, clock }: { pool: Pool; clock: () => Date }) {
  const db = kyselyOn(pool)
  const present = (): View => ({ db, actor: visitor, now: clock() })

  /** Read as of the instant: today's tables ahead of time, the kept ones behind it. */
  async function at<T>(instant: Date, read: (view: View) => Promise<T>): Promise<T> {
    return instant > clock() ? read({ db, actor: visitor, now: instant }) : inPast(pool, instant, read)
  }

  /** The site of a pass, where this host is its own. */
  async function siteOn(host: string, { siteId }: Pass) {
    const view = present()
    const site = await sites.siteById(view, siteId)
    const found = site ? await sites.resolveSite(view, host, `${site.basePath}/`) : null
    return found?.site.id === siteId ? found.site : null
  }

  async function passOf(request: FastifyRequest) {
    const token = request.cookies[COOKIE]
    return token === undefined ? null : openPreview(present(), token)
  }

  return {
    register(server: FastifyInstance): void {
      server.get<{ Querystring: { to?: string } }>(END, async (request, reply) =>
        secret(reply).clearCookie(COOKIE, { path: '/' }).redirect(wayOn(request.query.to), 303),
      )
      server.get<{ Params: { token: string }; Querystring: { to?: string } }>(
        `${PREFIX}:token`,
        async (request, reply) => {
          secret(reply)
          const { token } = request.params
          const opened = await openPreview(present(), token)
          const page = (body: string) => reply.status(410).type(HTML).send(body)
          if (opened.state === 'forged') return page(forgedPage())
          if (opened.state === 'ended') return page(endedPage(opened.pass, '/'))
          if (!(await siteOn(request.hostname, opened.pass))) return page(elsewherePage())
          return reply
            .setCookie(COOKIE, token, { path: '/', httpOnly: true, sameSite: 'lax', expires: opened.pass.until })
            .redirect(wayOn(request.query.to), 303)
        },
      )
    },

    /** The answer at the instant of the visitor's link; null when they have none, or it does not cover this page. */
    async answer(request: FastifyRequest, reply: FastifyReply, asked: Asked): Promise<Shown | null> {
      const opened = await passOf(request)
      if (!opened) return null
      if (opened.state !== 'good') {
        secret(reply).clearCookie(COOKIE, { path: '/' })
        return word(410, opened.state === 'ended' ? endedPage(opened.pass, asked.path) : forgedPage())
      }
      const { pass } = opened
      if (!(await siteOn(asked.host, pass))) return null
      const bar: PreviewBar = {
        at: pass.at.toISOString(),
        isFuture: pass.at > clock(),
        until: pass.until.toISOString(),
        endUrl: `${END}?to=${encodeURIComponent(request.url)}`,
      }
      const shown = await at(pass.at, (view) => showThen(view, pass, { asked, bar }))
      if (shown) secret(reply)
      return shown
    },

    /** A file as it was served at the instant of the visitor's link; `otherwise` answers when there is none. */
    async file(request: FastifyRequest, reply: FastifyReply, blob: string, otherwise: Reader) {
      const opened = await passOf(request)
      if (opened?.state !== 'good' || !(await siteOn(request.hostname, opened.pass))) return otherwise.file(blob)
      secret(reply)
      return at(opened.pass.at, (view) => createReader(view).file(blob))
    },
  }
}

/** An answer and the text to send; null where there is none. */
export type Shown = { found: Answer; text: string | null }

/** The page as the site had it then, whatever its host was then; null for sites that the pass does not cover. */
async function showThen(
  view: View,
  pass: Pass,
  { asked, bar }: { asked: Asked; bar: PreviewBar },
): Promise<Shown | null> {
  const reader = createReader(view)
  const site = await reader.siteById(pass.siteId)
  const here = site?.host ? await reader.site(site.host, asked.path) : null
  if (!site?.host || !here) return word(404, noSitePage(pass))
  if (!here.site.path.startsWith(site.path)) return null
  const found = await answer(reader, { ...asked, host: site.host })
  if (found.kind === 'no-site') return word(404, noSitePage(pass))
  if (found.kind !== 'page') return { found, text: found.kind === 'text' ? found.body : null }
  found.model.frame.preview = bar
  const theme = (await reader.themes()).of(found.model.frame.site.look)
  return { found, text: withBar(renderPage(theme, found.model), found.model) }
}

/** A look of that time may know nothing of previews: the bar stands there all the same. */
function withBar(html: string, { frame }: PageModel): string {
  if (html.includes('<section class="preview"')) return html
  const bar = openTheme(frame.site.look).render('parts/preview', { preview: frame.preview }, { site: frame.site })
  return html.replace(/<body[^>]*>/, (body) => body + bar)
}

const word = (status: number, body: string): Shown => ({
  found: { kind: 'text', status, type: HTML, body, isKept: false },
  text: body,
})

const HTML = 'text/html; charset=utf-8'

/** Nobody keeps it, no search engine shows it. */
const secret = (reply: FastifyReply) => reply.header('cache-control', 'no-store').header('x-robots-tag', 'noindex')

/** Only ever a path of this host. */
function wayOn(to: string | undefined): string {
  const url = to?.startsWith('/') ? URL.parse(to, 'http://host') : null
  return url?.host === 'host' && !url.pathname.startsWith('//') ? url.pathname + url.search : '/'
}

const ASK = '请联系给您链接的人，在管理台“时间机器”里重新生成。'
const back = (path: string) => ({ title: '回到现在', url: `${END}?to=${encodeURIComponent(path)}` })

const forgedPage = () => plainPage('预览链接无效', `链接不完整、被改动过，或者已被管理员废止。${ASK}`, back('/'))
const endedPage = ({ until }: Pass, path: string) =>
  plainPage('预览链接已过期', `它到 ${datetimeCn(until.toISOString())} 为止有效。${ASK}`, back(path))
const elsewherePage = () => plainPage('预览链接属于另一个网站', '请用链接原来的网址打开，不要更换域名。', back('/'))
const noSitePage = ({ at }: Pass) =>
  plainPage('那时还没有这个网站', `${datetimeCn(at.toISOString())} 时这个网址上没有开通的网站。`, back('/'))
