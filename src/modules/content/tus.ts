import { Problem } from '../../kernel/problem.ts'

/** What of tus 1.0.0 is spoken here (https://tus.io/protocols/resumable-upload): headers, read and written. */
export const TUS_VERSION = '1.0.0'
export const TUS_EXTENSIONS = 'creation,expiration,termination'
export const PIECE_TYPE = 'application/offset+octet-stream'

type Headers = Readonly<Record<string, string | string[] | undefined>>

export function ensureVersion(headers: Headers): void {
  if (headers['tus-resumable'] !== TUS_VERSION) throw new Problem('upload-protocol', 412, { version: TUS_VERSION })
}

/** A number of bytes in a header; what is not plainly one is refused. */
export function bytesIn(headers: Headers, name: string): number {
  const text = headers[name]
  const bytes = typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : null
  if (bytes === null) throw new Problem('unreadable', 400)
  return bytes
}

/** `filename 5ZCN5Y2V,siteId …`: names with their values in base64. */
export function metadataIn(headers: Headers): Map<string, string> {
  const text = headers['upload-metadata']
  const pairs = typeof text === 'string' ? text.split(',') : []
  return new Map(
    pairs.map((pair) => {
      const [name = '', value = ''] = pair.trim().split(' ')
      return [name, Buffer.from(value, 'base64').toString('utf8')]
    }),
  )
}
