import type { Api } from '../../kernel/http.ts'
import { addEntries } from './commands/add-entries.ts'
import { bulkDocuments } from './commands/bulk-documents.ts'
import { checkBatch } from './commands/check-batch.ts'
import { createBatch, deleteBatch, renameBatch } from './commands/create-batch.ts'
import { createDocument } from './commands/create-document.ts'
import { deleteDocument, discardEdition, restoreDocument } from './commands/discard-edition.ts'
import { lockDocument, unlockDocument } from './commands/lock-document.ts'
import { publishDocument } from './commands/publish-document.ts'
import { releaseBatch } from './commands/release-batch.ts'
import { removeEntries } from './commands/remove-entries.ts'
import { reprintItem } from './commands/reprint-item.ts'
import { reviewDocument } from './commands/review-document.ts'
import { saveDocument } from './commands/save-document.ts'
import { recallDocument, submitDocument } from './commands/submit-document.ts'
import { cancelBatch, undoBatch } from './commands/take-back-batch.ts'
import { withdrawDocument } from './commands/withdraw-document.ts'
import * as contract from './contract.ts'
import { findDocuments } from './queries/find-documents.ts'
import { findReleased } from './queries/find-released.ts'
import { getBatch } from './queries/get-batch.ts'
import { getDocument } from './queries/get-document.ts'
import { getInbox } from './queries/get-inbox.ts'
import { getReach } from './queries/get-reach.ts'
import { listBatches } from './queries/list-batches.ts'
import { listBatchPages } from './queries/list-batch-pages.ts'
import { getReceipt } from './queries/get-receipt.ts'
import { listDocuments } from './queries/list-documents.ts'
import { getEdition, listEditions } from './queries/list-editions.ts'
import { uploadRoutes } from './upload-routes.ts'

export function routes(api: Api): void {
  uploadRoutes(api)
  api.query(contract.findReleased, findReleased)
  api.query(contract.getInbox, getInbox)
  api.query(contract.findDocuments, findDocuments)
  api.query(contract.listDocuments, listDocuments)
  api.query(contract.getDocument, getDocument)
  api.query(contract.listEditions, listEditions)
  api.query(contract.getEdition, getEdition)
  api.query(contract.getReach, getReach)
  api.query(contract.getReceipt, getReceipt)
  api.command(contract.createDocument, createDocument)
  api.command(contract.saveDocument, saveDocument)
  api.command(contract.lockDocument, lockDocument)
  api.command(contract.unlockDocument, unlockDocument)
  api.command(contract.submitDocument, submitDocument)
  api.command(contract.recallDocument, recallDocument)
  api.command(contract.reviewDocument, reviewDocument)
  api.command(contract.publishDocument, publishDocument)
  api.command(contract.withdrawDocument, withdrawDocument)
  api.command(contract.discardEdition, discardEdition)
  api.command(contract.deleteDocument, deleteDocument)
  api.command(contract.restoreDocument, restoreDocument)
  api.command(contract.bulkDocuments, bulkDocuments)
  api.command(contract.reprintItem, reprintItem)
  api.query(contract.listBatches, listBatches)
  api.query(contract.getBatch, getBatch)
  api.query(contract.checkBatch, checkBatch)
  api.query(contract.listBatchPages, listBatchPages)
  api.command(contract.createBatch, createBatch)
  api.command(contract.renameBatch, renameBatch)
  api.command(contract.deleteBatch, deleteBatch)
  api.command(contract.addEntries, addEntries)
  api.command(contract.removeEntries, removeEntries)
  api.command(contract.releaseBatch, releaseBatch)
  api.command(contract.cancelBatch, cancelBatch)
  api.command(contract.undoBatch, undoBatch)
}
