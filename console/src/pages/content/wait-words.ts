/** How long something has waited, in the two units that matter. */
export type Wait = { unit: 'minutes' | 'hours' | 'days'; count: number; rest: number }

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** 45 minutes; 3 hours (10 minutes); 2 days (5 hours). */
export function waitSince(since: string, now: number): Wait {
  const passed = Math.max(0, now - Date.parse(since))
  if (passed < HOUR) return { unit: 'minutes', count: Math.floor(passed / MINUTE), rest: 0 }
  if (passed < DAY)
    return { unit: 'hours', count: Math.floor(passed / HOUR), rest: Math.floor((passed % HOUR) / MINUTE) }
  return { unit: 'days', count: Math.floor(passed / DAY), rest: Math.floor((passed % DAY) / HOUR) }
}
