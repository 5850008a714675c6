import { createReadStream, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { DRAFT } from './paths.ts'

export type Sum = { sha256: string; bytes: number }

/** What stands in one file, and in the packed one beside it. */
export type Entry = Sum & {
  gzip: Sum | null
  /** What had been seen of the database when it was made. */
  snapshot: string
  /** Uploaded files that the page leads to. */
  files: readonly string[]
}

/** One line of a manifest. A packed file has a line of its own, behind its plain one. */
type Line = Sum & { path: string; snapshot: string; isPacked?: true; files?: string[] }

const FOLDER = '.manifest'
const LINES_AT_ONCE = 2_000

/** The checksums of every file, by host: kept in memory, written as JSON lines beside and renamed. */
export class Manifest {
  readonly #folder: string
  readonly #hosts = new Map<string, Map<string, Entry>>()
  readonly #changed = new Set<string>()

  constructor(dir: string) {
    this.#folder = path.join(dir, FOLDER)
  }

  static async read(dir: string): Promise<Manifest> {
    const manifest = new Manifest(dir)
    for (const host of manifest.#stored()) await manifest.#load(host)
    return manifest
  }

  get hosts(): string[] {
    return [...this.#hosts.keys()]
  }

  get size(): number {
    return this.#hosts.values().reduce((sum, files) => sum + files.size, 0)
  }

  get hasChanges(): boolean {
    return this.#changed.size > 0
  }

  get(host: string, file: string): Entry | undefined {
    return this.#hosts.get(host)?.get(file)
  }

  set(host: string, file: string, entry: Entry): void {
    const files = this.#hosts.get(host) ?? new Map<string, Entry>()
    this.#hosts.set(host, files.set(file, entry))
    this.#changed.add(host)
  }

  delete(host: string, file: string): void {
    if (this.#hosts.get(host)?.delete(file)) this.#changed.add(host)
  }

  *entries(host: string): Generator<[file: string, entry: Entry]> {
    yield* this.#hosts.get(host) ?? []
  }

  /** Writes what has changed; a reader sees the old manifest of a host or the new one. */
  async save(): Promise<void> {
    const hosts = [...this.#changed]
    this.#changed.clear()
    mkdirSync(this.#folder, { recursive: true })
    for (const host of hosts) {
      try {
        await this.#write(host)
      } catch (error) {
        this.#changed.add(host)
        throw error
      }
    }
  }

  async #write(host: string): Promise<void> {
    const target = path.join(this.#folder, `${host}.jsonl`)
    const files = this.#hosts.get(host)
    if (!files || files.size === 0) {
      rmSync(target, { force: true })
      return
    }
    const draft = path.join(this.#folder, `${DRAFT}${host}`)
    const handle = await open(draft, 'w')
    try {
      let lines: string[] = []
      for (const [file, entry] of files) {
        lines.push(...linesOf(file, entry))
        if (lines.length < LINES_AT_ONCE) continue
        await handle.write(`${lines.join('\n')}\n`)
        lines = []
      }
      if (lines.length > 0) await handle.write(`${lines.join('\n')}\n`)
      await handle.sync()
    } finally {
      await handle.close()
    }
    renameSync(draft, target)
  }

  #stored(): string[] {
    if (!existsSync(this.#folder)) return []
    return readdirSync(this.#folder).flatMap((name) =>
      name.endsWith('.jsonl') && !name.startsWith('.') ? [name.slice(0, -'.jsonl'.length)] : [],
    )
  }

  async #load(host: string): Promise<void> {
    const files = new Map<string, Entry>()
    const stream = createReadStream(path.join(this.#folder, `${host}.jsonl`))
    for await (const text of createInterface({ input: stream, crlfDelay: Infinity })) {
      const line = lineIn(text)
      if (!line) continue
      const { path: file, sha256, bytes, snapshot } = line
      const plain = line.isPacked ? files.get(file.slice(0, -'.gz'.length)) : undefined
      if (plain) files.set(file.slice(0, -'.gz'.length), { ...plain, gzip: { sha256, bytes } })
      else files.set(file, { sha256, bytes, snapshot, gzip: null, files: line.files ?? [] })
    }
    this.#hosts.set(host, files)
  }
}

/** The packed file follows its plain one. */
function linesOf(file: string, { sha256, bytes, snapshot, gzip, files }: Entry): string[] {
  const plain: Line = { path: file, sha256, bytes, snapshot, ...(files.length > 0 ? { files: [...files] } : {}) }
  return [
    JSON.stringify(plain),
    ...(gzip ? [JSON.stringify({ path: `${file}.gz`, ...gzip, snapshot, isPacked: true } satisfies Line)] : []),
  ]
}

function lineIn(text: string): Line | null {
  try {
    const line = JSON.parse(text) as Line
    return typeof line.path === 'string' && typeof line.sha256 === 'string' ? line : null
  } catch {
    return null
  }
}
