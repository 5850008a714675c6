import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import type { Reason } from '../../../kernel/i18n.ts'
import { newId } from '../../../kernel/ids.ts'
import type { Work } from '../../../kernel/work.ts'
import type { ItemContent } from '../../library/index.ts'
import type { State } from '../tables.ts'
import { because, type Prepared } from './import-rows.ts'

/** A document that came by import before, with the text readers see. */
export type Imported = {
  id: string
  external_id: string
  channel_id: string
  state: State
  title: string
  edition_number: number
  item_id: string | null
  released_at: Date | null
  visible_from: Date | null
  visible_until: Date | null
  locked_by_name: string | null
  locked_until: Date | null
  deleted_at: Date | null
  content: ItemContent
  placements: string[]
}

export type Write = {
  row: Prepared
  before: Imported | null
  documentId: string
  releasedAt: Date
  number: number
}

/** Documents of these external ids, locked until the end of the transaction. */
export async function findImported(
  work: Work,
  wish: { siteId: string; externalSource: string; externalIds: readonly string[] },
): Promise<Map<string, Imported>> {
  const { rows } = await sql<Imported>`
    SELECT d.id, d.external_id, d.channel_id, d.state, d.title, d.edition_number, d.item_id, d.released_at, d.visible_from,
      d.visible_until, d.locked_by_name, d.locked_until, d.deleted_at, e.placements,
      json_build_object('title', e.title, 'subtitle', e.subtitle, 'summary', e.summary, 'body', e.body, 'source', e.source,
        'author', e.author, 'editor', e.editor, 'keywords', e.keywords, 'cover', e.cover, 'files', e.files,
        'origin', e.origin, 'metadata', e.metadata) AS content
    FROM content.document d JOIN content.edition e ON e.document_id = d.id AND e.number = d.edition_number
    WHERE d.site_id = ${wish.siteId} AND d.external_source = ${wish.externalSource}
      AND d.external_id = ANY (${wish.externalIds}::text[])
    ORDER BY d.id FOR UPDATE OF d
  `.execute(work.db)
  return new Map(rows.map((row) => [row.external_id, row]))
}

const workedOn: Partial<Record<State, Reason>> = {
  draft: because('has-changes'),
  returned: because('has-changes'),
  submitted: because('in-review'),
  approved: because('awaits-publishing'),
  withdrawn: because('withdrawn'),
}

/** Why an import keeps its hands off a document: somebody's work, or a decision to take it down, weighs more. */
export function stateFault(document: Imported, now: Date): Reason | null {
  if (document.deleted_at !== null) return because('deleted')
  if (document.locked_until !== null && document.locked_until > now)
    return document.locked_by_name === null
      ? because('locked')
      : because('locked-by', { name: document.locked_by_name })
  return workedOn[document.state] ?? null
}

export function isSame(before: Imported, row: Prepared): boolean {
  return (
    before.channel_id === row.channel.id &&
    isDeepStrictEqual(before.placements, row.placements) &&
    // Read back from JSON, so dates and undefined keys compare as they will be stored.
    isDeepStrictEqual(before.content, JSON.parse(JSON.stringify(row.content)))
  )
}

type Written = { siteId: string; externalSource: string; writes: readonly Write[]; itemIds: readonly string[] }

/** Documents, editions and their history of one batch, already released as `itemIds`. */
export async function writeImported(work: Work, written: Written): Promise<void> {
  const added = written.writes.flatMap((write, at) =>
    write.before ? [] : [documentRow(work, write, written.itemIds[at])],
  )
  const changed = written.writes.filter((write) => write.before !== null)
  if (added.length > 0) await insertDocuments(work, written, added)
  if (changed.length > 0) await updateDocuments(work, changed)
  await insertEditions(work, written.writes)
  const ids = written.writes.map((write) => write.documentId)
  await sql`
    INSERT INTO content.release_note (document_id, at, act, by_id, by_name, note)
    SELECT id, ${work.now}, 'import', ${work.actor.id}::uuid, ${work.actor.name}, ${written.externalSource}
    FROM unnest(${ids}::uuid[]) AS i(id) ON CONFLICT DO NOTHING
  `.execute(work.db)
}

function documentRow(work: Work, { row, documentId, releasedAt }: Write, itemId: string | undefined) {
  return {
    id: documentId,
    channel_id: row.channel.id,
    kind: row.channel.itemKind,
    title: row.content.title,
    item_id: itemId,
    released_at: releasedAt,
    // A date to come is a schedule; a past one is only history.
    visible_from: releasedAt > work.now ? releasedAt : null,
    external_id: row.externalId,
  }
}

async function insertDocuments(work: Work, { siteId, externalSource }: Written, rows: object[]): Promise<void> {
  const { actor, now } = work
  await sql`
    INSERT INTO content.document (id, site_id, channel_id, kind, title, state, live_edition_number, item_id,
      released_at, visible_from, external_source, external_id, created_by, created_by_name, updated_by, updated_by_name,
      created_at, updated_at)
    SELECT id, ${siteId}::uuid, channel_id, kind, title, 'released', 1, item_id, released_at, visible_from,
      ${externalSource}, external_id, ${actor.id}::uuid, ${actor.name}, ${actor.id}::uuid, ${actor.name}, ${now}, ${now}
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS r(id uuid, channel_id uuid, kind text, title text,
      item_id uuid, released_at timestamptz, visible_from timestamptz, external_id text)
  `.execute(work.db)
}

async function updateDocuments(work: Work, writes: readonly Write[]): Promise<void> {
  const rows = writes.map(({ row, documentId, number }) => ({
    id: documentId,
    channel_id: row.channel.id,
    title: row.content.title,
    number,
  }))
  await sql`
    UPDATE content.document d SET channel_id = r.channel_id, title = r.title,
      edition_number = r.number, live_edition_number = r.number, updated_by = ${work.actor.id}::uuid,
      updated_by_name = ${work.actor.name}, updated_at = ${work.now}, version = d.version + 1
    FROM json_to_recordset(${JSON.stringify(rows)}::json)
      AS r(id uuid, channel_id uuid, title text, number int)
    WHERE d.id = r.id
  `.execute(work.db)
}

async function insertEditions(work: Work, writes: readonly Write[]): Promise<void> {
  const { actor, now } = work
  const rows = writes.map(({ row, documentId, number }) => ({
    ...row.content,
    id: newId(),
    document_id: documentId,
    number,
    placements: row.placements,
    is_pinned: row.isPinned,
  }))
  await sql`
    INSERT INTO content.edition (id, document_id, number, title, subtitle, summary, body, source, author, editor, keywords,
      metadata, cover, files, origin, placements, is_pinned, created_by, created_by_name, created_at, writers, released_at,
      released_by)
    SELECT id, document_id, number, title, subtitle, summary, body, source, author, editor, keywords, metadata, cover, files,
      origin, placements, is_pinned, ${actor.id}::uuid, ${actor.name}, ${now}, array_remove(ARRAY[${actor.id}::uuid], NULL),
      ${now}, ${actor.id}::uuid
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS r(id uuid, document_id uuid, number int, title text,
      subtitle text, summary text, body text, source text, author text, editor text, keywords text[], metadata jsonb,
      cover jsonb, files jsonb, origin jsonb, placements jsonb, is_pinned boolean)
  `.execute(work.db)
}
