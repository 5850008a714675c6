import type { z } from 'zod'
import type { Input } from '../../../kernel/contract.ts'
import { newId } from '../../../kernel/ids.ts'
import { forbidden, notFound, Problem } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import { type ChannelCard, channelStanding, placeOf } from '../../sites/index.ts'
import type * as contract from '../contract.ts'
import { canWrite } from '../policies.ts'
import { answerWith } from '../queries/get-document.ts'
import { gramsOf } from '../rules.ts'
import { historyNote } from './change-document.ts'
import { editionOf, type LoadedDocument } from './load-document.ts'
import { editionColumns, type Written } from './written.ts'

/** Start a document in a channel; its kind is what the channel holds. */
export async function createDocument(
  work: Work,
  { body }: Input<typeof contract.createDocument>,
): Promise<z.input<typeof contract.Document>> {
  const document = await startDocument(work, { channelId: body.channelId, written: body, act: 'create' })
  return answerWith(work, document, await editionOf(work, document.id, 1))
}

export async function startDocument(
  work: Work,
  { channelId, written, act }: { channelId: string; written: Written; act: 'create' | 'reprint' },
): Promise<LoadedDocument> {
  const standing = await channelStanding(work, channelId)
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
    title_grams: gramsOf(columns.title),
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
  await work.db
    .with('started', (db) => db.insertInto('content.document').values(document))
    .with('noted', (db) => historyNote(db, work, { documentId: id, act, note: '' }))
    .insertInto('content.edition')
    .values({
      id: newId(),
      document_id: id,
      number: 1,
      ...columns,
      created_by: actor.id,
      created_by_name: actor.name,
      created_at: now,
      writers: actor.id ? [actor.id] : [],
    })
    .execute()
  work.record({
    action: `document.${act}`,
    target: { kind: 'document', id, label: columns.title },
    organisationId: site.ownerId,
    siteId: channel.siteId,
    after: { channelId, title: columns.title },
  })
  return {
    ...document,
    place,
    site_name: site.name,
    site_owner_id: site.ownerId,
    site_host: site.host,
    site_base_path: site.basePath,
    channel_name: channel.name,
  }
}

/** A channel one can put a document into: its own list, open. */
export const takesDocuments = (channel: Pick<ChannelCard, 'kind' | 'archivedAt'>): boolean =>
  channel.archivedAt === null && ['list', 'page', 'topic'].includes(channel.kind)
