import type { Blobs } from '../../kernel/blobs.ts'
import type { View, Work } from '../../kernel/work.ts'

export type AnnouncedFile = { name: string; length: number; metadata: ReadonlyMap<string, string> }
export type WholeFile = { siteId: string | null; name: string; path: string }

/** A kind of file that comes in pieces: where, who may, and what becomes of it when it is whole. */
export type PartialKind = {
  /** Stands in its rows. */
  name: 'upload' | 'import'
  /** Address below which they lie. */
  root: string
  permission: string
  mostBytes: number
  /** Of one account. */
  mostUnfinished: number
  /** The site a file is for, if it is for one; refuses at once what would be refused at the end. */
  announce(view: View, file: AnnouncedFile): Promise<string | null>
  /** Asked again with every piece. */
  ensureMayGoOn(view: View, siteId: string | null): Promise<void>
  /** Looks into the file and makes it a blob; a Problem refuses it for good. What it gives runs in the transaction that ends the upload. */
  takeIn(blobs: Blobs, file: WholeFile): Promise<(work: Work) => Promise<Answer>>
}

/** What the last piece is answered with. */
export type Answer = Record<string, unknown>
