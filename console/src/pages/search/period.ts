/** The day in Asia/Shanghai, so many days from today. */
export const dayFromToday = (days: number): string =>
  new Date(Date.now() + 8 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10)

export const PERIODS = [7, 30, 90, 365] as const

/** The last so many days, as the server wants them. */
export function periodOf(text: string): { from: string; until: string } {
  const days = PERIODS.find((one) => String(one) === text) ?? 30
  return { from: dayFromToday(1 - days), until: dayFromToday(0) }
}
