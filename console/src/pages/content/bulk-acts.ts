import type { DocumentRow } from './types.ts'

export type BulkAct = 'submit' | 'pass' | 'publish' | 'delete'

/** Which of the picked documents an act can touch by their state; rights are the server's to judge, one by one. */
export function fitting(act: BulkAct, rows: readonly DocumentRow[]): readonly DocumentRow[] {
  return rows.filter((row) => {
    const isOpen = row.state === 'draft' || row.state === 'returned'
    switch (act) {
      case 'submit':
        return isOpen
      case 'pass':
        return row.state === 'submitted'
      case 'publish':
        return row.state === 'approved' || (isOpen && row.stages === 0)
      case 'delete':
        return isOpen && row.releasedAt === null
    }
  })
}
