import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { type Blobs, TooLarge } from '../../kernel/blobs.ts'
import { Problem } from '../../kernel/problem.ts'
import type { StoredUpload } from './commands/store-upload.ts'
import { inspectUpload } from './inspect-upload.ts'
import { ATTACHMENT_LIMIT, tooLarge } from './upload-types.ts'

/** A whole file on the disk becomes a blob, however it came: looked into, a picture decoded; refused where it lies. */
export async function takeIn(
  blobs: Blobs,
  { siteId, name, path }: { siteId: string; name: string; path: string },
): Promise<StoredUpload> {
  const { mediaType, width, height, picture } = await inspectUpload(path, name)
  const source = picture ? Readable.from([await decoded(picture)]) : createReadStream(path)
  const { blob, bytes } = await blobs.put(source, ATTACHMENT_LIMIT).catch((error: unknown) => {
    throw error instanceof TooLarge ? tooLarge(name, ATTACHMENT_LIMIT) : error
  })
  return { siteId, blob, name, mediaType, bytes, width, height }
}

async function decoded(picture: { toBuffer(): Promise<Buffer> }): Promise<Buffer> {
  try {
    return await picture.toBuffer()
  } catch {
    throw new Problem('upload-broken', 422)
  }
}
