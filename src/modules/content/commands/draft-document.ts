import { newId } from '../../../kernel/ids.ts'
import { forbidden, notFound, Problem } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import { Writing } from '../../../kernel/writing.ts'
import { type ChannelStanding, channelStanding, placeOf, takesItems } from '../../sites/index.ts'
import { foreseeMetadata } from '../../vocabulary/index.ts'
import { canWrite } from '../policies.ts'
import { presentNote } from '../presenters.ts'
import { answerFrom } from '../queries/get-document.ts'
import { type Note, noteOf } from './change-document.ts'
import { type DocumentRow, type EditionRow, withNames } from './load-document.ts'
import { editionColumns, parsedColumns, type Written } from './written.ts'

type Start = { id?: string; channelId: string; written: Written; act: 'create' | 'reprint' }

export async function startDocument(work: Work, start: Start): Promise<Started> {
  const started = await draftDocument(work, start)
  writeStarted(work, started)
  return started
}

/** A document as it begins, with nothing written yet. */
export async function draftDocument(work: Work, { id = newId(), channelId, written, act }: Start): Promise<Started> {
  const [standing] = await Promise.all([channelStanding(work, channelId), foreseeMetadata(work, { at: work.now })])
  if (!standing) throw notFound('channel')
  const { channel, site, reviewStages } = standing
  const place = placeOf(site)
  if (!canWrite(work.actor, { place })) throw forbidden()
  if (!takesItems(channel)) throw new Problem('channel-closed', 422)

  const { actor, now } = work
  const columns = editionColumns(written)
  const row = {
    id,
    site_id: channel.siteId,
    channel_id: channel.id,
    kind: channel.itemKind,
    title: columns.title,
    state: 'draft' as const,
    stage: 0,
    stages: reviewStages,
    edition_number: 1,
    live_edition_number: null,
    item_id: null,
    released_at: null,
    visible_from: columns.visible_from,
    visible_until: columns.visible_until,
    external_source: null,
    external_id: null,
    created_by: actor.id,
    created_by_name: actor.name,
    updated_by: actor.id,
    updated_by_name: actor.name,
    locked_by: null,
    locked_by_name: null,
    locked_until: null,
    created_at: now,
    updated_at: now,
    deleted_at: null,
    version: 1,
  }
  const own = {
    id: newId(),
    document_id: id,
    number: 1,
    created_by: actor.id,
    created_by_name: actor.name,
    created_at: now,
    writers: actor.id ? [actor.id] : [],
  }
  const unread = { submitted_by: null, submitted_at: null, released_at: null, released_by: null }
  const edition = { ...columns, ...own, ...parsedColumns(columns), ...unread }
  return { row, edition, columns, note: noteOf(work, id, act), standing }
}

type Columns = ReturnType<typeof editionColumns>
export type Started = {
  row: DocumentRow
  edition: EditionRow
  /** Of the edition, as they are written. */
  columns: Columns
  note: Note
  standing: ChannelStanding
}

/** The beginning of a document, with what else happened to it in the same act. */
export function writeStarted(
  work: Work,
  { row, edition, columns, note, standing }: Started,
  further: readonly Note[] = [],
): void {
  work.write(
    new Writing()
      .insert('content.document', row)
      .insert('content.release_note', [note, ...further])
      .insert('content.edition', { ...edition, ...columns })
      .statement(),
  )
  work.record({
    action: `document.${note.act}`,
    target: { kind: 'document', id: row.id, label: row.title },
    organisationId: standing.site.ownerId,
    siteId: row.site_id,
    after: { channelId: row.channel_id, title: row.title },
  })
}

/** Nothing has happened to it but its beginning, and no reader sees it: all of it is at hand. */
export function answerNew(work: Work, { row, edition, note, standing }: Started) {
  const story = { reviews: [], history: [presentNote(note)], addresses: [], withdrawal: null }
  return answerFrom(work, withNames(row, standing), edition, story)
}
