import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Blobs, TooLarge } from '../kernel/blobs.ts'
import { partDisk } from './part-disk.ts'

const KEY = /^[0-9a-f]{64}$/

/** Blobs as files below one folder, two levels deep; written beside and renamed, so a file is whole or absent. */
export function blobDisk(folder: string): Blobs {
  const placeOf = (blob: string) => {
    if (!KEY.test(blob)) throw new Error('not a blob key')
    return path.join(folder, blob.slice(0, 2), blob.slice(2, 4), blob)
  }
  return {
    parts: partDisk(path.join(folder, 'parts')),
    async put(source, limit) {
      const incoming = path.join(folder, 'incoming')
      await mkdir(incoming, { recursive: true })
      const draft = path.join(incoming, randomUUID())
      const hash = createHash('sha256')
      let bytes = 0
      const meter = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          bytes += chunk.length
          if (bytes > limit) return done(new TooLarge())
          hash.update(chunk)
          done(null, chunk)
        },
      })
      try {
        await pipeline(source, meter, createWriteStream(draft, { flush: true }))
        const blob = hash.digest('hex')
        const place = placeOf(blob)
        await mkdir(path.dirname(place), { recursive: true })
        await rename(draft, place)
        return { blob, bytes }
      } catch (error) {
        await rm(draft, { force: true })
        throw error
      }
    },
    async open(blob, range) {
      if (!KEY.test(blob)) return null
      const found = await stat(placeOf(blob)).catch(() => null)
      return found ? createReadStream(placeOf(blob), range) : null
    },
    async size(blob) {
      if (!KEY.test(blob)) return null
      return stat(placeOf(blob)).then(
        (found) => found.size,
        () => null,
      )
    },
    async remove(blob) {
      await rm(placeOf(blob), { force: true })
    },
  }
}
