import type { z } from 'zod'
import type { Input } from '../../../kernel/contract.ts'
import type { Work } from '../../../kernel/work.ts'
import type * as contract from '../contract.ts'
import { answerNew, startDocument } from './draft-document.ts'
import { publishNew } from './publish-document.ts'

/** Start a document in a channel; its kind is what the channel holds. */
export async function createDocument(
  work: Work,
  { body }: Input<typeof contract.createDocument>,
): Promise<z.input<typeof contract.Document>> {
  const { channelId, publish, ...written } = body
  if (publish) return publishNew(work, { channelId, written })
  return answerNew(work, await startDocument(work, { channelId, written, act: 'create' }))
}
