import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Moment } from '../../components/moment.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { Panel } from '../../components/panel.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { isOfWords } from './words-field.tsx'
import './search.css'

type Problem = Parameters<typeof ProblemNotice>[0]['problem']
type Back = { to: string; label: string }

interface RuleFrameProps {
  title: string
  back: Back
  /** As it is stored; a new one is not yet. */
  stored: { changedBy: string; changedAt: string } | undefined
  isReadOnly: boolean
  isSaving: boolean
  onSave: () => void
  onDelete: () => void
  name: string
  problem: Problem | null
  fields: ReactNode
  effect: ReactNode
}

/** A rule of the search, a synonym or a pin: its fields, and beside them what they do. */
export function RuleFrame(props: RuleFrameProps) {
  const { title, back, stored, isReadOnly, isSaving, onSave, onDelete, name, problem, fields, effect } = props
  const { t } = useTranslation('search')
  const { t: common } = useTranslation()
  return (
    <>
      <PageHead
        title={title}
        back={back}
        hint={
          stored && (
            <>
              {t('changedLast', { by: stored.changedBy })} <Moment at={stored.changedAt} />
            </>
          )
        }
        acts={
          stored &&
          !isReadOnly && (
            <button className="button danger" type="button" onClick={onDelete}>
              {common('delete')}
            </button>
          )
        }
        action={
          !isReadOnly && (
            <button className="button primary" type="button" disabled={isSaving} onClick={onSave}>
              {common('save')}
            </button>
          )
        }
      />
      <div className="tune">
        <Panel title={name} isPadded>
          <div className="form">
            {problem && <Refusal problem={problem} />}
            {isReadOnly && <p className="hint">{t('provinceOnly')}</p>}
            {fields}
          </div>
        </Panel>
        {effect}
      </div>
    </>
  )
}

/** In place of a rule that is still on its way, or does not come. */
export function RuleAwaited({ back, problem, onRetry }: { back: Back; problem: Problem | null; onRetry: () => void }) {
  if (!problem) return <PageSkeleton />
  return (
    <>
      <PageHead title={back.label} back={back} />
      <ProblemNotice problem={problem} onRetry={onRetry} />
    </>
  )
}

/** What no field shows by itself. */
function Refusal({ problem }: { problem: Problem }) {
  const shown = problem.errors
    .map(({ pointer }) => pointer)
    .filter((pointer) => isOfWords(pointer) || FIELDS.test(pointer))
  const isAllShown = problem.errors.length > 0 && shown.length === problem.errors.length
  return isAllShown ? null : <ProblemNotice problem={problem} shownPointers={shown} />
}

const FIELDS = /^(\/body)?\/(note|endsOn|siteId)$/
