import { Select } from 'antd'
import type { ApiProblem } from '../../api/problem.ts'
import { clauseMark, listMark } from '../../components/marks.ts'
import { type Controllable, Field } from '../../components/field.tsx'

interface WordsFieldProps {
  label: string
  hint: string
  placeholder: string
  value: readonly string[]
  onChange: (words: string[]) => void
  isDisabled?: boolean
  problem: ApiProblem | null | undefined
}

const SEPARATORS = ['、', '，', ',', '；', ';', '|', '\n', '\t']

/** Words one after the other: Enter or a separator ends one, and a pasted list becomes many. */
export function WordsField({ label, hint, value, problem, isDisabled = false, ...others }: WordsFieldProps) {
  if (isDisabled) {
    return (
      <div className="form-field">
        <span className="hint">{label}</span>
        <p>{value.join(listMark())}</p>
      </div>
    )
  }
  return (
    <Field label={label} hint={hint} isRequired error={faultsOfWords(problem)}>
      <Tags value={[...value]} {...others} />
    </Field>
  )
}

/** Everything the server said about the list and about each of its words. */
export function faultsOfWords(problem: ApiProblem | null | undefined): string | undefined {
  const found = problem?.errors.filter(({ pointer }) => isOfWords(pointer)) ?? []
  return found.length === 0 ? undefined : found.map(({ detail }) => detail).join(clauseMark())
}

export const isOfWords = (pointer: string): boolean => /^(\/body)?\/words(\/|$)/.test(pointer)

interface TagsProps extends Controllable {
  value: string[]
  onChange: (words: string[]) => void
  placeholder: string
}

function Tags({ value, onChange, placeholder, ...tied }: TagsProps) {
  return (
    <Select
      {...(tied.id === undefined ? {} : { id: tied.id })}
      {...(tied.status === undefined ? {} : { status: tied.status })}
      {...(tied['aria-describedby'] === undefined ? {} : { 'aria-describedby': tied['aria-describedby'] })}
      {...(tied['aria-required'] === undefined ? {} : { 'aria-required': tied['aria-required'] })}
      mode="tags"
      open={false}
      suffixIcon={null}
      tokenSeparators={SEPARATORS}
      placeholder={placeholder}
      value={value}
      onChange={(words: string[]) => onChange(words.map((word) => word.trim()).filter((word) => word !== ''))}
    />
  )
}
