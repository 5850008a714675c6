import type { z } from 'zod'
import type { Input } from '../../../kernel/contract.ts'
import { newId } from '../../../kernel/ids.ts'
import { forbidden, notFound, Problem } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import { type ChannelCard, channelById, getSiteCard, placeOf, reviewStagesFor } from '../../sites/index.ts'
import type * as contract from '../contract.ts'
import { canWrite } from '../policies.ts'
import { getDocument } from '../queries/get-document.ts'
import { gramsOf } from '../rules.ts'
import { historyNote } from './change-document.ts'
import { editionColumns, type Written } from './written.ts'

/** Start a document in a channel; its kind is what the channel holds. */
export async function createDocument(
  work: Work,
  { body }: Input<typeof contract.createDocument>,
): Promise<z.input<typeof contract.Document>> {
  const id = await startDocument(work, { channelId: body.channelId, written: body, act: 'create' })
  return getDocument(work, { params: { id } })
}

export async function startDocument(
  work: Work,
  { channelId, written, act }: { channelId: string; written: Written; act: 'create' | 'reprint' },
): Promise<string> {
  const channel = await channelById(work, channelId)
  if (!channel) throw notFound('channel')
  const site = await getSiteCard(work, channel.siteId)
  const place = placeOf(site)
  if (!canWrite(work.actor, { place })) throw forbidden()
  if (!takesDocuments(channel)) throw new Problem('channel-closed', 422)

  const { actor, now } = work
  const id = newId()
  const columns = editionColumns(written)
  const stages = await reviewStagesFor(work, channel, site)
  await work.db
    .with('started', (db) =>
      db.insertInto('content.document').values({
        id,
        site_id: channel.siteId,
        channel_id: channel.id,
        kind: channel.itemKind,
        title: columns.title,
        title_grams: gramsOf(columns.title),
        state: 'draft',
        stages,
        created_by: actor.id,
        created_by_name: actor.name,
        updated_by: actor.id,
        updated_by_name: actor.name,
        created_at: now,
        updated_at: now,
        visible_from: columns.visible_from,
        visible_until: columns.visible_until,
      }),
    )
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
  return id
}

/** A channel one can put a document into: its own list, open. */
export const takesDocuments = (channel: Pick<ChannelCard, 'kind' | 'archivedAt'>): boolean =>
  channel.archivedAt === null && ['list', 'page', 'topic'].includes(channel.kind)
