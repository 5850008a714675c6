import { sql } from 'kysely'
import type { Input, Reply } from '../../../kernel/contract.ts'
import { notFound, Problem } from '../../../kernel/problem.ts'
import type { TemplateDraft, Templates } from '../../../kernel/templates.ts'
import type { Work } from '../../../kernel/work.ts'
import { MOST_TEMPLATES } from '../contract.ts'
import type * as contract from '../contract.ts'
import { templateChanged } from '../events.ts'
import { templatesInForce, templateVersions } from '../queries/find-templates.ts'
import { findTemplate, mustManageTemplates } from '../queries/read-templates.ts'
import type { StoredTemplate } from '../tables.ts'
import { nextInstant, normaliseSource, templateDigest, templateRefused } from '../template-rules.ts'

type Key = Pick<StoredTemplate, 'theme' | 'name'>

/** An operator's own template in the place of the shipped one. Nothing is stored that breaks a sample page. */
export async function putTemplate(
  work: Work,
  { params, body }: Pick<Input<typeof contract.putTemplate>, 'params' | 'body'>,
  templates: Templates,
): Promise<Reply<typeof contract.putTemplate>> {
  await mustManageTemplates(work)
  const at = await lockTemplates(work)
  const before = await findTemplate(work, { ...params, at }, templates)
  const source = normaliseSource(body.source)
  const digest = templateDigest(source)
  if ((before?.digest ?? null) !== body.expectedDigest) throw stale(before?.digest ?? null)
  if (before?.digest === digest) return before
  const draft = { ...params, source, digest }
  await refuseBroken(work, { key: params, at, draft }, templates)
  const from = await closeInterval(work, params, at)
  await work.db
    .insertInto('sites.template')
    .values({ ...draft, note: body.note, valid_from: from, set_by: work.actor.id })
    .execute()
  work.record({
    action: 'template.put',
    target: { kind: 'template', id: `${params.theme}/${params.name}`, label: body.note },
    before: before && { digest: before.digest, characters: before.characters },
    after: { digest, characters: source.length, note: body.note },
  })
  work.emit(templateChanged(params))
  const after = await findTemplate(work, { ...params, at: from }, templates)
  if (!after) throw new Error('a template is gone while it was written')
  return after
}

/** Back to what came with the release. */
export async function resetTemplate(
  work: Work,
  { params, query }: Pick<Input<typeof contract.resetTemplate>, 'params' | 'query'>,
  templates: Templates,
): Promise<Reply<typeof contract.resetTemplate>> {
  await mustManageTemplates(work)
  const at = await lockTemplates(work)
  const before = await findTemplate(work, { ...params, at }, templates)
  if (!before) throw notFound('template')
  if (!before.isReplaced) throw new Problem('template-not-replaced', 409)
  if (before.digest !== query.expectedDigest) throw stale(before.digest)
  await refuseBroken(work, { key: params, at, draft: null }, templates)
  const to = await closeInterval(work, params, at)
  work.record({
    action: 'template.reset',
    target: { kind: 'template', id: `${params.theme}/${params.name}` },
    before: { digest: before.digest, characters: before.characters },
  })
  work.emit(templateChanged(params))
  return { template: await findTemplate(work, { ...params, at: to }, templates) }
}

const stale = (currentDigest: string | null) => new Problem('template-stale', 409, { currentDigest })

/**
 * One change at a time on the whole platform: each is tried out together with all others in force. Says the instant at
 * which to look: now, or that of the last change where the clock stands before it.
 */
async function lockTemplates(work: Work): Promise<Date> {
  await sql`SELECT pg_advisory_xact_lock(hashtext('sites.template'))`.execute(work.db)
  const { rows } = await sql<{ at: Date | null }>`
    SELECT greatest(max(valid_from), max(valid_to) FILTER (WHERE valid_to <> 'infinity')) AS at
    FROM sites.template`.execute(work.db)
  const last = rows[0]?.at ?? work.now
  return last > work.now ? last : work.now
}

type Change = { key: Key; at: Date; draft: TemplateDraft | null }

async function refuseBroken(work: Work, { key, at, draft }: Change, templates: Templates): Promise<void> {
  const before = await templatesInForce(work, at)
  const others = before.filter(({ theme, name }) => theme !== key.theme || name !== key.name)
  if (draft && others.length >= MOST_TEMPLATES) throw new Problem('template-too-many', 422, { max: MOST_TEMPLATES })
  const fault = await templates.check({ ...key, before, after: draft ? [...others, draft] : others })
  if (fault) throw templateRefused(fault)
}

/** Ends what holds. Says the instant from which something else may hold. */
async function closeInterval(work: Work, key: Key, at: Date): Promise<Date> {
  const [last] = await templateVersions(work, key)
  const next = nextInstant(at, last && { validFrom: last.valid_from, validTo: last.valid_to })
  await sql`UPDATE sites.template SET valid_to = ${next}
    WHERE theme = ${key.theme} AND name = ${key.name} AND valid_to = 'infinity'`.execute(work.db)
  return next
}
