import './tables.ts'

export {
  importDocuments,
  type ImportBatch,
  type ImportResult,
  type ImportRow,
  type Rejection,
} from './commands/import-documents.ts'
