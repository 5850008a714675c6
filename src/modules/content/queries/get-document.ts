import type { z } from 'zod'
import { ask } from '../../../kernel/database.ts'
import type { View } from '../../../kernel/work.ts'
import { findWithdrawal } from '../../library/index.ts'
import { foreseeMetadata } from '../../vocabulary/index.ts'
import { actsFor } from '../acts.ts'
import {
  type EditionRow,
  findDocument,
  type LoadedDocument,
  newestEdition,
  openEditionOf,
} from '../commands/load-document.ts'
import type * as contract from '../contract.ts'
import { iso, isoOrNull, presentEdition, presentRow } from '../presenters.ts'
import { checkEdition } from './check-edition.ts'

type Reply = z.input<typeof contract.Document>

/** One document with its open edition, what happened to it, what the reader may do with it, and what is still wrong. */
export async function getDocument(view: View, { params }: { params: { id: string } }): Promise<Reply> {
  const [document, newest, past] = await Promise.all([
    findDocument(view, params.id),
    newestEdition(view, params.id),
    pastOf(view, params.id),
    foreseeMetadata(view, { at: view.now }),
  ])
  const edition = await openEditionOf(view, document, newest)
  const [addresses, withdrawal] = await Promise.all([addressesOf(view, document), withdrawalOf(view, document)])
  return answerFrom(view, document, edition, { ...past, addresses, withdrawal })
}

export type Past = Pick<Reply, 'reviews' | 'history'>
export type Story = Past & Pick<Reply, 'addresses' | 'withdrawal'>

/** The answer of rows and of a story that are at hand. */
export async function answerFrom(
  view: View,
  document: LoadedDocument,
  edition: EditionRow,
  { reviews, history, addresses, withdrawal }: Story,
): Promise<Reply> {
  const repealedAt = withdrawal?.reason === 'repealed' ? new Date(withdrawal.at) : null
  return {
    ...presentRow(document, { now: view.now, repealedAt }),
    edition: presentEdition(edition),
    reviews,
    history,
    addresses,
    withdrawal,
    acts: actsFor(view.actor, document, edition),
    checks: await checkEdition(view, document.kind, edition),
    itemId: document.item_id,
    firstReleasedAt: isoOrNull(document.released_at),
    lock: lockOf(view, document),
  }
}

/** Reviews and history, in one go. */
export async function pastOf(view: View, documentId: string): Promise<Past> {
  const [past] = await ask<Past>(view.db)`
    SELECT
      coalesce((SELECT json_agg(json_build_object('editionNumber', r.edition_number, 'stage', r.stage, 'verdict', r.verdict,
        'reason', r.reason, 'reviewerName', r.reviewer_name, 'at', r.at) ORDER BY r.at)
        FROM content.review r WHERE r.document_id = ${documentId}), '[]') AS reviews,
      coalesce((SELECT json_agg(json_build_object('at', n.at, 'act', n.act, 'byName', n.by_name, 'note', n.note) ORDER BY n.at, n.act)
        FROM content.release_note n WHERE n.document_id = ${documentId}), '[]') AS history
  `
  return { reviews: past?.reviews.map(dated) ?? [], history: past?.history.map(dated) ?? [] }
}

/** JSON of the database writes an instant with its offset. */
const dated = <T extends { at: string }>(one: T): T => ({ ...one, at: iso(new Date(one.at)) })

/** Where it stands for readers. */
export async function addressesOf(view: View, document: LoadedDocument): Promise<Story['addresses']> {
  if (document.live_edition_number === null || document.item_id === null) return []
  return ask<Story['addresses'][number]>(view.db)`
    SELECT a.site_name AS "siteName", a.channel_name AS "channelName", a.host, a.path FROM library.v_standing a
    WHERE a.item_id = ${document.item_id} AND a.visible_until > ${view.now} AND a.valid_to > ${view.now}
      AND (a.valid_to = 'infinity' OR a.is_scheduled) AND (a.valid_from <= ${view.now} OR a.is_scheduled IS NULL)
    ORDER BY a.is_primary DESC, a.valid_from
  `
}

/** Why readers do not see it, or see it marked. */
export async function withdrawalOf(view: View, { item_id: itemId }: LoadedDocument): Promise<Story['withdrawal']> {
  const found = itemId === null ? null : await findWithdrawal(view, itemId)
  if (!found) return null
  const { reason, note, at, redirectTo = null, successor: successorId } = found
  const [successor = null] =
    successorId === null
      ? []
      : await ask<{ id: string; title: string; isLive: boolean }>(view.db)`
          SELECT id, title, live_edition_number IS NOT NULL AS "isLive" FROM content.document WHERE id = ${successorId}`
  return { reason, note, at: iso(at), redirectTo, successor }
}

function lockOf(view: View, document: LoadedDocument) {
  if (document.locked_until === null || document.locked_until <= view.now) return null
  return {
    byName: document.locked_by_name ?? '',
    until: iso(document.locked_until),
    isMine: document.locked_by === view.actor.id,
  }
}
