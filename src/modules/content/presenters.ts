import type { z } from 'zod'
import type { DocumentRow as Row, EditionRow } from './commands/load-document.ts'
import type * as contract from './contract.ts'

export const iso = (at: Date): string => at.toISOString()
export const isoOrNull = (at: Date | null): string | null => at?.toISOString() ?? null

export type ListedRow = Row & { site_name: string; channel_name: string }

export function presentRow(
  row: ListedRow,
  { now, repealedAt }: { now: Date; repealedAt: Date | null },
): z.input<typeof contract.DocumentRow> {
  return {
    id: row.id,
    siteId: row.site_id,
    siteName: row.site_name,
    channelId: row.channel_id,
    channelName: row.channel_name,
    kind: row.kind,
    title: row.title,
    state: row.state,
    stage: row.stage,
    stages: row.stages,
    editionNumber: row.edition_number,
    liveEditionNumber: row.live_edition_number,
    releasedAt: isoOrNull(row.released_at),
    visibleFrom: isoOrNull(row.visible_from),
    visibleUntil: isoOrNull(row.visible_until),
    repealedAt: isoOrNull(repealedAt),
    createdByName: row.created_by_name,
    updatedByName: row.updated_by_name,
    updatedAt: iso(row.updated_at),
    lockedByName: row.locked_until !== null && row.locked_until > now ? row.locked_by_name : null,
    version: row.version,
  }
}

export function presentEdition(row: EditionRow): z.input<typeof contract.Edition> {
  return {
    number: row.number,
    title: row.title,
    subtitle: row.subtitle,
    summary: row.summary,
    body: row.body,
    source: row.source,
    author: row.author,
    editor: row.editor,
    keywords: row.keywords,
    metadata: row.metadata,
    cover: row.cover,
    files: row.files,
    origin: row.origin,
    placements: row.placements,
    isPinned: row.is_pinned,
    visibleFrom: isoOrNull(row.visible_from),
    visibleUntil: isoOrNull(row.visible_until),
    createdByName: row.created_by_name,
    createdAt: iso(row.created_at),
    submittedAt: isoOrNull(row.submitted_at),
    releasedAt: isoOrNull(row.released_at),
  }
}

/** As the database tells it in a document's history. */
export const presentNote = (note: { at: Date; act: string; by_name: string; note: string }) => ({
  at: iso(note.at),
  act: note.act,
  byName: note.by_name,
  note: note.note,
})
