import type { HomeModule } from './model-home.ts'
import type { SearchPage } from './model-search.ts'
import type { SafeHtml } from './safe-html.ts'

/**
 * What a template receives. Loaders fill these; templates only place them.
 * A `Moment` is an ISO instant (`2026-11-14T01:30:00Z`) or a plain day (`2026-11-12`, also `2026-11`): templates show it
 * in Asia/Shanghai through `{% time %}` or the filters `date_cn` and `datetime_cn`. Absent things are null, never ''.
 */
export type Moment = string

export type SiteLevel = 'province' | 'city' | 'county' | 'town' | 'village'
export type SiteKind = 'portal' | 'department' | 'subportal'
export type SiteColour = 'red' | 'blue' | 'green' | 'teal' | 'ochre' | 'ink'
export type ThemeName = 'government' | 'department' | 'village'

export interface Link {
  title: string
  url: string
}

export interface NavLink extends Link {
  /** Compared with `Frame.currentNav`. */
  id: string
}

/** Three SVG paths on a 1440 × 144 ground, made by `drawRidge`. */
export interface Ridge {
  far: string
  mid: string
  near: string
}

/** The form that stands on every page. */
export interface SearchForm {
  action: string
  /** Where suggestions while typing come from. */
  suggest: string
  /** The description for browsers (OpenSearch). */
  description: string
  placeholder: string
}

/**
 * All that is the same on every page of a site. Loaders hand over the same object for as long as nothing in it changes:
 * header and footer fragments are kept per object, so a new object means they are rendered anew.
 */
export interface SiteFrame {
  name: string
  domain: string
  siteIdCode: string
  /** Path of the home page, with slashes at both ends: `/` or `/taoxi/xiahe/`. */
  homeUrl: string
  level: SiteLevel
  kind: SiteKind
  /** Which look its pages have: the setting appearance.theme. */
  look: ThemeName
  isDemo: boolean
  noindex: boolean
  colour: SiteColour
  slogan: string | null
  /** One line under the name of a town or village, e.g. households and people. */
  facts: string | null
  ridge: Ridge | null
  owner: string
  operator: string | null
  contactPhone: string | null
  contactHours: string | null
  contactAddress: string | null
  icpNumber: string | null
  icpUrl: string | null
  policeNumber: string | null
  policeUrl: string | null
  orgMarkUrl: string | null
  errorReportUrl: string
  siteMapUrl: string
  /** Out of service: each of its addresses says so, so that nothing of its own is offered. */
  isStill: boolean
  copyright: string | null
  parentSite: Link | null
  /** From the province down to the parent; empty in a look of which no template names them. */
  ancestors: Link[]
  searchAction: SearchForm | null
  languageLinks: (Link & { lang: string })[]
  nav: NavLink[]
  footerLinks: Link[]
  /** Hosts and suffixes that need no "you are leaving" prompt, e.g. `.gov.cn`, `.yunling.localhost`. */
  trustedHosts: string[]
  assets: { css: string; js: string }
}

export interface MetaTag {
  name: string
  content: string
}

/** The reader's choices, from their cookies. */
export interface Reader {
  view: 'standard' | 'elder'
  contrast: 'standard' | 'high'
  text: 'standard' | 'large'
}

/** Site-wide word from the owner: suspension, move, closing. */
export interface SiteNotice {
  title: string
  text: string
  link: Link | null
}

export interface Frame {
  site: SiteFrame
  /** Without the site's name: the head adds it. Null on the home page. */
  title: string | null
  currentNav: string | null
  /** Ends with the page itself on lists, with its channel on articles. Empty on the home page. */
  breadcrumbs: Link[]
  metaTags: MetaTag[]
  canonicalUrl: string | null
  feedUrl: string | null
  notices: SiteNotice[]
  reader: Reader
  now: Moment
  /** What the address says besides the reader's choices, and an ampersand: links that change a choice keep it. */
  keptQuery?: string
  /** Another instant is being looked at, by a preview link. */
  preview?: PreviewBar | null
}

/** The bar above every page of a preview. */
export interface PreviewBar {
  at: Moment
  isFuture: boolean
  /** When the link ends. */
  until: Moment
  endUrl: string
}

/** A state in words; `watch` uses the signal colour. */
export interface Chip {
  text: string
  tone: 'on' | 'watch' | 'plain'
}

/** An entry wherever items are listed. */
export interface Entry extends Link {
  publishedAt: Moment
  summary: string | null
  /** Issuing body or origin, when it is not the site itself. */
  source: string | null
}

export interface DocumentEntry extends Entry {
  documentNumber: string | null
  formedOn: Moment | null
  validity: Chip | null
  interpretations: Link[]
}

export interface SubChannel extends Link {
  count: number | null
  isCurrent: boolean
}

/** Pages are numbered from the oldest end, so their addresses keep their meaning; `最新` has no number. */
export interface PageLink {
  label: string
  url: string
  isCurrent: boolean
  isGap: boolean
  /** Days of the oldest and newest entry it holds. */
  period: { from: Moment; to: Moment } | null
}

export interface PageTurn {
  url: string
  /** Null for the newest page, whose dates move. */
  period: { from: Moment; to: Moment } | null
}

export interface Pager {
  pages: PageLink[]
  newer: PageTurn | null
  older: PageTurn | null
}

export interface ChannelHead extends Link {
  description: string | null
}

export interface HeadCell {
  label: string
  text: string | null
  at: Moment | null
  chip: Chip | null
}

export interface Attachment extends Link {
  /** Upper-case extension: PDF, OFD, DOCX. */
  format: string
  bytes: number
}

export interface TocEntry {
  id: string
  text: string
}

export interface RelatedLink extends Link {
  note: string | null
  at: Moment | null
}

export interface RelatedGroup {
  title: string
  items: RelatedLink[]
}

/** A standing remark above the text: repealed, replaced, not yet in force, an earlier version. */
export interface ArticleMark {
  title: string
  text: string
  link: Link | null
}

export interface ArticleVersion {
  url: string
  from: Moment
  note: string
  isCurrent: boolean
}

interface Page {
  frame: Frame
}

export interface HomePage extends Page {
  kind: 'home'
  modules: HomeModule[]
}

export interface ListPage extends Page {
  kind: 'list'
  channel: ChannelHead
  parentChannel: Link | null
  subChannels: SubChannel[]
  /** `documents` shows number, date and validity; `articles` a date before each title. */
  style: 'articles' | 'documents'
  /** By which validity documents can be looked for; none among articles. */
  validities: readonly { value: string; title: string }[]
  entries: DocumentEntry[]
  /** Told on the newest page alone. */
  total: number | null
  updatedAt: Moment | null
  pager: Pager
}

export interface ArticleContent {
  title: string
  subtitle: string | null
  source: string
  author: string | null
  editor: string | null
  publishedAt: Moment
  /** When corrected after publication. */
  updatedAt: Moment | null
  /** Rows of an official document's head table, in order; empty for an article. */
  head: HeadCell[]
  mark: ArticleMark | null
  body: SafeHtml
  toc: TocEntry[]
  attachments: Attachment[]
  /** The text was first published elsewhere. */
  origin: { siteName: string; url: string | null; publishedAt: Moment } | null
  related: RelatedGroup[]
  versions: ArticleVersion[]
  printUrl: string
  url: string
}

export interface ArticlePage extends Page {
  kind: 'article'
  article: ArticleContent
}

export interface PrintPage extends Page {
  kind: 'print'
  article: ArticleContent
}

export interface TopicPage extends Page {
  kind: 'topic'
  title: string
  lead: string | null
  updatedAt: Moment | null
  modules: HomeModule[]
}

export interface SiteMapChannel extends Link {
  children: Link[]
}

export interface SiteMapPage extends Page {
  kind: 'sitemap'
  channels: SiteMapChannel[]
  siteGroups: { title: string; sites: Link[] }[]
}

export interface Suggestion extends Link {
  icon: string
  text: string
}

export interface ErrorPage extends Page {
  kind: 'error'
  status: 404 | 410 | 503
  heading: string
  message: string
  /** Why the content was taken down, where it may be told. */
  reason: string | null
  path: string
  suggestions: Suggestion[]
}

export interface LeavePage extends Page {
  kind: 'leave'
  /** An http(s) address; the route refuses everything else. */
  targetUrl: string
  targetHost: string
  backUrl: string
}

export type PageModel =
  | HomePage
  | ListPage
  | ArticlePage
  | PrintPage
  | TopicPage
  | SiteMapPage
  | ErrorPage
  | LeavePage
  | SearchPage

export const PAGE_KINDS = [
  'home',
  'list',
  'article',
  'print',
  'topic',
  'sitemap',
  'error',
  'leave',
  'search',
] as const satisfies readonly PageModel['kind'][]

export const isPageKind = (word: string): word is PageModel['kind'] => PAGE_KINDS.some((kind) => kind === word)
