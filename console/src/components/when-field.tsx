import { Radio } from 'antd'
import { useTranslation } from 'react-i18next'
import type { ApiProblem } from '../api/problem.ts'
import { DateTimeField } from './date-time-field.tsx'
import { Field } from './field.tsx'
import type { When } from './use-when.ts'

interface WhenFieldProps {
  label: string
  when: When
  /** From now on what is missing is marked. */
  isTried: boolean
  problem: ApiProblem | null
  /** Where the server names a fault of the instant. */
  pointer: string
}

/** At once or later; with later comes the instant. */
export function WhenField({ label, when, isTried, problem, pointer }: WhenFieldProps) {
  const { t } = useTranslation('components')
  return (
    <>
      <Radio.Group
        aria-label={label}
        value={when.isLater}
        onChange={(event) => when.setLater(event.target.value === true)}
        options={[
          { value: false, label: t('whenAtOnce') },
          { value: true, label: t('whenAtTime') },
        ]}
      />
      {when.isLater && (
        <Field
          label={label}
          isRequired
          hint={t('dateTimeHint')}
          error={isTried && when.fault ? t(when.fault) : undefined}
          problem={problem}
          pointer={pointer}
        >
          <DateTimeField value={when.at} onChange={when.setAt} />
        </Field>
      )}
    </>
  )
}
