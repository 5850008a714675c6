import { gunzipSync } from 'node:zlib'
import type { Blobs } from '../kernel/blobs.ts'
import { snapshotText, type Snapshot } from '../kernel/changes.ts'
import type { PageStore } from '../kernel/page-store.ts'
import type { Asked } from '../portal/answer.ts'
import type { Keeper } from '../portal/keeper.ts'
import { addressOf, pageKey, STANDARD } from '../portal/page-key.ts'
import type { Produced } from '../portal/produce.ts'
import type { Reader } from '../portal/reader.ts'
import { isPlainType } from './attachments.ts'
import { blobOf, isDynamic, linksIn } from './links.ts'
import { placeOf, type Refusal } from './paths.ts'
import type { Redirects } from './redirects.ts'
import type { Put, Shelf } from './shelf.ts'
import type { Targets } from './targets.ts'
import type { Done } from './work-queue.ts'
import { pack } from './pack.ts'

/** Why an address is left to the platform. */
export type Left = Refusal | 'other media type' | 'damaged file'

export type PageWork = {
  handle(key: string): Promise<Done>
  /** Takes the file of an address away, at once. */
  remove: (key: string) => void
  /** An uploaded file that nobody may see any more goes, whoever leads to it. */
  recheckBlobs(blobs: Iterable<string>): Promise<void>
}

type Options = {
  scheme: string
  store: PageStore
  keeper: Keeper
  blobs: Blobs
  shelf: Shelf
  redirects: Redirects
  targets: () => Targets
  reader: () => Reader
  produce: (asked: Asked) => Promise<Produced>
  applied: () => Snapshot
  /** How many take-downs there were: who looked before the last of them looks again. */
  takedowns: () => number
  /** An address came up: as a link, or as a file of a page. */
  found: (key: string) => void
  /** It has no file of its own: a redirect, a fault, somebody else's. */
  hasNone: (key: string) => void
  left: (key: string, why: Left) => void
  count: (what: Put | 'removed', siteId: string) => void
}

const isSitemap = (path: string): boolean => path.endsWith('/sitemap.xml')

/** Makes the file of one address, or sees to it that there is none. */
export function createPageWork(options: Options): PageWork {
  const { scheme, store, keeper, shelf, redirects, left } = options
  const keyAt = (host: string, path: string) => pageKey({ origin: `${scheme}://${host}`, path, choices: STANDARD })

  const askedFor = (key: string): Asked => {
    const { origin, path, choices } = addressOf(key)
    return { host: new URL(origin).hostname, path, query: new URLSearchParams(), origin, choices }
  }

  function remove(key: string): void {
    const { host, path } = askedFor(key)
    const place = placeOf(path)
    if ('refused' in place) return
    const files = shelf.manifest.get(host, place.file)?.files ?? []
    if (!shelf.remove(host, place.file)) return
    options.count('removed', options.targets().siteAt(host, path)?.id ?? '')
    void recheckBlobs(files.flatMap((file) => blobOf(file) ?? [])).catch(() => undefined)
  }

  /** Links of a page become addresses to look at; says which uploaded files it leads to. */
  function follow(host: string, path: string, text: string): string[] {
    const files: string[] = []
    for (const link of linksIn(text, `${scheme}://${host}${encodeURI(path)}`)) {
      if (isDynamic(link.path)) continue
      if (blobOf(link.path) !== null) {
        // Uploaded files are had from every host; this page's own is the one that counts.
        if (link.host === host) files.push(link.path)
      } else if (options.targets().siteAt(link.host, link.path)) options.found(keyAt(link.host, link.path))
    }
    return files
  }

  async function handlePage(key: string): Promise<Done> {
    const asked = askedFor(key)
    const { host, path } = asked
    const outcome = await keeper.get(asked)
    if ('answer' in outcome) {
      remove(key)
      options.hasNone(key)
      if (outcome.answer.kind === 'redirect') redirects.set(host, path, outcome.answer.location)
      else redirects.delete(host, path)
      return 'done'
    }
    const { page } = outcome.ready
    if (page.id === 0) return 'again'
    redirects.delete(host, path)
    const plain = gunzipSync(page.gzip)
    const files = page.type.startsWith('text/html') ? follow(host, path, plain.toString()) : []
    const place = placeOf(path)
    if ('refused' in place) {
      options.hasNone(key)
      left(key, place.refused)
      return 'done'
    }
    const mayShow = () => {
      const glance = store.glance(page.id)
      return glance?.isFresh === true && glance.version === page.version
    }
    const body = { plain, gzip: page.gzip, snapshot: snapshotText(page.snapshot), files }
    const put = await shelf.put(host, place.file, body, mayShow)
    if (put === 'overtaken') return 'again'
    options.count(put, page.site)
    for (const file of files) if (!isThere(host, file)) options.found(keyAt(host, file))
    return 'done'
  }

  function isThere(host: string, path: string): boolean {
    const place = placeOf(path)
    return 'file' in place && shelf.manifest.get(host, place.file) !== undefined && !shelf.isDoubted
  }

  /** A list of addresses for crawlers: not kept, so it is compared with what stands there. */
  async function handleSitemap(key: string): Promise<Done> {
    const asked = askedFor(key)
    const { found, text, siteId } = await options.produce(asked)
    const place = placeOf(asked.path)
    if (found.kind !== 'text' || text === null || 'refused' in place) {
      remove(key)
      options.hasNone(key)
      return 'done'
    }
    const plain = Buffer.from(text)
    const body = { plain, gzip: await pack(plain), snapshot: snapshotText(options.applied()), files: [] }
    options.count(await shelf.put(asked.host, place.file, body, () => true), siteId)
    return 'done'
  }

  async function handleBlob(key: string, blob: string): Promise<Done> {
    const { host, path } = askedFor(key)
    const place = placeOf(path)
    const seen = options.takedowns()
    const file = shelf.isUsed(host, path) ? await options.reader().file(blob) : null
    const why = file === null ? null : 'refused' in place ? place.refused : otherType(path, file.mediaType)
    if (file === null || why !== null || 'refused' in place) {
      if ('file' in place) shelf.remove(host, place.file)
      options.hasNone(key)
      if (why !== null) left(key, why)
      return 'done'
    }
    const mayShow = () => shelf.isUsed(host, path) && options.takedowns() === seen
    const put = await shelf.putBlob({ host, file: place.file, blob, mayShow, read: () => options.blobs.open(blob) })
    if (put === 'overtaken') return 'again'
    if (put === 'damaged') {
      left(key, 'damaged file')
      options.hasNone(key)
    } else options.count(put, '')
    return 'done'
  }

  async function recheckBlobs(blobs: Iterable<string>): Promise<void> {
    for (const blob of new Set(blobs)) {
      if (!shelf.holdsBlob(blob) || (await options.reader().file(blob)) !== null) continue
      for (let removed = shelf.removeBlob(blob); removed > 0; removed--) options.count('removed', '')
    }
  }

  return {
    async handle(key) {
      const { host, path } = askedFor(key)
      const blob = blobOf(path)
      if (blob !== null) return handleBlob(key, blob)
      if (!options.targets().siteAt(host, path)) {
        remove(key)
        store.remove(key)
        options.hasNone(key)
        return 'done'
      }
      return isSitemap(path) ? handleSitemap(key) : handlePage(key)
    },
    remove,
    recheckBlobs,
  }
}

const otherType = (path: string, mediaType: string): Left | null =>
  isPlainType(path, mediaType) ? null : 'other media type'
