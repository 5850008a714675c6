import { getAccount } from '../../../../src/modules/identity/contract.ts'
import { useOperation } from '../../client.ts'

/** The name of an account known by its id; undefined where it may not be seen. */
export function useAccountName(id: string | null): string | undefined {
  const { data } = useOperation(
    getAccount,
    { params: { id: id ?? '' } },
    { enabled: id !== null && id !== '', keepsPrevious: false, staleFor: 300_000 },
  )
  return data?.name
}
