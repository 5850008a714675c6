import type { DocumentRow } from '../content/types.ts'

/** Something of it waits to be published. */
export const isOpen = (row: Pick<DocumentRow, 'state'>): boolean =>
  row.state !== 'released' && row.state !== 'withdrawn'
