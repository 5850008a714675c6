import type { View } from '../../../kernel/work.ts'
import { repealsOf } from '../../library/index.ts'
import { type ListedRow, presentRow } from '../presenters.ts'

/** Rows of a list, each with `more`; of their repeals the library knows. */
export async function presentRows<R extends ListedRow, M extends object>(
  view: View,
  rows: readonly R[],
  more: (row: R) => M,
) {
  const repeals = await repealsOf(
    view,
    rows.flatMap((row) => row.item_id ?? []),
  )
  return rows.map((row) => {
    const repealedAt = repeals.get(row.item_id ?? '') ?? null
    return { ...presentRow(row, { now: view.now, repealedAt }), ...more(row) }
  })
}
