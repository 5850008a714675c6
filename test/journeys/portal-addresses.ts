import { z } from 'zod'
import type { System } from '../kit/system.ts'
import { signIn } from '../kit/system.ts'
import { DEMO_PASSWORD } from '../../src/demo/accounts.ts'

/** A page that is looked at: which site, what kind of page, where, and what it answers. */
export type Sample = { site: string; kind: string; host: string; path: string; status: number }

export type Place = { name: string; id: string; host: string; base: string }

/** One site of each level and kind; names as the tests call them. */
const SITES: Readonly<Record<string, string>> = {
  province: 'yunling',
  department: 'mzt',
  city: 'jichuan',
  county: 'lutingxian',
  town: 'lt-taoxi',
  village: 'lt-taoxi-xiahe',
}

/** The smallest that a site may choose, so that the few texts of a test fill numbered pages. */
const PAGE_SIZE = 5

/** Makes every kind of page exist: numbered lists, a site that stands still for each look, something withdrawn. */
export async function preparePages(system: System): Promise<void> {
  const admin = await client(system, 'system')
  const { rows } = await system.pool.query<{ id: string; version: number; code: string }>(
    `SELECT id, version, code FROM sites.site WHERE code IN ('yunling', $1, $2, $3)`,
    Object.values(STANDING_STILL),
  )
  for (const { id, version, code } of rows) {
    if (code === 'yunling') {
      const value = { key: 'list.pageSize', value: PAGE_SIZE, expectedSince: null }
      await admin('PUT', `/api/sites/${id}/settings`, { values: [value] })
    } else {
      const reason = '按要求整改，预计三日内恢复。'
      await admin('POST', `/api/sites/${id}/state`, { expectedVersion: version, state: 'suspended', reason })
    }
  }
  // The province has a withdrawn text from the start; a village, with a look of its own, gets one.
  const clerk = await client(system, 'village')
  const { items } = Released.parse(await clerk('GET', '/api/documents?state=released'))
  const [live] = items
  if (!live) throw new Error('the village has published nothing')
  const body = { expectedVersion: live.version, reason: 'error', note: '开饭时间有误，更正后重新发布。' }
  await clerk('POST', `/api/documents/${live.id}/withdraw`, body)
}

const Released = z.object({ items: z.array(z.object({ id: z.string(), version: z.number() })) })

/** A signed-in client that accepts no refusal. */
async function client(system: System, login: string) {
  const call = await signIn(system.server, login, DEMO_PASSWORD)
  return async (method: 'GET' | 'PUT' | 'POST', url: string, payload?: object): Promise<unknown> => {
    const answer = await call(method, url, payload)
    if (answer.statusCode >= 300) throw new Error(`${method} ${url}: ${answer.statusCode} ${answer.body}`)
    return answer.json()
  }
}

/** Sites taken out of service, one for each look. */
const STANDING_STILL = { city: 'lanping', department: 'fgw', village: 'lt-taoxi-shanghe' }

export async function findPlaces(system: System): Promise<Place[]> {
  const { rows } = await system.pool.query<{ id: string; code: string; host: string; base: string }>(
    'SELECT id, code, host, base_path AS base FROM sites.v_site WHERE code = ANY($1)',
    [Object.values(SITES)],
  )
  return Object.entries(SITES).map(([name, code]) => {
    const site = rows.find((row) => row.code === code)
    if (!site) throw new Error(`no site ${code}`)
    return { name, id: site.id, host: site.host, base: site.base }
  })
}

/** Every page kind that the site has. */
export async function samplesOf(system: System, place: Place): Promise<Sample[]> {
  const { rows: channels } = await system.pool.query<Channel>(CHANNELS, [place.id])
  const gone = await system.pool.query<{ path: string }>(
    `SELECT path FROM library.path WHERE site_id = $1 AND kind = 'gone' LIMIT 1`,
    [place.id],
  )
  const paths: Record<string, string | undefined> = {
    home: '/',
    ...listsOf(channels),
    ...textsOf(channels),
    'site map': '/sitemap/',
    about: '/about/',
    search: '/search/',
    'leave page': `/leave?to=${encodeURIComponent('https://clinic.example.com/')}`,
    '404': '/meiyou/zhege/',
    '410': gone.rows[0]?.path,
  }
  return Object.entries(paths).flatMap(([kind, path]) =>
    path === undefined
      ? []
      : [{ site: place.name, kind, host: place.host, path: place.base + path, status: Number(kind) || 200 }],
  )
}

const holdsTexts = (kind: string, itemKind?: string) => (channel: Channel) =>
  channel.kind === kind && channel.count > 0 && (itemKind === undefined || channel.itemKind === itemKind)

function listsOf(channels: readonly Channel[]): Record<string, string | undefined> {
  const pageOf = (channel: Channel | undefined) => channel && `/${channel.path}/`
  const aggregate = pageOf(channels.find(({ kind, below }) => kind === 'aggregate' && below >= 2 * PAGE_SIZE))
  return {
    'newest list': pageOf(channels.find(holdsTexts('list', 'article'))),
    'aggregated list': aggregate,
    'numbered list': aggregate && `${aggregate}p/1/`,
    'list of documents': pageOf(channels.find(holdsTexts('list', 'official_document'))),
    'mounted channel': pageOf(channels.find(({ mountedItem }) => mountedItem !== null)),
    topic: pageOf(channels.find(holdsTexts('topic'))),
    'page channel': pageOf(channels.find(holdsTexts('page'))),
  }
}

function textsOf(channels: readonly Channel[]): Record<string, string | undefined> {
  const article = channels.find(holdsTexts('list', 'article'))?.item ?? undefined
  const document = channels.find(holdsTexts('list', 'official_document'))?.item ?? undefined
  const mounted = channels.find(({ mountedItem }) => mountedItem !== null)
  return {
    article,
    'print view': article && `${article}?print=1`,
    'official document': document,
    'print view of a document': document && `${document}?print=1`,
    'item in a mounted channel': mounted && `/${mounted.path}/${mounted.mountedItem}`,
  }
}

/** The home pages of the sites out of service. */
export async function standstills(system: System): Promise<Sample[]> {
  const { rows } = await system.pool.query<{ host: string; base: string; code: string }>(
    'SELECT host, base_path AS base, code FROM sites.v_site WHERE code = ANY($1)',
    [Object.values(STANDING_STILL)],
  )
  return Object.entries(STANDING_STILL).flatMap(([name, code]) =>
    rows
      .filter((row) => row.code === code)
      .map(({ host, base }) => ({ site: name, kind: '503', host, path: `${base}/`, status: 503 })),
  )
}

type Channel = {
  path: string
  kind: string
  itemKind: string
  count: number
  below: number
  item: string | null
  mountedItem: string | null
}

/** Channels of a site with how many texts they and those below hold, and their newest text; fullest first. */
const CHANNELS = `
  SELECT c.path, c.kind, c.item_kind AS "itemKind",
    (SELECT count(*)::int FROM library.placement p WHERE p.channel_id = c.id AND p.valid_to = 'infinity') AS count,
    (SELECT count(*)::int FROM library.placement p JOIN sites.channel b ON b.id = p.channel_id
      WHERE b.site_id = c.site_id AND b.tree_path LIKE c.tree_path || '%' AND p.valid_to = 'infinity') AS below,
    (SELECT p.path FROM library.placement p WHERE p.channel_id = c.id AND p.valid_to = 'infinity' AND p.visible_from <= now()
      ORDER BY p.sort_at DESC LIMIT 1) AS item,
    (SELECT regexp_replace(p.path, '^.*/(\\d+/[^/]+)$', '\\1') FROM library.placement p
      WHERE p.channel_id = c.mounted_channel_id AND p.valid_to = 'infinity' AND p.visible_from <= now()
      ORDER BY p.sort_at DESC LIMIT 1) AS "mountedItem"
  FROM sites.channel c WHERE c.site_id = $1 AND c.archived_at IS NULL ORDER BY count DESC, below DESC, c.path`
