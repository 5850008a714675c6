/** Page numbers to offer: the first, the last, and those around the current one; `0` stands for a gap. */
export function pagesAround(current: number, last: number): readonly number[] {
  const wanted = new Set([1, last, current - 1, current, current + 1])
  if (current <= 3) for (const one of [2, 3, 4]) wanted.add(one)
  if (current >= last - 2) for (const one of [last - 3, last - 2, last - 1]) wanted.add(one)
  const numbers = [...wanted].filter((one) => one >= 1 && one <= last).toSorted((a, b) => a - b)
  return numbers.flatMap((one, index) => {
    const before = numbers[index - 1] ?? 0
    if (one - before === 2) return [one - 1, one]
    return one - before > 2 ? [0, one] : [one]
  })
}

/** Which rows of how many stand on a page. */
export function rangeOf(page: number, pageSize: number, rows: number): { from: number; to: number } {
  return rows === 0 ? { from: 0, to: 0 } : { from: (page - 1) * pageSize + 1, to: (page - 1) * pageSize + rows }
}
