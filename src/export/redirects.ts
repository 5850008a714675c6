import { existsSync, readFileSync } from 'node:fs'
import type { FormerPath } from '../modules/library/index.ts'
import { redirectsFile, writeWhole } from './lock.ts'
import type { Target } from './targets.ts'

/** What the map of a web server takes as it is. */
const PLAIN = /^[^\s"'\\${};]+$/
const MOST_KEY = 180
const LINE = /^"([^"]+)" "([^"]+)";$/

/**
 * Where addresses lead on to, as a map for the web server. It is asked only while the platform does not answer: the platform
 * knows better.
 */
export class Redirects {
  readonly #dir: string
  readonly #known = new Map<string, string>()
  #isChanged = false

  constructor(dir: string) {
    this.#dir = dir
    const file = redirectsFile(dir)
    if (!existsSync(file)) {
      this.#isChanged = true
      return
    }
    for (const line of readFileSync(file, 'utf8').split('\n')) {
      const [, from, to] = LINE.exec(line) ?? []
      if (from && to) this.#known.set(from, to)
    }
  }

  get size(): number {
    return this.#known.size
  }

  set(host: string, path: string, location: string): void {
    const [from, to] = [keyOf(host, path), encodeURI(location)]
    if (!PLAIN.test(from) || !PLAIN.test(to) || from.length > MOST_KEY || this.#known.get(from) === to) return
    this.#known.set(from, to)
    this.#isChanged = true
  }

  delete(host: string, path: string): void {
    if (this.#known.delete(keyOf(host, path))) this.#isChanged = true
  }

  save(): void {
    if (!this.#isChanged) return
    this.#isChanged = false
    writeWhole(redirectsFile(this.#dir), [...this.#known].map(([from, to]) => `"${from}" "${to}";\n`).join(''))
  }
}

/** The maps of nginx do not tell capitals from small letters. */
const keyOf = (host: string, path: string): string => (host + path).toLowerCase()

/** Where a stored redirect leads, as the platform says it. */
export function locationOf(
  { siteId, to }: FormerPath,
  byId: ReadonlyMap<string, Target>,
  scheme: string,
): string | null {
  const own = byId.get(siteId)
  const [, otherId, path] = /^([0-9a-f-]{36}):(\/.*)$/.exec(to) ?? []
  if (!own) return null
  if (!otherId) return to.startsWith('/') ? own.base + to : to
  const other = byId.get(otherId)
  if (!other) return `${own.base}/`
  return other.host === own.host ? `${other.base}${path}` : `${scheme}://${other.host}${other.base}${path}`
}
