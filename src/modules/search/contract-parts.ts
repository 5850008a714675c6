import { z } from 'zod'
import { Instant } from '../../kernel/contract.ts'

export const MOST_WORDS = 20
export const MOST_PINNED = 10

export const Version = z.int().positive()
/** Checked by the rules of the module, which say of each word what is wrong with it. */
export const Words = z.array(z.string().max(200)).max(100)
export const Note = z.string().trim().max(200)

/** Who changed it last, and when. */
export const changed = {
  version: Version,
  changedAt: Instant,
  changedBy: z.string(),
}

export const byId = z.object({ id: z.uuid() })
export const atVersion = z.strictObject({ expectedVersion: Version })

export const Piece = z.object({ text: z.string(), isHit: z.boolean() })

/** Where a document stands: the site, and its address on a host. */
export const standing = {
  siteName: z.string().nullable(),
  host: z.string().nullable(),
  path: z.string().nullable(),
}
