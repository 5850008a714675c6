import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

const zip = promisify(gzip)
const LEVEL = 9

/** The packed file beside a plain one. */
export const pack = (plain: Buffer): Promise<Buffer> => zip(plain, { level: LEVEL })
