import { system as systemActor } from '../src/kernel/actor.ts'
import { inWork, type Work } from '../src/kernel/work.ts'
import { createAccount, grantRole, hashPassword } from '../src/modules/identity/index.ts'
import {
  countOrganisations,
  findDivision,
  importDivisions,
  registerOrganisations,
} from '../src/modules/organisations/index.ts'
import { connect } from './lib/http.ts'
import { DEMO_PASSWORD } from './lib/province.ts'
import { repeat, spreadOf } from './lib/stats.ts'
import { startSystem, withApp } from './lib/system.ts'

const NAME = 'tree'
const ACCOUNT = 'bench-tree'
const DIVISION = '990000000000'
const CITIES = 20
const COUNTIES = 10
const BODIES = 249
const RUNS = 40

type Node = { id: string; name: string }

/** A tree of fifty thousand organisations: opened at the root, below a city, below a county with 249 bodies, and searched. */
export async function tree() {
  const nodes = await withApp(NAME, ({ engine }) => inWork(engine, systemActor('bench'), build))
  const system = await startSystem(NAME, { DEMO: '0' })
  const client = connect(system.port)
  try {
    await client.signIn(ACCOUNT, DEMO_PASSWORD)
    const children = (parentId?: string) =>
      client.call<{ items: Node[] }>('GET', `/organisations/children${parentId ? `?parentId=${parentId}` : ''}`)
    const root = (await children()).items[0]?.id ?? ''
    const city = (await children(root)).items[0]?.id ?? ''
    const county = (await children(city)).items[0]?.id ?? ''
    const leaf = (await children(county)).items.at(-1)?.id ?? ''
    const search = (text: string) => client.call('GET', `/organisations?${new URLSearchParams({ text }).toString()}`)
    const seen = {
      root: spreadOf(await repeat(RUNS, () => children())),
      'below the root': spreadOf(await repeat(RUNS, () => children(root))),
      'below a city': spreadOf(await repeat(RUNS, () => children(city))),
      'below a county, 249 bodies': spreadOf(await repeat(RUNS, () => children(county))),
      'line of one body': spreadOf(await repeat(RUNS, () => client.call('GET', `/organisations/${leaf}/line`))),
      'search, common word': spreadOf(await repeat(RUNS, () => search('民政局'))),
      'search, one body': spreadOf(await repeat(RUNS, () => search('第 17 市第 3 县第 88 局'))),
      'search, no match': spreadOf(await repeat(RUNS, () => search('量子纠缠'))),
    }
    return { nodes, tree: seen, targets: { p95: 200 } }
  } finally {
    client.close()
    await system.stop()
  }
}

async function build(work: Work): Promise<number> {
  const known = await countOrganisations(work)
  if (known > 0) return known
  await importDivisions(work, [{ code: DIVISION, name: '云岭省', level: 1, parent: '' }])
  const division = await findDivision(work, DIVISION, 1)
  const row = (code: string, parentCode: string | null, name: string) => ({
    code,
    name,
    shortName: name,
    kind: 'department' as const,
    divisionId: division?.id ?? '',
    parentCode,
  })
  const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1)
  const rows = [
    row('p', null, '云岭省人民政府'),
    ...numbers(CITIES).flatMap((city) => [
      row(`c${city}`, 'p', `第 ${city} 市人民政府`),
      ...numbers(COUNTIES).flatMap((county) => [
        row(`c${city}-${county}`, `c${city}`, `第 ${city} 市第 ${county} 县人民政府`),
        ...numbers(BODIES).map((body) =>
          row(
            `c${city}-${county}-${body}`,
            `c${city}-${county}`,
            `第 ${city} 市第 ${county} 县第 ${body} ${body % 50 === 0 ? '民政局' : '局'}`,
          ),
        ),
      ]),
    ]),
  ]
  const [root] = await registerOrganisations(work, rows)
  if (!root) throw new Error('no organisation was registered')
  const hash = await hashPassword(DEMO_PASSWORD)
  const { id } = await createAccount(work, {
    login: ACCOUNT,
    name: '测试员',
    organisationId: root.id,
    password: { hash },
  })
  const scope = {
    tree: 'organisation',
    id: root.id,
    path: root.path,
    name: '云岭省人民政府',
    wallPath: root.path,
  } as const
  await grantRole(work, { accountId: id, role: 'system_admin', scope })
  return rows.length
}
