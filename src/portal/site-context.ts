import type { ChannelCard, SettingValues, SiteCard } from '../modules/sites/index.ts'
import type { Link, SiteFrame } from './model.ts'
import { readAssets } from './render-assets.ts'
import { drawRidge, ridgeFromSeed } from './ridge.ts'
import type { Reader } from './reader.ts'

/** A site with everything its pages share. */
export type SiteContext = {
  site: SiteCard
  settings: SettingValues
  frame: SiteFrame
  channels: readonly ChannelCard[]
  channelById: ReadonlyMap<string, ChannelCard>
  /** What a mounted channel shows: the channels of the other site whose items it lists. */
  mounted: ReadonlyMap<string, readonly ChannelCard[]>
  ancestors: readonly SiteCard[]
  /** scheme://host[:port] of the request, for absolute addresses. */
  origin: string
}

export const assets = readAssets()

/** The same frame object is handed out until something in it changes: header and footer are kept beside it. */
const frames = new Map<string, { stamp: string; frame: SiteFrame }>()

export async function loadSite(reader: Reader, site: SiteCard, origin: string): Promise<SiteContext> {
  const [settings, channels, above, owner, operator] = await Promise.all([
    reader.settings(site),
    reader.channels(site.id),
    reader.ancestors(site),
    reader.organisation(site.ownerId),
    reader.organisation(site.operatorId),
  ])
  const fresh = frameOf({
    site,
    settings,
    channels,
    above,
    origin,
    owner: owner?.name ?? '',
    operator: operator?.name ?? null,
  })
  const stamp = JSON.stringify(fresh)
  const kept = frames.get(site.id)
  const frame = kept?.stamp === stamp ? kept.frame : fresh
  if (frame === fresh) frames.set(site.id, { stamp, frame })
  return {
    site,
    settings,
    frame,
    channels,
    channelById: new Map(channels.map((channel) => [channel.id, channel])),
    mounted: await mountedOf(reader, channels),
    ancestors: above,
    origin,
  }
}

async function mountedOf(reader: Reader, channels: readonly ChannelCard[]) {
  const mounts = channels.filter((channel) => channel.kind === 'mounted')
  if (mounts.length === 0) return new Map<string, ChannelCard[]>()
  const targets = await reader.channelsById(mounts.flatMap((mount) => mount.mountedChannelId ?? []))
  const result = new Map<string, ChannelCard[]>()
  for (const mount of mounts) {
    const target = mount.mountedChannelId === null ? undefined : targets.get(mount.mountedChannelId)
    if (!target || target.archivedAt !== null) continue
    if (target.kind !== 'aggregate') result.set(mount.id, [target])
    else {
      const tree = await reader.channels(target.siteId)
      result.set(
        mount.id,
        tree.filter((one) => one.treePath.startsWith(target.treePath) && holdsItems(one)),
      )
    }
  }
  return result
}

export const holdsItems = (channel: Pick<ChannelCard, 'kind'>): boolean =>
  ['list', 'page', 'topic'].includes(channel.kind)

/** The channels whose items a channel lists: its own, those below an aggregate, those behind a mount. */
export function sourcesOf(context: SiteContext, channel: ChannelCard): string[] {
  if (channel.kind === 'mounted') return (context.mounted.get(channel.id) ?? []).map((one) => one.id)
  if (channel.kind !== 'aggregate') return [channel.id]
  return context.channels
    .filter((one) => one.treePath.startsWith(channel.treePath) && one.id !== channel.id && one.kind !== 'aggregate')
    .flatMap((one) => sourcesOf(context, one))
}

export const homeUrlOf = (site: Pick<SiteCard, 'basePath'>): string => `${site.basePath}/`
export const channelUrl = (context: Pick<SiteContext, 'site'>, channel: Pick<ChannelCard, 'path'>): string =>
  `${homeUrlOf(context.site)}${channel.path}/`

/** Address of another site as seen from this one: only the path on the same host, else with host and the request's port. */
export function siteUrl(context: Pick<SiteContext, 'site' | 'origin'>, other: SiteCard): string {
  if (other.host === null || other.host === context.site.host) return homeUrlOf(other)
  const url = new URL(context.origin)
  url.hostname = other.host
  return `${url.origin}${homeUrlOf(other)}`
}

type Parts = {
  site: SiteCard
  settings: SettingValues
  channels: readonly ChannelCard[]
  above: readonly SiteCard[]
  origin: string
  owner: string
  operator: string | null
}

function frameOf({ site, settings, channels, above, origin, owner, operator }: Parts): SiteFrame {
  const home = homeUrlOf(site)
  const self = { site, origin }
  const parent = above.at(-1)
  const ridge = settings['appearance.ridge']
  return {
    name: site.name,
    domain: site.host ?? '',
    siteIdCode: site.siteIdCode ?? '',
    homeUrl: home,
    level: site.level,
    kind: site.kind,
    isDemo: site.isDemo,
    noindex: settings['access.noindex'],
    colour: settings['appearance.colour'],
    slogan: settings['appearance.slogan'],
    facts: settings['appearance.facts'],
    ridge: ridge === null ? null : drawRidge(typeof ridge === 'string' ? ridgeFromSeed(ridge) : ridge),
    owner,
    operator,
    contactPhone: orNull(site.contactPhone),
    contactHours: settings['footer.contactHours'],
    contactAddress: orNull(site.contactAddress),
    icpNumber: orNull(site.icpNumber),
    icpUrl: orNull(site.icpNumber) && 'https://beian.miit.gov.cn/',
    policeNumber: orNull(site.policeNumber),
    policeUrl: orNull(site.policeNumber) && 'https://beian.mps.gov.cn/',
    orgMarkUrl: site.markUrl || `${home}about/#mark`,
    errorReportUrl: `${home}about/#report`,
    siteMapUrl: `${home}sitemap/`,
    copyright: settings['footer.copyright'] ?? owner,
    parentSite: parent ? { title: parent.name, url: siteUrl(self, parent) } : null,
    ancestors: above.map((one) => ({ title: one.shortName, url: siteUrl(self, one) })),
    searchAction: null,
    languageLinks: settings['access.languages'].map((one) => ({ lang: one.lang, title: one.text, url: one.url })),
    nav: channels
      .filter((channel) => channel.inNav && channel.parentId === null)
      .map((channel) => ({ id: channel.id, title: channel.name, url: linkOf(self, channel) })),
    footerLinks: [
      { title: '关于本站', url: `${home}about/` },
      ...settings['footer.links'].map((one) => ({
        title: one.text,
        url: one.url.startsWith('/') ? home + one.url.slice(1) : one.url,
      })),
    ],
    trustedHosts: [...settings['links.trustedHosts'], ...trustedOf(site.host), '.conac.cn'],
    assets: { css: assets.css.url, js: assets.js.url },
  }
}

export const linkOf = (context: Pick<SiteContext, 'site'>, channel: ChannelCard): string =>
  channel.kind === 'link' && channel.linkUrl ? channel.linkUrl : channelUrl(context, channel)

const orNull = (text: string): string | null => (text === '' ? null : text)

/** The platform's own hosts need no prompt: everything below the last two parts of the site's host. */
const trustedOf = (host: string | null): string[] => (host ? [`.${host.split('.').slice(-2).join('.')}`] : [])

/** A setting's link: addresses beginning with / are below the site's own home. */
export const settingLink = (context: Pick<SiteContext, 'site'>, link: { text: string; url: string }): Link => ({
  title: link.text,
  url: link.url.startsWith('/') ? homeUrlOf(context.site) + link.url.slice(1) : link.url,
})
