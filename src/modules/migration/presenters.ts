import type { Selectable } from 'kysely'
import type { z } from 'zod'
import type { Locale } from '../../kernel/i18n.ts'
import type { Tables } from '../../kernel/tables.ts'
import type * as contract from './contract.ts'
import { sayReason } from './reasons.ts'

type RunRow = Selectable<Tables['migration.run']> & { site_name: string; channel_name: string; item_kind: string }

export function presentRun(row: RunRow, locale: Locale): z.output<typeof contract.Run> {
  return {
    id: row.id,
    siteId: row.site_id,
    siteName: row.site_name,
    channelId: row.channel_id,
    channelName: row.channel_name,
    itemKind: row.item_kind,
    source: row.source,
    fileName: row.file_name,
    isDryRun: row.is_dry_run,
    state: row.state,
    failure: sayReason({ reason: row.failure, said: row.failure_said }, locale),
    bytesTotal: row.bytes_total,
    bytesRead: row.bytes_read,
    lineDone: row.line_done,
    read: row.read,
    imported: row.imported,
    updated: row.updated,
    unchanged: row.unchanged,
    rejected: row.rejected,
    startedByName: row.started_by_name,
    createdAt: row.created_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    endedAt: row.ended_at?.toISOString() ?? null,
  }
}

export function presentMapping(row: Selectable<Tables['migration.mapping']>): z.output<typeof contract.SavedMapping> {
  return {
    id: row.id,
    siteId: row.site_id,
    name: row.name,
    mapping: row.mapping,
    createdByName: row.created_by_name,
    updatedAt: row.updated_at.toISOString(),
  }
}
