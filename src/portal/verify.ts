import { gunzipSync } from 'node:zlib'
import type { KeptPage, PageStore } from '../kernel/page-store.ts'
import type { Asked } from './answer.ts'
import { addressOf } from './page-key.ts'
import type { Produced } from './produce.ts'

export type Verification = {
  /** Kept pages looked at. */
  pages: number
  /** Whose bytes are not those of a fresh rendering. */
  differing: number
  /** Of these, how many would be shown: always none. */
  missed: number
  /** Marked as stale although a fresh rendering is the same. */
  superfluous: number
  /** Since the store began: stale pages made anew, and how many of them came out the same. */
  remade: number
  unchanged: number
  /** The first that were missed. */
  addresses: string[]
}

export type Verifying = {
  store: PageStore
  clock: () => Date
  /** Makes a page from the database alone. */
  produce: (asked: Asked) => Promise<Produced>
  /** Resolves when everything committed has been taken in. */
  catchUp: () => Promise<void>
}

const MOST_ADDRESSES = 50

/** Makes every kept page afresh and compares byte by byte. A page that changes meanwhile is looked at again. */
export async function verifyPages(
  { store, clock, produce, catchUp }: Verifying,
  options: { siteId?: string; progress?(done: number): void } = {},
): Promise<Verification> {
  await catchUp()
  const result = { pages: 0, differing: 0, missed: 0, superfluous: 0, addresses: [] as string[] }
  const freshly = async (page: KeptPage): Promise<string | null> => {
    const { origin, path, choices } = addressOf(page.key)
    const query = new URLSearchParams()
    const { found, text } = await produce({ host: new URL(origin).hostname, path, query, origin, choices })
    return found.kind !== 'redirect' && found.kind !== 'no-site' && found.status === page.status ? text : null
  }
  const isSame = async (page: KeptPage) => (await freshly(page)) === gunzipSync(page.gzip).toString()
  const isShown = (page: KeptPage | null): page is KeptPage =>
    page?.standing === 'fresh' && clock().getTime() < page.until

  for (const { id, site } of store.pages()) {
    if (options.siteId !== undefined && site !== options.siteId) continue
    const page = store.findById(id)
    if (!page || page.standing === 'gone' || page.gzip.length === 0) continue
    result.pages++
    options.progress?.(result.pages)
    if (await isSame(page)) {
      if (page.standing === 'stale') result.superfluous++
      continue
    }
    result.differing++
    if (!isShown(page)) continue
    // It may have changed between the look at the store and the rendering.
    await catchUp()
    const now = store.findById(id)
    if (!isShown(now) || (await isSame(now))) continue
    result.missed++
    if (result.addresses.length < MOST_ADDRESSES) result.addresses.push(page.key)
  }
  const { remade, unchanged } = store.figures()
  return { ...result, remade, unchanged }
}
