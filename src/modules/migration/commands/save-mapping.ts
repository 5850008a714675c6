import type { Input } from '../../../kernel/contract.ts'
import { newId } from '../../../kernel/ids.ts'
import { forbidden, notFound } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import { getSiteCard, placeOf, type SiteCard } from '../../sites/index.ts'
import type * as contract from '../contract.ts'
import { canImport } from '../policies.ts'
import { presentMapping } from '../presenters.ts'

/** Keep a mapping under a name; the same name again replaces it. */
export async function saveMapping(work: Work, { params, body }: Input<typeof contract.saveMapping>) {
  const site = await siteForImport(work, params.siteId)
  const row = await work.db
    .insertInto('migration.mapping')
    .values({
      id: newId(),
      site_id: site.id,
      name: body.name,
      mapping: JSON.stringify(body.mapping),
      created_by_name: work.actor.name,
      created_at: work.now,
      updated_at: work.now,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['site_id', 'name'])
        .doUpdateSet({ mapping: JSON.stringify(body.mapping), updated_at: work.now }),
    )
    .returningAll()
    .executeTakeFirstOrThrow()
  work.record({
    action: 'import-mapping.save',
    target: { kind: 'import-mapping', id: row.id, label: row.name },
    organisationId: site.ownerId,
    siteId: site.id,
    after: { mapping: body.mapping },
  })
  return presentMapping(row)
}

export async function deleteMapping(work: Work, { params }: Input<typeof contract.deleteMapping>) {
  const site = await siteForImport(work, params.siteId)
  const row = await work.db
    .deleteFrom('migration.mapping')
    .where('id', '=', params.id)
    .where('site_id', '=', site.id)
    .returning(['name', 'mapping'])
    .executeTakeFirst()
  if (!row) throw notFound('import-mapping')
  work.record({
    action: 'import-mapping.delete',
    target: { kind: 'import-mapping', id: params.id, label: row.name },
    organisationId: site.ownerId,
    siteId: site.id,
    before: { mapping: row.mapping },
  })
  return { done: true as const }
}

async function siteForImport(work: Work, siteId: string): Promise<SiteCard> {
  const site = await getSiteCard(work, siteId)
  if (!canImport(work.actor, placeOf(site))) throw forbidden({ permission: 'import.run' })
  return site
}
