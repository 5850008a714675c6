import type { Snapshot } from './changes.ts'
import type { ListWindow, Reads, Touch } from './reads.ts'

/** A finished answer as it is kept and sent. The plain text is unpacked from `gzip` for the few who ask for it. */
export type PageBody = { status: number; type: string; etag: string; gzip: Buffer; bytes: number }

/** A fragment that a page used: what it read, and which value it had. */
export type FragmentUse = { name: string; keys: readonly string[]; digest: string }

export type NewPage = PageBody & {
  /** Scheme, host, path and the reader's choices: see portal/page-key.ts. */
  key: string
  site: string
  reads: Reads
  /** What the page has in common with many: name and what was read for it. */
  fragments: readonly FragmentUse[]
  /** What had been seen when rendering began: a later change makes the page stale, an earlier one does not. */
  snapshot: Snapshot
  /** The clock when rendering began, in milliseconds. */
  renderedAt: number
}

export type Standing = 'fresh' | 'stale' | 'gone'

export type KeptPage = PageBody & {
  id: number
  key: string
  site: string
  version: number
  standing: Standing
  snapshot: Snapshot
  renderedAt: number
  until: number
  reads: { keys: readonly string[]; windows: readonly ListWindow[] }
  brotli: Buffer | null
}

/** What the hot path asks for a page it holds in memory: has another process changed or marked it? */
export type Glance = { version: number; isFresh: boolean; renderedAt: number; until: number }

export type Marked = { id: number; key: string; site: string }

export type StoreFigures = {
  pages: number
  bytes: number
  limitBytes: number
  fileBytes: number
  edges: number
  windows: number
  /** Stale pages that were made anew, and how many of them came out the same. */
  remade: number
  unchanged: number
}

/** Pages kept on this machine, shared by its portal processes; deleting it loses nothing. */
export type PageStore = {
  glance(id: number): Glance | null
  /** How a page stands, without the page; null: not kept. */
  standing(key: string): KeptPage['standing'] | null
  find(key: string): KeptPage | null
  findById(id: number): KeptPage | null
  /**
   * `checked`: up to where this process has made sure that no change touches the page. 'behind' when another process has
   * announced more: catch up, check and try again. Null when the disk refused: the page is served all the same.
   */
  keep(page: NewPage, checked: Snapshot): KeptPage | 'behind' | null
  remove(key: string): void
  keepBrotli(id: number, version: number, brotli: Buffer): void
  /** Names of fragments that read one of these keys. */
  fragmentsOf(keys: Iterable<string>): string[]
  /** The value of a fragment with which all fresh pages that use it were made. */
  fragmentDigest(name: string): string | null
  /** A fragment as it is now; only after every page made with another value is marked. */
  putFragment(use: FragmentUse, snapshot: Snapshot): void
  /** Marks what a change touches, a batch at a time; yields the pages that were fresh before. */
  mark(touch: Touch): Iterable<Marked[]>
  /** Pages that read a key or stand on a point, for "who shows this?". At most `limit`; `total` counts all. */
  readersOf(touch: Pick<Touch, 'keys' | 'points'>, limit: number): { total: number; sites: number; pages: Marked[] }
  /** The same pages one after the other, for whoever takes them a few at a time. */
  readers(touch: Pick<Touch, 'keys' | 'points'>): Iterable<Marked>
  /** How many pages read a key, without looking at any of them. */
  countOf(key: string): number
  /** Pages whose time comes until an instant: stale by the clock alone. */
  due(from: number, until: number, limit: number): Marked[]
  /** Every page, in order of id. */
  pages(options?: { afterId?: number; limit?: number }): Iterable<KeptPage>
  origins(host: string): string[]
  /**
   * Before a process looks for the pages that changes touch, it announces up to where it knows them; when all are marked,
   * they are applied. A page kept in between has been checked by its own process, or is refused.
   */
  announce(snapshot: Snapshot): void
  applied(): { identity: string; snapshot: Snapshot } | null
  setApplied(identity: string, snapshot: Snapshot): void
  /** What pages are made by; where it is another than before, everything kept is forgotten. */
  begin(maker: string): void
  /** What the pages were made by; null: nothing has begun here. */
  maker(): string | null
  /** Forget everything. */
  clear(): void
  figures(): StoreFigures
  close(): Promise<void>
}
