import type { KeptPage } from '../kernel/page-store.ts'

/** A kept page in memory, with its headers as they are sent. */
export type Ready = { page: KeptPage; headers: { gzip: string[]; brotli: string[] | null } }

/** Pages in memory up to a number of bytes; what was put in first goes first. A hit moves nothing: it is the hot path. */
export function createPageCache(limitBytes: number) {
  const kept = new Map<string, Ready>()
  let bytes = 0
  const weight = ({ page }: Ready) => page.gzip.length + (page.brotli?.length ?? 0) + 2_000

  function remove(key: string): void {
    const old = kept.get(key)
    if (!old) return
    bytes -= weight(old)
    kept.delete(key)
  }

  return {
    get(key: string): Ready | undefined {
      return kept.get(key)
    },
    put(key: string, ready: Ready): void {
      remove(key)
      kept.set(key, ready)
      bytes += weight(ready)
      while (bytes > limitBytes) {
        const oldest = kept.keys().next().value
        if (oldest === undefined) break
        remove(oldest)
      }
    },
    remove,
    clear(): void {
      kept.clear()
      bytes = 0
    },
  }
}
