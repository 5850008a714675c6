import type { Random } from '../random.ts'

type Part = string | readonly [low: number, high: number] | { word: string }

const compiled = new Map<string, readonly Part[]>()

/** Fills `{word}` from the words and `{3-9}` with a number; each template is taken apart once. */
export function fill(template: string, words: Readonly<Record<string, string>>, dice: Random): string {
  let parts = compiled.get(template)
  if (parts === undefined) {
    parts = parse(template)
    compiled.set(template, parts)
  }
  let text = ''
  for (const part of parts) {
    if (typeof part === 'string') text += part
    else if ('word' in part) text += words[part.word] ?? ''
    else text += roughly(dice.int(part[0], part[1]))
  }
  return text
}

function parse(template: string): Part[] {
  return template.split(/[{}]/).map((piece, index) => {
    if (index % 2 === 0) return piece
    const [low, high] = piece.split('-').map(Number)
    return low === undefined || high === undefined || Number.isNaN(low) ? { word: piece } : [low, high]
  })
}

/** Large figures are reported rounded, small ones exactly. */
function roughly(value: number): string {
  if (value < 1000) return String(value)
  return String(value < 10_000 ? Math.round(value / 10) * 10 : Math.round(value / 100) * 100)
}
