import type { AuditDetail, AuditEntry } from './contract.ts'
import type { z } from 'zod'

export type EntryRow = {
  chain: number
  seq: number
  at: Date
  actor_id: string | null
  actor_name: string
  actor_kind: 'person' | 'system' | 'visitor'
  address: string | null
  action: string
  target_kind: string
  target_id: string
  target_label: string
  organisation_id: string | null
  organisation_name: string | null
  site_id: string | null
}

export const presentEntry = (row: EntryRow): AuditEntry => ({
  id: `${row.chain}-${row.seq}`,
  at: row.at.toISOString(),
  actorId: row.actor_id,
  actorName: row.actor_name,
  actorKind: row.actor_kind,
  address: row.address,
  action: row.action,
  targetKind: row.target_kind,
  targetId: row.target_id,
  targetLabel: row.target_label,
  organisationId: row.organisation_id,
  organisationName: row.organisation_name,
  siteId: row.site_id,
})

export type DetailRow = EntryRow & { session_id: string | null; before: unknown; after: unknown; digest: Buffer }

export const presentDetail = (row: DetailRow): z.output<typeof AuditDetail> => ({
  ...presentEntry(row),
  sessionId: row.session_id,
  before: row.before,
  after: row.after,
  digest: row.digest.toString('hex'),
})
