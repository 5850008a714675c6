import type { z } from 'zod'
import { newId } from '../../../kernel/ids.ts'
import type { Work } from '../../../kernel/work.ts'
import type * as contract from '../contract.ts'
import { presentUpload } from '../presenters-uploads.ts'
import { ensureMayUpload } from '../queries/ensure-may-upload.ts'

export type StoredUpload = {
  siteId: string
  blob: string
  name: string
  mediaType: string
  bytes: number
  width: number | null
  height: number | null
}

/** Put a file that lies in the blob store on record: whose it is, and what it is by its content. */
export async function storeUpload(work: Work, upload: StoredUpload): Promise<z.input<typeof contract.Upload>> {
  await ensureMayUpload(work, upload.siteId)
  const row = {
    id: newId(),
    site_id: upload.siteId,
    blob: upload.blob,
    name: upload.name,
    media_type: upload.mediaType,
    bytes: upload.bytes,
    width: upload.width,
    height: upload.height,
    uploaded_by: work.actor.id,
    uploaded_at: work.now,
  }
  await work.db.insertInto('content.upload').values(row).execute()
  work.record({
    action: 'upload.create',
    target: { kind: 'upload', id: row.id, label: upload.name },
    siteId: upload.siteId,
    after: { name: upload.name, mediaType: upload.mediaType, bytes: upload.bytes },
  })
  return presentUpload(row)
}
