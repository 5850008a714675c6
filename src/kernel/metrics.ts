import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { PagesInUse } from './pages-in-use.ts'

/** Prometheus metrics of this process. */
export type Metrics = {
  registry: Registry
  requests: Histogram<'role' | 'method' | 'status'>
  problems: Counter<'code'>
}

/** What somebody else's process tells of itself, asked for when the figures are. */
export type Foreign = { register(registry: Registry): void }

export function createMetrics(pages: PagesInUse, others: readonly Foreign[] = []): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  measurePages(registry, pages)
  for (const other of others) other.register(registry)
  return {
    registry,
    requests: new Histogram({
      name: 'yiwang_http_seconds',
      help: 'Time to answer a request',
      labelNames: ['role', 'method', 'status'],
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3],
      registers: [registry],
    }),
    problems: new Counter({
      name: 'yiwang_problems_total',
      help: 'Refusals by code',
      labelNames: ['code'],
      registers: [registry],
    }),
  }
}

/** The kept pages of this machine, read when somebody asks; what is not known here is left out. */
function measurePages(registry: Registry, pages: PagesInUse): void {
  const measure = (name: string, help: string, read: () => number | undefined) => {
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        const value = read()
        if (value === undefined) this.reset()
        else this.set(value)
      },
    })
  }
  const count = (name: string, help: string, read: () => number | undefined) => {
    new Counter({
      name,
      help,
      registers: [registry],
      collect() {
        this.reset()
        this.inc(read() ?? 0)
      },
    })
  }
  const store = () => pages.figures()
  const serving = () => pages.serving()
  measure('yiwang_pages_kept', 'Pages kept on this machine', () => store()?.pages)
  measure('yiwang_page_store_bytes', 'Bytes of kept pages', () => store()?.bytes)
  measure('yiwang_page_store_limit_bytes', 'Room for kept pages', () => store()?.limitBytes)
  measure('yiwang_page_store_file_bytes', 'Size of the file they lie in', () => store()?.fileBytes)
  count('yiwang_pages_remade_total', 'Stale pages that were made anew', () => store()?.remade)
  count('yiwang_pages_unchanged_total', 'Stale pages that came out the same', () => store()?.unchanged)
  count('yiwang_page_hits_total', 'Requests answered from a kept page', () => serving()?.hits)
  count('yiwang_pages_made_total', 'Pages made by this process', () => serving()?.made)
  count('yiwang_pages_marked_total', 'Pages that changes made stale', () => serving()?.marked)
}
