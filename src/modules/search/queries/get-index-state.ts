import { sql } from 'kysely'
import type { Input, Reply } from '../../../kernel/contract.ts'
import type { View } from '../../../kernel/work.ts'
import { itemsOfBlobs } from '../../library/index.ts'
import type * as contract from '../contract.ts'
import type { NodeState, SearchClient } from '../node.ts'
import { SearchUnavailable } from '../port.ts'
import { anywhere, COUNT_CAP } from './list-synonyms.ts'
import { mayTuneProvince } from './reach-of.ts'
import { standingOfDocs } from './standing-of-docs.ts'

type State = Reply<typeof contract.getIndexState>

const DOWN = {
  isUp: false,
  isTrusted: false,
  isBehind: false,
  docs: null,
  hidden: null,
  pending: null,
  bytes: null,
  memoryBytes: null,
  builtAt: null,
  followedUntil: null,
  lastError: null,
  rebuilding: null,
} satisfies Partial<State>

/** How the index stands; where nobody answers, that. */
export async function getIndexState(view: View, node: SearchClient): Promise<State> {
  const state = await node.state().catch((error: unknown) => {
    if (error instanceof SearchUnavailable) return null
    throw error
  })
  const { rows } = await sql<{ files: number }>`
    SELECT count(*) AS files FROM search.file_text WHERE reason <> ''`.execute(view.db)
  return {
    ...(state ? presentState(state) : DOWN),
    mayRebuild: await mayTuneProvince(view),
    unreadableFiles: rows[0]?.files ?? 0,
  }
}

const instant = (at: number | null): string | null => (at === null || at <= 0 ? null : new Date(at).toISOString())

const presentState = ({ figures, waiting, followedUntil, lastError, rebuilding, ...state }: NodeState) => ({
  isUp: true,
  isTrusted: state.isTrusted && state.isInTouch,
  isBehind: state.isBehind && state.isInTouch,
  docs: figures.docs,
  hidden: figures.hidden,
  pending: Math.max(waiting, figures.pending),
  bytes: figures.bytes,
  memoryBytes: figures.memoryBytes,
  builtAt: instant(figures.builtAt),
  followedUntil: instant(followedUntil),
  lastError: lastError && { at: new Date(lastError.at).toISOString(), text: lastError.text },
  rebuilding: rebuilding && { ...rebuilding, startedAt: new Date(rebuilding.startedAt).toISOString() },
})

type Files = Reply<typeof contract.listUnreadFiles>
type FileRow = Pick<Files['items'][number], 'blob' | 'fileName' | 'mediaType' | 'bytes' | 'reason' | 'detail'> & {
  at: Date
}

/** Attached files whose text could not be read, newest first, with the item that offers them. */
export async function listUnreadFiles(
  view: View,
  { query }: Pick<Input<typeof contract.listUnreadFiles>, 'query'>,
): Promise<Files> {
  const { page, pageSize, q, reason } = query
  const from = sql`FROM search.file_text f WHERE f.reason <> ''
    ${reason ? sql`AND f.reason = ${reason}` : sql``}
    ${q ? sql`AND f.file_name ILIKE ${anywhere(q)}` : sql``}`
  const { rows } = await sql<FileRow>`
    SELECT f.blob, f.file_name AS "fileName", f.media_type AS "mediaType", f.bytes::float8 AS bytes, f.reason, f.detail,
      f.read_at AS at ${from}
    ORDER BY f.read_at DESC, f.blob LIMIT ${pageSize} OFFSET ${(page - 1) * pageSize}`.execute(view.db)
  const counted = await sql<{ total: number }>`SELECT count(*) AS total ${from}`.execute(view.db)
  const reasons = await sql<{ reason: string; files: number }>`
    SELECT reason, count(*) AS files FROM search.file_text WHERE reason <> '' GROUP BY reason ORDER BY 2 DESC, 1`.execute(
    view.db,
  )
  const total = counted.rows[0]?.total ?? 0
  return {
    items: await presentFiles(view, rows),
    total: Math.min(total, COUNT_CAP),
    isCapped: total > COUNT_CAP,
    page,
    pageSize,
    reasons: reasons.rows,
  }
}

async function presentFiles(view: View, rows: readonly FileRow[]): Promise<Files['items']> {
  const owners = await itemsOfBlobs(
    view,
    rows.map(({ blob }) => blob),
  )
  const standings = await standingOfDocs(view, [...owners.values()].map(docIdOf))
  return rows.map(({ at, ...row }) => {
    const owner = owners.get(row.blob)
    const standing = owner === undefined ? undefined : standings.get(docIdOf(owner))
    return {
      ...row,
      at: at.toISOString(),
      itemTitle: standing?.title ?? null,
      siteName: standing?.siteName ?? null,
      host: standing?.host ?? null,
      path: standing?.path ?? null,
    }
  })
}

const docIdOf = (itemId: string): string => `item:${itemId}`
