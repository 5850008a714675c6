import type { z } from 'zod'
import type * as contract from '../../../../src/modules/content/contract.ts'

export type Batch = z.output<typeof contract.Batch>
export type BatchRow = z.output<typeof contract.BatchRow>
export type Entry = z.output<typeof contract.BatchEntry>
export type EntryFault = z.output<typeof contract.EntryFault>
export type NewEntry = z.input<typeof contract.NewEntry>
export type BatchPageRow = z.output<typeof contract.listBatchPages.reply>[number]
