import { DatePicker } from 'antd'
import dayjs from 'dayjs'
import type { Controllable } from './field.tsx'
import { formatMoment, shanghaiInstant } from './time.ts'

interface DateTimeFieldProps extends Controllable {
  /** An instant, or null. */
  value: string | null
  onChange: (value: string | null) => void
  isDisabled?: boolean
  placeholder?: string
}

/** Picks an instant on the clock of Asia/Shanghai, wherever the computer stands. */
export function DateTimeField({ value, onChange, isDisabled, placeholder, ...tied }: DateTimeFieldProps) {
  return (
    <DatePicker
      {...controlProps(tied)}
      className="date-field"
      showTime={{ format: 'HH:mm' }}
      format={['YYYY-MM-DD HH:mm', 'YYYY-M-D H:mm', 'YYYY/M/D H:mm']}
      value={value === null ? null : dayjs(formatMoment(value))}
      disabled={isDisabled ?? false}
      needConfirm={false}
      {...(placeholder === undefined ? {} : { placeholder })}
      onChange={(picked) => onChange(picked ? shanghaiInstant(picked.format('YYYY-MM-DD HH:mm')) : null)}
    />
  )
}

/** Picks a calendar date, `YYYY-MM-DD`. */
export function DateField({ value, onChange, isDisabled, placeholder, ...tied }: DateTimeFieldProps) {
  return (
    <DatePicker
      {...controlProps(tied)}
      className="date-field"
      format={['YYYY-MM-DD', 'YYYY-M-D', 'YYYY/M/D', 'YYYYMMDD']}
      value={value === null ? null : dayjs(value)}
      disabled={isDisabled ?? false}
      needConfirm={false}
      {...(placeholder === undefined ? {} : { placeholder })}
      onChange={(picked) => onChange(picked ? picked.format('YYYY-MM-DD') : null)}
    />
  )
}

function controlProps(tied: Controllable) {
  return {
    ...(tied.id === undefined ? {} : { id: tied.id }),
    ...(tied.status === undefined ? {} : { status: tied.status }),
    ...(tied['aria-describedby'] === undefined ? {} : { 'aria-describedby': tied['aria-describedby'] }),
    ...(tied['aria-invalid'] === undefined ? {} : { 'aria-invalid': tied['aria-invalid'] }),
    ...(tied['aria-required'] === undefined ? {} : { 'aria-required': tied['aria-required'] }),
  }
}
