import { Problem } from '../../kernel/problem.ts'
import { ATTACHMENT_LIMIT, extensionOf, IMAGE_LIMIT, tooLarge, uploadTypes, wrongType } from './upload-types.ts'

/** An upload that nobody goes on with is kept so long after its last byte. */
export const PARTIAL_LIFE_MS = 24 * 3_600_000
/** Unfinished uploads of one account: 1 GB of disk at the most. */
export const MOST_UNFINISHED = 20
/** One that has had no byte for so long gives way to a new one when there are that many. */
export const IDLE_MS = 3_600_000
/** A request that writes says so again before this has passed; of a killed one the next takes over then. */
export const HOLD_MS = 15_000
export const RENEW_MS = 5_000
/** A connection that gives nothing for so long is taken for broken. Shorter than a hold, so that the next one need not wait. */
export const SILENCE_MS = 10_000

export const expiryFrom = (now: Date): Date => new Date(now.getTime() + PARTIAL_LIFE_MS)

/** What can be told of a file by its name and length alone is told before the first byte. */
export function ensureWelcome(name: string, length: number): void {
  const type = uploadTypes[extensionOf(name)]
  if (!type) throw wrongType(name, '')
  if (length === 0) throw new Problem('upload-missing', 422)
  const limit = type.isImage ? IMAGE_LIMIT : ATTACHMENT_LIMIT
  if (length > limit) throw tooLarge(name, limit)
}
