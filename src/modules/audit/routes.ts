import type { FastifyInstance } from 'fastify'
import type { Api, Gatekeeper, Services } from '../../kernel/http.ts'
import { faultsOf, localeOf, textIn } from '../../kernel/i18n.ts'
import { invalid } from '../../kernel/problem.ts'
import { inWork } from '../../kernel/work.ts'
import { noteExport } from './commands/note-export.ts'
import { runVerification } from './commands/run-verification.ts'
import * as contract from './contract.ts'
import { exportAudit, exportName } from './queries/export-audit.ts'
import { getAuditEntry } from './queries/get-audit-entry.ts'
import { listAuditActions } from './queries/list-audit-actions.ts'
import { listAudit } from './queries/list-audit.ts'

export function routes(api: Api): void {
  api.query(contract.listAudit, listAudit)
  api.query(contract.getAuditEntry, getAuditEntry)
  api.query(contract.listAuditActions, listAuditActions)
  api.command(contract.verifyAudit, runVerification)
  api.raw((server, gate) => files(server, gate, api.services))
}

function files(server: FastifyInstance, gate: Gatekeeper, { engine, labels }: Services): void {
  server.get('/api/audit/export.csv', async (request, reply) => {
    const actor = await gate.admit(request, 'audit.read')
    const parsed = contract.AuditExport.safeParse(request.query)
    if (!parsed.success) {
      throw invalid(faultsOf(parsed.error.issues, 'query', localeOf(request.headers['accept-language'])))
    }
    const { lang, ...filters } = parsed.data
    await inWork(engine, actor, async (work) => noteExport(work, filters))
    const text = textIn(labels, lang)
    return reply
      .type('text/csv; charset=utf-8')
      .header(
        'content-disposition',
        `attachment; filename*=UTF-8''${encodeURIComponent(exportName(text, engine.clock()))}`,
      )
      .send(exportAudit(engine, actor, filters, text))
  })
}
