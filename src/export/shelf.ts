import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, rmSync } from 'node:fs'
import { readFile, stat, utimes } from 'node:fs/promises'
import path from 'node:path'
import { Transform, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { dateOf, draftFor, filesBelow, isMissing, putInPlace, removeFiles, writeDraft } from './disk.ts'
import { blobOf } from './links.ts'
import type { Entry, Manifest, Sum } from './manifest.ts'
import { pathOf, placeOf } from './paths.ts'
import { makeSite, siteFolder, takeOverSites } from './sites.ts'

export type Body = { plain: Buffer; gzip: Buffer | null; snapshot: string; files: readonly string[] }

/** What became of a page on the shelf; 'overtaken': it is not to be shown any more, make it anew. */
export type Put = 'written' | 'unchanged' | 'overtaken'

type BlobWish = {
  host: string
  file: string
  blob: string
  mayShow: () => boolean
  read: () => Promise<Readable | null>
}

const sumOf = (body: Buffer): Sum => ({ sha256: createHash('sha256').update(body).digest('hex'), bytes: body.length })
const isSum = (a: Sum | null | undefined, b: Sum | null) => a?.sha256 === b?.sha256
const addressOf = (host: string, file: string) => `${host}/${file}`

/**
 * The files of an export: what stands on the disk, its checksums, and which pages lead to which uploaded file. An uploaded
 * file stays as long as a page leads to it.
 */
export class Shelf {
  readonly manifest: Manifest
  readonly #dir: string
  /** How many pages lead to an uploaded file, by host and path. */
  readonly #uses = new Map<string, number>()
  readonly #byBlob = new Map<string, Set<string>>()
  /** Hosts whose folder there is. */
  readonly #made: Set<string>
  /** The disk may hold something else than the manifest says. */
  isDoubted = false

  constructor(dir: string, manifest: Manifest) {
    this.#dir = dir
    this.manifest = manifest
    takeOverSites(dir, manifest.hosts)
    this.#made = new Set(manifest.hosts)
    for (const host of manifest.hosts) {
      for (const [file, entry] of manifest.entries(host)) {
        for (const used of entry.files) this.#count(host, used, 1)
        this.#noteBlob(host, file)
      }
    }
  }

  folder = (host: string): string => siteFolder(this.#dir, host)

  #madeFolder(host: string): string {
    if (!this.#made.has(host)) makeSite(this.#dir, host)
    this.#made.add(host)
    return this.folder(host)
  }

  /** `mayShow` is asked in the same step in which the file appears. */
  async put(host: string, file: string, body: Body, mayShow: () => boolean): Promise<Put> {
    const plain = sumOf(body.plain)
    const gzip = body.gzip ? sumOf(body.gzip) : null
    const entry: Entry = { ...plain, gzip, snapshot: body.snapshot, files: body.files }
    const known = this.manifest.get(host, file)
    const isSame = this.isDoubted
      ? await this.#holds(host, file, body)
      : isSum(known, plain) && isSum(known?.gzip, gzip) && known !== undefined
    if (isSame) {
      if (!mayShow()) return 'overtaken'
      this.#setEntry(host, file, entry)
      return 'unchanged'
    }
    const target = path.join(this.#madeFolder(host), file)
    const date = dateOf(plain.sha256)
    const drafts = [
      ...(body.gzip ? [[await writeDraft(`${target}.gz`, body.gzip, date), `${target}.gz`] as const] : []),
      [await writeDraft(target, body.plain, date), target] as const,
    ]
    // From here on nothing is awaited: a take-down comes before this step or after it.
    if (!mayShow()) {
      for (const [draft] of drafts) rmSync(draft, { force: true })
      return 'overtaken'
    }
    for (const [draft, place] of drafts) putInPlace(draft, place)
    this.#setEntry(host, file, entry)
    return 'written'
  }

  async #holds(host: string, file: string, { plain, gzip }: Body): Promise<boolean> {
    const target = path.join(this.folder(host), file)
    const found = await readFile(target).catch(() => null)
    if (!found?.equals(plain)) return false
    return gzip === null || (await readFile(`${target}.gz`).catch(() => null))?.equals(gzip) === true
  }

  #setEntry(host: string, file: string, entry: Entry): void {
    const before = this.manifest.get(host, file)?.files ?? []
    this.manifest.set(host, file, entry)
    this.#noteBlob(host, file)
    for (const used of entry.files) this.#count(host, used, 1)
    this.#release(host, before)
  }

  /** At once: when this returns, nobody finds the file. */
  remove(host: string, file: string): boolean {
    const known = this.manifest.get(host, file)
    // The plain file first: without it the web server does not look for the packed one.
    const blob = blobOf(pathOf(file))
    removeFiles(this.folder(host), blob ? [file] : [file, `${file}.gz`])
    if (!known) return false
    this.manifest.delete(host, file)
    if (blob) this.#byBlob.get(blob)?.delete(addressOf(host, file))
    this.#release(host, known.files)
    return true
  }

  #release(host: string, files: readonly string[]): void {
    for (const used of files) {
      this.#count(host, used, -1)
      const place = placeOf(used)
      if (!this.isUsed(host, used) && 'file' in place) this.remove(host, place.file)
    }
  }

  isUsed = (host: string, used: string): boolean => this.#uses.has(host + used)

  #count(host: string, used: string, step: 1 | -1): void {
    const count = (this.#uses.get(host + used) ?? 0) + step
    if (count > 0) this.#uses.set(host + used, count)
    else this.#uses.delete(host + used)
  }

  #noteBlob(host: string, file: string): void {
    const blob = blobOf(pathOf(file))
    if (!blob) return
    const places = this.#byBlob.get(blob) ?? new Set<string>()
    this.#byBlob.set(blob, places.add(addressOf(host, file)))
  }

  holdsBlob = (blob: string): boolean => (this.#byBlob.get(blob)?.size ?? 0) > 0

  removeBlob(blob: string): number {
    let removed = 0
    for (const address of this.#byBlob.get(blob) ?? []) {
      const at = address.indexOf('/')
      if (this.remove(address.slice(0, at), address.slice(at + 1))) removed++
    }
    return removed
  }

  /** An uploaded file: its name is its checksum, so what lies there under that name is right unless it is doubted. */
  async putBlob({ host, file, blob, mayShow, read }: BlobWish): Promise<Put | 'damaged'> {
    if (this.manifest.get(host, file) && !this.isDoubted) return 'unchanged'
    const target = path.join(this.#madeFolder(host), file)
    const entry = (bytes: number): Entry => ({ sha256: blob, bytes, gzip: null, snapshot: '', files: [] })
    const there = this.isDoubted ? await sumOfFile(target) : null
    if (there?.sha256 === blob) {
      if (!mayShow()) return 'overtaken'
      this.#setEntry(host, file, entry(there.bytes))
      return 'unchanged'
    }
    const source = await read()
    if (!source) return 'damaged'
    const draft = await draftFor(target)
    try {
      const { sha256, bytes } = await copy(source, draft)
      if (sha256 !== blob) return 'damaged'
      await utimes(draft, dateOf(blob), dateOf(blob))
      if (!mayShow()) return 'overtaken'
      putInPlace(draft, target)
      this.#setEntry(host, file, entry(bytes))
      return 'written'
    } finally {
      rmSync(draft, { force: true })
    }
  }

  /** What no manifest names: left by an interrupted run, or put there by somebody else. */
  async *foreign(host: string): AsyncGenerator<string> {
    for await (const file of filesBelow(this.folder(host))) {
      const isPacked = file.endsWith('.gz') && this.manifest.get(host, file.slice(0, -'.gz'.length))?.gzip
      if (!isPacked && !this.manifest.get(host, file)) yield file
    }
  }
}

async function copy(source: Readable, draft: string): Promise<Sum> {
  const hash = createHash('sha256')
  let bytes = 0
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      bytes += chunk.length
      done(null, chunk)
    },
  })
  await pipeline(source, meter, createWriteStream(draft))
  return { sha256: hash.digest('hex'), bytes }
}

/** Read at once up to here, in pieces above. */
const AT_ONCE_BYTES = 1_000_000

/** Null: there is no such file. */
export async function sumOfFile(file: string): Promise<Sum | null> {
  try {
    const { size } = await stat(file)
    if (size <= AT_ONCE_BYTES) return sumOf(await readFile(file))
    const hash = createHash('sha256')
    let bytes = 0
    for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
      hash.update(chunk)
      bytes += chunk.length
    }
    return { sha256: hash.digest('hex'), bytes }
  } catch (error) {
    if (isMissing(error) || (error instanceof Error && 'code' in error && error.code === 'EISDIR')) return null
    throw error
  }
}
