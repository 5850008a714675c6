import { listSites } from '../../../src/modules/sites/contract.ts'
import { useOperation } from '../client.ts'

/** The first sites the person has to do with: enough to know whether there is none, one, or a choice. */
export function useOwnSites() {
  const { data } = useOperation(listSites, { query: { mine: 'true', pageSize: 2 } }, { staleFor: 300_000 })
  return data?.items ?? []
}
