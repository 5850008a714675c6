import type { z } from 'zod'
import type { View } from '../../../kernel/work.ts'
import { findItem } from '../../library/index.ts'
import { channelsById, sitesByIds } from '../../sites/index.ts'
import { editionOf, findDocument, type LoadedDocument } from '../commands/load-document.ts'
import type * as contract from '../contract.ts'
import { actsFor } from '../acts.ts'
import { iso, isoOrNull, presentEdition, presentRow } from '../presenters.ts'
import { checkEdition } from './check-edition.ts'

/** One document with its open edition, what happened to it, what the reader may do with it, and what is still wrong. */
export async function getDocument(
  view: View,
  { params }: { params: { id: string } },
): Promise<z.input<typeof contract.Document>> {
  const document = await findDocument(view, params.id)
  const edition = await editionOf(view, document.id, document.edition_number)
  const reviews = await view.db
    .selectFrom('content.review')
    .selectAll()
    .where('document_id', '=', document.id)
    .orderBy('at')
    .execute()
  const history = await view.db
    .selectFrom('content.release_note')
    .selectAll()
    .where('document_id', '=', document.id)
    .orderBy('at')
    .execute()
  return {
    ...presentRow(document, view.now),
    edition: presentEdition(edition),
    reviews: reviews.map((row) => ({
      editionNumber: row.edition_number,
      stage: row.stage,
      verdict: row.verdict,
      reason: row.reason,
      reviewerName: row.reviewer_name,
      at: iso(row.at),
    })),
    history: history.map((row) => ({ at: iso(row.at), act: row.act, byName: row.by_name, note: row.note })),
    acts: actsFor(view.actor, document, edition),
    checks: await checkEdition(view, document.kind, edition),
    itemId: document.item_id,
    firstReleasedAt: isoOrNull(document.released_at),
    addresses: await addressesOf(view, document),
    lock: lockOf(view, document),
  }
}

async function addressesOf(view: View, document: LoadedDocument) {
  if (document.item_id === null || document.live_edition_number === null) return []
  const item = await findItem(view, document.item_id)
  if (!item || item.state !== 'live') return []
  const channels = await channelsById(
    view,
    item.placements.map((p) => p.channelId),
  )
  const sites = await sitesByIds(
    view,
    item.placements.map((p) => p.siteId),
  )
  return item.placements.map((placement) => {
    const site = sites.get(placement.siteId)
    return {
      siteName: site?.name ?? '',
      channelName: channels.get(placement.channelId)?.name ?? '',
      host: site?.host ?? '',
      path: `${site?.basePath ?? ''}${placement.path}`,
    }
  })
}

function lockOf(view: View, document: LoadedDocument) {
  if (document.locked_until === null || document.locked_until <= view.now) return null
  return {
    byName: document.locked_by_name ?? '',
    until: iso(document.locked_until),
    isMine: document.locked_by === view.actor.id,
  }
}
