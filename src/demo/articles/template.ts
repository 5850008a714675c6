import type { Random } from '../random.ts'

type Part = string | { low: number; high: number; isQuantity: boolean } | { word: string }

export interface Filling {
  words: Readonly<Record<string, string>>
  dice: Random
  /** Size of the place: 1 for the province, less for smaller ones. */
  scale: number
}

const compiled = new Map<string, readonly Part[]>()

/**
 * Fills `{word}` from the words and `{3-9}` with a number; each template is taken apart once. A range wider than a factor
 * of five is a quantity and grows with the place; a narrow one is a rate, a price or a duration and does not.
 */
export function fill(template: string, { words, dice, scale }: Filling): string {
  let parts = compiled.get(template)
  if (parts === undefined) {
    parts = parse(template)
    compiled.set(template, parts)
  }
  let text = ''
  for (const part of parts) {
    if (typeof part === 'string') text += part
    else if ('word' in part) text += words[part.word] ?? ''
    else text += roughly(numberFor(part, dice, scale))
  }
  return text
}

function parse(template: string): Part[] {
  return template.split(/[{}]/).map((piece, index) => {
    if (index % 2 === 0) return piece
    const [low, high] = piece.split('-').map(Number)
    if (low === undefined || high === undefined || Number.isNaN(low)) return { word: piece }
    return { low, high, isQuantity: low > 0 && high / low >= 5 }
  })
}

function numberFor(part: { low: number; high: number; isQuantity: boolean }, dice: Random, scale: number): number {
  const value = dice.int(part.low, part.high)
  // Never none: a text does not report that nothing was done.
  return part.isQuantity ? Math.max(2, Math.round(value * scale)) : value
}

/** Large figures are reported rounded, small ones exactly. */
function roughly(value: number): string {
  if (value < 1000) return String(value)
  return String(value < 10_000 ? Math.round(value / 10) * 10 : Math.round(value / 100) * 100)
}
