import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import { gunzipSync } from 'node:zlib'
import type { Keeper } from '../portal/keeper.ts'
import { decodedPath } from '../portal/page-key.ts'
import type { Ready } from '../portal/page-cache.ts'

/** What is looked at of a request: an IncomingMessage, or what was read from the socket itself. */
export type Request = { method?: string | undefined; url?: string | undefined; headers: IncomingHttpHeaders }

/** A kept page as it is sent to one reader. */
export type Reply = { status: 200 | 304; headers: readonly string[]; body: Buffer | null }

/** Answers before the framework, at once or in a moment; null: not this one. */
export type FastLane = (request: Request) => Reply | null | Promise<Reply | null>

const SHARED = ['vary', 'Accept-Encoding, Cookie', 'cache-control', 'no-cache']

type Sending = { keeper: Keeper; key: string; extra: readonly string[] }

/** A kept page as the reader can take it: smaller where it is understood, nothing where it is known already. */
export function replyOf(ready: Ready, { method, headers: asked }: Request, { keeper, key, extra }: Sending): Reply {
  const { page, headers } = ready
  const accepted = String(asked['accept-encoding'] ?? '').toLowerCase()
  const known = asked['if-none-match']
  if (known !== undefined && isKnown(known, page.etag)) {
    return { status: 304, headers: [...extra, ...SHARED, 'etag', etagIn(known, page.etag)], body: null }
  }
  const isHead = method === 'HEAD'
  if (takes(accepted, 'br')) {
    if (page.brotli && headers.brotli)
      return { status: 200, headers: whole(headers.brotli, extra), body: isHead ? null : page.brotli }
    keeper.squeeze(ready, key)
  }
  if (takes(accepted, 'gzip'))
    return { status: 200, headers: whole(headers.gzip, extra), body: isHead ? null : page.gzip }
  const plain = gunzipSync(page.gzip)
  const own = ['content-type', page.type, 'content-length', String(plain.length), 'etag', `"${page.etag}"`]
  return { status: 200, headers: [...extra, ...SHARED, ...own], body: isHead ? null : plain }
}

export function send(response: ServerResponse, { status, headers, body }: Reply): void {
  response.writeHead(status, headers as string[])
  response.end(body ?? undefined)
}

/** All headers of a page, put together once: they are the same for every reader. */
const wholes = new WeakMap<readonly string[], { extra: readonly string[]; all: string[] }>()
function whole(own: readonly string[], extra: readonly string[]): string[] {
  const known = wholes.get(own)
  if (known?.extra === extra) return known.all
  const all = [...extra, ...SHARED, ...own]
  wholes.set(own, { extra, all })
  return all
}

const REFUSED = /;\s*q=0(?:\.0*)?(?![\d.])/

/** Nearly nobody refuses a form by name; who does is read word by word. */
function takes(accepted: string, encoding: string): boolean {
  if (!accepted.includes(encoding)) return false
  if (!accepted.includes('q=0')) return true
  return accepted.split(',').some((word) => word.trim().startsWith(encoding) && !REFUSED.test(word))
}

/** A validator we gave out carries the digest of the plain text, whatever the packing. */
const isKnown = (given: string, etag: string): boolean => given.includes(`"${etag}`)
const etagIn = (given: string, etag: string): string =>
  /"[^"]*"/.exec(given.slice(given.indexOf(`"${etag}`)))?.[0] ?? `"${etag}"`

const CHOSEN = /yw-(view|contrast|text|preview)=/
const NEVER = ['/api/', '/console', '/-/', '/files/', '/assets/']

type Fast = {
  keeper: Keeper
  origin: (request: Request) => string | null
  extra: () => readonly string[] | null
}

/**
 * Answers a plain request for a kept page before the framework sees it. Everything else (a choice, a query, a page that is not
 * kept or not known to be fresh) goes the long way, with the same result.
 */
export function fastLane({ keeper, origin, extra }: Fast): FastLane {
  return (request) => {
    const { method, url = '', headers } = request
    if ((method !== 'GET' && method !== 'HEAD') || url.includes('?') || NEVER.some((start) => url.startsWith(start)))
      return null
    if (headers.cookie !== undefined && CHOSEN.test(headers.cookie)) return null
    const more = extra()
    const from = origin(request)
    if (more === null || from === null) return null
    const key = `${from}|${decodedPath(url)}|`
    const reply = (ready: Ready | undefined) => (ready ? replyOf(ready, request, { keeper, key, extra: more }) : null)
    try {
      const found = reply(keeper.peek(key))
      // The page may be the same as before when the change under way has been taken in.
      return (
        found ??
        keeper
          .soon(key)
          ?.then(reply)
          .catch(() => null) ??
        null
      )
    } catch {
      // What fails here fails on the long way too, which answers for it and says so in the log.
      return null
    }
  }
}
