import { cloneElement, useId, type ReactElement, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ApiProblem } from '../api/problem.ts'
import { errorAt } from './error-at.ts'

/** Anything that takes what ties it to its label, hint and error: native fields, antd controls, our own. */
export interface Controllable {
  id?: string | undefined
  status?: 'error' | '' | undefined
  'aria-describedby'?: string | undefined
  'aria-invalid'?: boolean | undefined
  'aria-required'?: boolean | undefined
}

interface FieldProps {
  label: string
  hint?: ReactNode
  isRequired?: boolean
  isOptional?: boolean
  /** Error found here, before anything is sent. */
  error?: string | undefined
  /** The refusal of the last attempt, with the JSON pointer of this field: `/title`. */
  problem?: ApiProblem | null | undefined
  pointer?: string
  children: ReactElement<Controllable>
}

/** Label, control, hint and error, tied together for everybody including screen readers. */
export function Field({ label, hint, isRequired, isOptional, error, problem, pointer, children }: FieldProps) {
  const { t } = useTranslation()
  const own = useId()
  const id = children.props.id ?? own
  const wrong = error ?? (pointer === undefined ? undefined : errorAt(problem, pointer))
  const described = [wrong === undefined ? '' : `${id}-error`, hint === undefined ? '' : `${id}-hint`]
    .filter(Boolean)
    .join(' ')
  return (
    <div className="form-field">
      <label htmlFor={id}>
        {label}
        {isRequired && <span className="must"> {t('required')}</span>}
        {isOptional && <span className="hint"> {t('optional')}</span>}
      </label>
      {cloneElement(children, {
        id,
        ...(typeof children.type === 'string' ? {} : { status: wrong === undefined ? '' : 'error' }),
        ...(described === '' ? {} : { 'aria-describedby': described }),
        ...(wrong === undefined ? {} : { 'aria-invalid': true }),
        ...(isRequired ? { 'aria-required': true } : {}),
      })}
      {wrong !== undefined && (
        <p className="field-error" id={`${id}-error`}>
          {wrong}
        </p>
      )}
      {hint !== undefined && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}
