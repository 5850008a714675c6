import { sql } from 'kysely'
import type { z } from 'zod'
import type { View } from '../../../kernel/work.ts'
import { actsFor } from '../acts.ts'
import { editionOf, type EditionRow, findDocument, type LoadedDocument } from '../commands/load-document.ts'
import type * as contract from '../contract.ts'
import { iso, isoOrNull, presentEdition, presentRow } from '../presenters.ts'
import { checkEdition } from './check-edition.ts'

type Reply = z.input<typeof contract.Document>

/** One document with its open edition, what happened to it, what the reader may do with it, and what is still wrong. */
export async function getDocument(view: View, { params }: { params: { id: string } }): Promise<Reply> {
  const document = await findDocument(view, params.id)
  return answerWith(view, document, await editionOf(view, document.id, document.edition_number))
}

/** The same from rows that a command has at hand: only its story is read. */
export async function answerWith(view: View, document: LoadedDocument, edition: EditionRow): Promise<Reply> {
  return {
    ...presentRow(document, view.now),
    edition: presentEdition(edition),
    ...(await storyOf(view, document)),
    acts: actsFor(view.actor, document, edition),
    checks: await checkEdition(view, document.kind, edition),
    itemId: document.item_id,
    firstReleasedAt: isoOrNull(document.released_at),
    lock: lockOf(view, document),
  }
}

/** Reviews, history and where it stands for readers, in one go: every command answers with them. */
async function storyOf(view: View, document: LoadedDocument) {
  const shown = document.live_edition_number === null ? null : document.item_id
  const { rows } = await sql<Pick<Reply, 'reviews' | 'history' | 'addresses'>>`
    SELECT
      coalesce((SELECT json_agg(json_build_object('editionNumber', r.edition_number, 'stage', r.stage, 'verdict', r.verdict,
        'reason', r.reason, 'reviewerName', r.reviewer_name, 'at', r.at) ORDER BY r.at)
        FROM content.review r WHERE r.document_id = ${document.id}), '[]') AS reviews,
      coalesce((SELECT json_agg(json_build_object('at', n.at, 'act', n.act, 'byName', n.by_name, 'note', n.note) ORDER BY n.at)
        FROM content.release_note n WHERE n.document_id = ${document.id}), '[]') AS history,
      coalesce((SELECT json_agg(json_build_object('siteName', a.site_name, 'channelName', a.channel_name, 'host', a.host,
        'path', a.path) ORDER BY a.is_primary DESC, a.valid_from)
        FROM library.v_standing a WHERE a.item_id = ${shown} AND a.visible_until > ${view.now} AND a.valid_to > ${view.now}
          AND (a.valid_to = 'infinity' OR a.is_scheduled) AND (a.valid_from <= ${view.now} OR a.is_scheduled IS NULL)), '[]') AS addresses
  `.execute(view.db)
  return rows[0] ?? { reviews: [], history: [], addresses: [] }
}

function lockOf(view: View, document: LoadedDocument) {
  if (document.locked_until === null || document.locked_until <= view.now) return null
  return {
    byName: document.locked_by_name ?? '',
    until: iso(document.locked_until),
    isMine: document.locked_by === view.actor.id,
  }
}
