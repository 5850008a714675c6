import { diffArrays } from 'diff'

/** A piece of one paragraph: unchanged, taken out, or put in. */
export interface Piece {
  kind: 'same' | 'out' | 'in'
  text: string
}

export type DiffRow =
  | { kind: 'same'; text: string }
  | { kind: 'changed'; before: readonly Piece[]; after: readonly Piece[] }
  | { kind: 'removed'; text: string }
  | { kind: 'added'; text: string }

/** Below this share of common words two paragraphs are shown as one removed and one added. */
const ALIKE = 0.34
/** Above this many pairs the similarity search is left out: a rewritten text is not aligned line by line. */
const MANY = 40_000

/** Two versions side by side: equal paragraphs meet, changed ones stand opposite each other with their words marked. */
export function alignParagraphs(before: readonly string[], after: readonly string[]): DiffRow[] {
  const rows: DiffRow[] = []
  let out: string[] = []
  let put: string[] = []
  const flush = () => {
    rows.push(...alignChanged(out, put))
    out = []
    put = []
  }
  for (const change of diffArrays([...before], [...after])) {
    if (change.removed) out.push(...change.value)
    else if (change.added) put.push(...change.value)
    else {
      flush()
      rows.push(...change.value.map((text) => ({ kind: 'same' as const, text })))
    }
  }
  flush()
  return rows
}

/** Pairs up what changed, in order, so that the sum of likeness is greatest. */
function alignChanged(out: readonly string[], put: readonly string[]): DiffRow[] {
  if (out.length * put.length > MANY) return [...out.map(removed), ...put.map(added)]
  const outWords = out.map(wordsOf)
  const putWords = put.map(wordsOf)
  const likeness = outWords.map((a) => putWords.map((b) => alike(a, b)))
  const best = bestSums(likeness, out.length, put.length)
  const rows: DiffRow[] = []
  let i = 0
  let j = 0
  while (i < out.length && j < put.length) {
    const like = at(likeness, i, j)
    if (like >= ALIKE && at(best, i, j) === like + at(best, i + 1, j + 1)) {
      rows.push({ kind: 'changed', ...markWords(outWords[i] ?? [], putWords[j] ?? []) })
      i += 1
      j += 1
    } else if (at(best, i, j) === at(best, i + 1, j)) {
      rows.push(removed(out[i] ?? ''))
      i += 1
    } else {
      rows.push(added(put[j] ?? ''))
      j += 1
    }
  }
  return [...rows, ...out.slice(i).map(removed), ...put.slice(j).map(added)]
}

type Grid = readonly (readonly number[])[]

const at = (grid: Grid, i: number, j: number): number => grid[i]?.[j] ?? 0

/** For every pair of rests, the greatest sum of likeness that pairing them can reach. */
function bestSums(likeness: Grid, rows: number, columns: number): Grid {
  let below: number[] = Array.from({ length: columns + 1 }, () => 0)
  const sums: number[][] = [below]
  for (let i = rows - 1; i >= 0; i -= 1) {
    const row: number[] = Array.from({ length: columns + 1 }, () => 0)
    for (let j = columns - 1; j >= 0; j -= 1) {
      const like = at(likeness, i, j)
      const paired = like < ALIKE ? 0 : like + (below[j + 1] ?? 0)
      row[j] = Math.max(below[j] ?? 0, row[j + 1] ?? 0, paired)
    }
    sums.unshift(row)
    below = row
  }
  return sums
}

function markWords(a: readonly string[], b: readonly string[]): { before: Piece[]; after: Piece[] } {
  const before: Piece[] = []
  const after: Piece[] = []
  for (const change of diffArrays([...a], [...b])) {
    const text = change.value.join('')
    if (change.removed) before.push({ kind: 'out', text })
    else if (change.added) after.push({ kind: 'in', text })
    else {
      before.push({ kind: 'same', text })
      after.push({ kind: 'same', text })
    }
  }
  return { before, after }
}

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })

/** Words, since a mark on half a Chinese word cannot be read; numbers and Latin words stay whole. */
function wordsOf(text: string): string[] {
  return [...segmenter.segment(text)].map((part) => part.segment)
}

/** Share of common words, counted by length so that particles weigh little. */
function alike(a: readonly string[], b: readonly string[]): number {
  const counts = new Map<string, number>()
  for (const word of a) counts.set(word, (counts.get(word) ?? 0) + 1)
  let common = 0
  for (const word of b) {
    const left = counts.get(word) ?? 0
    if (left === 0) continue
    counts.set(word, left - 1)
    common += word.length
  }
  const length = (words: readonly string[]) => words.reduce((sum, word) => sum + word.length, 0)
  const total = length(a) + length(b)
  return total === 0 ? 1 : (2 * common) / total
}

const removed = (text: string): DiffRow => ({ kind: 'removed', text })
const added = (text: string): DiffRow => ({ kind: 'added', text })
