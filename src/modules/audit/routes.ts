import type { Api } from '../../kernel/http.ts'
import { runVerification } from './commands/run-verification.ts'
import * as contract from './contract.ts'
import { getAuditEntry } from './queries/get-audit-entry.ts'
import { listAuditActions } from './queries/list-audit-actions.ts'
import { listAudit } from './queries/list-audit.ts'

export function routes(api: Api): void {
  api.query(contract.listAudit, listAudit)
  api.query(contract.getAuditEntry, getAuditEntry)
  api.query(contract.listAuditActions, listAuditActions)
  api.command(contract.verifyAudit, runVerification)
}
