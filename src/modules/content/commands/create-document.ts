import type { z } from 'zod'
import type { Input } from '../../../kernel/contract.ts'
import { newId } from '../../../kernel/ids.ts'
import { forbidden, notFound, Problem } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import { Writing } from '../../../kernel/writing.ts'
import { type ChannelCard, channelStanding, placeOf } from '../../sites/index.ts'
import { foreseeMetadata } from '../../vocabulary/index.ts'
import type * as contract from '../contract.ts'
import { canWrite } from '../policies.ts'
import { presentNote } from '../presenters.ts'
import { answerFrom } from '../queries/get-document.ts'
import { type Note, noteOf } from './change-document.ts'
import type { EditionRow, LoadedDocument } from './load-document.ts'
import { editionColumns, parsedColumns, type Written } from './written.ts'

/** Start a document in a channel; its kind is what the channel holds. */
export async function createDocument(
  work: Work,
  { body }: Input<typeof contract.createDocument>,
): Promise<z.input<typeof contract.Document>> {
  const started = await startDocument(work, { channelId: body.channelId, written: body, act: 'create' })
  return answerNew(work, started)
}

export async function startDocument(
  work: Work,
  { channelId, written, act }: { channelId: string; written: Written; act: 'create' | 'reprint' },
): Promise<Started> {
  const [standing] = await Promise.all([channelStanding(work, channelId), foreseeMetadata(work, { at: work.now })])
  if (!standing) throw notFound('channel')
  const { channel, site, reviewStages } = standing
  const place = placeOf(site)
  if (!canWrite(work.actor, { place })) throw forbidden()
  if (!takesDocuments(channel)) throw new Problem('channel-closed', 422)

  const { actor, now } = work
  const id = newId()
  const columns = editionColumns(written)
  const document = {
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
  const note = noteOf(work, id, act)
  work.write(
    new Writing()
      .insert('content.document', document)
      .insert('content.release_note', note)
      .insert('content.edition', { ...columns, ...own })
      .statement(),
  )
  work.record({
    action: `document.${act}`,
    target: { kind: 'document', id, label: columns.title },
    organisationId: site.ownerId,
    siteId: channel.siteId,
    after: { channelId, title: columns.title },
  })
  return {
    note,
    edition: {
      ...columns,
      ...own,
      ...parsedColumns(columns),
      submitted_by: null,
      submitted_at: null,
      released_at: null,
      released_by: null,
    },
    document: {
      ...document,
      place,
      site_name: site.name,
      site_owner_id: site.ownerId,
      site_host: site.host,
      site_base_path: site.basePath,
      channel_name: channel.name,
    },
  }
}

type Started = { document: LoadedDocument; edition: EditionRow; note: Note }

/** Nothing has happened to it but its beginning, and no reader sees it: all of it is at hand. */
export function answerNew(work: Work, { document, edition, note }: Started) {
  const story = { reviews: [], history: [presentNote(note)], addresses: [] }
  return answerFrom(work, document, edition, story)
}

/** A channel one can put a document into: its own list, open. */
export const takesDocuments = (channel: Pick<ChannelCard, 'kind' | 'archivedAt'>): boolean =>
  channel.archivedAt === null && ['list', 'page', 'topic'].includes(channel.kind)
