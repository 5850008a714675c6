import { contentLabels } from '../../../../src/modules/content/labels.ts'
import { StatusChip, type Tone } from '../../components/status-chip.tsx'
import { useLabels } from '../sites/use-labels.ts'
import type { BatchRow } from './types.ts'

const tones: Readonly<Record<BatchRow['state'], Tone>> = {
  draft: 'plain',
  scheduled: 'info',
  released: 'ok',
  undone: 'warn',
}

export function BatchChip({ state }: Pick<BatchRow, 'state'>) {
  const label = useLabels(contentLabels)
  return <StatusChip tone={tones[state]}>{label(`enum.batchState.${state}`)}</StatusChip>
}
