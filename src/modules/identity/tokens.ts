import { createHash, randomBytes } from 'node:crypto'

/** A session's secret; only its digest is stored. */
export const newToken = (): string => randomBytes(32).toString('base64url')
export const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest()
