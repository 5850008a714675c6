import './tables.ts'

export { appendAudit } from './commands/append-audit.ts'
export { verifyAudit } from './queries/verify-audit.ts'
