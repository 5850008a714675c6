import type { HTMLInputTypeAttribute, ReactNode } from 'react'
import type { ApiProblem } from '../../api/problem.ts'
import { Field } from '../../components/field.tsx'

interface Common {
  label: string
  value: string
  onChange: (value: string) => void
  hint?: ReactNode
  isRequired?: boolean
  isOptional?: boolean
  isDisabled?: boolean
  error?: string | undefined
  problem?: ApiProblem | null | undefined
  /** Where the server speaks of this field: `/name`. */
  pointer?: string
}

function fieldProps({ label, hint, isRequired, isOptional, error, problem, pointer }: Common) {
  return {
    label,
    error,
    problem,
    ...(hint === undefined ? {} : { hint }),
    ...(isRequired === undefined ? {} : { isRequired }),
    ...(isOptional === undefined ? {} : { isOptional }),
    ...(pointer === undefined ? {} : { pointer }),
  }
}

interface TextFieldProps extends Common {
  /** More than one line. */
  rows?: number
  type?: HTMLInputTypeAttribute
  placeholder?: string
  isAutoFocused?: boolean
  isMono?: boolean
  min?: number
  max?: number
}

/** A labelled line or block of text, with its hint and error. */
export function TextField(props: TextFieldProps) {
  const { value, onChange, rows, type = 'text', placeholder, isAutoFocused = false, isDisabled = false } = props
  const className = props.isMono ? 'field mono' : 'field'
  return (
    <Field {...fieldProps(props)}>
      {rows === undefined ? (
        <input
          className={className}
          type={type}
          value={value}
          placeholder={placeholder}
          disabled={isDisabled}
          autoFocus={isAutoFocused}
          spellCheck={false}
          autoComplete="off"
          min={props.min}
          max={props.max}
          onChange={(event) => onChange(event.target.value)}
        />
      ) : (
        <textarea
          className={`${className} block`}
          rows={rows}
          value={value}
          placeholder={placeholder}
          disabled={isDisabled}
          autoFocus={isAutoFocused}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}

interface SelectFieldProps extends Common {
  options: readonly { value: string; label: string }[]
  /** What no choice is called; without it something must be chosen. */
  none?: string
}

export function SelectField(props: SelectFieldProps) {
  const { value, onChange, options, none, isDisabled = false } = props
  return (
    <Field {...fieldProps(props)}>
      <select className="field" value={value} disabled={isDisabled} onChange={(event) => onChange(event.target.value)}>
        {none !== undefined && <option value="">{none}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </Field>
  )
}

export function CheckField({
  label,
  hint,
  isOn,
  onChange,
  isDisabled = false,
}: {
  label: string
  hint?: ReactNode
  isOn: boolean
  onChange: (isOn: boolean) => void
  isDisabled?: boolean
}) {
  return (
    <div className="form-field">
      <label className="check">
        <input
          type="checkbox"
          checked={isOn}
          disabled={isDisabled}
          onChange={(event) => onChange(event.target.checked)}
        />{' '}
        {label}
      </label>
      {hint !== undefined && <p className="hint">{hint}</p>}
    </div>
  )
}
