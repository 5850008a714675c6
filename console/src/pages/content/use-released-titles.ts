import { useQueries } from '@tanstack/react-query'
import { findReleased } from '../../../../src/modules/content/contract.ts'
import { call, operationKey } from '../../client.ts'

/** Titles of released items, as far as they show now. */
export function useReleasedTitles(ids: readonly string[]): ReadonlyMap<string, string> {
  const replies = useQueries({
    queries: ids.map((itemId) => ({
      queryKey: operationKey(findReleased, { query: { itemId } }),
      queryFn: async ({ signal }: { signal: AbortSignal }) => ({
        reply: await call(findReleased, { query: { itemId } }, { signal }),
      }),
      staleTime: 60_000,
    })),
  })
  return new Map(replies.flatMap(({ data }) => (data?.reply ?? []).map((item) => [item.itemId, item.title] as const)))
}
