import { Gauge, type Registry } from 'prom-client'
import type { Foreign } from '../kernel/metrics.ts'
import { type NodeState, type SearchClient, SearchUnavailable } from '../modules/search/index.ts'

/** How search stands, in one word and two numbers. */
export async function searchReady(node: SearchClient) {
  const state = await stateOf(node)
  if (state === null) return { status: 'unavailable' as const }
  const { figures, waiting, rebuilding } = state
  const counts = { docs: figures.docs, pending: Math.max(waiting, figures.pending), ...(rebuilding && { rebuilding }) }
  if (!state.isTrusted && !state.isBehind) return { status: 'building' as const, ...counts }
  if (state.isBehind && state.isInTouch) return { status: 'behind' as const, ...counts }
  return { status: state.isInTouch ? ('ok' as const) : ('out-of-touch' as const), ...counts }
}

async function stateOf(node: SearchClient): Promise<NodeState | null> {
  return node.state().catch((error: unknown) => {
    if (error instanceof SearchUnavailable) return null
    throw error
  })
}

const FRESH_MS = 200

/** Figures of the search node, asked for once for each look of the monitor; nothing where it does not answer. */
export function searchMetrics(node: SearchClient): Foreign {
  let known: { at: number; state: Promise<NodeState | null> } | null = null
  const look = (): Promise<NodeState | null> => {
    if (known === null || performance.now() - known.at > FRESH_MS)
      known = { at: performance.now(), state: stateOf(node) }
    return known.state
  }
  return {
    register(registry: Registry) {
      const measure = (name: string, help: string, read: (state: NodeState) => number) => {
        new Gauge({
          name,
          help,
          registers: [registry],
          async collect() {
            const state = await look()
            if (state === null) this.reset()
            else this.set(read(state))
          },
        })
      }
      new Gauge({
        name: 'yiwang_search_up',
        help: 'The search node answers from its index',
        registers: [registry],
        async collect() {
          const state = await look()
          this.set((state?.isTrusted || state?.isBehind) && state.isInTouch ? 1 : 0)
        },
      })
      measure('yiwang_search_documents', 'Documents in the search index', ({ figures }) => figures.docs)
      measure('yiwang_search_hidden', 'Sources hidden until they are read again', ({ figures }) => figures.hidden)
      measure('yiwang_search_pending', 'Sources that wait to be read into the index', ({ figures, waiting }) =>
        Math.max(figures.pending, waiting),
      )
      measure('yiwang_search_index_bytes', 'Size of the search index', ({ figures }) => figures.bytes)
      measure('yiwang_search_memory_bytes', 'Memory of the search index', ({ figures }) => figures.memoryBytes)
      measure('yiwang_search_queries_total', 'Queries since the node started', ({ queries }) => queries.count)
      measure(
        'yiwang_search_queries_failed_total',
        'Queries that could not be answered',
        ({ queries }) => queries.failed,
      )
      measure('yiwang_search_query_seconds_sum', 'Time taken by all queries', ({ queries }) => queries.seconds)
      new Gauge({
        name: 'yiwang_search_query_seconds_bucket',
        help: 'Queries that took no longer than this',
        labelNames: ['le'],
        registers: [registry],
        async collect() {
          this.reset()
          for (const [bound, count] of (await look())?.queries.buckets ?? []) this.set({ le: String(bound) }, count)
        },
      })
    },
  }
}
