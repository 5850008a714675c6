import { domainToASCII } from 'node:url'
import { fill } from '../../kernel/i18n.ts'
import type { Fault } from '../../kernel/problem.ts'
import { sitesLabels } from './labels.ts'
import type { StoredChannel, StoredSite } from './tables.ts'

type State = StoredSite['state']
type Level = StoredSite['level']
type Kind = StoredSite['kind']
type Values = Readonly<Record<string, unknown>>
export type FaultCode = Extract<keyof (typeof sitesLabels)['zh-CN'], `fault.${string}`>

/** A fault with its code and values beside the words, so that it can be told in another language. */
export type CodedFault = Fault & { code: FaultCode; values: Values }

export function faultAt(pointer: string, code: FaultCode, values: Values = {}): CodedFault {
  return { pointer, detail: fill(sitesLabels['zh-CN'][code], values), code, values }
}

// Closing and closed come with the flow that moves a site's content; they are no choice here.
const NEXT: Readonly<Record<State, readonly State[]>> = {
  draft: ['running'],
  running: ['exceptional', 'suspended'],
  exceptional: ['running', 'suspended'],
  suspended: ['running'],
  closing: [],
  closed: [],
}

export const nextStates = (state: State): State[] => [...NEXT[state]]

type Readiness = Pick<
  StoredSite,
  'kind' | 'is_demo' | 'site_id_code' | 'icp_number' | 'police_number' | 'mark_url' | 'contact_phone'
> & { host: string | null }

/** What is still missing before a site may open: the checklist before launch. A demonstration needs an address only. */
export function missingToRun(site: Readiness): string[] {
  const needed: Record<string, string | null> = {
    host: site.host,
    ...(site.is_demo || site.kind === 'subportal'
      ? {}
      : {
          siteIdCode: site.site_id_code,
          icpNumber: site.icp_number,
          policeNumber: site.police_number,
          markUrl: site.mark_url,
          contactPhone: site.contact_phone,
        }),
  }
  return Object.entries(needed).flatMap(([field, value]) => (value ? [] : [field]))
}

const RANK: Readonly<Record<Level, number>> = { province: 1, city: 2, county: 3, town: 4, village: 5 }

/** Towns and villages have sub-portals on their county's host, and nobody else does. */
export const fitsKind = (level: Level, kind: Kind): boolean => (kind === 'subportal') === RANK[level] >= RANK.town

/** May a site of this level and kind stand below that parent (null: at the root)? */
export function fitsBelow(site: { level: Level; kind: Kind }, parent: { level: Level; kind: Kind } | null): boolean {
  if (!parent) return site.kind === 'portal' && RANK[site.level] <= RANK.city
  if (site.kind === 'department') return parent.kind === 'portal' && RANK[parent.level] <= RANK[site.level]
  if (site.kind === 'portal') return parent.kind === 'portal' && RANK[parent.level] < RANK[site.level]
  return parent.kind !== 'department' && RANK[parent.level] < RANK[site.level] && RANK[parent.level] >= RANK.city
}

/** A host as it stands in the register: lower case, ASCII. Null when it is no domain name of at least two labels. */
export function normaliseHost(text: string): string | null {
  // domainToASCII reads an address up to its host and would forgive the rest.
  if (/[\s/\\:?#@%]/.test(text.trim())) return null
  const host = domainToASCII(text.trim().replace(/\.$/, '')).toLowerCase()
  return /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/.test(host) && !/^[\d.]+$/.test(host) ? host : null
}

export type DomainRule = { kind: Kind; pattern: string; example: string }

/** The examples to follow when no rule allows the host; null when one does. */
export function refusedBy(host: string, kind: Kind, rules: readonly DomainRule[]): string | null {
  const own = rules.filter((rule) => rule.kind === kind)
  return own.some((rule) => new RegExp(rule.pattern).test(host)) ? null : own.map((rule) => rule.example).join('、')
}

/** First parts of addresses that the platform itself uses. */
const RESERVED = new Set(
  'api assets console error-report favicon files healthz leave media metrics readyz robots search sitemap themes'.split(
    ' ',
  ),
)
/** Inside a channel: `p` numbers list pages, six digits are the month of an article. */
const isPartOfPaging = (code: string) => code === 'p' || /^\d{6}$/.test(code)

export const isReservedSlug = (slug: string): boolean => RESERVED.has(slug) || isPartOfPaging(slug)
export const isReservedCode = (code: string, isTop: boolean): boolean =>
  isPartOfPaging(code) || (isTop && RESERVED.has(code))

export const MOST_LEVELS = 5

/** Which kinds may have channels below them. */
export const mayHaveChildren = (kind: StoredChannel['kind']): boolean =>
  kind === 'list' || kind === 'aggregate' || kind === 'topic'

/** Kinds that show a list of items and can therefore be shown by other sites. */
export const isMountable = (kind: StoredChannel['kind']): boolean =>
  kind === 'list' || kind === 'aggregate' || kind === 'topic'

const CHANGEABLE = new Set<StoredChannel['kind']>(['list', 'aggregate', 'topic'])
/** A channel keeps its kind, except among those that hold items of their own in the same way. */
export const mayBecome = (from: StoredChannel['kind'], to: StoredChannel['kind']): boolean =>
  from === to || (CHANGEABLE.has(from) && CHANGEABLE.has(to))

/** A materialised path and those above it, from the root down: /1/15/ → /1/ and /1/15/. */
export function lineageOf(path: string): string[] {
  const parts = path.split('/').filter(Boolean)
  return parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}/`)
}

/** Everything that may be a base path of this address, longest last: '' '/a' '/a/b' '/a/b/c'. */
export function basePathsOf(path: string): string[] {
  const parts = path.split('/').filter(Boolean).slice(0, 3)
  return ['', ...parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`)]
}
