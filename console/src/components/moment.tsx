import { formatMoment } from './time.ts'

/** An instant in Asia/Shanghai, `2026-11-20 10:31`; nothing where there is none. */
export function Moment({ at, only }: { at: string | null | undefined; only?: 'day' | 'minute' }) {
  if (at === undefined || at === null || at === '') return null
  const words = formatMoment(at)
  return <time dateTime={at}>{only === 'day' ? words.slice(0, 10) : only === 'minute' ? words.slice(11) : words}</time>
}
