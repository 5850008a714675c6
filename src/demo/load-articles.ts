import { system } from '../kernel/actor.ts'
import { inView, inWork, type Engine } from '../kernel/work.ts'
import { importDocuments, type ImportRow } from '../modules/content/index.ts'
import { channelTree, siteByCode as findSite } from '../modules/sites/index.ts'
import { type ArticleContext, type DemoArticle, makeArticle } from './articles.ts'
import type { DocumentFacts } from './articles/draft.ts'
import { channelsOf } from './blueprints.ts'
import { planArticles } from './plan-articles.ts'
import { sites } from './sites.ts'

/** Names the demonstration as the source of its texts: a second run updates instead of doubling. */
export const SOURCE = '演示数据'
const BATCH = 400
/** Two connections: while the database writes one batch, the next is being made. */
const LINES = 2

type Options = { items: number; now: Date; onProgress: (done: number, total: number) => void }

/** All texts of the province, site by site, through the import that any other source uses too. */
export async function loadArticles(engine: Engine, { items, now, onProgress }: Options): Promise<number> {
  const channels = sites().flatMap(channelsOf)
  const plan = planArticles({ total: items, sites: sites(), channels, now })
  const total = plan.reduce((sum, { spread }) => sum + spread.count, 0)
  // Interpretations name documents that must be there.
  const { true: later = [], false: first = [] } = Object.groupBy(plan, explains)
  let done = 0
  for (const round of [first, later]) {
    const bySite = Map.groupBy(round, (context) => context.site.code)
    // The largest first, so that both lines finish together.
    const queue = [...bySite]
      .sort(([, a], [, b]) => countOf(b) - countOf(a))
      .flatMap(([code, contexts]) => cut(code, contexts))
    const line = async () => {
      for (let next = queue.shift(); next; next = queue.shift()) {
        await importBatch(engine, next)
        done += next.count
        onProgress(done, total)
      }
    }
    await Promise.all(Array.from({ length: LINES }, line))
  }
  return total
}

const explains = ({ channel }: ArticleContext) => (channel.writing === 'interpretation' ? 'true' : 'false')

const countOf = (contexts: readonly ArticleContext[]): number =>
  contexts.reduce((sum, { spread }) => sum + spread.count, 0)

type Piece = { context: ArticleContext; from: number; to: number }
type Batch = { siteCode: string; pieces: Piece[]; count: number }

/** Texts of one site in batches of about equal size; only ranges, the texts are made when their turn comes. */
function cut(siteCode: string, contexts: readonly ArticleContext[]): Batch[] {
  const batches: Batch[] = []
  let open: Batch = { siteCode, pieces: [], count: 0 }
  for (const context of contexts) {
    for (let from = 0; from < context.spread.count;) {
      const to = Math.min(context.spread.count, from + BATCH - open.count)
      open.pieces.push({ context, from, to })
      open.count += to - from
      from = to
      if (open.count === BATCH) {
        batches.push(open)
        open = { siteCode, pieces: [], count: 0 }
      }
    }
  }
  return open.count > 0 ? [...batches, open] : batches
}

const places = new WeakMap<Engine, Map<string, { siteId: string; channels: Map<string, string> }>>()

async function placeOf(engine: Engine, siteCode: string) {
  const known = places.get(engine) ?? new Map()
  places.set(engine, known)
  const found = known.get(siteCode)
  if (found) return found
  const place = await inView(engine, system('demonstration'), async (view) => {
    const site = await findSite(view, siteCode)
    if (!site) throw new Error(`no site ${siteCode}`)
    const tree = await channelTree(view, site.id)
    return { siteId: site.id, channels: new Map(tree.map((channel) => [channel.code, channel.id])) }
  })
  known.set(siteCode, place)
  return place
}

async function importBatch(engine: Engine, { siteCode, pieces }: Batch): Promise<void> {
  const { siteId, channels } = await placeOf(engine, siteCode)
  const articles = pieces.flatMap(({ context, from, to }) =>
    Array.from({ length: to - from }, (_, n) => makeArticle(from + n, context)),
  )
  const rows = articles.map((article, index) =>
    rowOf(article, { line: index + 1, channelId: channels.get(article.channelCode) ?? '' }),
  )
  const result = await inWork(engine, system('demonstration'), (work) =>
    importDocuments(work, { siteId, externalSource: SOURCE, rows }),
  )
  const [fault] = result.rejected
  if (fault) throw new Error(`${rows[fault.line - 1]?.externalId}: ${fault.field}: ${fault.reason}`)
}

export function rowOf(article: DemoArticle, place: { line: number; channelId: string }): ImportRow {
  return {
    ...place,
    externalId: article.externalId,
    title: article.title,
    body: article.body,
    summary: article.summary,
    source: article.source,
    author: article.author,
    editor: article.editor,
    keywords: article.keywords,
    publishedAt: article.publishedAt,
    metadata: {
      ...(article.document ? metadataOf(article.document) : {}),
      ...(article.interprets === null ? {} : { interprets: [article.interprets] }),
    },
  }
}

const DECLARED: Readonly<Partial<Record<DocumentFacts['validity'], string>>> = {
  部分修改: 'amended',
  失效: 'expired',
  废止: 'repealed',
}

/** Facts of a document by the elements of its scheme. */
export function metadataOf(facts: DocumentFacts): Record<string, unknown> {
  const declared = DECLARED[facts.validity]
  return {
    indexNumber: facts.indexNumber,
    documentNumber: facts.documentNumber,
    issuer: facts.issuingOrgan,
    genre: facts.genre === '命令' ? '命令（令）' : facts.genre,
    themeClass: [facts.topicClass],
    mainRecipients: facts.addressees,
    formedOn: facts.signedOn,
    effectiveOn: facts.effectiveOn,
    ...(facts.expiresOn === null ? {} : { expiresOn: facts.expiresOn }),
    ...(declared === undefined ? {} : { declaredValidity: declared }),
    disclosureAttribute: '主动公开',
  }
}
