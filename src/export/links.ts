import { decodedPath } from '../portal/page-key.ts'

export type Link = { host: string; path: string }

const ATTRIBUTE = /\s(?:href|src|poster)="([^"]+)"/g
const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&quot;': '"',
  '&#39;': "'",
  '&lt;': '<',
  '&gt;': '>',
}

/**
 * Addresses on the platform's own hosts that a page leads to or shows, each once. What has a query is another view of a page,
 * made by the platform.
 */
export function linksIn(html: string, base: string): Link[] {
  const raw = new Set<string>()
  for (const [, text] of html.matchAll(ATTRIBUTE)) if (text && !text.startsWith('#')) raw.add(text)
  const found = new Map<string, Link>()
  const scheme = base.slice(0, base.indexOf(':') + 1)
  for (const text of raw) {
    const plain = text.includes('&') ? text.replace(/&(?:amp|quot|#39|lt|gt);/g, (one) => ENTITIES[one] ?? one) : text
    const url = URL.parse(plain, base)
    if (url?.protocol !== scheme || url.search !== '' || url.port !== '') continue
    found.set(`${url.hostname}${url.pathname}`, { host: url.hostname, path: decodedPath(url.pathname) })
  }
  return [...found.values()]
}

const FILE = /^\/files\/([0-9a-f]{64})\/[^/]+$/

/** The blob behind the address of an uploaded file; null: it is a page. */
export const blobOf = (path: string): string | null => FILE.exec(path)?.[1] ?? null

/** Addresses that are never files: the console, the API, what is answered anew for each reader. */
const NEVER = ['/api/', '/console', '/-/', '/assets/', '/_assets/']
export const isDynamic = (path: string): boolean =>
  NEVER.some((start) => path.startsWith(start)) || path.endsWith('/leave') || path.endsWith('/search/opensearch.xml')
