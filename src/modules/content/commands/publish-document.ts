import type { Input } from '../../../kernel/contract.ts'
import { forbidden, Problem } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import { release, type ReleaseWish } from '../../library/index.ts'
import { channelsById, getSiteCard, placeOf } from '../../sites/index.ts'
import { filesToRelease } from '../body-files.ts'
import type * as contract from '../contract.ts'
import { canPublish } from '../policies.ts'
import { answerWith } from '../queries/get-document.ts'
import { ensureSchedule, publish } from '../rules.ts'
import { changeDocument } from './change-document.ts'
import { takesDocuments } from './create-document.ts'
import { type EditionRow, editionOf, type LoadedDocument, lockDocumentRow } from './load-document.ts'
import { ensureNotLockedByOther } from './save-document.ts'
import { stagesOf } from './stages-of.ts'
import { ensureReady } from './submit-document.ts'

/** Release the open edition: on every page it belongs to when this transaction commits, or from `visibleFrom` on. */
export async function publishDocument(work: Work, { params, body }: Input<typeof contract.publishDocument>) {
  const document = await lockDocumentRow(work, params.id, body.expectedVersion)
  if (!canPublish(work.actor, document)) throw forbidden()
  ensureNotLockedByOther(work, document)
  const change = publish(document, await stagesOf(work, document))
  const edition = await editionOf(work, document.id, document.edition_number)
  await ensureReady(work, document, edition)
  const from = body.visibleFrom === undefined ? edition.visible_from : instantOrNull(body.visibleFrom)
  const until = body.visibleUntil === undefined ? edition.visible_until : instantOrNull(body.visibleUntil)
  ensureSchedule(from, until, work.now)

  const firstDate = document.released_at !== null && document.released_at <= work.now ? document.released_at : null
  // Readers see the text already: a date to come is when the new one takes its place, and its place in the lists stays.
  const isCorrection = document.live_edition_number !== null && firstDate !== null
  const visibleFrom = (isCorrection ? firstDate : from) ?? firstDate ?? work.now
  const effective = isCorrection && from !== null && from > work.now ? { effectiveAt: from } : {}
  const wish = await wishOf(work, document, edition, { visibleFrom, visibleUntil: until, ...effective })
  const { itemId } = await release(work, wish)
  const released = { released_at: work.now, released_by: work.actor.id, visible_from: from, visible_until: until }
  await work.db.updateTable('content.edition').set(released).where('id', '=', edition.id).execute()
  const changed = await changeDocument(work, document, {
    act: 'publish',
    change: {
      ...change,
      item_id: itemId,
      // Set once: the first publication date never changes.
      released_at: firstDate ?? visibleFrom,
      visible_from: from,
      visible_until: until,
    },
  })
  return answerWith(work, changed, { ...edition, ...released })
}

const instantOrNull = (text: string | null) => (text === null ? null : new Date(text))

async function wishOf(
  work: Work,
  document: LoadedDocument,
  edition: EditionRow,
  window: Pick<ReleaseWish, 'visibleFrom' | 'visibleUntil' | 'effectiveAt'>,
): Promise<ReleaseWish> {
  if (edition.placements.length > 0) await ensurePlaceable(work, edition.placements)
  const { files, bodyFiles } = await filesToRelease(work, edition)
  return {
    kind: document.kind,
    siteId: document.site_id,
    organisationId: document.site_owner_id,
    source: { module: 'content', id: document.id },
    externalId: document.external_id,
    content: { ...contentOf(edition), files },
    bodyFiles,
    placements: [
      { channelId: document.channel_id, isPrimary: true, isPinned: edition.is_pinned },
      ...edition.placements
        .filter((channelId) => channelId !== document.channel_id)
        .map((channelId) => ({ channelId, isPrimary: false, isPinned: false })),
    ],
    ...window,
  }
}

export const contentOf = (edition: EditionRow) => ({
  title: edition.title,
  subtitle: edition.subtitle,
  summary: edition.summary,
  body: edition.body,
  source: edition.source,
  author: edition.author,
  editor: edition.editor,
  keywords: edition.keywords,
  cover: edition.cover,
  files: edition.files,
  origin: edition.origin,
  metadata: edition.metadata,
})

/** One publishes only where one may: every further channel is asked too. The library refuses what takes no items. */
async function ensurePlaceable(work: Work, channelIds: readonly string[]): Promise<void> {
  const channels = [...(await channelsById(work, [...new Set(channelIds)])).values()]
  if (channels.some((channel) => !takesDocuments(channel))) throw new Problem('channel-closed', 422)
  const siteIds = new Set(channels.map((channel) => channel.siteId))
  for (const siteId of siteIds) {
    if (!canPublish(work.actor, { place: placeOf(await getSiteCard(work, siteId)) })) throw forbidden({ siteId })
  }
}
