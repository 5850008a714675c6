/** Lines after `from` up to and including `to`. */
export type Span = readonly [from: number, to: number]

export type Reached = { lineDone: number; ahead: Span[] }

/** What is safe once one more span is; null when some of it was already, so that somebody else works on this file. */
export function reach({ lineDone, ahead }: Reached, [from, to]: Span): Reached | null {
  if (from < lineDone || ahead.some((span) => from < span[1] && span[0] < to)) return null
  const spans = [...ahead, [from, to] as const].toSorted((a, b) => a[0] - b[0])
  let end = lineDone
  while (spans[0]?.[0] === end) end = spans.shift()?.[1] ?? end
  return { lineDone: end, ahead: spans }
}
