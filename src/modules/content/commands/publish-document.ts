import type { Input } from '../../../kernel/contract.ts'
import { forbidden, Problem } from '../../../kernel/problem.ts'
import type { View, Work } from '../../../kernel/work.ts'
import { release, type ReleaseWish } from '../../library/index.ts'
import { channelsById, getSiteCard, placeOf } from '../../sites/index.ts'
import { filesToRelease } from '../body-files.ts'
import type * as contract from '../contract.ts'
import { canPublish } from '../policies.ts'
import { answerWith } from '../queries/get-document.ts'
import { type Change, ensureSchedule, publish } from '../rules.ts'
import { changeDocument } from './change-document.ts'
import { takesDocuments } from './create-document.ts'
import { type EditionRow, editionOf, type LoadedDocument, lockDocumentRow } from './load-document.ts'
import { ensureNotLockedByOther } from './save-document.ts'
import { stagesOf } from './stages-of.ts'
import { ensureReady } from './submit-document.ts'

/** Release the open edition: on every page it belongs to when this transaction commits, or from `visibleFrom` on. */
export async function publishDocument(work: Work, { params, body }: Input<typeof contract.publishDocument>) {
  const document = await lockDocumentRow(work, params.id, body.expectedVersion)
  const { changed, edition } = await publishJudged(work, document, await judgePublishing(work, document, body))
  return answerWith(work, changed, edition)
}

type Dates = { visibleFrom?: string | null | undefined; visibleUntil?: string | null | undefined }
export type Publishing = {
  change: Change
  edition: EditionRow
  wish: ReleaseWish
  from: Date | null
  until: Date | null
}

/** May the open edition of this document be released, and as what? A Problem where not; nothing is written. */
export async function judgePublishing(view: View, document: LoadedDocument, dates: Dates): Promise<Publishing> {
  if (!canPublish(view.actor, document)) throw forbidden()
  ensureNotLockedByOther(view, document)
  const change = publish(document, await stagesOf(view, document))
  const edition = await editionOf(view, document.id, document.edition_number)
  await ensureReady(view, document, edition)
  const from = dates.visibleFrom === undefined ? edition.visible_from : instantOrNull(dates.visibleFrom)
  const until = dates.visibleUntil === undefined ? edition.visible_until : instantOrNull(dates.visibleUntil)
  ensureSchedule(from, until, view.now)

  const firstDate = firstDateOf(document, view.now)
  // Readers see the text already: a date to come is when the new one takes its place, and its place in the lists stays.
  const isCorrection = document.live_edition_number !== null && firstDate !== null
  const visibleFrom = (isCorrection ? firstDate : from) ?? firstDate ?? view.now
  const effective = isCorrection && from !== null && from > view.now ? { effectiveAt: from } : {}
  const wish = await wishOf(view, document, edition, { visibleFrom, visibleUntil: until, ...effective })
  return { change, edition, wish, from, until }
}

/** When it was first published; one that still lies ahead does not count. */
const firstDateOf = (document: LoadedDocument, now: Date): Date | null =>
  document.released_at !== null && document.released_at <= now ? document.released_at : null

export async function publishJudged(work: Work, document: LoadedDocument, publishing: Publishing) {
  const { itemId } = await release(work, publishing.wish)
  return notePublished(work, document, { ...publishing, itemId })
}

/** What the document and its edition say once the library has the text. */
export async function notePublished(
  work: Work,
  document: LoadedDocument,
  { change, edition, wish, from, until, itemId }: Publishing & { itemId: string },
) {
  const released = { released_at: work.now, released_by: work.actor.id, visible_from: from, visible_until: until }
  await work.db.updateTable('content.edition').set(released).where('id', '=', edition.id).execute()
  const changed = await changeDocument(work, document, {
    act: 'publish',
    change: {
      ...change,
      item_id: itemId,
      // Set once: the first publication date never changes.
      released_at: firstDateOf(document, work.now) ?? wish.visibleFrom,
      visible_from: from,
      visible_until: until,
    },
  })
  return { changed, edition: { ...edition, ...released } }
}

const instantOrNull = (text: string | null) => (text === null ? null : new Date(text))

async function wishOf(
  view: View,
  document: LoadedDocument,
  edition: EditionRow,
  window: Pick<ReleaseWish, 'visibleFrom' | 'visibleUntil' | 'effectiveAt'>,
): Promise<ReleaseWish> {
  if (edition.placements.length > 0) await ensurePlaceable(view, edition.placements)
  const { files, bodyFiles } = await filesToRelease(view, edition)
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
async function ensurePlaceable(view: View, channelIds: readonly string[]): Promise<void> {
  const channels = [...(await channelsById(view, [...new Set(channelIds)])).values()]
  if (channels.some((channel) => !takesDocuments(channel))) throw new Problem('channel-closed', 422)
  const siteIds = new Set(channels.map((channel) => channel.siteId))
  for (const siteId of siteIds) {
    if (!canPublish(view.actor, { place: placeOf(await getSiteCard(view, siteId)) })) throw forbidden({ siteId })
  }
}
