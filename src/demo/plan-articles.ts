import { SYSTEM_COUNT } from './articles/administration.ts'
import { guideItems } from './articles/guides.ts'
import { type ArticleContext, articleContext } from './articles.ts'
import type { DemoChannel } from './blueprints.ts'
import type { Writing } from './channel.ts'
import type { DemoSite } from './sites.ts'

export interface ArticlePlan {
  total: number
  sites: readonly DemoSite[]
  channels: readonly DemoChannel[]
  now: Date
}

/** Texts that come in fixed rhythms or fixed numbers; all else grows with the total. */
const FIXED: Readonly<Partial<Record<Writing, number>>> = {
  overview: 1,
  functions: 1,
  leaders: 1,
  disclosureGuide: 1,
  cadres: 1,
  system: SYSTEM_COUNT,
  annualReport: 3,
  plan: 3,
  finance: 4,
  statistics: 6,
  ledger: 6,
  relief: 3,
  subsidy: 3,
  homestead: 2,
  personnel: 2,
}

/** Share of a channel in what is left over, before the size of its site. */
const WEIGHT: Readonly<Partial<Record<Writing, number>>> = {
  news: 6,
  notice: 5,
  document: 2.4,
  interpretation: 1,
  repost: 6,
  topic: 1.6,
  decision: 1,
  works: 1,
  villageNotice: 1.6,
}

const SITE_WEIGHT: Readonly<Record<DemoSite['level'], number>> = {
  province: 22,
  city: 1.8,
  county: 1,
  town: 1,
  village: 1,
}

/**
 * One context for each channel that holds texts, with as many texts as add up to the total. Every channel gets at least
 * one; for a total below that minimum the plan is the minimum.
 */
export function planArticles({ total, sites, channels, now }: ArticlePlan): ArticleContext[] {
  const bySite = new Map(sites.map((site) => [site.code, site]))
  const growing: { context: ArticleContext; weight: number }[] = []
  const counts = new Map<ArticleContext, number>()
  let left = total
  for (const channel of channels) {
    const site = bySite.get(channel.siteCode)
    if (site === undefined || channel.writing === null) continue
    const context = articleContext({ site, channel, count: 0, now, documents: null })
    const fixed = fixedCount(context, channel.writing)
    if (fixed === undefined) {
      const sizeOfSite = site.kind === 'department' ? (site.level === 'province' ? 1.4 : 0.8) : SITE_WEIGHT[site.level]
      growing.push({ context, weight: (WEIGHT[channel.writing] ?? 1) * sizeOfSite })
      counts.set(context, 1)
      left -= 1
    } else {
      counts.set(context, fixed)
      left -= fixed
    }
  }
  shareOut(growing, counts, Math.max(left, 0))
  return withCounts(counts, now)
}

/** The province shows everything; smaller sites keep about half, so that a demonstration stays small. */
function fixedCount(context: ArticleContext, writing: Writing): number | undefined {
  const full = writing === 'guide' ? guideItems(context).length : FIXED[writing]
  return full === undefined || context.site.level === 'province' ? full : Math.ceil(full / 2)
}

/** Largest remainders, so that the sum is exact. */
function shareOut(
  growing: readonly { context: ArticleContext; weight: number }[],
  counts: Map<ArticleContext, number>,
  left: number,
): void {
  const sum = growing.reduce((all, { weight }) => all + weight, 0)
  let given = 0
  let exact = 0
  for (const { context, weight } of growing) {
    exact += (left * weight) / sum
    const share = Math.round(exact) - given
    given += share
    counts.set(context, (counts.get(context) ?? 0) + share)
  }
}

function withCounts(counts: ReadonlyMap<ArticleContext, number>, now: Date): ArticleContext[] {
  const documents = new Map<string, ArticleContext>()
  const sized = [...counts].map(([{ site, channel }, count]) => {
    const context = articleContext({ site, channel, count, now, documents: null })
    if (channel.code === 'gfxwj') documents.set(site.code, context)
    return context
  })
  return sized.map((context) =>
    context.channel.writing === 'interpretation'
      ? { ...context, documents: documents.get(context.site.code) ?? null }
      : context,
  )
}
