import { useTranslation } from 'react-i18next'
import type { ApiProblem } from '../api/problem.ts'
import { Icon } from './icon.tsx'

interface ProblemNoticeProps {
  problem: ApiProblem
  onRetry?: () => void
  /** Pointers that a field on the screen already shows; the others are listed here so that none is lost. */
  shownPointers?: readonly string[]
}

/** Asking again changes nothing where something may not be seen or is not there. */
const isFinal = ({ status }: ApiProblem) => status === 403 || status === 404

/** A refusal in the reader's words, with the fields it names. */
export function ProblemNotice({ problem, onRetry, shownPointers = [] }: ProblemNoticeProps) {
  const { t } = useTranslation('components')
  const { t: common } = useTranslation()
  const errors = problem.errors.filter((error) => !shownPointers.includes(error.pointer))
  return (
    <div className="notice bad-notice" role="alert">
      <Icon name="alert" />
      <div>
        <p>
          <b>{problem.title}</b>
        </p>
        {problem.detail !== undefined && <p>{problem.detail}</p>}
        {errors.length > 0 && (
          <ul>
            {errors.map((error) => (
              <li key={`${error.pointer} ${error.detail}`}>{error.detail}</li>
            ))}
          </ul>
        )}
        {problem.status >= 500 && problem.instance !== undefined && (
          <p className="hint">{t('problemNumber', { number: problem.instance })}</p>
        )}
      </div>
      {onRetry && !isFinal(problem) && (
        <button className="button" type="button" onClick={onRetry}>
          {common('retry')}
        </button>
      )}
    </div>
  )
}
