import type { Actor, Grant } from '../../src/kernel/actor.ts'
import { newId } from '../../src/kernel/ids.ts'
import type { Work } from '../../src/kernel/work.ts'

let serial = 0
const next = () => ++serial

export type TestOrganisation = { id: string; path: string; divisionId: string; name: string }
export type TestSite = {
  id: string
  path: string
  ownerPath: string
  code: string
  name: string
  host: string
  organisation: TestOrganisation
}
export type TestChannel = { id: string; siteId: string; code: string; path: string; name: string; treePath: string }

export async function aDivision(work: Work, name = '霁川市', level = 2): Promise<string> {
  const id = newId()
  await work.db
    .insertInto('organisations.division')
    .values({ id, code: String(990000000000 + next()), level, name, parent_id: null, valid_from: '2000-01-01' })
    .execute()
  return id
}

export async function anOrganisation(
  work: Work,
  options: { name?: string; parent?: TestOrganisation } = {},
): Promise<TestOrganisation> {
  const name = options.name ?? `霁川市第${next()}局`
  const divisionId = options.parent?.divisionId ?? (await aDivision(work))
  const id = newId()
  const number = next()
  const path = `${options.parent?.path ?? '/'}t${number}/`
  await work.db
    .insertInto('organisations.organisation')
    .values({
      id,
      code: `t${number}`,
      name,
      short_name: name,
      kind: 'department',
      division_id: divisionId,
      parent_id: options.parent?.id ?? null,
      path,
      uscc: null,
      successor_id: null,
      updated_at: work.now,
    })
    .execute()
  return { id, path, divisionId, name }
}

export async function aSite(
  work: Work,
  options: { name?: string; owner?: TestOrganisation; parent?: TestSite; level?: 'province' | 'city' | 'county' } = {},
): Promise<TestSite> {
  const organisation = options.owner ?? (await anOrganisation(work))
  const number = next()
  const id = newId()
  const path = `${options.parent?.path ?? '/'}s${number}/`
  const code = `site${number}`
  const name = options.name ?? `霁川市政府门户${number}`
  const host = `${code}.localhost`
  await work.db
    .insertInto('sites.site')
    .values({
      id,
      code,
      name,
      short_name: name,
      level: options.level ?? 'city',
      kind: 'portal',
      state: 'running',
      parent_id: options.parent?.id ?? null,
      path,
      owner_id: organisation.id,
      owner_path: organisation.path,
      operator_id: organisation.id,
    })
    .execute()
  await work.db.insertInto('sites.domain').values({ host, site_id: id, base_path: '', is_main: true }).execute()
  return { id, path, ownerPath: organisation.path, code, name, host, organisation }
}

export async function aChannel(
  work: Work,
  site: TestSite,
  options: {
    code?: string
    name?: string
    parent?: TestChannel
    stages?: number
    kind?: 'list' | 'aggregate' | 'page' | 'topic'
    itemKind?: string
  } = {},
): Promise<TestChannel> {
  const number = next()
  const id = newId()
  const code = options.code ?? `lanmu${number}`
  const path = options.parent ? `${options.parent.path}/${code}` : code
  const name = options.name ?? `通知公告${number}`
  const treePath = `${options.parent?.treePath ?? '/'}c${number}/`
  await work.db
    .insertInto('sites.channel')
    .values({
      id,
      site_id: site.id,
      parent_id: options.parent?.id ?? null,
      code,
      name,
      kind: options.kind ?? 'list',
      path,
      tree_path: treePath,
      item_kind: options.itemKind ?? 'article',
      review_stages: options.stages ?? 0,
    })
    .execute()
  return { id, siteId: site.id, code, path, name, treePath }
}

/** A province portal with a city and a county below, owners in one tree of organisations. */
export async function aProvince(work: Work) {
  const government = await anOrganisation(work, { name: '云岭省人民政府' })
  const city = await anOrganisation(work, { name: '霁川市人民政府', parent: government })
  const county = await anOrganisation(work, { name: '芦汀县人民政府', parent: city })
  const province = await aSite(work, { name: '云岭省人民政府', owner: government, level: 'province' })
  const citySite = await aSite(work, { name: '霁川市人民政府', owner: city, parent: province, level: 'city' })
  const countySite = await aSite(work, { name: '芦汀县人民政府', owner: county, parent: citySite, level: 'county' })
  return { organisations: { government, city, county }, province, city: citySite, county: countySite }
}

/** Somebody with some permissions on one subtree of organisations or sites. The account row need not exist. */
export function anActor(options: {
  name?: string
  permissions: string[]
  organisation?: { path: string }
  site?: { path: string }
  stage?: number
}): Actor {
  const tree = options.site ? 'site' : 'organisation'
  const path = options.site?.path ?? options.organisation?.path ?? '/nowhere/'
  const grants: Grant[] = options.permissions.map((permission) => ({
    permission,
    tree,
    path,
    stage: options.stage ?? null,
  }))
  return {
    kind: 'person',
    id: newId(),
    name: options.name ?? '简小禾',
    organisationId: null,
    sessionId: null,
    address: '127.0.0.1',
    grants,
  }
}
