const shanghai = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})

function parts(instant: string | number | Date): Record<string, string> {
  return Object.fromEntries(shanghai.formatToParts(new Date(instant)).map((part) => [part.type, part.value]))
}

/** An instant as `YYYY-MM-DD HH:mm` in Asia/Shanghai. A bare date stays as it is. */
export function formatMoment(instant: string | number | Date): string {
  if (typeof instant === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(instant)) return instant
  const p = parts(instant)
  return `${p['year']}-${p['month']}-${p['day']} ${p['hour']}:${p['minute']}`
}

/** The same with seconds, for the audit log. */
export function formatSecond(instant: string | number | Date): string {
  return `${formatMoment(instant)}:${parts(instant)['second']}`
}

/** A wall clock in Asia/Shanghai (`YYYY-MM-DD HH:mm`) as an instant with offset. China keeps +08:00 all year. */
export function shanghaiInstant(wall: string): string {
  return `${wall.slice(0, 10)}T${wall.slice(11, 16)}:00+08:00`
}
