import type { SiteLevel } from './sites.ts'

export type IndicatorClass = '动态要闻' | '通知公告' | '政策文件' | '人事规划' | '概况信息' | '解读' | '数据' | '其他'

/** Which kind of text the generator writes for a channel. */
export type Writing =
  | 'news'
  | 'notice'
  | 'repost'
  | 'document'
  | 'interpretation'
  | 'statistics'
  | 'guide'
  | 'personnel'
  | 'plan'
  | 'finance'
  | 'system'
  | 'annualReport'
  | 'topic'
  | 'overview'
  | 'functions'
  | 'leaders'
  | 'disclosureGuide'
  | 'ledger'
  | 'relief'
  | 'subsidy'
  | 'homestead'
  | 'decision'
  | 'works'
  | 'villageNotice'
  | 'cadres'

/** `{place}` in a name or description stands for the short name of the site. */
export interface ChannelSeed {
  code: string
  name: string
  parentCode: string | null
  kind: 'list' | 'aggregate' | 'page' | 'topic' | 'mounted'
  description: string
  keywords: string[]
  columnTypes: string[]
  indicatorClass: IndicatorClass
  updateLimitDays: number | null
  mayBeEmpty: boolean
  itemKind: 'article' | 'official_document'
  inNav: boolean
  /** Null: the rule of the site. */
  reviewStages: number | null
  /** The channel of a site above that is shown here. */
  mount: { level: SiteLevel; channelCode: string } | null
  /** Null for channels that hold nothing of their own. */
  writing: Writing | null
  /** Name of the subject a topic or specialised channel keeps to; null for all. */
  subject: string | null
  /** Levels of sites that have the channel; null for all. */
  levels: readonly SiteLevel[] | null
}

type Common = 'code' | 'name' | 'description'
type Extra = Partial<Omit<ChannelSeed, Common>>

const PLAIN: Omit<ChannelSeed, Common> = {
  parentCode: null,
  kind: 'list',
  keywords: [],
  columnTypes: ['工作动态'],
  indicatorClass: '其他',
  updateLimitDays: null,
  mayBeEmpty: false,
  itemKind: 'article',
  inNav: false,
  reviewStages: null,
  mount: null,
  writing: null,
  subject: null,
  levels: null,
}

function channel(code: string, name: string, description: string, extra: Extra): ChannelSeed {
  const seed = { ...PLAIN, code, name, description, ...extra }
  return {
    ...seed,
    keywords: seed.keywords.length > 0 ? seed.keywords : [name, ...seed.columnTypes.filter((type) => type !== name)],
  }
}

/** A heading over its sub-channels. */
export function group(code: string, name: string, description: string, extra: Extra = {}): ChannelSeed {
  return channel(code, name, description, { kind: 'aggregate', ...extra })
}

export function list(code: string, name: string, description: string, extra: Extra): ChannelSeed {
  return channel(code, name, description, extra)
}

/** A single standing text. */
export function page(code: string, name: string, description: string, extra: Extra): ChannelSeed {
  return channel(code, name, description, {
    kind: 'page',
    indicatorClass: '概况信息',
    columnTypes: ['概况信息'],
    ...extra,
  })
}

export function mounted(code: string, name: string, description: string, extra: Extra): ChannelSeed {
  // Freshness is the duty of the site that owns the channel.
  return channel(code, name, description, { kind: 'mounted', ...extra })
}

export const NEWS = {
  writing: 'news',
  columnTypes: ['工作动态'],
  indicatorClass: '动态要闻',
  updateLimitDays: 14,
} satisfies Extra
export const NOTICE = {
  writing: 'notice',
  columnTypes: ['工作动态'],
  indicatorClass: '通知公告',
  updateLimitDays: 183,
} satisfies Extra
export const DOCUMENT = {
  writing: 'document',
  itemKind: 'official_document',
  columnTypes: ['政策文件'],
  indicatorClass: '政策文件',
  updateLimitDays: 183,
} satisfies Extra
export const YEARLY = {
  columnTypes: ['信息公开目录'],
  indicatorClass: '人事规划',
  updateLimitDays: 365,
} satisfies Extra
