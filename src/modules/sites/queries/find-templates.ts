import { sql } from 'kysely'
import type { View } from '../../../kernel/work.ts'
import type { StoredTemplate } from '../tables.ts'

/** A template that an operator has put in the place of a shipped one. */
export type TemplateInForce = Pick<StoredTemplate, 'theme' | 'name' | 'source' | 'digest'>

/** What operators have replaced, as it holds at an instant: with the shipped files it makes the looks of all sites. */
export async function templatesInForce(view: View, at: Date = view.now): Promise<TemplateInForce[]> {
  return view.db
    .selectFrom('sites.template')
    .select(['theme', 'name', 'source', 'digest'])
    .where('valid_from', '<=', at)
    .where('valid_to', '>', at)
    .orderBy('theme')
    .orderBy('name')
    .execute()
}

/** The next instant at which a replacement put down for later begins or ends; null when there is none. */
export async function nextTemplateChange(view: View): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`
    SELECT min(at) AS at FROM sites.template, LATERAL (VALUES (valid_from), (nullif(valid_to, 'infinity'))) AS v(at)
    WHERE at > ${view.now}`.execute(view.db)
  return rows[0]?.at ?? null
}

/** Changes whenever templatesInForce does, without reading a source. */
export async function templateStamp(view: View, at: Date = view.now): Promise<string> {
  const { rows } = await sql<{ stamp: string }>`
    SELECT coalesce(md5(string_agg(theme || '/' || name || '=' || digest, ',' ORDER BY theme, name)), '') AS stamp
    FROM sites.template WHERE valid_from <= ${at} AND valid_to > ${at}`.execute(view.db)
  return rows[0]?.stamp ?? ''
}

/** Everything on record about one template, newest first. */
export async function templateVersions(
  view: View,
  { theme, name }: Pick<StoredTemplate, 'theme' | 'name'>,
): Promise<(Omit<StoredTemplate, 'valid_to'> & { valid_to: Date | null })[]> {
  return view.db
    .selectFrom('sites.template')
    .select(['theme', 'name', 'source', 'digest', 'note', 'valid_from', 'set_by'])
    .select(sql<Date | null>`nullif(valid_to, 'infinity')`.as('valid_to'))
    .where('theme', '=', theme)
    .where('name', '=', name)
    .orderBy('valid_from', 'desc')
    .execute()
}
