import type { Input } from '../../../kernel/contract.ts'
import { forbidden, Problem } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import { prepareRelease, release, type Released, type ReleaseWish } from '../../library/index.ts'
import { channelsById, getSiteCard, placeOf } from '../../sites/index.ts'
import { foreseeMetadata } from '../../vocabulary/index.ts'
import { filesToRelease } from '../body-files.ts'
import type * as contract from '../contract.ts'
import { canPublish } from '../policies.ts'
import { presentNote } from '../presenters.ts'
import { addressesOf, answerFrom, pastOf } from '../queries/get-document.ts'
import { ensureSchedule, publish } from '../rules.ts'
import { changeDocument, noteOf } from './change-document.ts'
import { takesDocuments } from './create-document.ts'
import { type EditionRow, type LoadedDocument, lockDocumentRow, newestEdition, openEditionOf } from './load-document.ts'
import { ensureNotLockedByOther } from './save-document.ts'
import { stagesOf } from './stages-of.ts'
import { ensureReady } from './submit-document.ts'

/** Release the open edition: on every page it belongs to when this transaction commits, or from `visibleFrom` on. */
export async function publishDocument(work: Work, { params, body }: Input<typeof contract.publishDocument>) {
  const { id } = params
  const [document, newest, past] = await Promise.all([
    lockDocumentRow(work, id, body.expectedVersion),
    newestEdition(work, id),
    pastOf(work, id),
    foreseeMetadata(work, { at: work.now }),
  ])
  if (!canPublish(work.actor, document)) throw forbidden()
  ensureNotLockedByOther(work, document)
  const edition = await openEditionOf(work, document, newest)
  const placed = placesOf(document, edition)
  const [stages, prepared] = await Promise.all([stagesOf(work, document), prepareRelease(work, [placed])])
  const change = publish(document, stages)
  await ensureReady(work, document, edition)
  const from = body.visibleFrom === undefined ? edition.visible_from : instantOrNull(body.visibleFrom)
  const until = body.visibleUntil === undefined ? edition.visible_until : instantOrNull(body.visibleUntil)
  ensureSchedule(from, until, work.now)

  const visibleFrom = from ?? document.released_at ?? work.now
  const wish = await wishOf(work, document, edition, { ...placed, visibleFrom, visibleUntil: until })
  const { itemId, paths } = await release(work, wish, prepared)
  const released = { released_at: work.now, released_by: work.actor.id, visible_from: from, visible_until: until }
  const changed = await changeDocument(work, document, {
    act: 'publish',
    edition: { id: edition.id, change: released },
    change: {
      ...change,
      item_id: itemId,
      // Set once: the first publication date never changes.
      released_at: document.released_at ?? visibleFrom,
      visible_from: from,
      visible_until: until,
    },
  })
  const history = [...past.history, presentNote(noteOf(work, id, 'publish'))]
  const addresses = await addressesNow(work, changed, paths)
  return answerFrom(work, changed, { ...edition, ...released }, { reviews: past.reviews, history, addresses })
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
  source: { module: 'content', id: document.id },
  placements: [
    { channelId: document.channel_id, isPrimary: true, isPinned: edition.is_pinned },
    ...edition.placements
      .filter((channelId) => channelId !== document.channel_id)
      .map((channelId) => ({ channelId, isPrimary: false, isPinned: false })),
  ],
})

async function wishOf(
  work: Work,
  document: LoadedDocument,
  edition: EditionRow,
  decided: Pick<ReleaseWish, 'source' | 'placements' | 'visibleFrom' | 'visibleUntil'>,
): Promise<ReleaseWish> {
  if (edition.placements.length > 0) await ensurePlaceable(work, edition.placements)
  const { files, bodyFiles } = await filesToRelease(work, edition)
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
async function ensurePlaceable(work: Work, channelIds: readonly string[]): Promise<void> {
  const channels = [...(await channelsById(work, [...new Set(channelIds)])).values()]
  if (channels.some((channel) => !takesDocuments(channel))) throw new Problem('channel-closed', 422)
  const siteIds = new Set(channels.map((channel) => channel.siteId))
  for (const siteId of siteIds) {
    if (!canPublish(work.actor, { place: placeOf(await getSiteCard(work, siteId)) })) throw forbidden({ siteId })
  }
}
