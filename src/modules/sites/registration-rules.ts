import {
  type DomainRule,
  type FaultCode,
  fitsBelow,
  fitsKind,
  isReservedSlug,
  lineageOf,
  normaliseHost,
  refusedBy,
} from './rules.ts'
import type { StoredSite } from './tables.ts'

/** A site to be registered, bodies already found. */
export type NewSite = Pick<StoredSite, 'code' | 'name' | 'level' | 'kind'> & {
  shortName?: string
  parentCode: string | null
  ownerId: string
  operatorId?: string
  host?: string | null
  /** Further hosts beside the main one. */
  otherHosts?: readonly string[]
  /** Of a sub-portal: the last part of its path on the county's host. */
  slug?: string | null
  state?: StoredSite['state']
  /** Without it, as the site above. */
  isDemo?: boolean
  siteIdCode?: string | null
  icpNumber?: string
  policeNumber?: string
  markUrl?: string
  contactName?: string
  contactPhone?: string
  contactAddress?: string
  ownerDuties?: string
  operatorDuties?: string
  openedOn?: string | null
}

export type KnownSite = Pick<
  StoredSite,
  'id' | 'code' | 'name' | 'level' | 'kind' | 'path' | 'base_path' | 'is_demo' | 'state'
>

/** What stands already and may be in the way. */
export type Known = {
  /** By code: sites named by the rows, and everything above them. */
  sites: ReadonlyMap<string, KnownSite>
  siteIdCodes: ReadonlyMap<string, string>
  /** Host → name of the site that has it. */
  hosts: ReadonlyMap<string, string>
  /** Host site's id + base path, or + top channel → name of what stands there. */
  addresses: ReadonlyMap<string, string>
  owners: ReadonlyMap<string, { path: string }>
  rules: readonly DomainRule[]
}

export type RowFault = { field: string; code: FaultCode; values?: Record<string, unknown> }

export type Planned = {
  row: NewSite
  index: number
  faults: RowFault[]
  hosts: string[]
  basePath: string
  /** The site above: one that stands, or one of the rows. */
  above: KnownSite | Planned | null
  isDemo: boolean
}

const RANK = { province: 0, city: 2, county: 4, town: 6, village: 8 }
const order = (row: NewSite) => RANK[row.level] + (row.kind === 'department' ? 1 : 0)

const isPlanned = (site: KnownSite | Planned): site is Planned => 'row' in site
const facts = (site: KnownSite | Planned) => (isPlanned(site) ? site.row : site)
const baseOf = (site: KnownSite | Planned) => (isPlanned(site) ? site.basePath : site.base_path)

/** Every row with all that is wrong with it, parents before children. Rows may stand below each other. */
export function planRegistrations(rows: readonly NewSite[], known: Known): Planned[] {
  const planned = new Map<string, Planned>()
  const taken = {
    hosts: new Map<string, string>(),
    addresses: new Map<string, string>(),
    idCodes: new Map<string, number>(),
  }
  return rows
    .map((row, index) => ({ row, index }))
    .toSorted((a, b) => order(a.row) - order(b.row) || a.index - b.index)
    .map(({ row, index }) => {
      const above =
        row.parentCode === null ? null : (planned.get(row.parentCode) ?? known.sites.get(row.parentCode) ?? null)
      const plan: Planned = {
        row,
        index,
        above,
        faults: [],
        hosts: [],
        basePath: '',
        isDemo: row.isDemo ?? (above ? (isPlanned(above) ? above.isDemo : above.is_demo) : false),
      }
      checkNames(plan, known, planned, taken.idCodes)
      checkPlace(plan, known)
      if (row.kind === 'subportal') checkSlug(plan, known, taken.addresses)
      else checkHosts(plan, known, taken.hosts)
      if (!planned.has(row.code)) planned.set(row.code, plan)
      return plan
    })
}

function checkNames(
  plan: Planned,
  known: Known,
  planned: ReadonlyMap<string, Planned>,
  idCodes: Map<string, number>,
): void {
  const { row, faults } = plan
  const same = known.sites.get(row.code)
  if (same) faults.push({ field: 'code', code: 'fault.site.code-taken', values: { code: row.code, site: same.name } })
  const earlier = planned.get(row.code)
  if (earlier) faults.push({ field: 'code', code: 'fault.site.row-repeated', values: { row: earlier.index + 1 } })
  if (!row.siteIdCode) return
  const holder = known.siteIdCodes.get(row.siteIdCode)
  if (holder !== undefined)
    faults.push({ field: 'siteIdCode', code: 'fault.site.id-code-taken', values: { site: holder } })
  const other = idCodes.get(row.siteIdCode)
  if (other !== undefined)
    faults.push({ field: 'siteIdCode', code: 'fault.site.row-repeated', values: { row: other + 1 } })
  else idCodes.set(row.siteIdCode, plan.index)
}

function checkPlace(plan: Planned, known: Known): void {
  const { row, above, faults } = plan
  if (!known.owners.has(row.ownerId)) faults.push({ field: 'ownerId', code: 'fault.site.organisation-absent' })
  if (row.operatorId !== undefined && !known.owners.has(row.operatorId)) {
    faults.push({ field: 'operatorId', code: 'fault.site.organisation-absent' })
  }
  if (!fitsKind(row.level, row.kind)) faults.push({ field: 'kind', code: 'fault.site.level-kind' })
  else if (row.parentCode !== null && !above) faults.push({ field: 'parentCode', code: 'fault.site.parent-absent' })
  else if (above && isPlanned(above) && above.faults.length > 0) {
    faults.push({ field: 'parentCode', code: 'fault.site.parent-row-faulty', values: { row: above.index + 1 } })
  } else if (!fitsBelow(row, above && facts(above))) {
    faults.push({ field: 'parentCode', code: above ? 'fault.site.parent-level' : 'fault.site.parent-needed' })
  }
}

function checkHosts(plan: Planned, known: Known, taken: Map<string, string>): void {
  const { row, faults } = plan
  if (row.slug) faults.push({ field: 'slug', code: 'fault.site.slug-refused' })
  for (const text of [row.host, ...(row.otherHosts ?? [])]) {
    if (!text) continue
    const host = normaliseHost(text)
    if (host === null) {
      faults.push({ field: 'host', code: 'fault.site.domain-bad' })
      continue
    }
    const holder = known.hosts.get(host) ?? taken.get(host)
    if (holder !== undefined) faults.push({ field: 'host', code: 'fault.site.domain-taken', values: { site: holder } })
    else taken.set(host, row.name)
    const example = refusedBy(host, row.kind, known.rules)
    if (example !== null) faults.push({ field: 'host', code: 'fault.site.domain-rule', values: { example } })
    plan.hosts.push(host)
  }
}

function checkSlug(plan: Planned, known: Known, taken: Map<string, string>): void {
  const { row, above, faults } = plan
  if (row.host) faults.push({ field: 'host', code: 'fault.site.domain-of-subportal' })
  if (!row.slug) return void faults.push({ field: 'slug', code: 'fault.site.slug-needed' })
  if (!above || facts(above).kind === 'department') return
  const isTop = facts(above).kind !== 'subportal'
  plan.basePath = `${isTop ? '' : baseOf(above)}/${row.slug}`
  if (isReservedSlug(row.slug)) faults.push({ field: 'slug', code: 'fault.site.slug-reserved' })
  const address = `${hostSiteOf(above, known)}${plan.basePath}`
  const holder = known.addresses.get(address) ?? taken.get(address)
  if (holder !== undefined) faults.push({ field: 'slug', code: 'fault.site.slug-taken', values: { holder } })
  else taken.set(address, row.name)
}

/** The site on whose host a sub-portal below `site` lives: by id, or by code while it is still a row. */
function hostSiteOf(site: KnownSite | Planned, known: Known): string {
  if (facts(site).kind !== 'subportal') return isPlanned(site) ? site.row.code : site.id
  if (isPlanned(site)) return site.above ? hostSiteOf(site.above, known) : ''
  const line = new Set(lineageOf(site.path))
  const above = [...known.sites.values()].filter((one) => one.kind !== 'subportal' && line.has(one.path))
  return above.toSorted((a, b) => b.path.length - a.path.length)[0]?.id ?? ''
}

/** Where rights on a planned site are looked up: its own number is not known yet, its place is. */
export function pathBelow(site: KnownSite | Planned): string {
  if (!isPlanned(site)) return site.path
  return `${site.above ? pathBelow(site.above) : '/'}-/`
}
