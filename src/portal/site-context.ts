import { hash } from 'node:crypto'
import type { FragmentUse } from '../kernel/page-store.ts'
import type { ChannelCard, SettingValues, SiteCard } from '../modules/sites/index.ts'
import { isPageKind, type Link, type SearchForm, type SiteFrame, type ThemeName } from './model.ts'
import { templateFragment } from './render.ts'
import { LOOKS } from './render-sources.ts'
import { readAssets } from './render-assets.ts'
import type { Theme } from './render-theme.ts'
import { drawRidge, ridgeFromSeed } from './ridge.ts'
import { type ChannelTree, channelTree, mountFragment, showsFragment } from './channel-tree.ts'
import type { Reader, SiteData } from './reader.ts'

/** A site with everything its pages share. Settings and channels note what a page asks of them. */
export type SiteContext = {
  site: SiteCard
  settings: SettingValues
  frame: SiteFrame
  tree: ChannelTree
  /** scheme://host[:port] of the request, for absolute addresses. */
  origin: string
}

export const assets = readAssets()

/** What takes part in many pages: its value, the keys under which it was read, and a digest of the value. */
type Fragment<T> = FragmentUse & { value: T }

/** The same frame object is handed out until what it was made of changes: header and footer are kept beside it. */
const frames = new WeakMap<SiteData, Map<string, Fragment<SiteFrame>>>()

export async function loadSite(reader: Reader, site: SiteCard, origin: string): Promise<SiteContext> {
  const [data, themes] = await Promise.all([reader.siteData(site), reader.themes()])
  const kind = namesSitesAbove(themes.of(data.settings['appearance.theme'])) ? 'lineage' : 'frame'
  reader.note(`site-url:${site.id}`)
  return {
    site: data.site,
    settings: pageSettings(data, reader),
    get frame() {
      const found = frameFragment(data, origin, kind)
      reader.noteFragment(found)
      return found.value
    },
    tree: channelTree(data.tree, reader),
    origin,
  }
}

/** A fragment by its name, as it is now: to see whether a change made it another. Null: there is no such site any more. */
export async function fragmentNow(reader: Reader, name: string): Promise<FragmentUse | null> {
  const [kind, siteId = '', ...rest] = name.split(' ')
  if (kind === 'theme') return themeNow(reader, siteId, rest[0] ?? '')
  const site = await reader.siteById(siteId)
  if (!site) return null
  const data = await reader.siteData(site)
  if (kind === 'frame' || kind === 'lineage') return frameFragment(data, rest.join(' '), kind)
  if (kind === 'site') return siteFragment(data.site)
  if (kind === 'setting') return settingFragment(data, rest.join(' '))
  if (kind === 'shows') return showsFragment(data.tree, rest[0] ?? '', rest[1] ?? '')
  if (kind === 'mount') return mountFragment(data.tree, rest.join(' '))
  return null
}

async function themeNow(reader: Reader, look: string, kind: string): Promise<FragmentUse | null> {
  const isLook = (word: string): word is ThemeName => LOOKS.some((one) => one === word)
  return isLook(look) && isPageKind(kind) ? templateFragment((await reader.themes()).of(look), kind) : null
}

const digestOf = (value: unknown): string => hash('sha1', JSON.stringify(value) ?? '', 'base64url')

/**
 * `lineage` is a frame with all sites above: only where a template names them, so that their short names touch no page of the
 * other looks. Another template is another page anyway, and asks for what it needs.
 */
type FrameKind = 'frame' | 'lineage'

const naming = new WeakMap<Theme, boolean>()
function namesSitesAbove(theme: Theme): boolean {
  const found = naming.get(theme) ?? theme.sources.values().some(({ source }) => source.includes('ancestors'))
  naming.set(theme, found)
  return found
}

const facts = new WeakMap<SiteCard, FragmentUse>()

/**
 * What any page of a site may use of its entry in the register: all but the short name, by which others list it. Nothing that
 * its key does not cover counts.
 */
export function siteFragment(site: SiteCard): FragmentUse {
  const known = facts.get(site)
  if (known) return known
  const { shortName: _shortName, version: _version, ownerPath: _ownerPath, code: _code, ...shown } = site
  const made = {
    name: `site ${site.id}`,
    keys: [`site:${site.id}`],
    digest: digestOf(Object.entries(shown).toSorted(([a], [b]) => (a < b ? -1 : 1))),
  }
  facts.set(site, made)
  return made
}

/** The ridge lies in the frame and counts for itself: only pages that show it are touched by its shape. */
const ridges = new WeakMap<SiteFrame, FragmentUse>()
export const ridgeFragment = (frame: SiteFrame): FragmentUse | undefined => ridges.get(frame)

/** The frame of a site and, as keys of its own, exactly what it was made of. */
function frameFragment(data: SiteData, origin: string, kind: FrameKind): Fragment<SiteFrame> {
  const name = `${kind} ${data.site.id} ${origin}`
  const known = frames.get(data) ?? new Map<string, Fragment<SiteFrame>>()
  frames.set(data, known)
  const found = known.get(name)
  if (found) return found
  const keys = new Set<string>([
    `site:${data.site.id}`,
    ...(kind === 'lineage' ? data.ancestors : data.ancestors.slice(-1)).flatMap((one) => [
      `site-card:${one.id}`,
      `site-name:${one.id}`,
    ]),
    `organisation:${data.site.ownerId}`,
    `organisation:${data.site.operatorId}`,
  ])
  const note = (...read: string[]) => {
    for (const key of read) keys.add(key)
  }
  const value = frameOf({
    site: data.site,
    settings: watched(data.settings, (key) => note(...settingKeys(data, key))),
    nav: channelTree(data.tree, { note, noteFragment: () => undefined }).nav(),
    parent: data.ancestors.at(-1),
    named: kind === 'lineage' ? data.ancestors : [],
    origin,
    owner: data.owner,
    operator: data.operator,
  })
  ridges.set(value, settingFragment(data, 'appearance.ridge'))
  const made = { name, value, keys: [...keys], digest: digestOf({ ...value, ridge: null }) }
  known.set(name, made)
  return made
}

/** A setting is taken over along the tree, so one of any site above counts too. */
const settingKeys = ({ site, ancestors }: SiteData, key: string): string[] =>
  [...ancestors.map((one) => one.id), site.id].map((id) => `setting:${id}:${key}`)

function settingFragment(data: SiteData, key: string): FragmentUse {
  const value: unknown = Reflect.get(data.settings, key)
  return {
    name: `setting ${data.site.id} ${key}`,
    keys: [`site:${data.site.id}`, ...settingKeys(data, key)],
    digest: digestOf(value),
  }
}

/** Settings as a page sees them: what it asks for is a fragment, so that a value that only looks changed touches no page. */
const pageSettings = (data: SiteData, reader: Reader): SettingValues =>
  watched(data.settings, (key) => reader.noteFragment(settingFragment(data, key)))

function watched(settings: SettingValues, asked: (key: string) => void): SettingValues {
  return new Proxy(settings, {
    get(values, key, receiver) {
      if (typeof key === 'string') asked(key)
      return Reflect.get(values, key, receiver)
    },
  })
}

export const homeUrlOf = (site: Pick<SiteCard, 'basePath'>): string => `${site.basePath}/`
export const channelUrl = (context: Pick<SiteContext, 'site'>, channel: Pick<ChannelCard, 'path'>): string =>
  `${homeUrlOf(context.site)}${channel.path}/`

/** From where an address is seen. */
export type Standpoint = { site: Pick<SiteCard, 'host'>; origin: string }

/** Address of another site as seen from this one: only the path on the same host, else with host and the request's port. */
export function siteUrl(context: Standpoint, other: SiteCard): string {
  if (other.host === null || other.host === context.site.host) return homeUrlOf(other)
  const url = new URL(context.origin)
  url.hostname = other.host
  return `${url.origin}${homeUrlOf(other)}`
}

type Parts = {
  site: SiteCard
  settings: SettingValues
  nav: readonly ChannelCard[]
  parent: SiteCard | undefined
  named: readonly SiteCard[]
  origin: string
  owner: string
  operator: string | null
}

export const standsStill = ({ state }: SiteCard): boolean => state === 'suspended' || state === 'closed'

function frameOf({ site, settings, nav, parent, named, origin, owner, operator }: Parts): SiteFrame {
  const home = homeUrlOf(site)
  const self = { site, origin }
  const ridge = settings['appearance.ridge']
  const isStill = standsStill(site)
  return {
    name: site.name,
    domain: site.host ?? '',
    siteIdCode: site.siteIdCode ?? '',
    homeUrl: home,
    level: site.level,
    kind: site.kind,
    look: settings['appearance.theme'],
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
    orgMarkUrl: site.markUrl || (isStill ? null : `${home}about/#mark`),
    errorReportUrl: `${home}about/#report`,
    siteMapUrl: `${home}sitemap/`,
    isStill,
    copyright: settings['footer.copyright'] ?? owner,
    parentSite: parent ? { title: parent.name, url: siteUrl(self, parent) } : null,
    ancestors: named.map((one) => ({ title: one.shortName, url: siteUrl(self, one) })),
    searchAction: settings['feature.search'] && !isStill ? searchForm(home) : null,
    languageLinks: settings['access.languages'].map((one) => ({ lang: one.lang, title: one.text, url: one.url })),
    nav: (isStill ? [] : nav).map((channel) => ({ id: channel.id, title: channel.name, url: linkOf(self, channel) })),
    footerLinks: isStill
      ? []
      : [
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

const searchForm = (home: string): SearchForm => ({
  action: `${home}search/`,
  suggest: `${home}search/suggest`,
  description: `${home}search/opensearch.xml`,
  placeholder: '事项、文件、部门、电话',
})

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
