import type { z } from 'zod'
import type { AccountState } from '../../../../src/modules/identity/contract.ts'
import { identityLabels } from '../../../../src/modules/identity/labels.ts'
import { StatusChip } from '../../components/status-chip.tsx'
import { useLabels } from '../sites/use-labels.ts'

/** Whether an account can sign in, in words. */
export function AccountChip({ state }: { state: z.output<typeof AccountState> }) {
  const label = useLabels(identityLabels)
  const tone = state === 'active' ? 'ok' : state === 'locked' ? 'bad' : 'plain'
  return <StatusChip tone={tone}>{label(`enum.account-state.${state}`)}</StatusChip>
}
