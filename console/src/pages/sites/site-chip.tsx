import type { z } from 'zod'
import type { SiteState } from '../../../../src/modules/sites/contract.ts'
import { sitesLabels } from '../../../../src/modules/sites/labels.ts'
import { StatusChip, type Tone } from '../../components/status-chip.tsx'
import { useLabels } from './use-labels.ts'

export type State = z.output<typeof SiteState>

const TONES: Readonly<Record<State, Tone>> = {
  draft: 'plain',
  running: 'ok',
  exceptional: 'warn',
  suspended: 'bad',
  closing: 'warn',
  closed: 'plain',
}

/** The life-cycle state of a site, in words. */
export function SiteChip({ state }: { state: State }) {
  const label = useLabels(sitesLabels)
  return <StatusChip tone={TONES[state]}>{label(`enum.siteState.${state}`)}</StatusChip>
}
