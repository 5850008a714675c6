import { may } from '../../../kernel/actor.ts'
import type { Input, Reply } from '../../../kernel/contract.ts'
import { notFound } from '../../../kernel/problem.ts'
import type { View } from '../../../kernel/work.ts'
import * as contract from '../contract.ts'
import { presentRegister, presentSiteRow } from '../presenters.ts'
import { nextStates } from '../rules.ts'
import { ancestors } from './find-sites.ts'
import { siteRows } from './site-rows.ts'

export async function getSite(
  view: View,
  { params }: Pick<Input<typeof contract.getSite>, 'params'>,
): Promise<Reply<typeof contract.getSite>> {
  const row = await siteRows(view).where('s.id', '=', params.id).executeTakeFirst()
  if (!row) throw notFound('site')
  const domains = await view.db
    .selectFrom('sites.domain')
    .select(['host', 'is_main as isMain'])
    .where('site_id', '=', row.id)
    .orderBy('is_main', 'desc')
    .orderBy('host')
    .execute()
  const states = await view.db
    .selectFrom('sites.site_state')
    .selectAll()
    .where('site_id', '=', row.id)
    .orderBy('at', 'desc')
    .execute()
  const { channelCount } = await view.db
    .selectFrom('sites.channel')
    .select((select) => select.fn.countAll<number>().as('channelCount'))
    .where('site_id', '=', row.id)
    .where('archived_at', 'is', null)
    .executeTakeFirstOrThrow()
  const above = await ancestors(view, row)
  return {
    ...presentSiteRow(row),
    ...presentRegister(row),
    domains,
    states: states.map((one) => ({
      state: one.state,
      reason: one.reason,
      at: one.at.toISOString(),
      setBy: one.set_by,
    })),
    nextStates: nextStates(row.state),
    ancestors: above.map(({ id, code, name, level }) => ({ id, code, name, level })),
    channelCount,
    may: contract.Site.shape.may.element.options.filter((permission) =>
      may(view.actor, permission, { site: row.path, organisation: row.owner_path }),
    ),
  }
}
