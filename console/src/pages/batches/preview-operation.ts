import { z } from 'zod'
import { operation } from '../../../../src/kernel/contract.ts'

/** A link to a page as it will be at an instant, for whoever has it, until it expires. */
export const createPreview = operation({
  method: 'POST',
  path: '/previews',
  summary: '生成预览链接',
  permission: 'document.read',
  body: z.object({ siteId: z.uuid(), path: z.string(), at: z.string(), expiresInMinutes: z.int() }),
  reply: z.object({ url: z.string(), expiresAt: z.string() }),
})
