import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../app.ts'
import { visitor } from '../kernel/actor.ts'
import { kyselyOn } from '../kernel/database.ts'
import { type SearchAnswer, SearchUnavailable } from '../modules/search/index.ts'
import { type Asked, enter } from '../portal/answer.ts'
import { askEngine, examplesOf, hotWordsOf, loadSearch, placesOf } from '../portal/load-search.ts'
import { notFoundPage } from '../portal/load-other.ts'
import type { PageRequest } from '../portal/page-request.ts'
import { createReader } from '../portal/reader.ts'
import { renderPage } from '../portal/render.ts'
import type { PageModel } from '../portal/model.ts'
import { type Ask, isNarrowed, readAsk, tidy } from '../portal/search-ask.ts'
import { openSearchDescription, searchRss, type ShownSuggestion, shownSuggestions } from '../portal/search-feeds.ts'
import type { Desk } from './portal-desk.ts'
import { openTally } from './search-tally.ts'

/** What one address may ask in a minute: a household, or an office hall behind one address. */
const SEARCHES_A_MINUTE = 120
const SUGGESTIONS_A_MINUTE = 900
const CLICKS_A_MINUTE = 300
const MINUTE_MS = 60_000
/** Longer than this nobody waits; the page says that search is out. */
const PATIENCE_MS = 4_000
const MOST_SUGGESTIONS = 10
const MOST_EXAMPLES = 6
const MOST_SUGGEST_CHARACTERS = 60

type Exchange = { request: FastifyRequest; reply: FastifyReply }

export type Searches = {
  /** Answers below /search/ of any site; null: another address. */
  answer(exchange: Exchange, asked: Asked): Promise<FastifyReply | null>
}

const ADDRESS = /\/search(\/(suggest|click|feed\.xml|opensearch\.xml)?)?$/

/** The search of all sites: page, suggestions, feed, description, clicks. Nothing of it is kept, here or on the way. */
export function openSearches(app: App, server: FastifyInstance, desk: Pick<Desk, 'remembered'>): Searches {
  const db = kyselyOn(app.readPool)
  const tally = openTally(app)
  server.addHook('onClose', () => tally.close())
  const limit = (max: number) => {
    const check = server.createRateLimit({ max, timeWindow: MINUTE_MS })
    return async (request: FastifyRequest): Promise<boolean> => {
      const { isAllowed, ...rest } = await check(request)
      return isAllowed || !('isExceeded' in rest && rest.isExceeded)
    }
  }
  const limits = {
    search: limit(SEARCHES_A_MINUTE),
    suggest: limit(SUGGESTIONS_A_MINUTE),
    click: limit(CLICKS_A_MINUTE),
  }

  /** What the engine says; a word where it says nothing. */
  async function find(page: PageRequest, ask: Ask): Promise<SearchAnswer | 'unavailable'> {
    try {
      return await within(PATIENCE_MS, askEngine(app.search, page, ask))
    } catch (error) {
      if (!(error instanceof SearchUnavailable)) app.log.error({ err: error }, 'a search failed')
      return 'unavailable'
    }
  }

  async function showSearch({ request, reply }: Exchange, page: PageRequest, ask: Ask): Promise<FastifyReply> {
    if (ask.text === '') return sendPage({ request, reply }, page, await loadSearch(page, ask, null))
    if (!(await limits.search(request))) {
      void reply.status(429).header('retry-after', '60')
      return sendPage({ request, reply }, page, await loadSearch(page, ask, 'busy'))
    }
    const found = await find(page, ask)
    if (found === 'unavailable') void reply.status(503).header('retry-after', '60')
    else if (ask.page === 1 && !isNarrowed(ask)) {
      const hasFound = found.total > 0 && !found.isCorrected
      tally.searched({ words: ask.text, place: page.context.site.code, hasFound })
    }
    return sendPage({ request, reply }, page, await loadSearch(page, ask, found))
  }

  async function sendPage({ reply }: Exchange, page: PageRequest, model: PageModel): Promise<FastifyReply> {
    const theme = (await page.reader.themes()).of(model.frame.site.look)
    return reply.type('text/html; charset=utf-8').send(renderPage(theme, model))
  }

  async function sendFeed({ request, reply }: Exchange, page: PageRequest, ask: Ask): Promise<FastifyReply> {
    if (ask.text === '' || !page.context.settings['feature.rss'])
      return sendPage({ request, reply: reply.status(404) }, page, notFoundPage(page))
    if (!(await limits.search(request))) return tooMany(reply)
    const found = await find(page, { ...ask, page: 1 })
    if (found === 'unavailable') return outOfService(reply)
    return reply.type('application/rss+xml; charset=utf-8').send(await searchRss(page, ask, found))
  }

  async function suggest({ request, reply }: Exchange, page: PageRequest, query: URLSearchParams) {
    if (!(await limits.suggest(request))) return tooMany(reply)
    const text = Array.from(tidy(query.get('q') ?? ''))
      .slice(0, MOST_SUGGEST_CHARACTERS)
      .join('')
    const suggestions = text === '' ? await hot(page) : await suggested(page, text)
    if (query.get('as') === 'list')
      return reply
        .type('application/x-suggestions+json; charset=utf-8')
        .send(JSON.stringify([text, suggestions.map((one) => one.text)]))
    return reply.type('application/json; charset=utf-8').send(JSON.stringify({ q: text, suggestions }))
  }

  /** Before anything is typed. Where nothing is hot yet the site's own services or channels say what one may look for. */
  async function hot(page: PageRequest): Promise<ShownSuggestion[]> {
    const words = await hotWordsOf(page)
    if (words.length > 0) return words.map((text) => ({ text, kind: 'hot', url: null }))
    const { links, kind } = examplesOf(page.context)
    return links.slice(0, MOST_EXAMPLES).map(({ title, url }) => ({ text: title, kind, url }))
  }

  async function suggested(page: PageRequest, text: string): Promise<ShownSuggestion[]> {
    const { context, reader } = page
    try {
      const places = (await placesOf({ site: context.site, reader })).map(({ key }) => key)
      const asked = { text, limit: MOST_SUGGESTIONS, places, siteId: context.site.id, now: reader.now.getTime() }
      return await shownSuggestions(page, await within(PATIENCE_MS, app.search.suggest(asked)))
    } catch (error) {
      if (!(error instanceof SearchUnavailable)) app.log.error({ err: error }, 'suggestions failed')
      return []
    }
  }

  async function click({ request, reply }: Exchange, page: PageRequest): Promise<FastifyReply> {
    if (request.method !== 'POST') return sendPage({ request, reply: reply.status(404) }, page, notFoundPage(page))
    const sent = new URLSearchParams(typeof request.body === 'string' ? request.body : '')
    const ask = readAsk(sent)
    if (ask.text !== '' && (await limits.click(request)))
      tally.clicked({ words: ask.text, place: page.context.site.code, position: Number(sent.get('n')) })
    return reply.status(204).send()
  }

  return {
    async answer(exchange, asked) {
      if (!ADDRESS.test(asked.path)) return null
      const reader = createReader({ db, actor: visitor, now: app.engine.clock() }, await desk.remembered())
      const entered = await enter(reader, asked)
      if (!('request' in entered)) return null
      const { request: page, rest } = entered
      const { context } = page
      if (!rest.startsWith('/search') || context.frame.searchAction === null) return null
      const { reply } = exchange
      reply.header('cache-control', 'private, no-store').header('x-robots-tag', 'noindex, nofollow')
      reply.header('vary', 'Cookie')
      const ask = readAsk(asked.query)
      switch (rest) {
        case '/search':
          return reply.redirect(encodeURI(context.frame.searchAction.action) + queryOf(asked), 301)
        case '/search/':
          return showSearch(exchange, page, ask)
        case '/search/feed.xml':
          return sendFeed(exchange, page, ask)
        case '/search/suggest':
          return suggest(exchange, page, asked.query)
        case '/search/click':
          return click(exchange, page)
        case '/search/opensearch.xml':
          return reply
            .header('cache-control', 'public, max-age=3600')
            .type('application/opensearchdescription+xml; charset=utf-8')
            .send(openSearchDescription(page))
        default:
          return null
      }
    },
  }
}

const queryOf = ({ query }: Asked): string => (query.size === 0 ? '' : `?${query.toString()}`)

const tooMany = (reply: FastifyReply): FastifyReply =>
  reply
    .status(429)
    .header('retry-after', '60')
    .type('text/plain; charset=utf-8')
    .send('搜索过于频繁，请过一分钟再试。\n')

const outOfService = (reply: FastifyReply): FastifyReply =>
  reply
    .status(503)
    .header('retry-after', '60')
    .type('text/plain; charset=utf-8')
    .send('搜索暂时不能使用，请过几分钟再试。\n')

/** An engine that says nothing for so long is as good as none. */
async function within<T>(ms: number, answer: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new SearchUnavailable('no answer in time')), ms)
  try {
    return await Promise.race([answer, promise])
  } finally {
    clearTimeout(timer)
  }
}
