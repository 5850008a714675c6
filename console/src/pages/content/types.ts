import type { z } from 'zod'
import type * as contract from '../../../../src/modules/content/contract.ts'

export type DocumentRow = z.output<typeof contract.DocumentRow>
export type FullDocument = z.output<typeof contract.Document>
export type Edition = z.output<typeof contract.Edition>
export type BriefEdition = z.output<typeof contract.listEditions.reply>[number]
export type InboxItem = z.output<typeof contract.InboxItem>
export type Check = z.output<typeof contract.Check>
export type Act = z.output<typeof contract.DocumentAct>
export type Upload = z.output<typeof contract.Upload>
export type Cover = z.output<typeof contract.Cover>
export type AttachedFile = z.output<typeof contract.File>
export type Reach = z.output<typeof contract.getReach.reply>
