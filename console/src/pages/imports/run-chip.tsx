import { useTranslation } from 'react-i18next'
import type { Run } from '../../../../src/modules/migration/contract.ts'
import { migrationLabels } from '../../../../src/modules/migration/labels.ts'
import { StatusChip, type Tone } from '../../components/status-chip.tsx'
import { useLabels } from '../sites/use-labels.ts'

const TONES: Readonly<Record<Run['state'], Tone>> = {
  waiting: 'plain',
  running: 'info',
  done: 'ok',
  failed: 'bad',
  cancelled: 'warn',
}

export function RunChip({ run }: { run: Pick<Run, 'state' | 'isDryRun'> }) {
  const { t } = useTranslation('imports')
  const label = useLabels(migrationLabels)
  return (
    <StatusChip tone={TONES[run.state]}>
      {run.isDryRun && run.state === 'done' ? t('tried') : label(`enum.runState.${run.state}`)}
    </StatusChip>
  )
}
