import type { Input } from '../../../kernel/contract.ts'
import { newId } from '../../../kernel/ids.ts'
import { forbidden, Problem } from '../../../kernel/problem.ts'
import type { View, Work } from '../../../kernel/work.ts'
import { lockStanding, release, type Released, type ReleaseWish } from '../../library/index.ts'
import { channelsById, getSiteCard, placeOf, takesItems } from '../../sites/index.ts'
import { foreseeMetadata } from '../../vocabulary/index.ts'
import { filesToRelease } from '../body-files.ts'
import type * as contract from '../contract.ts'
import { canPublish } from '../policies.ts'
import { presentNote } from '../presenters.ts'
import { addressesOf, answerFrom, pastOf, withdrawalOf } from '../queries/get-document.ts'
import { type Change, ensureSchedule, publish } from '../rules.ts'
import { changeDocument, noteOf, recordChange } from './change-document.ts'
import { draftDocument, writeStarted } from './draft-document.ts'
import {
  type EditionRow,
  editionOf,
  type LoadedDocument,
  lockWithStanding,
  newestEdition,
  openEditionOf,
  withNames,
} from './load-document.ts'
import { ensureNotLockedByOther } from './save-document.ts'
import { stagesOf } from './stages-of.ts'
import { ensureReady } from './submit-document.ts'
import type { Written } from './written.ts'

const sourceOf = (documentId: string) => ({ module: 'content', id: documentId })

/** Release the open edition: on every page it belongs to when this transaction commits, or from `visibleFrom` on. */
export async function publishDocument(work: Work, { params, body }: Input<typeof contract.publishDocument>) {
  const { id } = params
  // The document first: what is asked for behind it waits for its lock, and sees what came before.
  const [{ document, standing: home }, newest, past, standing] = await Promise.all([
    lockWithStanding(work, id, body.expectedVersion),
    newestEdition(work, id),
    pastOf(work, id),
    lockStanding(work, [sourceOf(id)]),
    foreseeMetadata(work, { at: work.now }),
  ])
  ensureMay(work, document)
  const edition = await openEditionOf(work, document, newest)
  const publishing = await decide(work, document, { edition, stages: home.reviewStages, dates: body })
  const { itemId, paths } = await release(work, publishing.wish, { channels: [home.channel], standing })
  const { changed, edition: released } = await notePublished(work, document, { ...publishing, itemId })
  const history = [...past.history, presentNote(noteOf(work, id, 'publish'))]
  const isLater = publishing.wish.effectiveAt !== undefined
  const [addresses, withdrawal] = await Promise.all([
    isLater ? addressesOf(work, changed) : addressesNow(work, changed, paths),
    // What was never published has never been taken down.
    document.item_id === null ? null : withdrawalOf(work, changed),
  ])
  return answerFrom(work, changed, released, { reviews: past.reviews, history, addresses, withdrawal })
}

/**
 * Write and release in one act, where no review is asked for: one transaction, one question of rights, each row written once. A
 * refusal leaves nothing behind: whoever sends it has the text.
 */
export async function publishNew(work: Work, { channelId, written }: { channelId: string; written: Written }) {
  const id = newId()
  const [drafted, standing] = await Promise.all([
    draftDocument(work, { id, channelId, written, act: 'create' }),
    lockStanding(work, [sourceOf(id)]),
  ])
  const document = withNames(drafted.row, drafted.standing)
  ensureMay(work, document)
  const { reviewStages, channel } = drafted.standing
  const publishing = await decide(work, document, { edition: drafted.edition, stages: reviewStages, dates: {} })
  const { itemId, paths } = await release(work, publishing.wish, { channels: [channel], standing })
  const changes = releasedRows(work, document, { ...publishing, itemId })
  const edition = { ...drafted.edition, ...changes.edition }
  const row = { ...drafted.row, ...changes.document }
  const note = noteOf(work, id, 'publish')
  writeStarted(work, { ...drafted, row, edition }, [note])
  recordChange(work, document, { act: 'publish', change: changes.document })
  const released = withNames(row, drafted.standing)
  return answerFrom(work, released, edition, {
    reviews: [],
    history: [drafted.note, note].map(presentNote),
    addresses: await addressesNow(work, released, paths),
    withdrawal: null,
  })
}

function ensureMay(view: View, document: LoadedDocument): void {
  if (!canPublish(view.actor, document)) throw forbidden()
  ensureNotLockedByOther(view, document)
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
  ensureMay(view, document)
  const stages = await stagesOf(view, document)
  return decide(view, document, { edition: await editionOf(view, document.id, document.edition_number), stages, dates })
}

type Asked = { edition: EditionRow; stages: number; dates: Dates }

async function decide(view: View, document: LoadedDocument, { edition, stages, dates }: Asked): Promise<Publishing> {
  const change = publish(document, stages)
  await ensureReady(view, document, edition)
  const from = dates.visibleFrom === undefined ? edition.visible_from : instantOrNull(dates.visibleFrom)
  const until = dates.visibleUntil === undefined ? edition.visible_until : instantOrNull(dates.visibleUntil)
  ensureSchedule(from, until, view.now)

  const firstDate = firstDateOf(document, view.now)
  // Readers see the text already: a date to come is when the new one takes its place, and its place in the lists stays.
  const isCorrection = document.live_edition_number !== null && firstDate !== null
  const visibleFrom = (isCorrection ? firstDate : from) ?? firstDate ?? view.now
  const effective = isCorrection && from !== null && from > view.now ? { effectiveAt: from } : {}
  const decided = { ...placesOf(document, edition), visibleFrom, visibleUntil: until, ...effective }
  return { change, edition, wish: await wishOf(view, document, edition, decided), from, until }
}

/** When it was first published; one that still lies ahead does not count. */
const firstDateOf = (document: LoadedDocument, now: Date): Date | null =>
  document.released_at !== null && document.released_at <= now ? document.released_at : null

/** What the document and its edition say once the library has the text. */
export async function notePublished(work: Work, document: LoadedDocument, publishing: Publishing & { itemId: string }) {
  const { edition } = publishing
  const changes = releasedRows(work, document, publishing)
  const changed = await changeDocument(work, document, {
    act: 'publish',
    edition: { id: edition.id, change: changes.edition },
    change: changes.document,
  })
  return { changed, edition: { ...edition, ...changes.edition } }
}

function releasedRows(
  work: Work,
  document: LoadedDocument,
  { change, wish, from, until, itemId }: Publishing & { itemId: string },
) {
  return {
    edition: { released_at: work.now, released_by: work.actor.id, visible_from: from, visible_until: until },
    document: {
      ...change,
      item_id: itemId,
      // Set once: the first publication date never changes.
      released_at: firstDateOf(document, work.now) ?? wish.visibleFrom,
      visible_from: from,
      visible_until: until,
    },
  }
}

/** Of its one address everything is known; further ones have names of other channels and sites. */
async function addressesNow(work: Work, document: LoadedDocument, paths: Released['paths']) {
  const [only] = paths
  if (!only || paths.length > 1) return addressesOf(work, document)
  const isOver = document.visible_until !== null && document.visible_until <= work.now
  const at = { siteName: document.site_name, channelName: document.channel_name, host: document.site_host ?? '' }
  return isOver ? [] : [{ ...at, path: `${document.site_base_path}${only.path}` }]
}

const instantOrNull = (text: string | null) => (text === null ? null : new Date(text))

/** Which item it is and where it shall stand. */
const placesOf = (document: LoadedDocument, edition: EditionRow): Pick<ReleaseWish, 'source' | 'placements'> => ({
  source: sourceOf(document.id),
  placements: [
    { channelId: document.channel_id, isPrimary: true, isPinned: edition.is_pinned },
    ...edition.placements
      .filter((channelId) => channelId !== document.channel_id)
      .map((channelId) => ({ channelId, isPrimary: false, isPinned: false })),
  ],
})

async function wishOf(
  view: View,
  document: LoadedDocument,
  edition: EditionRow,
  decided: Pick<ReleaseWish, 'source' | 'placements' | 'visibleFrom' | 'visibleUntil' | 'effectiveAt'>,
): Promise<ReleaseWish> {
  if (edition.placements.length > 0) await ensurePlaceable(view, edition.placements)
  const { files, bodyFiles } = await filesToRelease(view, edition)
  return {
    kind: document.kind,
    siteId: document.site_id,
    organisationId: document.site_owner_id,
    externalId: document.external_id,
    content: { ...contentOf(edition), files },
    bodyFiles,
    ...decided,
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
  if (channels.some((channel) => !takesItems(channel))) throw new Problem('channel-closed', 422)
  const siteIds = new Set(channels.map((channel) => channel.siteId))
  for (const siteId of siteIds) {
    if (!canPublish(view.actor, { place: placeOf(await getSiteCard(view, siteId)) })) throw forbidden({ siteId })
  }
}
