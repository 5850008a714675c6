/** What is kept of the database between two pages, with the keys under which it was read. */
type Kept = { value: unknown; keys: readonly string[]; until: number | null }

export type Loaded<T> = { value: T; keys: readonly string[]; until: number | null }

export type Memory = {
  /** The value under a name; loaded once however many ask at the same time. `at` is the instant of the page (ms). */
  take<T>(name: string, at: number, load: () => Promise<Loaded<T>>): Promise<Loaded<T>>
  /** Forget what was read under these keys, also what is being read right now. */
  drop(keys: Iterable<string>): void
  clear(): void
}

/** Sites with what belongs to them, and where the newest page of each list begins. */
const MOST = 20_000
const REMEMBERED_DROPS = 1_000

/** A process's own memory of sites, channels and words; a change drops what it touches (roles/portal.ts tells it). */
export function createMemory(): Memory {
  const kept = new Map<string, Kept>()
  const byKey = new Map<string, Set<string>>()
  const loading = new Map<string, Promise<Kept>>()
  let drops: { number: number; keys: ReadonlySet<string> }[] = []
  let dropNumber = 0

  function forget(name: string): void {
    const entry = kept.get(name)
    if (!entry) return
    kept.delete(name)
    for (const key of entry.keys) {
      const names = byKey.get(key)
      names?.delete(name)
      if (names?.size === 0) byKey.delete(key)
    }
  }

  function put(name: string, entry: Kept): void {
    forget(name)
    if (kept.size >= MOST) forget(kept.keys().next().value ?? '')
    kept.set(name, entry)
    for (const key of entry.keys) {
      const names = byKey.get(key) ?? new Set()
      byKey.set(key, names.add(name))
    }
  }

  async function loadOnce<T>(name: string, load: () => Promise<Loaded<T>>): Promise<Kept> {
    const begun = dropNumber
    const entry = await load()
    const isOvertaken =
      (drops[0]?.number ?? 0) > begun + 1 ||
      drops.some((drop) => drop.number > begun && entry.keys.some((key) => drop.keys.has(key)))
    if (!isOvertaken) put(name, entry)
    return entry
  }

  return {
    async take<T>(name: string, at: number, load: () => Promise<Loaded<T>>) {
      const found = kept.get(name)
      if (found && (found.until === null || at < found.until)) return found as Loaded<T>
      const running = loading.get(name)
      if (running) return running as Promise<Loaded<T>>
      const started = loadOnce(name, load).finally(() => loading.delete(name))
      loading.set(name, started)
      return started as Promise<Loaded<T>>
    },
    drop(keys) {
      const set = new Set(keys)
      drops.push({ number: ++dropNumber, keys: set })
      if (drops.length > REMEMBERED_DROPS) drops = drops.slice(-REMEMBERED_DROPS / 2)
      // Whoever asks from now on reads anew, and does not join a reading that began before.
      loading.clear()
      for (const key of set) for (const name of byKey.get(key) ?? []) forget(name)
    },
    clear() {
      kept.clear()
      byKey.clear()
      loading.clear()
      drops = [{ number: (dropNumber += 2), keys: new Set() }]
    },
  }
}
