import type { z } from 'zod'
import type * as contract from './contract.ts'

type UploadRow = {
  id: string
  blob: string
  name: string
  media_type: string
  bytes: number | string
  width: number | null
  height: number | null
}

export function presentUpload(row: UploadRow): z.input<typeof contract.Upload> {
  return {
    id: row.id,
    blob: row.blob,
    name: row.name,
    mediaType: row.media_type,
    bytes: Number(row.bytes),
    width: row.width,
    height: row.height,
    url: `/api/uploads/${row.id}`,
  }
}
