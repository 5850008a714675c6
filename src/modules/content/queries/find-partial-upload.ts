import { notFound } from '../../../kernel/problem.ts'
import type { View } from '../../../kernel/work.ts'
import type { Answer, PartialKind } from '../partial-kinds.ts'

export type PartialUpload = {
  id: string
  siteId: string | null
  name: string
  length: number
  expiresAt: Date
  outcome: Answer | null
}

/** An upload in pieces, for the account that began it, while it may write at the site. */
export async function getPartialUpload(view: View, kind: PartialKind, id: string): Promise<PartialUpload> {
  const row = await view.db
    .selectFrom('content.partial_upload')
    .selectAll()
    .where('id', '=', id)
    .where('kind', '=', kind.name)
    .where('begun_by', '=', view.actor.id)
    .where('expires_at', '>', view.now)
    .executeTakeFirst()
  if (!row) throw notFound('upload')
  await kind.ensureMayGoOn(view, row.site_id)
  return {
    id: row.id,
    siteId: row.site_id,
    name: row.name,
    length: Number(row.length),
    expiresAt: row.expires_at,
    outcome: row.outcome,
  }
}
