import { sql, type SqlBool } from 'kysely'
import type { z } from 'zod'
import { subtrees, type Actor } from '../../../kernel/actor.ts'
import type { Input } from '../../../kernel/contract.ts'
import type { View } from '../../../kernel/work.ts'
import type { DocumentRow } from '../commands/load-document.ts'
import type * as contract from '../contract.ts'
import { iso } from '../presenters.ts'
import { titleConditions } from './list-conditions.ts'
import { presentRows } from './present-rows.ts'

type Query = Input<typeof contract.getInbox>['query']
type Task = 'review' | 'revise' | 'publish' | 'finish'
type Condition = ReturnType<typeof sql<SqlBool>>

const inPlaces = (actor: Actor, permission: string): Condition => sql<SqlBool>`(
  s.owner_path LIKE ANY (${subtrees(actor, permission, 'organisation')}::text[])
  OR s.path LIKE ANY (${subtrees(actor, permission, 'site')}::text[]))`

/** A reviewer of stage two sees what waits in stage two; a grant without a stage means every stage. */
function reviewCondition(actor: Actor): Condition {
  const grants = actor.grants.filter((grant) => grant.permission === 'document.review')
  const stages = [...new Set(grants.map((grant) => grant.stage))]
  const parts = stages.map((stage) => {
    const own = { ...actor, grants: grants.filter((grant) => grant.stage === stage) }
    return sql<SqlBool>`(${inPlaces(own, 'document.review')} AND (${stage}::int IS NULL OR d.stage = ${stage}))`
  })
  if (parts.length === 0) return sql<SqlBool>`false`
  return sql<SqlBool>`d.state = 'submitted' AND (${sql.join(parts, sql` OR `)}) AND NOT EXISTS (
    SELECT 1 FROM content.edition e WHERE e.document_id = d.id AND e.number = d.edition_number AND ${actor.id}::uuid = ANY (e.writers))`
}

function conditionOf(actor: Actor, task: Task): Condition {
  switch (task) {
    case 'review':
      return reviewCondition(actor)
    case 'revise':
      return sql<SqlBool>`d.state = 'returned' AND d.created_by = ${actor.id}`
    case 'publish':
      return sql<SqlBool>`d.state = 'approved' AND ${inPlaces(actor, 'document.publish')}`
    case 'finish':
      return sql<SqlBool>`d.state = 'draft' AND d.created_by = ${actor.id}`
  }
}

const tasks: readonly Task[] = ['review', 'revise', 'publish', 'finish']
const MOST_COUNTED = 1000

/** What waits for me, the longest waiting first. */
export async function getInbox(
  view: View,
  { query }: { query: Query },
): Promise<z.input<typeof contract.getInbox.reply>> {
  const narrowing = narrowed(query)
  const counts = { review: 0, revise: 0, publish: 0, finish: 0 }
  // One after the other: they share one connection.
  for (const task of tasks) counts[task] = await count(view, task, narrowing)
  const wanted = query.task ? [query.task] : tasks
  const total = wanted.reduce((sum, task) => sum + counts[task], 0)
  const parts = wanted.map(
    (task) => sql`SELECT d.*, ${task}::text AS task FROM content.document d JOIN sites.v_site s ON s.id = d.site_id
      WHERE d.deleted_at IS NULL AND ${conditionOf(view.actor, task)} AND ${narrowing}`,
  )
  const { rows } = await sql<
    DocumentRow & { site_name: string; channel_name: string; task: Task; note: string | null }
  >`
    SELECT d.*, s.name AS site_name, c.name AS channel_name,
      (SELECT note FROM content.release_note n WHERE n.document_id = d.id ORDER BY n.at DESC LIMIT 1) AS note
    FROM (${sql.join(parts, sql` UNION ALL `)} ORDER BY updated_at LIMIT ${query.pageSize} OFFSET ${(query.page - 1) * query.pageSize}) d
    JOIN sites.v_site s ON s.id = d.site_id JOIN sites.v_channel c ON c.id = d.channel_id ORDER BY d.updated_at
  `.execute(view.db)
  return {
    items: await presentRows(view, rows, ({ task, updated_at: since, note }) => ({
      task,
      since: iso(since),
      note: note ?? '',
    })),
    total,
    isCapped: tasks.some((task) => counts[task] >= MOST_COUNTED),
    page: query.page,
    pageSize: query.pageSize,
    counts,
  }
}

function narrowed(query: Query): Condition {
  const conditions: Condition[] = [sql<SqlBool>`true`]
  if (query.siteId) conditions.push(sql<SqlBool>`d.site_id = ${query.siteId}`)
  if (query.text) {
    const titles = sql.join(titleConditions(query.text), sql` AND `)
    conditions.push(sql<SqlBool>`d.id IN (SELECT t.document_id FROM content.v_title t WHERE ${titles})`)
  }
  return sql<SqlBool>`${sql.join(conditions, sql` AND `)}`
}

async function count(view: View, task: Task, narrowing: Condition): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*) AS count FROM (
      SELECT 1 FROM content.document d JOIN sites.v_site s ON s.id = d.site_id
      WHERE d.deleted_at IS NULL AND ${conditionOf(view.actor, task)} AND ${narrowing} LIMIT ${MOST_COUNTED}
    ) capped
  `.execute(view.db)
  return rows[0]?.count ?? 0
}
