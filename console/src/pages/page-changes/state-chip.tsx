import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import type { ReceiptState } from '../../../../src/modules/library/contract.ts'
import { StatusChip, type Tone } from '../../components/status-chip.tsx'

type State = z.output<typeof ReceiptState>
const TONES: Record<State, Tone> = { running: 'info', done: 'ok', cancelled: 'warn', interrupted: 'warn' }

export function ChangeStateChip({ state }: { state: State }) {
  const { t } = useTranslation('pageChanges')
  const words = {
    running: t('stateRunning'),
    done: t('stateDone'),
    cancelled: t('stateCancelled'),
    interrupted: t('stateInterrupted'),
  }
  return <StatusChip tone={TONES[state]}>{words[state]}</StatusChip>
}
