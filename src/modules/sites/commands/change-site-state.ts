import type { Input, Reply } from '../../../kernel/contract.ts'
import { localeFor } from '../../../kernel/i18n.ts'
import { forbidden, Problem, wrongState } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import type * as contract from '../contract.ts'
import { siteChanged } from '../events.ts'
import { sitesLabels } from '../labels.ts'
import { canManageSite } from '../policies.ts'
import { getSite } from '../queries/get-site.ts'
import { faultAt, missingToRun, nextStates } from '../rules.ts'
import { lockSite, refuseStale } from './lock-site.ts'

type Asked = Pick<Input<typeof contract.changeSiteState>, 'params' | 'body'>

export async function changeSiteState(
  work: Work,
  { params, body }: Asked,
): Promise<Reply<typeof contract.changeSiteState>> {
  const site = await lockSite(work, params.id)
  if (!canManageSite(work.actor, site)) throw forbidden()
  refuseStale(site, body.expectedVersion)
  if (!nextStates(site.state).includes(body.state)) {
    const words = sitesLabels[localeFor(work)]
    const [from, to] = [words[`enum.siteState.${site.state}`], words[`enum.siteState.${body.state}`]]
    throw wrongState('site-state-refused', { from, to, state: site.state })
  }
  if (body.state === 'running' && site.state === 'draft') {
    const main = await work.db
      .selectFrom('sites.domain')
      .select('host')
      .where('site_id', '=', site.id)
      .where('is_main', '=', true)
      .executeTakeFirst()
    const missing = missingToRun({ ...site, host: main?.host ?? null })
    if (missing.length > 0) {
      const errors = missing.map((field) => faultAt(`/site/${field}`, 'fault.site.needed-to-run'))
      throw new Problem('site-not-ready', 409, { errors })
    }
  }

  await work.db
    .updateTable('sites.site')
    .set({
      state: body.state,
      state_reason: body.reason,
      version: site.version + 1,
      updated_at: work.now,
      ...(site.state === 'draft' && site.opened_on === null ? { opened_on: shanghaiDay(work.now) } : {}),
    })
    .where('id', '=', site.id)
    .execute()
  if (body.state === 'suspended') work.takeDown()
  await work.db
    .insertInto('sites.site_state')
    .values({ site_id: site.id, state: body.state, reason: body.reason, at: work.now, set_by: work.actor.id })
    .execute()
  work.record({
    action: 'site.state',
    target: { kind: 'site', id: site.id, label: site.name },
    organisationId: site.owner_id,
    siteId: site.id,
    before: { state: site.state },
    after: { state: body.state, reason: body.reason },
  })
  work.emit(siteChanged({ siteId: site.id, fields: ['state'] }))
  return getSite(work, { params })
}

const shanghaiDay = (at: Date) => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
