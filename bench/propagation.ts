import { setTimeout as sleep } from 'node:timers/promises'
import { system as platform } from '../src/kernel/actor.ts'
import type { Pool } from '../src/kernel/database.ts'
import { inWork } from '../src/kernel/work.ts'
import { putSettingsOnSites, siteByCode } from '../src/modules/sites/index.ts'
import { connect, type Client } from './lib/http.ts'
import { anAccount, DEMO_PASSWORD, type Place, placeIn, provinceOf } from './lib/province.ts'
import { round, spreadOf, timed } from './lib/stats.ts'
import { say, searchAtRest, startSystem, withApp } from './lib/system.ts'

const ALONE = 200
/** The first hundreds are for the compiler: a server has run for days. */
const WARM_UP = 300
const WARM_UP_SHARED = 5
const MANY = 30
const BULK_PAGES = 10_000
const actor = platform('bench')

type Made = { id: string; version: number; addresses: { path: string }[] }

/**
 * From the press of the button to the page in a reader's hand: an item's own page, its channel's list and the home that shows
 * it; then a release that a hundred pages show, and a setting that ten thousand do.
 */
export async function propagation({ items }: { items: number }) {
  const name = await provinceOf(items)
  const [village, province] = [await placeIn(name, 'lt-taoxi-xiahe', 'tzgg'), await placeIn(name, 'yunling', 'tzgg')]
  await prepare(name, province)
  const system = await startSystem(name)
  const client = connect(system.port)
  const chief = connect(system.port)
  try {
    await searchAtRest(system)
    await client.signIn('village', DEMO_PASSWORD)
    await chief.signIn('bench-chief', DEMO_PASSWORD)
    return await withApp(name, async ({ engine }) => {
      const warmed = await warm(client, engine.pool, 2_000)
      say(`${warmed} pages are kept`)
      const plain = await releases(client, village, { count: ALONE, warmUp: WARM_UP, restMs: 20 })
      // Each has its pages made before the next one comes; one right behind the other they are made together.
      const shared = await releases(chief, province, { count: MANY, warmUp: WARM_UP_SHARED, restMs: 1_000 })
      const hundred = await receiptsOf(engine.pool, shared.since)
      const bulk = await bulkChange(client, engine, engine.pool)
      const sites = await engine.pool.query<{ count: number }>('SELECT count(*)::int AS count FROM sites.site')
      return {
        items,
        sites: sites.rows[0]?.count ?? 0,
        kept_pages: warmed,
        release_to_visible_ms: plain.spread,
        dependent_pages: (await receiptsOf(engine.pool, plain.since, shared.since)).pages,
        shown_on_many_sites: {
          release_to_visible_ms: shared.spread,
          dependent_pages: hundred.pages,
          sites: hundred.sites,
          until_last_fresh_ms: hundred.freshMs,
        },
        bulk,
        targets: { p50: 20, max: 50, hundredP95: 1000, bulkSeconds: 60 },
      }
    })
  } finally {
    client.close()
    chief.close()
    await system.stop()
  }
}

/** The province's notices go out without review here, so that one client can release them. */
async function prepare(name: string, { site }: Place): Promise<void> {
  await withApp(name, ({ engine }) =>
    inWork(engine, actor, (work) => putSettingsOnSites(work, [{ siteId: site.id, key: 'review.stages', value: 0 }])),
  )
  await withApp(name, async ({ engine }) => {
    await engine.pool
      .query(`UPDATE sites.channel SET review_stages = 0 WHERE site_id = '${site.id}'`)
      .catch(() => undefined)
  })
  await anAccount(name, { login: 'bench-chief', role: 'site_manager', siteCode: 'yunling' })
}

async function addresses(pool: Pool, limit: number): Promise<{ host: string; path: string }[]> {
  const { rows } = await pool.query<{ host: string; path: string }>(
    `SELECT host, base_path || '/' AS path FROM sites.v_site WHERE state = 'running' AND host IS NOT NULL
     UNION ALL SELECT s.host, s.base_path || '/' || c.path || '/' FROM sites.v_channel c JOIN sites.v_site s ON s.id = c.site_id
       WHERE s.state = 'running' AND s.host IS NOT NULL AND c.archived_at IS NULL AND c.kind <> 'link' AND c.mounted_channel_id IS NOT NULL
     UNION ALL (SELECT host, path FROM library.v_address WHERE is_primary AND visible_from <= now() AND visible_until > now() LIMIT $1)
     LIMIT $1`,
    [limit],
  )
  return rows
}

/** Pages are asked for once, so that they are kept. */
async function warm(client: Client, pool: Pool, count: number): Promise<number> {
  let kept = 0
  for (const { host, path } of await addresses(pool, count)) {
    if ((await client.get(path, host)).status === 200) kept++
  }
  return kept
}

type Pace = { count: number; warmUp: number; restMs: number }

async function releases(client: Client, place: Place, { count, warmUp, restMs }: Pace) {
  const times: number[] = []
  let since = new Date()
  for (let n = -warmUp; n < count; n++) {
    if (n === 0) since = new Date()
    const ms = await releaseAndSee(client, place, n)
    if (n >= 0) times.push(ms)
    await sleep(restMs)
  }
  return { spread: spreadOf(times), since }
}

const BODY = '<p>自来水主管道检修，上午停水，请提前储水。检修完成后先放水片刻再使用。</p>'.repeat(6)
let serial = 0

async function releaseAndSee(client: Client, { channelId, host, site }: Place, n: number): Promise<number> {
  const title = `第 ${++serial}-${n}-${Date.now()} 号停水检修通知`
  const text = { channelId, title, body: BODY, source: site.name, summary: '请提前储水。' }
  const { id, version } = await client.call<Made>('POST', '/documents', text)
  const { ms } = await timed(async () => {
    const published = await client.call<Made>('POST', `/documents/${id}/publish`, { expectedVersion: version })
    const own = published.addresses[0]?.path ?? ''
    const list = `${own.split('/').slice(0, -2).join('/')}/`
    for (const path of [own, list, `${site.basePath}/`]) {
      const page = await client.get(path, host)
      if (!page.body.includes(title)) throw new Error(`${host}${path} does not show what was released`)
    }
  })
  return ms
}

async function receiptsOf(pool: Pool, since: Date, until = new Date(8.64e15)) {
  await sleep(1_500)
  const { rows } = await pool.query<{ pages: number; sites: number; ms: number }>(
    `SELECT pages, sites, extract(epoch FROM finished_at - begun_at)::float8 * 1000 AS ms FROM kernel.receipt
     WHERE begun_at >= $1 AND begun_at < $2 AND finished_at IS NOT NULL`,
    [since, until.getTime() > 8e15 ? new Date('9999-01-01') : until],
  )
  const median = (numbers: number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0
  return {
    pages: median(rows.map((row) => row.pages)),
    sites: median(rows.map((row) => row.sites)),
    freshMs: spreadOf(rows.map((row) => row.ms)),
  }
}

/** One setting of the province that every site below takes over; a person releases something in the middle of it. */
async function bulkChange(client: Client, engine: Parameters<typeof inWork>[0], pool: Pool) {
  const kept = await warm(client, pool, BULK_PAGES)
  say(`${kept} pages are kept before the bulk change`)
  const begun = new Date()
  await inWork(engine, actor, async (work) => {
    const site = await siteByCode(work, 'yunling')
    if (!site) throw new Error('no province')
    const value = [{ text: `基准 ${begun.getTime()}`, url: '/' }]
    await putSettingsOnSites(work, [{ siteId: site.id, key: 'footer.links', value }])
    work.record({ action: 'bench.setting', target: { kind: 'site', id: site.id } })
  })
  await sleep(300)
  const during = await timed(() => client.get('/', 'www.yunling.localhost'))
  for (;;) {
    const { rows } = await pool.query<{ pages: number; sites: number; done: number; failed: number; s: number | null }>(
      `SELECT pages, sites, done, failed, extract(epoch FROM finished_at - begun_at)::float8 AS s FROM kernel.receipt
       WHERE begun_at >= $1 AND is_bulk ORDER BY pages DESC LIMIT 1`,
      [new Date(begun.getTime() - 1000)],
    )
    const [receipt] = rows
    if (receipt && receipt.s !== null) {
      return {
        dependent_pages: receipt.pages,
        sites: receipt.sites,
        seconds: round(receipt.s),
        failed: receipt.failed,
        request_meanwhile_ms: round(during.ms),
      }
    }
    await sleep(250)
  }
}
