import type { Work } from '../../../kernel/work.ts'
import { channelById, takesItems } from '../../sites/index.ts'
import { recall } from '../rules.ts'
import { changeDocument } from './change-document.ts'
import { findDocument } from './load-document.ts'

const BATCH = 200

/**
 * A channel was archived. Its documents go to the named channel, or, where none was named, those that are not yet public
 * come back to their writers as drafts with a word why; what readers see stays where it is. True when there is more to do.
 */
export async function rehomeDocuments(
  work: Work,
  { channelId, moveDocumentsTo }: { channelId: string; moveDocumentsTo: string | null },
): Promise<boolean> {
  const target = moveDocumentsTo === null ? null : await channelById(work, moveDocumentsTo)
  const isOpen = target !== null && takesItems(target)
  const waiting = work.db
    .selectFrom('content.document')
    .select('id')
    .where('channel_id', '=', channelId)
    .where('deleted_at', 'is', null)
  const rows = await (isOpen ? waiting : waiting.where('state', 'in', ['submitted', 'approved']))
    .orderBy('id')
    .limit(BATCH)
    .forUpdate()
    .execute()
  for (const { id } of rows) {
    const document = await findDocument(work, id)
    const isWaiting = document.state === 'submitted' || document.state === 'approved'
    await changeDocument(work, document, {
      act: 'rehome',
      change: {
        ...(isOpen ? { channel_id: target.id, site_id: target.siteId } : recall(document)),
        ...(isOpen && isWaiting ? { state: document.state } : {}),
      },
      note: isOpen ? `原栏目已停用，移到“${target.name}”` : '栏目已停用，请另选栏目后再提交',
    })
  }
  return rows.length === BATCH
}
