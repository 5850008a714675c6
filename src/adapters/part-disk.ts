import { type FileHandle, mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { type AppendLimits, type Appended, type Parts, TooLarge } from '../kernel/blobs.ts'

const ID = /^[0-9a-f-]{36}$/

/** Unfinished files below one folder, one each. Their length on the disk is the only word on how much has arrived. */
export function partDisk(folder: string): Parts {
  const pathOf = (id: string) => {
    if (!ID.test(id)) throw new Error('not the id of a part')
    return path.join(folder, id)
  }
  const length = (id: string) =>
    stat(pathOf(id)).then(
      ({ size }) => size,
      () => 0,
    )
  return {
    length,
    pathOf,
    async append(id, source, limits) {
      await mkdir(folder, { recursive: true })
      const file = await open(pathOf(id), 'a')
      try {
        return await write(file, source, limits)
      } finally {
        await file.close()
      }
    },
    async remove(id) {
      await rm(pathOf(id), { force: true })
    },
    async untouchedSince(instant) {
      const names = await readdir(folder).catch(() => [])
      const found = await Promise.all(
        names.map(async (name) => {
          const facts = await stat(path.join(folder, name)).catch(() => null)
          return facts && facts.mtime < instant ? [name] : []
        }),
      )
      return found.flat().filter((name) => ID.test(name))
    },
  }
}

async function write(file: FileHandle, source: Readable, { most, silenceMs, mayWrite }: AppendLimits) {
  const { size: start } = await file.stat()
  const silence = setTimeout(() => source.destroy(new Error('the source fell silent')), silenceMs)
  const result: Appended = { length: start, broken: null }
  let fault: unknown = null
  try {
    // Not destroyed by leaving the loop: whoever sent it is still to be answered.
    for await (const chunk of source.iterator({ destroyOnReturn: false })) {
      const bytes: Buffer = chunk
      silence.refresh()
      if (result.length + bytes.length > most) fault = new TooLarge()
      else if (!mayWrite()) fault = new Error('somebody else writes here')
      else await file.appendFile(bytes).catch((error: unknown) => (fault = error))
      if (fault !== null) break
      result.length += bytes.length
    }
  } catch (error) {
    result.broken = error instanceof Error ? error : new Error(String(error))
  } finally {
    clearTimeout(silence)
  }
  if (fault instanceof TooLarge) await file.truncate(start)
  if (fault !== null) throw fault
  await file.sync()
  return result
}
