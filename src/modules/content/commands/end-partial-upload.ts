import { notFound } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import type { Answer, PartialKind } from '../partial-kinds.ts'
import { expiryFrom } from '../partial-rules.ts'
import { getPartialUpload } from '../queries/find-partial-upload.ts'
import type { Held } from './hold-partial-upload.ts'

/** The last byte is there: a file like any other, and the pieces remember only what became of them. */
export async function finishPartialUpload(
  work: Work,
  { id, token }: Pick<Held, 'id' | 'token'>,
  keep: (work: Work) => Promise<Answer>,
): Promise<Answer> {
  const outcome = await keep(work)
  const finished = await work.db
    .updateTable('content.partial_upload')
    .set({ outcome: JSON.stringify(outcome), held_by: null, held_until: null, expires_at: expiryFrom(work.now) })
    .where('id', '=', id)
    .where('held_by', '=', token)
    .returning('id')
    .executeTakeFirst()
  if (!finished) throw notFound('upload')
  return outcome
}

/** Nobody will go on with it. A file that is finished stays what it is. */
export async function dropPartialUpload(work: Work, kind: PartialKind, id: string): Promise<void> {
  await getPartialUpload(work, kind, id)
  await work.db.deleteFrom('content.partial_upload').where('id', '=', id).execute()
}
