import { sql } from 'kysely'
import type { View, Work } from '../../../kernel/work.ts'
import { READER_VERSION, type ReadFile } from './read-file.ts'

/** What a file says: a text each page, none where it could not be read. */
export type FileText = { pages: string[] }

/** A file that was not in the store is looked for again when its item is read again after this. */
const LOOK_AGAIN_MS = 86_400_000

type Row = { blob: string; pages: string[] }

/** The texts of these files, as far as they have been read. */
export async function fileTexts(view: View, blobs: readonly string[]): Promise<Map<string, FileText>> {
  if (blobs.length === 0) return new Map()
  const { rows } = await sql<Row>`
    SELECT blob, pages FROM search.file_text WHERE blob = ANY (${blobs}::text[]) AND reader >= ${READER_VERSION}
      AND NOT (reason = 'missing' AND read_at < ${new Date(view.now.getTime() - LOOK_AGAIN_MS)})
  `.execute(view.db)
  return new Map(rows.map(({ blob, pages }) => [blob, { pages }]))
}

type FileFacts = { blob: string; name: string; mediaType: string; bytes: number }

/** A file has been read, or cannot be: both are remembered. */
export async function keepFileText(work: Work, file: FileFacts, read: ReadFile): Promise<void> {
  const row = {
    blob: file.blob,
    reader: READER_VERSION,
    file_name: file.name,
    media_type: file.mediaType,
    bytes: file.bytes,
    pages: read.pages,
    is_cut: read.isCut,
    reason: read.fault?.reason ?? '',
    detail: read.fault?.detail ?? '',
    took_ms: Math.round(read.tookMs),
    read_at: work.now,
  }
  const { blob: _, ...changed } = row
  await work.db
    .insertInto('search.file_text')
    .values(row)
    .onConflict((conflict) => conflict.column('blob').doUpdateSet(changed))
    .execute()
}
