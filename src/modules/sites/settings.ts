import { z } from 'zod'
import { Code, LinkUrl } from './contract.ts'
import { HomeModule, IconName } from './home-modules.ts'
import type { StoredSite } from './tables.ts'

export type SettingGroup = 'appearance' | 'home' | 'list' | 'review' | 'footer' | 'access' | 'feature' | 'metadata'

/** What a default may depend on. */
export type Standing = Pick<StoredSite, 'level' | 'kind' | 'name' | 'short_name' | 'is_demo'>

export type SettingSpec<S extends z.ZodType = z.ZodType> = {
  readonly group: SettingGroup
  readonly schema: S
  readonly standard: (site: Standing) => z.output<S>
  /** Taken over by the sites below. What belongs to one site alone is not. */
  readonly isInheritable: boolean
  readonly isLockable: boolean
}

type Options = { own?: true; lockable?: false }

function setting<S extends z.ZodType>(
  group: SettingGroup,
  schema: S,
  standard: z.output<S> | ((site: Standing) => z.output<S>),
  options: Options = {},
): SettingSpec<S> {
  const isInheritable = options.own !== true
  return {
    group,
    schema,
    standard: isFunction(standard) ? standard : () => standard,
    isInheritable,
    isLockable: isInheritable && options.lockable !== false,
  }
}

function isFunction<T>(standard: T | ((site: Standing) => T)): standard is (site: Standing) => T {
  return typeof standard === 'function'
}

const text = (max: number) => z.string().trim().min(1).max(max)
const Link = z.strictObject({ text: text(30), url: LinkUrl })
const LifeEvent = z.strictObject({ icon: IconName, title: text(20), url: LinkUrl, links: z.array(Link).max(10) })
const HOST_OR_SUFFIX = /^\.?[a-z0-9-]+(\.[a-z0-9-]+)*$/

/** Every setting there is. A key once shipped keeps its meaning; its words stand in labels-settings.ts. */
export const SETTINGS = {
  'appearance.colour': setting('appearance', z.enum(['red', 'blue', 'green', 'teal', 'ochre', 'ink']), 'blue'),
  'appearance.theme': setting('appearance', z.enum(['government', 'department', 'village']), themeOf, { own: true }),
  'appearance.slogan': setting('appearance', text(40).nullable(), null, { own: true }),
  'appearance.facts': setting('appearance', text(60).nullable(), null, { own: true }),
  /** A seed word, or heights from west to east in any unit; null: no ridge. */
  'appearance.ridge': setting(
    'appearance',
    z.union([text(60), z.array(z.number().min(-500).max(9000)).min(2).max(400)]).nullable(),
    (site) => site.short_name,
    { own: true },
  ),
  'home.modules': setting('home', z.array(HomeModule).max(30), [], { own: true }),
  'home.hotLinks': setting('home', z.array(Link).max(12), []),
  'home.lifeEvents': setting('home', z.array(LifeEvent).max(16), []),
  'list.pageSize': setting('list', z.int().min(5).max(100), 20),
  'list.excerpts': setting('list', z.boolean(), false),
  /** 0 to 3: none, 一审, 二审, 三审. */
  'review.stages': setting('review', z.int().min(0).max(3), 1),
  'footer.links': setting('footer', z.array(Link).max(20), []),
  'footer.copyright': setting('footer', text(100).nullable(), null),
  'footer.contactHours': setting('footer', text(60).nullable(), null),
  /** Hosts that need no "you are leaving" prompt; a leading dot stands for everything below. */
  'links.trustedHosts': setting('access', z.array(z.string().regex(HOST_OR_SUFFIX).max(253)).max(100), ['.gov.cn']),
  'access.noindex': setting('access', z.boolean(), (site) => site.is_demo),
  'access.languages': setting(
    'access',
    z
      .array(
        z.strictObject({ lang: z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/), text: text(20), url: LinkUrl }),
      )
      .max(10),
    [],
    { own: true },
  ),
  'feature.search': setting('feature', z.boolean(), true),
  /** Words that stand under the search box before those that readers ask most. */
  'search.hotWords': setting('feature', z.array(text(20)).max(12), []),
  /** What readers ask is not shown under the box where it holds one of these. */
  'search.hiddenWords': setting('feature', z.array(text(20)).max(200), []),
  'feature.rss': setting('feature', z.boolean(), true),
  'feature.print': setting('feature', z.boolean(), true),
  'feature.elderView': setting('feature', z.boolean(), true),
  /** Which provincial overlay of metadata schemes and code lists holds; '' is the national one alone. */
  'metadata.overlay': setting('metadata', z.union([z.literal(''), Code]), ''),
  /** Format of 索引号 for new documents: {uscc}, {organisation}, {yyyy}, {yyyymm}, {yyyymmdd}, {serial:5}. */
  'metadata.indexNumberFormat': setting(
    'metadata',
    z
      .string()
      .max(100)
      .regex(/^([A-Za-z0-9\-/]|\{(uscc|organisation|yyyy|yyyymm|yyyymmdd|serial:[3-8])\})+$/),
    '{uscc}/{yyyy}-{serial:5}',
  ),
} as const satisfies Record<string, SettingSpec>

export type Settings = typeof SETTINGS
export type SettingKey = keyof Settings
export type SettingValue<K extends SettingKey> = z.output<Settings[K]['schema']>
/** All settings of a site, as they hold. */
export type SettingValues = { readonly [K in SettingKey]: SettingValue<K> }

export const SETTING_KEYS = Object.keys(SETTINGS).filter(isSettingKey)

export function isSettingKey(key: string): key is SettingKey {
  return Object.hasOwn(SETTINGS, key)
}

function themeOf(site: Standing): 'government' | 'department' | 'village' {
  if (site.kind === 'subportal') return 'village'
  return site.kind === 'department' ? 'department' : 'government'
}
