import { getOrganisation } from '../../../../src/modules/organisations/contract.ts'
import { useOperation } from '../../client.ts'

/** The name of an organisation that stands in the address only by its id. */
export function useOrganisationName(id: string): string | undefined {
  const { data } = useOperation(
    getOrganisation,
    { params: { id } },
    { enabled: id !== '', keepsPrevious: false, staleFor: 300_000 },
  )
  return id === '' ? undefined : data?.name
}
