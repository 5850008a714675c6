import { sql } from 'kysely'
import type { z } from 'zod'
import type { View } from '../../../kernel/work.ts'
import { actsFor } from '../acts.ts'
import { type EditionRow, findDocument, type LoadedDocument } from '../commands/load-document.ts'
import type * as contract from '../contract.ts'
import { iso, isoOrNull, presentEdition, presentRow } from '../presenters.ts'
import { checkEdition } from './check-edition.ts'

type Reply = z.input<typeof contract.Document>

/** One document with its open edition, what happened to it, what the reader may do with it, and what is still wrong. */
export async function getDocument(view: View, { params }: { params: { id: string } }): Promise<Reply> {
  const document = await findDocument(view, params.id)
  const { reviews, history, ...edition } = await editionWithStory(view, document)
  return {
    ...presentRow(document, view.now),
    edition: presentEdition(edition),
    reviews,
    history,
    acts: actsFor(view.actor, document, edition),
    checks: await checkEdition(view, document.kind, edition),
    itemId: document.item_id,
    firstReleasedAt: isoOrNull(document.released_at),
    addresses: await addressesOf(view, document),
    lock: lockOf(view, document),
  }
}

/** The open edition, the reviews and the history in one go: every command answers with them. */
async function editionWithStory(view: View, document: LoadedDocument) {
  const { rows } = await sql<EditionRow & Pick<Reply, 'reviews' | 'history'>>`
    SELECT e.*,
      coalesce((SELECT json_agg(json_build_object('editionNumber', r.edition_number, 'stage', r.stage, 'verdict', r.verdict,
        'reason', r.reason, 'reviewerName', r.reviewer_name, 'at', r.at) ORDER BY r.at)
        FROM content.review r WHERE r.document_id = e.document_id), '[]') AS reviews,
      coalesce((SELECT json_agg(json_build_object('at', n.at, 'act', n.act, 'byName', n.by_name, 'note', n.note) ORDER BY n.at)
        FROM content.release_note n WHERE n.document_id = e.document_id), '[]') AS history
    FROM content.edition e WHERE e.document_id = ${document.id} AND e.number = ${document.edition_number}
  `.execute(view.db)
  const [row] = rows
  if (!row) throw new Error(`document ${document.id} has no edition ${document.edition_number}`)
  return row
}

async function addressesOf(view: View, document: LoadedDocument): Promise<Reply['addresses']> {
  if (document.item_id === null || document.live_edition_number === null) return []
  return view.db
    .selectFrom('library.v_address')
    .select(['site_name as siteName', 'channel_name as channelName', 'host', 'path'])
    .where('item_id', '=', document.item_id)
    .where('visible_until', '>', view.now)
    .orderBy('is_primary', 'desc')
    .orderBy('valid_from')
    .execute()
}

function lockOf(view: View, document: LoadedDocument) {
  if (document.locked_until === null || document.locked_until <= view.now) return null
  return {
    byName: document.locked_by_name ?? '',
    until: iso(document.locked_until),
    isMine: document.locked_by === view.actor.id,
  }
}
