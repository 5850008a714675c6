import type { z } from 'zod'
import type { PagesInUse } from '../../../kernel/pages-in-use.ts'
import { forbidden } from '../../../kernel/problem.ts'
import type { Templates } from '../../../kernel/templates.ts'
import type { View } from '../../../kernel/work.ts'
import { templateRows, templatesInForce } from '../../sites/index.ts'
import type * as contract from '../contract.ts'
import { canAskWhoShows } from '../policies.ts'
import { keysOfTemplate } from './shown-questions.ts'

type Services = { templates: Templates; pages: PagesInUse }

/** Every template, which kinds of page use it in which look, and how many kept pages were made of it. */
export async function listTemplateUse(
  view: View,
  { templates, pages }: Services,
): Promise<z.input<typeof contract.listTemplateUse.reply>> {
  if (!canAskWhoShows(view.actor, 'template')) throw forbidden()
  const rows = await templateRows(view, templates)
  const reach = templates.reach(await templatesInForce(view))
  return rows.map((row) => {
    const id = `${row.theme}/${row.name}`
    const using = Map.groupBy(
      reach.filter((one) => one.templates.includes(id)),
      (one) => one.look,
    )
    const serves = [...using].map(([look, own]) => ({ look, kinds: own.map(({ kind }) => kind) }))
    return { ...row, serves, pages: countOf(id, pages) }
  })
}

/** A page has one look and one kind, so no page is counted twice. */
function countOf(id: string, pages: PagesInUse): number | null {
  if (pages.figures() === null) return null
  return keysOfTemplate(id, pages).reduce((total, key) => total + (pages.countOf(key) ?? 0), 0)
}
