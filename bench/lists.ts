import { type Client, connect } from './lib/http.ts'
import { anAccount, DEMO_PASSWORD, type Place, placeIn, provinceOf } from './lib/province.ts'
import { repeat, type Spread, spreadOf } from './lib/stats.ts'
import { searchAtRest, startSystem, withApp } from './lib/system.ts'

const RUNS = 30
const COUNTY_ACCOUNT = 'bench-county'

/** In four titles of ten. */
const OFTEN = { text: '关于' }
/** Filters that most documents pass. */
const MANY_YEARS = { from: '2010-01-01', to: '2035-12-31' }
const MOST_PASS = { kind: 'article', state: 'released', live: 'true', ...MANY_YEARS }

type Asked = [what: string, client: Client, query: Record<string, string>]
type Listed = { total: number; isCapped: boolean; items: { title: string }[] }

type Places = Record<'province' | 'city' | 'county', Place>
type Clients = { everywhere: Client; inCounty: Client }

/** The console's content list with filters and its count, for somebody of the whole province and of one county. */
export const lists = ({ items }: { items: number }) => measured(items, usual)
/** The same in other orders, on deep pages, and a very common word together with each filter that most documents pass. */
export const widerLists = ({ items }: { items: number }) => measured(items, wider)

async function measured(items: number, listed: (places: Places, clients: Clients) => Asked[]) {
  const name = await provinceOf(items)
  await anAccount(name, { login: COUNTY_ACCOUNT, role: 'site_manager', siteCode: 'lutingxian' })
  const places = {
    province: await placeIn(name, 'yunling', 'ywdt'),
    city: await placeIn(name, 'jichuan', 'ywdt'),
    county: await placeIn(name, 'lutingxian', 'tzgg'),
  }
  const countMs = await withApp(name, ({ engine }) =>
    repeat(5, () => engine.pool.query('SELECT count(*) FROM content.title_index')),
  )
  const system = await startSystem(name)
  await searchAtRest(system)
  const everywhere = connect(system.port)
  const inCounty = connect(system.port)
  try {
    await everywhere.signIn('editor', DEMO_PASSWORD)
    await inCounty.signIn(COUNTY_ACCOUNT, DEMO_PASSWORD)
    const found: Record<string, Spread & { total: string }> = {}
    for (const [what, client, query] of listed(places, { everywhere, inCounty })) {
      const path = `/documents?${new URLSearchParams({ pageSize: '50', ...query }).toString()}`
      const first = await client.call<Listed>('GET', path)
      const times = await repeat(RUNS, () => client.call<Listed>('GET', path))
      found[what] = { ...spreadOf(times), total: first.isCapped ? `${first.total}+` : String(first.total) }
    }
    const inbox = await repeat(RUNS, () => everywhere.call('GET', '/inbox'))
    const worst = Math.max(...Object.values(found).map(({ p95 }) => p95))
    const peer = { countOfAllTitles: spreadOf(countMs) }
    return { items, lists: found, inbox: spreadOf(inbox), worstP95: worst, targets: { p95: 150 }, peer }
  } finally {
    everywhere.close()
    inCounty.close()
    await system.stop()
  }
}

function usual({ province: { site, channelId }, county }: Places, { everywhere, inCounty }: Clients): Asked[] {
  return [
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
    ['province: title, in four of ten', everywhere, { text: '关于' }],
    ['province: mine', everywhere, { mine: 'true' }],
    ['province: scheduled', everywhere, { scheduled: 'true' }],
    ['province: bin', everywhere, { deleted: 'true' }],
    ['province: drafts, common word', everywhere, { state: 'draft', text: '通知' }],
    ['province: scheduled, common word', everywhere, { scheduled: 'true', text: '通知' }],
    ['province: may go into a batch, common word', everywhere, { pending: 'true', text: '通知' }],
    ['province: readers see it, common word', everywhere, { live: 'true', text: '通知' }],
    ['province: readers see it, in four of ten', everywhere, { live: 'true', text: '关于' }],
    ['county: everything', inCounty, {}],
    ['county: released', inCounty, { state: 'released' }],
    ['county: by channel', inCounty, { channelId: county.channelId }],
    ['county: title, common word', inCounty, { text: '通知' }],
    ['county: title, rare word', inCounty, { text: '烟花爆竹' }],
    ['county: first publication', inCounty, { sort: '-releasedAt' }],
  ]
}

function wider({ province, city }: Places, { everywhere, inCounty }: Clients): Asked[] {
  const [ofProvince, ofCity] = [province.site.id, city.site.id]
  return [
    ...(['-updatedAt', 'updatedAt', '-releasedAt', 'releasedAt'] as const).flatMap((sort): Asked[] => [
      [`province: ${sort}, page 200`, everywhere, { sort, page: '200' }],
      [`province: ${sort}, page 2000`, everywhere, { sort, page: '2000' }],
      [`province: ${sort}, in four of ten`, everywhere, { sort, ...OFTEN }],
      [`province: ${sort}, in four of ten, readers see it`, everywhere, { sort, ...OFTEN, live: 'true' }],
    ]),
    ['province: in four of ten, page 200', everywhere, { ...OFTEN, page: '200' }],
    ['province: in four of ten, released', everywhere, { ...OFTEN, state: 'released' }],
    ['province: in four of ten, articles', everywhere, { ...OFTEN, kind: 'article' }],
    ['province: in four of ten, below the province', everywhere, { ...OFTEN, underSiteId: ofProvince }],
    ['province: in four of ten, below a city', everywhere, { ...OFTEN, underSiteId: ofCity }],
    ['province: in four of ten, its largest site', everywhere, { ...OFTEN, siteId: ofProvince }],
    ['province: in four of ten, of many years', everywhere, { ...OFTEN, ...MANY_YEARS }],
    ['province: in four of ten, all of these', everywhere, { ...OFTEN, ...MOST_PASS, underSiteId: ofProvince }],
    ['province: one character', everywhere, { text: '关' }],
    ['county: in four of ten, readers see it', inCounty, { ...OFTEN, live: 'true' }],
    ['county: page 200', inCounty, { page: '200' }],
    ['county: releasedAt, readers see it', inCounty, { sort: 'releasedAt', live: 'true' }],
  ]
}

const DAY_MS = 86_400_000
const monthAgo = (months: number): string => new Date(Date.now() - months * 30 * DAY_MS).toISOString().slice(0, 10)
