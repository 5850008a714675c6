import './tables.ts'
import './tables-batches.ts'

export { addEntries } from './commands/add-entries.ts'
export { createBatch } from './commands/create-batch.ts'
export { createDocument } from './commands/create-document.ts'

export {
  checkRows,
  importDocuments,
  type ImportBatch,
  type ImportResult,
  type ImportRow,
  type Rejection,
} from './commands/import-documents.ts'
export { cleanBody, type CleanBody } from './commands/import-rows.ts'
export { publishDocument } from './commands/publish-document.ts'
export { releaseBatch } from './commands/release-batch.ts'
export { reprintItem } from './commands/reprint-item.ts'
export { reviewDocument } from './commands/review-document.ts'
export { saveDocument } from './commands/save-document.ts'
export { submitDocument } from './commands/submit-document.ts'
export { cancelBatch, undoBatch } from './commands/take-back-batch.ts'
export type { PartialKind } from './partial-kinds.ts'
export { partialUploadRoutes } from './partial-upload-routes.ts'
export { withdrawDocument } from './commands/withdraw-document.ts'
