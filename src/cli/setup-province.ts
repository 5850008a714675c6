import type { App } from '../app.ts'
import { blueprints } from '../demo/load-blueprints.ts'
import { inView, inWork, type View, type Work } from '../kernel/work.ts'
import {
  type DivisionPlace,
  type DivisionRow,
  findDivision,
  importDivisions,
  listDivisionsUnder,
  type OrganisationRow,
  registerOrganisations,
} from '../modules/organisations/index.ts'
import {
  applyBlueprints,
  findBlueprint,
  type LoadedBlueprint,
  type NewSite,
  putBlueprints,
  registerSites,
} from '../modules/sites/index.ts'
import { type Cli, operator, Refusal } from './command.ts'
import { siteUrl } from './find.ts'
import { recordsOf } from './read-file.ts'

type Wish = { files: readonly string[]; prefix: string; towns: readonly string[] }

const LEVELS = ['province', 'city', 'county', 'town', 'village'] as const
const COUNTY = 3

/** Divisions, governments and portals of a province. Whatever is there already is left as it is. */
export async function setupProvince(app: App, cli: Cli, { files, prefix, towns }: Wish) {
  const { rows, unreadable } = await readDivisions(files, prefix)
  cli.say(`读到 ${rows.length} 行区划`)
  const imported = await inWork(app.engine, operator, (work) => importDivisions(work, rows))
  const divisions = {
    ...imported,
    read: imported.read + unreadable.length,
    rejected: imported.rejected + unreadable.length,
    rejections: [...unreadable, ...imported.rejections],
  }
  const provinceCode = `${prefix}0000000000`
  const tree = await inView(app.engine, operator, (view) => divisionsOf(view, provinceCode, towns))
  const organisations = await inWork(app.engine, operator, (work) => makeGovernments(work, tree))
  cli.say(`机构：新建 ${organisations.created}`)
  const sites = { created: 0, existing: 0, channels: 0, byLevel: { ...none } }
  // Level by level, because channels mounted from above must be there first.
  for (const level of [1, 2, 3, 4, 5]) {
    const some = tree.filter((place) => place.level === level)
    if (some.length === 0) continue
    const made = await inWork(app.engine, operator, (work) => makeSites(work, some, tree))
    cli.say(`${LEVELS[level - 1] ?? ''}：新建 ${made.created} 个站点，${made.channels} 个栏目`)
    sites.created += made.created
    sites.existing += made.existing
    sites.channels += made.channels
    const name = LEVELS[level - 1]
    if (name) sites.byLevel[name] += made.created
  }
  const home = siteUrl({ host: hostOf({ code: provinceCode }) }, app.config.port)
  return { divisions, organisations, sites, home }
}

const none = { province: 0, city: 0, county: 0, town: 0, village: 0 }

type Unreadable = { line: number; field: string; reason: string }

async function readDivisions(files: readonly string[], prefix: string) {
  const rows: DivisionRow[] = []
  const unreadable: Unreadable[] = []
  for (const file of files) {
    for await (const row of recordsOf(file)) {
      const { line } = row
      if ('fault' in row) {
        unreadable.push({ line, field: 'line', reason: row.fault })
        continue
      }
      const { record } = row
      const { code = '', name = '', level = '', parent = '' } = record
      if (code.startsWith(prefix)) rows.push({ code, name, level: Number(level), parent, line })
    }
  }
  if (rows.length === 0) throw new Refusal(`文件中没有以 ${prefix} 开头的区划（需要 code、name、level、parent 四列）`)
  return { rows, unreadable }
}

/** Province, cities and counties, and the towns and villages of the counties asked for; parents before children. */
async function divisionsOf(view: View, provinceCode: string, towns: readonly string[]): Promise<DivisionPlace[]> {
  const province = await findDivision(view, provinceCode, 1)
  if (!province) throw new Refusal(`区划表中没有省级 ${provinceCode}`)
  const upper = await listDivisionsUnder(view, province.id, COUNTY)
  const cities = new Set(upper.filter((place) => place.level < COUNTY).map((place) => place.code))
  // A padded row that repeats its city stands for no body of its own.
  const tree = upper.filter((place) => place.level < COUNTY || !cities.has(place.code))
  for (const code of towns) {
    const county = tree.find((place) => place.code === code)
    if (!county) throw new Refusal(`没有县级区划 ${code}`)
    const below = await listDivisionsUnder(view, county.id, LEVELS.length)
    if (below.length === 1) throw new Refusal(`“${county.name}”没有乡镇数据；请一并导入含乡镇和村的区划表`)
    tree.push(...below.filter((place) => place.level > COUNTY))
  }
  return tree.toSorted((a, b) => a.level - b.level)
}

const organisationCode = (place: Pick<DivisionPlace, 'code' | 'level'>) =>
  `gov-${place.code}${place.level > COUNTY ? `-${place.level}` : ''}`

function governmentName({ name, level }: DivisionPlace): string {
  if (level === 5) return /委员会$|居委会$|村委会$/.test(name) ? name : `${name}居（村）民委员会`
  return level === 4 && /街道(办事处)?$/.test(name) ? `${name.replace(/办事处$/, '')}办事处` : `${name}人民政府`
}

async function makeGovernments(work: Work, tree: readonly DivisionPlace[]) {
  const known = await organisationIds(work, tree.map(organisationCode))
  const byId = new Map(tree.map((place) => [place.id, place]))
  const fresh = tree.filter((place) => !known.has(organisationCode(place)))
  const rows = fresh.map((place, position): OrganisationRow => {
    const above = place.parentId === null ? undefined : byId.get(place.parentId)
    return {
      code: organisationCode(place),
      name: governmentName(place),
      shortName: place.name.slice(0, 100),
      kind: place.level === 5 ? 'committee' : 'government',
      divisionId: place.id,
      parentCode: above ? organisationCode(above) : null,
      position,
    }
  })
  await registerOrganisations(work, rows)
  return { created: rows.length, existing: tree.length - rows.length }
}

async function organisationIds(work: Work, codes: readonly string[]): Promise<Map<string, string>> {
  const rows = await work.db
    .selectFrom('organisations.v_directory')
    .select(['id', 'code'])
    .where('code', 'in', [...codes])
    .execute()
  return new Map(rows.map((row) => [row.code, row.id]))
}

const siteCode = ({ code, level }: Pick<DivisionPlace, 'code' | 'level'>) =>
  level <= COUNTY ? `c${code.slice(0, 6)}` : `c${code.slice(0, level === 4 ? 9 : 12)}`
const hostOf = (place: { code: string }) => `www.c${place.code.slice(0, 6)}.localhost`
const slugOf = ({ code, level }: DivisionPlace) => (level === 4 ? `t${code.slice(6, 9)}` : `v${code.slice(9)}`)

async function makeSites(work: Work, places: readonly DivisionPlace[], tree: readonly DivisionPlace[]) {
  const byId = new Map(tree.map((place) => [place.id, place]))
  const codes = places.map(siteCode)
  const there = await work.db.selectFrom('sites.v_site').select('code').where('code', 'in', codes).execute()
  const existing = new Set(there.map((row) => row.code))
  const owners = await organisationIds(work, places.map(organisationCode))
  const fresh = places.filter((place) => !existing.has(siteCode(place)))
  const rows = fresh.map((place): NewSite => {
    const above = place.parentId === null ? undefined : byId.get(place.parentId)
    const isSubportal = place.level > COUNTY
    return {
      code: siteCode(place),
      name: governmentName(place),
      shortName: place.name.slice(0, 50),
      level: LEVELS[place.level - 1] ?? 'county',
      kind: isSubportal ? 'subportal' : 'portal',
      parentCode: above ? siteCode(above) : null,
      ownerId: owners.get(organisationCode(place)) ?? '',
      host: isSubportal ? null : hostOf(place),
      slug: isSubportal ? slugOf(place) : null,
      state: 'running',
      isDemo: false,
      openedOn: work.now.toISOString().slice(0, 10),
    }
  })
  const sites = await registerSites(work, rows)
  const blueprint = await blueprintFor(work, places[0]?.level ?? COUNTY)
  const made = await applyBlueprints(
    work,
    [...sites.values()].map((site) => ({ site, blueprint })),
  )
  return { created: sites.size, existing: existing.size, channels: made.created }
}

const blueprintCodes = [['province-portal', 'city-portal'], ['city-portal'], ['county-portal'], ['town'], ['village']]

/** The blueprint of a level; an empty platform gets the standard ones first. */
async function blueprintFor(work: Work, level: number): Promise<LoadedBlueprint> {
  const codes = blueprintCodes[level - 1] ?? []
  for (const attempt of [1, 2]) {
    for (const code of codes) {
      const found = await findBlueprint(work, code)
      if (found) return found
    }
    if (attempt === 1) await putBlueprints(work, blueprints())
  }
  throw new Refusal(`没有建站模板 ${codes.join('、')}`)
}
