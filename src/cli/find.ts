import type { View } from '../kernel/work.ts'
import {
  channelByCode,
  channelByPath,
  type ChannelCard,
  siteByCode,
  siteById,
  type SiteCard,
} from '../modules/sites/index.ts'
import { Refusal } from './command.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** A site by its code or id. */
export async function siteNamed(view: View, name: string): Promise<SiteCard> {
  const site = (await siteByCode(view, name)) ?? (UUID.test(name) ? await siteById(view, name) : null)
  if (!site) throw new Refusal(`没有代码为 ${name} 的站点（用 site list 查看）`)
  return site
}

/** A channel of a site by its code or its path. */
export async function channelNamed(view: View, site: SiteCard, name: string): Promise<ChannelCard> {
  const channel = (await channelByCode(view, site.id, name)) ?? (await channelByPath(view, site.id, name))
  if (!channel) throw new Refusal(`站点“${site.name}”没有栏目 ${name}（用 channel list --site ${site.code} 查看）`)
  return channel
}

/** The address of a site on this machine; port 80 goes without saying. */
export function siteUrl(
  site: { host: string | null; base_path?: string; basePath?: string },
  port: number,
): string | null {
  if (site.host === null) return null
  return `http://${site.host}${port === 80 ? '' : `:${port}`}${site.base_path ?? site.basePath ?? ''}/`
}
