import { getSettings } from '../../../../src/modules/sites/contract.ts'
import { useOperation } from '../../client.ts'

/** How many review stages the site's setting asks for. */
export function useSiteStages(siteId: string): number | undefined {
  const { data } = useOperation(getSettings, { params: { id: siteId }, query: {} }, { staleFor: 60_000 })
  const value = data?.find((one) => one.key === 'review.stages')?.value
  return typeof value === 'number' ? value : undefined
}
