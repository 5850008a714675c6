import type { View } from '../kernel/work.ts'
import { pageKey, STANDARD } from '../portal/page-key.ts'
import { isHost } from './paths.ts'

export type Target = { id: string; code: string; host: string; base: string; isRunning: boolean; isChosen: boolean }

/** Which sites are exported, where they live, and where to begin on each. */
export type Targets = {
  /** The chosen site that an address belongs to. */
  siteAt(host: string, path: string): Target | null
  byId: ReadonlyMap<string, Target>
  hosts: ReadonlySet<string>
  /** Keys of the pages every site has, and of its channels. */
  seeds: readonly string[]
  /** Sites whose host cannot be the name of a folder. */
  refused: readonly Target[]
}

const EVERYWHERE = ['/', '/sitemap/', '/about/', '/robots.txt', '/sitemap.xml']

export async function loadTargets(view: View, scheme: string, codes: readonly string[] | null): Promise<Targets> {
  const rows = await view.db
    .selectFrom('sites.v_site')
    .select(['id', 'code', 'host', 'base_path as base', 'state'])
    .where('host', 'is not', null)
    .execute()
  const all = rows.map(({ state, host, ...row }) => ({
    ...row,
    host: host ?? '',
    isRunning: state === 'running' || state === 'exceptional',
    isChosen: codes === null || codes.includes(row.code),
  }))
  const sites = all.filter((one) => isHost(one.host))
  const byHost = Map.groupBy(sites, (one) => one.host)
  for (const ofHost of byHost.values()) ofHost.sort((a, b) => b.base.length - a.base.length)
  const siteAt = (host: string, path: string): Target | null => {
    const found = byHost.get(host)?.find(({ base }) => path === base || path.startsWith(`${base}/`))
    return found?.isChosen ? found : null
  }
  const chosen = sites.filter((one) => one.isChosen)
  const running = chosen.filter((one) => one.isRunning)
  const channels = await channelPaths(view)
  const seeds = running.flatMap(({ id, host, base }) =>
    [...EVERYWHERE, ...(channels.get(id) ?? []).map((path) => `/${path}/`)].map((path) =>
      pageKey({ origin: `${scheme}://${host}`, path: base + path, choices: STANDARD }),
    ),
  )
  return {
    siteAt,
    byId: new Map(all.map((one) => [one.id, one])),
    hosts: new Set(chosen.map((one) => one.host)),
    seeds,
    refused: all.filter((one) => one.isChosen && !isHost(one.host)),
  }
}

async function channelPaths(view: View): Promise<Map<string, string[]>> {
  const rows = await view.db
    .selectFrom('sites.v_channel')
    .select(['site_id', 'path'])
    .where('archived_at', 'is', null)
    .where('kind', '<>', 'link')
    .execute()
  const found = new Map<string, string[]>()
  for (const row of rows) {
    const paths = found.get(row.site_id) ?? []
    paths.push(row.path)
    found.set(row.site_id, paths)
  }
  return found
}
