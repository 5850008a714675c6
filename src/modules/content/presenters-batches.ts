import type { z } from 'zod'
import type { Actor } from '../../kernel/actor.ts'
import type { Locale } from '../../kernel/i18n.ts'
import { actsIn, stateOf } from './batch-rules.ts'
import type { BatchRow, EntryRow, LoadedBatch } from './commands/load-batch.ts'
import type * as contract from './contract.ts'
import { canPublish } from './policies.ts'
import { wordsOf } from './refusal-words.ts'
import { iso, isoOrNull } from './presenters.ts'
import type { State } from './tables.ts'

export type Counts = { publish: number; withdraw: number; setting: number; sites: number }

export function presentBatchRow(
  row: BatchRow & { site_name: string; counts: Counts },
  now: Date,
): z.input<typeof contract.BatchRow> {
  return {
    id: row.id,
    siteId: row.site_id,
    siteName: row.site_name,
    name: row.name,
    note: row.note,
    state: stateOf(row, now),
    effectiveAt: isoOrNull(row.effective_at),
    counts: row.counts,
    createdByName: row.created_by_name,
    createdAt: iso(row.created_at),
    releasedByName: row.released_by_name,
    releasedAt: isoOrNull(row.released_at),
    undoneByName: row.undone_by_name,
    undoneAt: isoOrNull(row.undone_at),
    updatedAt: iso(row.updated_at),
    version: row.version,
  }
}

export type ShownEntry = EntryRow & {
  site_name: string
  title: string | null
  channel_name: string | null
  document_state: State | null
  live_edition_number: number | null
}

export function presentEntry(row: ShownEntry, locale: Locale): z.input<typeof contract.BatchEntry> {
  const { before } = row
  const live = before?.kind === 'document' ? before.liveEditionNumber : row.live_edition_number
  return {
    id: row.id,
    kind: row.kind,
    siteId: row.site_id,
    siteName: row.site_name,
    documentId: row.document_id,
    title: row.title,
    channelName: row.channel_name,
    documentState: row.document_state,
    editionNumber: row.edition_number,
    isCorrection: row.kind === 'publish' && live !== null,
    reason: row.reason,
    note: row.note,
    redirectTo: row.redirect_to,
    key: row.key,
    value: row.value,
    outcome: row.outcome,
    outcomeCode: row.outcome_code,
    outcomeText: row.outcome_code === null ? '' : wordsOf(row.outcome_code, locale),
  }
}

/** What this person may do with this batch now: the buttons of the console. */
export function batchActs(actor: Actor, batch: LoadedBatch, now: Date): z.input<typeof contract.BatchAct>[] {
  return canPublish(actor, batch) ? [...actsIn(stateOf(batch, now))] : []
}
