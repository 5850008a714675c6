import { notFound } from '../../../kernel/problem.ts'
import type { View } from '../../../kernel/work.ts'
import { findShownFile } from '../../library/index.ts'
import { getSiteCard, placeOf } from '../../sites/index.ts'
import { canRead } from '../policies.ts'

export type KeptFile = { blob: string; name: string; mediaType: string; bytes: number }

/** An uploaded file by its id, for those who may read the documents of its site. */
export async function getUpload(view: View, id: string): Promise<KeptFile> {
  const row = await view.db.selectFrom('content.upload').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row || !(await mayRead(view, row.site_id))) throw notFound('upload')
  return { blob: row.blob, name: row.name, mediaType: row.media_type, bytes: Number(row.bytes) }
}

/** A file by its content: uploaded where one may read, or carried by something that readers see anyway. */
export async function getUploadByBlob(view: View, blob: string): Promise<KeptFile> {
  const found = await findFiles(view, [blob])
  const file = found.get(blob)
  if (!file) throw notFound('upload')
  return file
}

/** The same for many: what is not known to the actor is not in the answer. */
export async function findFiles(view: View, blobs: readonly string[]): Promise<Map<string, KeptFile>> {
  const found = new Map<string, KeptFile>()
  if (blobs.length === 0) return found
  const rows = await view.db
    .selectFrom('content.upload')
    .select(['blob', 'name', 'media_type as mediaType', 'bytes', 'site_id'])
    .where('blob', 'in', [...blobs])
    .orderBy('uploaded_at')
    .execute()
  const readable = new Map<string, boolean>()
  for (const { site_id, ...row } of rows) {
    if (!readable.has(site_id)) readable.set(site_id, await mayRead(view, site_id))
    if (readable.get(site_id)) found.set(row.blob, { ...row, bytes: Number(row.bytes) })
  }
  for (const blob of blobs) {
    const shown = found.has(blob) ? null : await findShownFile(view, blob)
    if (shown) found.set(blob, { ...shown, bytes: Number(shown.bytes) })
  }
  return found
}

async function mayRead(view: View, siteId: string): Promise<boolean> {
  return canRead(view.actor, { place: placeOf(await getSiteCard(view, siteId)) })
}
