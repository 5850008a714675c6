/** Numbers that look random and are the same for the same seed (mulberry32). */
export function createChance(seed: number) {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    next,
    below: (limit: number): number => Math.floor(next() * limit),
    one<T>(of: readonly T[]): T {
      const chosen = of[Math.floor(next() * of.length)]
      if (chosen === undefined) throw new Error('nothing to choose from')
      return chosen
    },
    isTrue: (share: number): boolean => next() < share,
    some<T>(of: readonly T[], count: number): T[] {
      const left = [...of]
      const chosen: T[] = []
      while (chosen.length < count && left.length > 0) chosen.push(...left.splice(Math.floor(next() * left.length), 1))
      return chosen
    },
  }
}

export type Chance = ReturnType<typeof createChance>
