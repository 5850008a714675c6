import type { Input, Reply } from '../../../kernel/contract.ts'
import { type Fault, forbidden, invalid } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import type * as contract from '../contract.ts'
import { siteChanged } from '../events.ts'
import { canGiveTo, canManageSite } from '../policies.ts'
import { getSite } from '../queries/get-site.ts'
import { organisations, subportalHolder } from '../queries/load-known.ts'
import { faultAt, isReservedSlug } from '../rules.ts'
import type { StoredSite } from '../tables.ts'
import { lockRegister, lockSite, refuseStale } from './lock-site.ts'
import { rebaseSubportals } from './rebase-subportals.ts'

type Asked = Pick<Input<typeof contract.updateSite>, 'params' | 'body'>
type Body = Asked['body']

const COLUMNS = {
  name: 'name',
  shortName: 'short_name',
  siteIdCode: 'site_id_code',
  icpNumber: 'icp_number',
  policeNumber: 'police_number',
  markUrl: 'mark_url',
  contactName: 'contact_name',
  contactPhone: 'contact_phone',
  contactAddress: 'contact_address',
  ownerDuties: 'owner_duties',
  operatorDuties: 'operator_duties',
  openedOn: 'opened_on',
  ownerId: 'owner_id',
  operatorId: 'operator_id',
} as const

type Field = keyof typeof COLUMNS
const FIELDS = Object.keys(COLUMNS).filter((field): field is Field => field in COLUMNS)

export async function updateSite(work: Work, { params, body }: Asked): Promise<Reply<typeof contract.updateSite>> {
  await lockRegister(work)
  const site = await lockSite(work, params.id)
  if (!canManageSite(work.actor, site)) throw forbidden()
  refuseStale(site, body.expectedVersion)

  const ownerPath = await checkBodies(work, site, body)
  await refuseFaults(work, site, body)
  const changed = FIELDS.filter((field) => body[field] !== undefined && body[field] !== site[COLUMNS[field]])
  const basePath = body.slug === undefined ? site.base_path : site.base_path.replace(/[^/]*$/, body.slug)
  if (changed.length === 0 && basePath === site.base_path) return getSite(work, { params })

  await work.db
    .updateTable('sites.site')
    .set({
      ...Object.fromEntries(changed.map((field) => [COLUMNS[field], body[field]])),
      ...(ownerPath === null ? {} : { owner_path: ownerPath }),
      version: site.version + 1,
      updated_at: work.now,
    })
    .where('id', '=', site.id)
    .execute()
  if (basePath !== site.base_path) await rebaseSubportals(work, site, basePath)

  const rebased = (path: string) => (basePath === site.base_path ? {} : { basePath: path })
  const fields = [...changed, ...Object.keys(rebased(basePath))]
  work.record({
    action: 'site.update',
    target: { kind: 'site', id: site.id, label: site.name },
    organisationId: site.owner_id,
    siteId: site.id,
    before: {
      ...Object.fromEntries(changed.map((field) => [field, site[COLUMNS[field]]])),
      ...rebased(site.base_path),
    },
    after: { ...Object.fromEntries(changed.map((field) => [field, body[field]])), ...rebased(basePath) },
  })
  work.emit(siteChanged({ siteId: site.id, fields }))
  return getSite(work, { params })
}

/** The path of the new owner, or null where the owner stays. */
async function checkBodies(work: Work, site: StoredSite, body: Body): Promise<string | null> {
  const asked = [body.ownerId, body.operatorId].filter((id) => id !== undefined)
  const found = await organisations(work, asked)
  const faults: Fault[] = (['ownerId', 'operatorId'] as const).flatMap((field) => {
    const id = body[field]
    return id === undefined || found.has(id) ? [] : [faultAt(`/body/${field}`, 'fault.site.organisation-absent')]
  })
  if (faults.length > 0) throw invalid(faults)
  const owner = body.ownerId === undefined || body.ownerId === site.owner_id ? undefined : found.get(body.ownerId)
  if (!owner) return null
  if (!canGiveTo(work.actor, owner, site)) throw forbidden()
  return owner.path
}

async function refuseFaults(work: Work, site: StoredSite, body: Body): Promise<void> {
  const faults: Fault[] = []
  if (body.siteIdCode && body.siteIdCode !== site.site_id_code) {
    const holder = (await siteWithIdCode(work, body.siteIdCode))?.name
    if (holder !== undefined) faults.push(faultAt('/body/siteIdCode', 'fault.site.id-code-taken', { site: holder }))
  }
  if (body.slug !== undefined) faults.push(...(await faultsOfSlug(work, site, body.slug)))
  if (faults.length > 0) throw invalid(faults)
}

async function siteWithIdCode(work: Work, code: string) {
  return work.db.selectFrom('sites.site').select('name').where('site_id_code', '=', code).executeTakeFirst()
}

async function faultsOfSlug(work: Work, site: StoredSite, slug: string): Promise<Fault[]> {
  if (site.kind !== 'subportal') return [faultAt('/body/slug', 'fault.site.slug-refused')]
  const basePath = site.base_path.replace(/[^/]*$/, slug)
  if (basePath === site.base_path) return []
  if (isReservedSlug(slug)) return [faultAt('/body/slug', 'fault.site.slug-reserved')]
  const holder = await subportalHolder(work, site, basePath)
  return holder === null ? [] : [faultAt('/body/slug', 'fault.site.slug-taken', { holder })]
}
