import type { Input, Reply } from '../../../kernel/contract.ts'
import { forbidden, notFound } from '../../../kernel/problem.ts'
import type { ShippedTemplate, TemplateFault, Templates } from '../../../kernel/templates.ts'
import type { View } from '../../../kernel/work.ts'
import type * as contract from '../contract.ts'
import { canManageTemplates } from '../policies.ts'
import { presentTemplate, type OwnTemplate } from '../presenters.ts'
import type { StoredTemplate } from '../tables.ts'
import { templatesInForce, templateVersions } from './find-templates.ts'

type Key = Pick<StoredTemplate, 'theme' | 'name'>

/** Templates are the look of every site: only who holds the right at the top of every tree may see to them. */
export async function mustManageTemplates(view: View): Promise<void> {
  const roots = await view.db
    .selectFrom('organisations.v_directory')
    .select('path')
    .where('parent_id', 'is', null)
    .where('is_abolished', '=', false)
    .execute()
  if (!canManageTemplates(view.actor, roots)) throw forbidden()
}

/** Shipped ones and operators' own, each once. */
export async function listTemplates(
  view: View,
  { query }: Pick<Input<typeof contract.listTemplates>, 'query'>,
  templates: Templates,
): Promise<Reply<typeof contract.listTemplates>> {
  await mustManageTemplates(view)
  const rows = await templateRows(view, templates)
  return rows.filter(({ theme }) => query.theme === undefined || theme === query.theme)
}

export async function templateRows(view: View, templates: Templates): Promise<Reply<typeof contract.listTemplates>> {
  const own = new Map((await ownTemplates(view, view.now)).map((one) => [idOf(one), one]))
  const shipped = new Map(shippedOf(templates).map((one) => [idOf(one), one]))
  const faults = templates.unusable([...own.values()])
  return [...new Set([...shipped.keys(), ...own.keys()])]
    .toSorted()
    .map((id) => present({ shipped: shipped.get(id), own: own.get(id) }, faults))
    .map(({ source: _source, shippedSource: _shipped, ...row }) => row)
}

export async function getTemplate(
  view: View,
  { params, query }: Pick<Input<typeof contract.getTemplate>, 'params' | 'query'>,
  templates: Templates,
): Promise<Reply<typeof contract.getTemplate>> {
  await mustManageTemplates(view)
  const at = query.at === undefined ? view.now : new Date(query.at)
  const found = await findTemplate(view, { ...params, at }, templates)
  if (!found) throw notFound('template')
  return found
}

export async function getTemplateHistory(
  view: View,
  { params }: Pick<Input<typeof contract.getTemplateHistory>, 'params'>,
): Promise<Reply<typeof contract.getTemplateHistory>> {
  await mustManageTemplates(view)
  return (await templateVersions(view, params)).map((row) => ({
    digest: row.digest,
    characters: row.source.length,
    note: row.note,
    setBy: row.set_by,
    from: row.valid_from.toISOString(),
    to: row.valid_to?.toISOString() ?? null,
  }))
}

export async function findTemplate(view: View, { at, ...key }: Key & { at: Date }, templates: Templates) {
  const own = (await ownTemplates(view, at)).find((one) => idOf(one) === idOf(key))
  const shipped = shippedOf(templates).find((one) => idOf(one) === idOf(key))
  if (!own && !shipped) return null
  return present({ shipped, own }, own ? templates.unusable(await templatesInForce(view, at)) : [])
}

type Standing = { shipped: (ShippedTemplate & Key) | undefined; own: OwnTemplate | undefined }

function present(standing: Standing, faults: readonly TemplateFault[]) {
  const key = standing.own ?? standing.shipped
  if (!key) throw new Error('a template that is nowhere')
  const fault = faults.find(({ template }) => template === idOf(key))
  return presentTemplate({ theme: key.theme, name: key.name, ...standing }, fault)
}

const THEMES: readonly StoredTemplate['theme'][] = ['base', 'government', 'department', 'village']

function shippedOf(templates: Templates): (ShippedTemplate & Key)[] {
  return templates.shipped().flatMap((one) => {
    const theme = THEMES.find((known) => known === one.theme)
    return theme ? [{ ...one, theme }] : []
  })
}

async function ownTemplates(view: View, at: Date): Promise<OwnTemplate[]> {
  return view.db
    .selectFrom('sites.template')
    .select(['theme', 'name', 'source', 'digest', 'note', 'set_by', 'valid_from'])
    .where('valid_from', '<=', at)
    .where('valid_to', '>', at)
    .execute()
}

const idOf = ({ theme, name }: { theme: string; name: string }): string => `${theme}/${name}`
