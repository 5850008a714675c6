import { type Client, connect } from './lib/http.ts'
import { anAccount, DEMO_PASSWORD, placeIn, provinceOf } from './lib/province.ts'
import { repeat, type Spread, spreadOf } from './lib/stats.ts'
import { startSystem } from './lib/system.ts'

const RUNS = 30
const COUNTY_ACCOUNT = 'bench-county'

type Listed = { total: number; isCapped: boolean; items: { title: string }[] }

/** The console's content list with filters and its count, for somebody of the whole province and of one county. */
export async function lists({ items }: { items: number }) {
  const name = await provinceOf(items)
  await anAccount(name, { login: COUNTY_ACCOUNT, role: 'site_manager', siteCode: 'lutingxian' })
  const province = await placeIn(name, 'yunling', 'ywdt')
  const county = await placeIn(name, 'lutingxian', 'tzgg')
  const system = await startSystem(name)
  const everywhere = connect(system.port)
  const inCounty = connect(system.port)
  try {
    await everywhere.signIn('editor', DEMO_PASSWORD)
    await inCounty.signIn(COUNTY_ACCOUNT, DEMO_PASSWORD)
    const { site, channelId } = province
    const queries: [string, Client, Record<string, string>][] = [
      ['province: everything', everywhere, {}],
      ['province: page 20', everywhere, { page: '20' }],
      ['province: by site', everywhere, { siteId: site.id }],
      ['province: by channel', everywhere, { channelId }],
      ['province: released', everywhere, { state: 'released' }],
      ['province: submitted', everywhere, { state: 'submitted' }],
      ['province: one site, drafts', everywhere, { siteId: site.id, state: 'draft' }],
      ['province: by first publication', everywhere, { sort: '-releasedAt' }],
      ['province: official documents', everywhere, { kind: 'official_document' }],
      ['province: a month', everywhere, { from: monthAgo(2), to: monthAgo(1) }],
      ['province: title, common word', everywhere, { text: '通知' }],
      ['province: title, two common words', everywhere, { text: '现场推进会' }],
      ['province: title, rare word', everywhere, { text: '烟花爆竹' }],
      ['province: title, no match', everywhere, { text: '量子纠缠态' }],
      ['province: mine', everywhere, { mine: 'true' }],
      ['county: everything', inCounty, {}],
      ['county: released', inCounty, { state: 'released' }],
      ['county: by channel', inCounty, { channelId: county.channelId }],
      ['county: title, common word', inCounty, { text: '通知' }],
      ['county: title, rare word', inCounty, { text: '烟花爆竹' }],
      ['county: first publication', inCounty, { sort: '-releasedAt' }],
    ]
    const found: Record<string, Spread & { total: string }> = {}
    for (const [what, client, query] of queries) {
      const path = `/documents?${new URLSearchParams({ pageSize: '50', ...query }).toString()}`
      const first = await client.call<Listed>('GET', path)
      const times = await repeat(RUNS, () => client.call<Listed>('GET', path))
      found[what] = { ...spreadOf(times), total: first.isCapped ? `${first.total}+` : String(first.total) }
    }
    const inbox = await repeat(RUNS, () => everywhere.call('GET', '/inbox'))
    const worst = Math.max(...Object.values(found).map(({ p95 }) => p95))
    return { items, lists: found, inbox: spreadOf(inbox), worstP95: worst, targets: { p95: 150 } }
  } finally {
    everywhere.close()
    inCounty.close()
    await system.stop()
  }
}

const DAY_MS = 86_400_000
const monthAgo = (months: number): string => new Date(Date.now() - months * 30 * DAY_MS).toISOString().slice(0, 10)
