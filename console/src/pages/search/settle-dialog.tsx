import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../components/dialog.tsx'
import { listWorkWords, outcomes, settleWord } from '../../../../src/modules/search/contract.ts'
import { useCommand } from '../../client.ts'
import { DateField } from '../../components/date-time-field.tsx'
import { Field } from '../../components/field.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { SelectField, TextField } from '../sites/text-field.tsx'
import { dayFromToday } from './period.ts'
import { type Outcome, useOutcomes } from './use-outcomes.ts'

/** How long each usually takes to help. */
const DAYS: Readonly<Record<Outcome, number>> = { synonym: 1, content: 14, nothing: 90 }
const SHOWN = ['note', 'returnsOn'].flatMap((name) => [`/${name}`, `/body/${name}`])

/** What was done about words that find nothing, and when they may come back. */
export function SettleDialog({ words, onClose }: { words: string; onClose: () => void }) {
  const { t } = useTranslation('search')
  const { t: common } = useTranslation()
  const outcomeName = useOutcomes()
  const [outcome, setOutcome] = useState<Outcome>('synonym')
  const [note, setNote] = useState('')
  const [day, setDay] = useState<string | null>(null)
  const returnsOn = day ?? dayFromToday(DAYS[outcome])
  const command = useCommand(settleWord, {
    success: t('settledDone', { word: words, day: returnsOn }),
    invalidates: [listWorkWords],
    announcesProblem: false,
    onDone: onClose,
  })
  return (
    <Dialog
      open
      title={t('settleTitle', { word: words })}
      okText={t('settle')}
      cancelText={common('cancel')}
      confirmLoading={command.isPending}
      onOk={() => command.mutate({ body: { words, outcome, note, returnsOn } })}
      onCancel={onClose}
    >
      <div className="form">
        {command.error && <ProblemNotice problem={command.error} shownPointers={SHOWN} />}
        <SelectField
          label={t('outcome')}
          value={outcome}
          options={outcomes.map((value) => ({ value, label: outcomeName(value) }))}
          onChange={(value) => setOutcome(outcomes.find((one) => one === value) ?? 'synonym')}
        />
        <TextField
          label={t('note')}
          isOptional
          rows={2}
          value={note}
          onChange={setNote}
          problem={command.error}
          pointer="/note"
        />
        <Field label={t('returnsOn')} hint={t('returnsHint')} problem={command.error} pointer="/returnsOn">
          <DateField value={returnsOn} onChange={setDay} />
        </Field>
      </div>
    </Dialog>
  )
}
