import type { Input, Reply } from '../../../kernel/contract.ts'
import { type Fault, forbidden, invalid } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import type * as contract from '../contract.ts'
import { siteChanged } from '../events.ts'
import { canManageSite } from '../policies.ts'
import { getSite } from '../queries/get-site.ts'
import { domainRules, holdersOf } from '../queries/load-known.ts'
import { faultAt, normaliseHost, refusedBy } from '../rules.ts'
import type { StoredSite } from '../tables.ts'
import { lockRegister, lockSite, refuseStale } from './lock-site.ts'
import { placeSubportals } from './place-subportals.ts'

type Asked = Pick<Input<typeof contract.setDomains>, 'params' | 'body'>
type Domain = { host: string; isMain: boolean }

/** The hosts of a site, all at once; its sub-portals follow. */
export async function setDomains(work: Work, { params, body }: Asked): Promise<Reply<typeof contract.setDomains>> {
  await lockRegister(work)
  const site = await lockSite(work, params.id)
  if (!canManageSite(work.actor, site)) throw forbidden()
  refuseStale(site, body.expectedVersion)

  const before = await work.db
    .selectFrom('sites.domain')
    .select(['host', 'is_main as isMain'])
    .where('site_id', '=', site.id)
    .execute()
  const domains = await checkDomains(work, site, { asked: body.domains, own: new Set(before.map((one) => one.host)) })

  await work.db.deleteFrom('sites.domain').where('site_id', '=', site.id).execute()
  if (domains.length > 0) {
    await work.db
      .insertInto('sites.domain')
      .values(domains.map(({ host, isMain }) => ({ host, is_main: isMain, site_id: site.id })))
      .execute()
  }
  await placeSubportals(work, [site.path])
  await work.db
    .updateTable('sites.site')
    .set({ version: site.version + 1, updated_at: work.now })
    .where('id', '=', site.id)
    .execute()
  work.record({
    action: 'site.domains',
    target: { kind: 'site', id: site.id, label: site.name },
    organisationId: site.owner_id,
    siteId: site.id,
    before: { domains: before },
    after: { domains },
  })
  work.emit(siteChanged({ siteId: site.id, fields: ['domains'] }))
  return getSite(work, { params })
}

async function checkDomains(
  work: Work,
  site: StoredSite,
  { asked, own }: { asked: readonly Domain[]; own: ReadonlySet<string> },
): Promise<Domain[]> {
  if (site.kind === 'subportal') throw invalid([faultAt('/body/domains', 'fault.site.domain-of-subportal')])
  const rules = await domainRules(work)
  const hosts = asked.map(({ host }) => normaliseHost(host))
  const holders = await holdersOf(
    work,
    hosts.filter((host) => host !== null),
  )
  const faults: Fault[] = []
  const domains = asked.flatMap(({ isMain }, index) => {
    const host = hosts[index] ?? null
    const pointer = `/body/domains/${index}/host`
    if (host === null) {
      faults.push(faultAt(pointer, 'fault.site.domain-bad'))
      return []
    }
    if (hosts.indexOf(host) < index) faults.push(faultAt(pointer, 'fault.site.domain-repeated'))
    const holder = own.has(host) ? undefined : holders.get(host)
    if (holder !== undefined) faults.push(faultAt(pointer, 'fault.site.domain-taken', { site: holder }))
    const example = refusedBy(host, site.kind, rules)
    if (example !== null && !own.has(host)) faults.push(faultAt(pointer, 'fault.site.domain-rule', { example }))
    return [{ host, isMain }]
  })
  if (asked.length > 0 && asked.filter((one) => one.isMain).length !== 1) {
    faults.push(faultAt('/body/domains', 'fault.site.domain-main'))
  }
  if (asked.length === 0 && site.state !== 'draft') faults.push(faultAt('/body/domains', 'fault.site.domain-needed'))
  if (faults.length > 0) throw invalid(faults)
  return domains
}
