import { writeAnnualReport, writeFinance, writePersonnel, writePlan, writeSystem } from './articles/administration.ts'
import type { ArticleContext } from './articles/context.ts'
import { writeDocument, writeInterpretation } from './articles/documents.ts'
import type { DocumentFacts, Draft } from './articles/draft.ts'
import { writeGuide } from './articles/guides.ts'
import { firstWords } from './articles/html.ts'
import { writeNews, writeRepost } from './articles/news.ts'
import { writeNotice } from './articles/notices.ts'
import { writeCadres, writeDisclosureGuide, writeFunctions, writeLeaders, writeOverview } from './articles/pages.ts'
import { writeStatistics } from './articles/statistics.ts'
import {
  writeDecision,
  writeHomestead,
  writeLedger,
  writeRelief,
  writeSubsidy,
  writeVillageNotice,
  writeWorks,
} from './articles/village.ts'
import type { Writing } from './channel.ts'
import { personName } from './people.ts'

export { articleContext, type ArticleContext } from './articles/context.ts'
export type { DocumentFacts } from './articles/draft.ts'

export interface DemoArticle {
  /** The same text has the same id in every run of the same plan. */
  externalId: string
  siteCode: string
  channelCode: string
  kind: 'article' | 'official_document'
  title: string
  summary: string
  body: string
  source: string
  author: string
  editor: string
  keywords: string[]
  publishedAt: Date
  document: DocumentFacts | null
  /** External id of the document that this text explains. */
  interprets: string | null
}

const WRITERS: Readonly<Record<Writing, (n: number, context: ArticleContext) => Draft>> = {
  news: writeNews,
  topic: writeNews,
  notice: writeNotice,
  repost: writeRepost,
  document: writeDocument,
  interpretation: writeInterpretation,
  statistics: writeStatistics,
  guide: writeGuide,
  personnel: writePersonnel,
  plan: writePlan,
  finance: writeFinance,
  system: writeSystem,
  annualReport: writeAnnualReport,
  overview: (_, context) => writeOverview(context),
  functions: (_, context) => writeFunctions(context),
  leaders: (_, context) => writeLeaders(context),
  disclosureGuide: (_, context) => writeDisclosureGuide(context),
  cadres: (_, context) => writeCadres(context),
  ledger: writeLedger,
  relief: writeRelief,
  subsidy: writeSubsidy,
  homestead: writeHomestead,
  decision: writeDecision,
  works: writeWorks,
  villageNotice: writeVillageNotice,
}

/** The n-th newest text of a channel, 0 being the newest. The same input always gives the same text. */
export function makeArticle(n: number, context: ArticleContext): DemoArticle {
  const { site, channel, owner } = context
  if (channel.writing === null) throw new RangeError(`channel ${channel.code} holds nothing of its own`)
  const draft = WRITERS[channel.writing](n, context)
  return {
    externalId: externalId(n, context),
    siteCode: site.code,
    channelCode: channel.code,
    kind: channel.itemKind,
    title: draft.title,
    summary: draft.summary ?? firstWords(draft.body.split('<table', 1)[0] ?? '', 90),
    body: draft.body,
    source: draft.source ?? owner.name,
    author: personName(`${site.code}/author/${n % 3}`),
    editor: personName(`${site.code}/editor/${n % 2}`),
    keywords: draft.keywords,
    publishedAt: new Date(draft.publishedAt),
    document: draft.document ?? null,
    interprets:
      draft.interprets === undefined || context.documents === null
        ? null
        : externalId(draft.interprets, context.documents),
  }
}

/** Counted from the oldest, so that a plan with more texts keeps the ids that exist. */
function externalId(n: number, { site, channel, spread }: ArticleContext): string {
  return `demo/${site.code}/${channel.code}/${spread.count - n}`
}
