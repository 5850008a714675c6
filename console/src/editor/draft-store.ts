/** A text kept on this device until the server has it. */
export interface LocalDraft {
  key: string
  value: unknown
  savedAt: string
}

const NAME = 'yiwang'
const STORE = 'drafts'
const KEPT_FOR = 30 * 24 * 3600 * 1000

let opening: Promise<IDBDatabase> | undefined

function open(): Promise<IDBDatabase> {
  opening ??= new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(NAME, 1)
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'key' })
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('IndexedDB'))
  }).catch((error: unknown) => {
    opening = undefined
    throw error
  })
  return opening
}

async function act<T>(mode: IDBTransactionMode, run: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open()
  return new Promise((resolve, reject) => {
    const request = run(database.transaction(STORE, mode).objectStore(STORE))
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('IndexedDB'))
  })
}

/** Reads, keeps and forgets local drafts. Without IndexedDB (some private windows) localStorage serves, as far as it goes. */
export const draftStore = {
  async read(key: string): Promise<LocalDraft | undefined> {
    try {
      return asDraft(await act<unknown>('readonly', (store) => store.get(key)))
    } catch {
      return asDraft(JSON.parse(localStorage.getItem(`yw-draft-${key}`) ?? 'null'))
    }
  },
  async write(key: string, value: unknown): Promise<void> {
    const draft: LocalDraft = { key, value, savedAt: new Date().toISOString() }
    try {
      await act('readwrite', (store) => store.put(draft))
    } catch {
      localStorage.setItem(`yw-draft-${key}`, JSON.stringify(draft))
    }
  },
  async forget(key: string): Promise<void> {
    try {
      await act('readwrite', (store) => store.delete(key))
    } finally {
      localStorage.removeItem(`yw-draft-${key}`)
    }
  },
  /** Drafts nobody came back for. */
  async forgetOld(now: number): Promise<void> {
    const all = await act<unknown[]>('readonly', (store) => store.getAll())
    for (const one of all) {
      const draft = asDraft(one)
      if (draft && now - Date.parse(draft.savedAt) > KEPT_FOR) await this.forget(draft.key)
    }
  },
}

function asDraft(found: unknown): LocalDraft | undefined {
  if (typeof found !== 'object' || found === null) return undefined
  const { key, value, savedAt }: { key?: unknown; value?: unknown; savedAt?: unknown } = found
  return typeof key === 'string' && typeof savedAt === 'string' ? { key, value, savedAt } : undefined
}
