import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ApiProblem } from '../../api/problem.ts'
import { useHotkey } from '../../app/hotkeys.ts'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { useStageName } from './stage-name.ts'
import type { FullDocument } from './types.ts'

interface VerdictBarProps {
  document: FullDocument
  isBusy: boolean
  problem: ApiProblem | null
  onVerdict: (verdict: 'passed' | 'returned', reason: string) => void
}

/** The verdict, always in reach. Returning without a reason is stopped here, where the words are still to be found. */
export function VerdictBar({ document: doc, isBusy, problem, onVerdict }: VerdictBarProps) {
  const { t } = useTranslation('content')
  const stageName = useStageName()
  const field = useRef<HTMLTextAreaElement>(null)
  const [reason, setReason] = useState('')
  const [isMissing, setMissing] = useState(false)
  useHotkey('R', t('keyReason'), () => field.current?.focus())
  const isLast = doc.stage >= doc.stages
  const sendBack = () => {
    if (reason.trim() === '') {
      setMissing(true)
      field.current?.focus()
    } else onVerdict('returned', reason.trim())
  }
  const hasFault = isMissing && reason.trim() === ''
  return (
    <form
      className="verdict"
      aria-label={t('verdict')}
      onSubmit={(event) => {
        event.preventDefault()
        onVerdict('passed', reason.trim())
      }}
    >
      {problem && <ProblemNotice problem={problem} />}
      <div className="verdict-reason">
        <textarea
          ref={field}
          className="field"
          rows={1}
          maxLength={1000}
          aria-label={t('reasonField')}
          placeholder={t('reasonPlaceholder')}
          aria-invalid={hasFault}
          aria-describedby={hasFault ? 'verdict-fault' : undefined}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
            event.preventDefault()
            onVerdict('passed', reason.trim())
          }}
        />
        {hasFault && (
          <p className="field-error" id="verdict-fault" role="alert">
            {t('reasonNeeded')}
          </p>
        )}
      </div>
      <button className="button danger" type="button" disabled={isBusy} onClick={sendBack}>
        {t('sendBack')}
      </button>
      <button className="button primary" type="submit" disabled={isBusy}>
        {isLast ? t('passLast') : t('passTo', { stage: stageName(doc.stage + 1, doc.stages) })} <kbd>Ctrl</kbd>{' '}
        <kbd>Enter</kbd>
      </button>
    </form>
  )
}
