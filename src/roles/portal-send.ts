import type { IncomingMessage, ServerResponse } from 'node:http'
import { gunzipSync } from 'node:zlib'
import type { Keeper } from '../portal/keeper.ts'
import { decodedPath } from '../portal/page-key.ts'
import type { Ready } from '../portal/page-cache.ts'

const SHARED = ['vary', 'Accept-Encoding, Cookie', 'cache-control', 'no-cache']

/** Sends a kept page as the reader can take it: smaller where it is understood, nothing where it is known already. */
export function sendKept(
  keeper: Keeper,
  ready: Ready,
  key: string,
  request: IncomingMessage,
  response: ServerResponse,
  extra: readonly string[],
): void {
  const { page, headers } = ready
  const accepted = String(request.headers['accept-encoding'] ?? '').toLowerCase()
  const known = request.headers['if-none-match']
  if (known !== undefined && isKnown(known, page.etag)) {
    response.writeHead(304, [...extra, ...SHARED, 'etag', etagIn(known, page.etag)])
    response.end()
    return
  }
  const isHead = request.method === 'HEAD'
  if (takes(accepted, 'br')) {
    if (page.brotli && headers.brotli) return send(response, whole(headers.brotli, extra), isHead ? null : page.brotli)
    keeper.squeeze(ready, key)
  }
  if (takes(accepted, 'gzip')) return send(response, whole(headers.gzip, extra), isHead ? null : page.gzip)
  const plain = gunzipSync(page.gzip)
  const own = ['content-type', page.type, 'content-length', String(plain.length), 'etag', `"${page.etag}"`]
  send(response, [...extra, ...SHARED, ...own], isHead ? null : plain)
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

function send(response: ServerResponse, headers: string[], body: Buffer | null): void {
  response.writeHead(200, headers)
  response.end(body ?? undefined)
}

/** A validator we gave out carries the digest of the plain text, whatever the packing. */
const isKnown = (given: string, etag: string): boolean => given.includes(`"${etag}`)
const etagIn = (given: string, etag: string): string =>
  /"[^"]*"/.exec(given.slice(given.indexOf(`"${etag}`)))?.[0] ?? `"${etag}"`

const CHOSEN = /yw-(view|contrast|text|preview)=/
const NEVER = ['/api/', '/console', '/-/', '/files/', '/assets/']

type Fast = {
  keeper: Keeper
  origin: (request: IncomingMessage) => string | null
  extra: () => readonly string[] | null
}

/**
 * Answers a plain request for a kept page before the framework sees it. Everything else (a choice, a query, a page that is not
 * kept or not known to be fresh) goes the long way, with the same result.
 */
export function fastLane({ keeper, origin, extra }: Fast) {
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const { method, url = '', headers } = request
    if ((method !== 'GET' && method !== 'HEAD') || url.includes('?') || NEVER.some((start) => url.startsWith(start)))
      return false
    if (headers.cookie !== undefined && CHOSEN.test(headers.cookie)) return false
    const more = extra()
    const from = origin(request)
    if (more === null || from === null) return false
    const key = `${from}|${decodedPath(url)}|`
    const ready = keeper.peek(key)
    if (!ready) return false
    sendKept(keeper, ready, key, request, response, more)
    return true
  }
}
