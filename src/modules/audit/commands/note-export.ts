import type { Work } from '../../../kernel/work.ts'
import type { AuditFilters } from '../contract.ts'

/** Whoever takes the trail away is on it, with what was asked for. */
export function noteExport(work: Work, filters: AuditFilters): void {
  work.record({
    action: 'audit.export',
    target: { kind: 'audit', id: '-' },
    organisationId: work.actor.organisationId,
    after: filters,
  })
}
