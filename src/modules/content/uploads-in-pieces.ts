import { z } from 'zod'
import { notFound } from '../../kernel/problem.ts'
import { storeUpload } from './commands/store-upload.ts'
import type { PartialKind } from './partial-kinds.ts'
import { ensureWelcome, MOST_UNFINISHED } from './partial-rules.ts'
import { ensureMayUpload } from './queries/ensure-may-upload.ts'
import { takeIn } from './take-in.ts'
import { ATTACHMENT_LIMIT } from './upload-types.ts'

const SiteId = z.uuid()

/** Attachments and pictures: `siteId` among their metadata says whose they are. */
export const uploadsInPieces: PartialKind = {
  name: 'upload',
  root: '/api/partial-uploads',
  permission: 'document.write',
  mostBytes: ATTACHMENT_LIMIT,
  mostUnfinished: MOST_UNFINISHED,
  async announce(view, { name, length, metadata }) {
    const siteId = SiteId.safeParse(metadata.get('siteId'))
    if (!siteId.success) throw notFound('site')
    await ensureMayUpload(view, siteId.data)
    ensureWelcome(name, length)
    return siteId.data
  },
  ensureMayGoOn: (view, siteId) => ensureMayUpload(view, siteId ?? ''),
  async takeIn(blobs, { siteId, name, path }) {
    const stored = await takeIn(blobs, { siteId: siteId ?? '', name, path })
    return (work) => storeUpload(work, stored)
  },
}
