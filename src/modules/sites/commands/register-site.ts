import type { Input, Reply } from '../../../kernel/contract.ts'
import { type Fault, forbidden, invalid, notFound } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import type * as contract from '../contract.ts'
import { canRegisterSite } from '../policies.ts'
import { getSite } from '../queries/get-site.ts'
import { loadKnown } from '../queries/load-known.ts'
import { type NewSite, pathBelow, planRegistrations } from '../registration-rules.ts'
import { faultAt } from '../rules.ts'
import { applyBlueprints, findBlueprint } from './apply-blueprint.ts'
import { lockRegister } from './lock-site.ts'
import { insertSites } from './register-sites.ts'

type Asked = Pick<Input<typeof contract.registerSite>, 'body'>

export async function registerSite(work: Work, { body }: Asked): Promise<Reply<typeof contract.registerSite>> {
  const { parentId, blueprint: blueprintCode, ...fields } = body
  const row: NewSite = { ...fields, parentCode: await codeOf(work, parentId) }
  await lockRegister(work)
  const known = await loadKnown(work, [row])
  const planned = planRegistrations([row], known)
  const [plan] = planned
  const owner = known.owners.get(row.ownerId)
  if (owner && plan && !canRegisterSite(work.actor, owner, plan.above && { path: pathBelow(plan.above) }))
    throw forbidden()

  const blueprint = blueprintCode === null ? null : await findBlueprint(work, blueprintCode)
  const faults: Fault[] = planned.flatMap((one) =>
    one.faults.map(({ field, code, values }) => faultAt(`/body/${fieldOfBody(field)}`, code, values)),
  )
  if (blueprintCode !== null && !blueprint) faults.push(faultAt('/body/blueprint', 'fault.site.blueprint-absent'))
  if (faults.length > 0) throw invalid(faults)

  const registered = (await insertSites(work, planned, known)).get(row.code)
  if (!registered) throw notFound('site')
  const made = blueprint
    ? await applyBlueprints(work, [{ site: registered, blueprint }])
    : { created: 0, unresolved: [] }
  return {
    site: await getSite(work, { params: { id: registered.id } }),
    channelsCreated: made.created,
    settingsWritten: Object.keys(blueprint?.settings ?? {}).length,
    unresolvedMounts: made.unresolved.map(({ code, name }) => ({ code, name })),
  }
}

const fieldOfBody = (field: string) => (field === 'parentCode' ? 'parentId' : field)

async function codeOf(work: Work, id: string | null): Promise<string | null> {
  if (id === null) return null
  const site = await work.db.selectFrom('sites.site').select('code').where('id', '=', id).executeTakeFirst()
  if (!site) throw invalid([faultAt('/body/parentId', 'fault.site.parent-absent')])
  return site.code
}
