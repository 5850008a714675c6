import type { Work } from '../kernel/work.ts'
import { createAccount, grantRole, hashPassword } from '../modules/identity/index.ts'
import {
  importDivisions,
  listDivisionsUnder,
  registerOrganisations,
  findDivision,
} from '../modules/organisations/index.ts'
import {
  createChannelsOnSites,
  putBlueprints,
  putSettingsOnSites,
  type RegisteredSite,
  registerSites,
} from '../modules/sites/index.ts'
import { accounts, DEMO_PASSWORD, type DemoGrant } from './accounts.ts'
import { blueprints, channelPlans } from './load-blueprints.ts'
import { settingsOf } from './load-settings.ts'
import { type OrganisationKind, organisations } from './organisations.ts'
import { divisions, PROVINCE_CODE } from './places.ts'
import { type DemoSite, sites } from './sites.ts'

const LOWEST_LEVEL = 5

const KINDS = {
  government: 'government',
  office: 'agency',
  department: 'department',
  institution: 'institution',
  village_committee: 'committee',
} as const satisfies Record<OrganisationKind, string>

type Registered = ReadonlyMap<string, { id: string; path: string }>

const OPEN_MS = 730 * 86_400_000

/**
 * Divisions, bodies, sites, channels, settings and accounts of the province, in the caller's one transaction. The sites
 * have been open for two years; the accounts are new, so that no password is out of date.
 */
export async function loadStructure(work: Work): Promise<void> {
  const then = { ...work, now: new Date(work.now.getTime() - OPEN_MS) }
  const bodies = await loadOrganisations(then)
  await putBlueprints(then, blueprints())
  const registered = await loadSites(then, bodies)
  await loadChannels(then, registered)
  await loadAccounts(work, bodies, registered)
}

async function loadOrganisations(work: Work): Promise<Registered> {
  const report = await importDivisions(work, divisions())
  if (report.rejected > 0) throw new Error(`division refused: ${JSON.stringify(report.rejections[0])}`)
  const province = await findDivision(work, PROVINCE_CODE, 1)
  const places = province ? await listDivisionsUnder(work, province.id, LOWEST_LEVEL) : []
  const divisionIds = new Map(places.map(({ code, id }) => [code, id]))
  const made = await registerOrganisations(
    work,
    organisations().map(({ people, divisionCode, parentCode, kind, ...body }, position) => ({
      ...body,
      kind: KINDS[kind],
      divisionId: divisionIds.get(divisionCode) ?? '',
      parentCode: parentCode === '' ? null : parentCode,
      position,
      persons: people,
    })),
  )
  return new Map(made.map((one) => [one.code, one]))
}

const idOf = (found: Registered, code: string): string => {
  const one = found.get(code)
  if (!one) throw new Error(`nothing registered as ${code}`)
  return one.id
}

async function loadSites(work: Work, bodies: Registered): Promise<Map<string, RegisteredSite>> {
  return registerSites(
    work,
    sites().map((site) => ({
      ...addressOf(site),
      code: site.code,
      name: site.name,
      shortName: site.shortName,
      level: site.level,
      kind: site.kind,
      parentCode: site.parentCode === '' ? null : site.parentCode,
      ownerId: idOf(bodies, site.ownerOrgCode),
      operatorId: idOf(bodies, site.operatorOrgCode),
      state: 'running' as const,
      isDemo: true,
      siteIdCode: site.siteIdCode,
      icpNumber: site.icpNumber,
      policeNumber: site.policeNumber,
      contactName: site.contactName,
      contactPhone: site.contactPhone,
      contactAddress: site.contactAddress,
      ownerDuties: '对网站内容负责：审定栏目，保障信息真实、准确、及时。',
      operatorDuties: '承担网站日常采编、更新、错情处理和技术保障。',
      openedOn: work.now.toISOString().slice(0, 10),
    })),
  )
}

/** Sub-portals live on their county's host, named by the last part of their path. */
function addressOf({ kind, host, basePath }: DemoSite): { host: string } | { slug: string } {
  return kind === 'subportal' ? { slug: basePath.split('/').at(-1) ?? '' } : { host }
}

async function loadChannels(work: Work, registered: Registered): Promise<void> {
  const { unresolved } = await createChannelsOnSites(
    work,
    sites().map((site) => {
      const { id, path } = registered.get(site.code) ?? { id: '', path: '' }
      return { site: { id, path }, channels: channelPlans(site) }
    }),
  )
  if (unresolved.length > 0)
    throw new Error(`${unresolved.length} mounts lead nowhere, the first is ${unresolved[0]?.code}`)
  await putSettingsOnSites(
    work,
    sites().flatMap((site) =>
      Object.entries(settingsOf(site)).map(([key, value]) => ({ siteId: idOf(registered, site.code), key, value })),
    ),
  )
}

async function loadAccounts(work: Work, bodies: Registered, registered: Registered): Promise<void> {
  const hash = await hashPassword(DEMO_PASSWORD)
  for (const account of accounts()) {
    const { id } = await createAccount(work, {
      login: account.login,
      name: account.name,
      organisationId: idOf(bodies, account.organisationCode),
      password: { hash },
    })
    for (const grant of account.grants) {
      await grantRole(work, {
        accountId: id,
        role: grant.role,
        stage: grant.stage,
        scope: scopeOf(grant, bodies, registered),
      })
    }
  }
}

function scopeOf({ scope }: DemoGrant, bodies: Registered, registered: Registered) {
  if (scope.tree === 'organisation') {
    const body = organisations().find(({ code }) => code === scope.code)
    const { id, path } = bodies.get(scope.code) ?? { id: '', path: '' }
    return { tree: scope.tree, id, path, name: body?.name ?? scope.code, wallPath: path }
  }
  const site = sites().find(({ code }) => code === scope.code)
  const { id, path } = registered.get(scope.code) ?? { id: '', path: '' }
  const wallPath = bodies.get(site?.ownerOrgCode ?? '')?.path ?? ''
  return { tree: scope.tree, id, path, name: site?.name ?? scope.code, wallPath }
}
