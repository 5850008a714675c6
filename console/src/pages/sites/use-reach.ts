import { useQueries } from '@tanstack/react-query'
import type { z } from 'zod'
import { getSettingReach } from '../../../../src/modules/sites/contract.ts'
import { call, operationKey } from '../../client.ts'

export type Reach = z.output<typeof getSettingReach.reply>

/** What saving each of these settings would touch below this site. */
export function useReach(siteId: string, keys: readonly string[]): ReadonlyMap<string, Reach> {
  const replies = useQueries({
    queries: keys.map((key) => {
      const input = { params: { id: siteId, key } }
      return {
        queryKey: [...operationKey(getSettingReach, input), 'reach'],
        queryFn: ({ signal }: { signal: AbortSignal }) => call(getSettingReach, input, { signal }),
        staleTime: 30_000,
      }
    }),
  })
  return new Map(
    keys.flatMap((key, index): [string, Reach][] => {
      const reply = replies[index]?.data
      return reply === undefined ? [] : [[key, reply]]
    }),
  )
}
