import { sql } from 'kysely'
import type { View } from '../../../kernel/work.ts'

/** For each of these files the newest item that offers it, by blob; what nothing offers any more is left out. */
export async function itemsOfBlobs(view: View, blobs: readonly string[]): Promise<Map<string, string>> {
  if (blobs.length === 0) return new Map()
  const { rows } = await sql<{ blob: string; item_id: string }>`
    SELECT DISTINCT ON (blob) blob, item_id FROM library.file
    WHERE blob = ANY (${[...blobs]}::text[]) AND valid_to > ${view.now} ORDER BY blob, valid_from DESC`.execute(view.db)
  return new Map(rows.map((row) => [row.blob, row.item_id]))
}
