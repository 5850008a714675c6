import type { DiffRow } from './align-paragraphs.ts'

export type FoldedRow =
  | { kind: 'row'; key: number; row: DiffRow }
  | { kind: 'fold'; key: number; rows: readonly DiffRow[] }

/** Folds runs of unchanged paragraphs, leaving one on either side of a change for context. */
export function foldRows(rows: readonly DiffRow[], context = 1): FoldedRow[] {
  const isNear = rows.map((_, index) =>
    rows.slice(Math.max(0, index - context), index + context + 1).some((row) => row.kind !== 'same'),
  )
  const folded: FoldedRow[] = []
  rows.forEach((row, index) => {
    const last = folded.at(-1)
    if (isNear[index]) folded.push({ kind: 'row', key: index, row })
    else if (last?.kind === 'fold') folded[folded.length - 1] = { ...last, rows: [...last.rows, row] }
    else folded.push({ kind: 'fold', key: index, rows: [row] })
  })
  // A fold of one row hides nothing worth a click.
  return folded.map((one) => {
    const only = one.kind === 'fold' && one.rows.length === 1 ? one.rows[0] : undefined
    return only === undefined ? one : { kind: 'row', key: one.key, row: only }
  })
}
