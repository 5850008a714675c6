/** Inverse document frequency, never negative. */
export function rarity(documents: number, frequency: number): number {
  return Math.log(1 + (documents - Math.min(frequency, documents) + 0.5) / (frequency + 0.5))
}
