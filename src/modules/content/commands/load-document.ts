import { type Selectable, sql } from 'kysely'
import type { Place } from '../../../kernel/actor.ts'
import { ask } from '../../../kernel/database.ts'
import { notFound, versionConflict } from '../../../kernel/problem.ts'
import type { Tables } from '../../../kernel/tables.ts'
import type { View, Work } from '../../../kernel/work.ts'
import { type ChannelStanding, channelStanding, placeOf } from '../../sites/index.ts'
import { canRead } from '../policies.ts'

export type DocumentRow = Selectable<Tables['content.document']>
export type EditionRow = Selectable<Tables['content.edition']>

export type LoadedDocument = DocumentRow & {
  place: Place
  site_name: string
  site_owner_id: string
  site_host: string | null
  site_base_path: string
  channel_name: string
}

/** Plain SQL: every act on a document begins and ends with it. */
async function select(view: View, id: string, lock: 'FOR UPDATE OF d' | '' = ''): Promise<Joined | undefined> {
  const { rows } = await sql<Joined>`
    SELECT d.*, s.name AS site_name, s.path AS site_path, s.owner_path, s.owner_id AS site_owner_id, s.host AS site_host,
      s.base_path AS site_base_path, c.name AS channel_name
    FROM content.document d JOIN sites.v_site s ON s.id = d.site_id JOIN sites.v_channel c ON c.id = d.channel_id
    WHERE d.id = ${id} ${sql.raw(lock)}
  `.execute(view.db)
  return rows[0]
}

type Joined = Omit<LoadedDocument, 'place'> & { site_path: string; owner_path: string }

function loaded(view: View, row: Joined | undefined): LoadedDocument {
  if (!row) throw notFound('document')
  const { site_path, owner_path, ...document } = row
  return readable(view, { ...document, place: { site: site_path, organisation: owner_path } })
}

/** Absent, or not yours to know of: the same answer. */
function readable(view: View, document: LoadedDocument): LoadedDocument {
  if (!canRead(view.actor, document)) throw notFound('document')
  return document
}

/** A document one may read, with the names of its site and channel. */
export async function findDocument(view: View, id: string): Promise<LoadedDocument> {
  return loaded(view, await select(view, id))
}

/** The same, locked until the end of the transaction, and fresh: `expectedVersion` is what the caller last saw. */
export async function lockDocumentRow(work: Work, id: string, expectedVersion?: number): Promise<LoadedDocument> {
  return fresh(loaded(work, await select(work, id, 'FOR UPDATE OF d')), expectedVersion)
}

const CHANNEL_OF = '(SELECT channel_id FROM content.document WHERE id = $2)'

/** The same with all that its channel demands, which is asked for behind the lock. */
export async function lockWithStanding(
  work: Work,
  id: string,
  expectedVersion: number,
): Promise<{ document: LoadedDocument; standing: ChannelStanding }> {
  const [[row], standing] = await Promise.all([
    ask<DocumentRow>(work.db)`SELECT * FROM content.document WHERE id = ${id} FOR UPDATE`,
    channelStanding(work, id, CHANNEL_OF),
  ])
  if (!row || !standing) throw notFound('document')
  return { document: fresh(readable(work, withNames(row, standing)), expectedVersion), standing }
}

/** With what is known of its channel and site. */
export const withNames = (row: DocumentRow, { site, channel }: ChannelStanding): LoadedDocument => ({
  ...row,
  place: placeOf(site),
  site_name: site.name,
  site_owner_id: site.ownerId,
  site_host: site.host,
  site_base_path: site.basePath,
  channel_name: channel.name,
})

function fresh(document: LoadedDocument, expectedVersion: number | undefined): LoadedDocument {
  if (expectedVersion !== undefined && document.version !== expectedVersion) {
    throw versionConflict(document.version, { updatedByName: document.updated_by_name, updatedAt: document.updated_at })
  }
  return document
}

/** Asked for before the document is at hand; nearly always the one it has open. */
export async function newestEdition(view: View, documentId: string): Promise<EditionRow | null> {
  const [edition] = await ask<EditionRow>(view.db)`
    SELECT * FROM content.edition WHERE document_id = ${documentId} ORDER BY number DESC LIMIT 1
  `
  return edition ?? null
}

/** The edition that the document has open. */
export async function openEditionOf(
  view: View,
  { id, edition_number }: Pick<DocumentRow, 'id' | 'edition_number'>,
  newest: EditionRow | null,
): Promise<EditionRow> {
  return newest?.number === edition_number ? newest : editionOf(view, id, edition_number)
}

export async function editionOf(view: View, documentId: string, number: number): Promise<EditionRow> {
  const edition = await view.db
    .selectFrom('content.edition')
    .selectAll()
    .where('document_id', '=', documentId)
    .where('number', '=', number)
    .executeTakeFirst()
  if (!edition) throw notFound('edition')
  return edition
}
