export type Spread = { count: number; p50: number; p95: number; max: number }

/** Milliseconds of many runs as what is promised about them. */
export function spreadOf(times: readonly number[]): Spread {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number) => round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), max: at(1) }
}

export const round = (value: number, digits = 2): number => Math.round(value * 10 ** digits) / 10 ** digits

export async function timed<T>(act: () => Promise<T>): Promise<{ ms: number; value: T }> {
  const start = performance.now()
  const value = await act()
  return { ms: performance.now() - start, value }
}

/** Runs an act so often and says how long each took; a few runs before are not counted. */
export async function repeat(count: number, act: (n: number) => Promise<unknown>, warmUp = 5): Promise<number[]> {
  const times: number[] = []
  for (let n = -warmUp; n < count; n++) {
    const { ms } = await timed(() => act(n + warmUp))
    if (n >= 0) times.push(ms)
  }
  return times
}
