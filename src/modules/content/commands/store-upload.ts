import type { z } from 'zod'
import { newId } from '../../../kernel/ids.ts'
import { forbidden } from '../../../kernel/problem.ts'
import type { View, Work } from '../../../kernel/work.ts'
import { getSiteCard, placeOf } from '../../sites/index.ts'
import type * as contract from '../contract.ts'
import { canWrite } from '../policies.ts'
import { presentUpload } from '../presenters-uploads.ts'

export type StoredUpload = {
  siteId: string
  blob: string
  name: string
  mediaType: string
  bytes: number
  width: number | null
  height: number | null
}

/** May the actor bring files to this site? Asked before the bytes are taken, and again when they are kept. */
export async function ensureMayUpload(view: View, siteId: string): Promise<void> {
  const site = await getSiteCard(view, siteId)
  if (!canWrite(view.actor, { place: placeOf(site) })) throw forbidden()
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
