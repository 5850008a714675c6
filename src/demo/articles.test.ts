import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ArticleContext, type DemoArticle, makeArticle } from './articles.ts'
import { channelsOf } from './blueprints.ts'
import { planArticles } from './plan-articles.ts'
import { sites } from './sites.ts'

const NOW = new Date('2026-11-21T04:00:00Z')
const DAY = 86_400_000
const channels = sites().flatMap(channelsOf)
const contexts = plan(12_000, NOW)
const byChannel = contexts.map((context) => ({ context, articles: write(context) }))
const articles = byChannel.flatMap((one) => one.articles)

function plan(total: number, now: Date): ArticleContext[] {
  return planArticles({ total, sites: sites(), channels, now })
}

function write(context: ArticleContext): DemoArticle[] {
  return Array.from({ length: context.spread.count }, (_, n) => makeArticle(n, context))
}

test('the plan adds up to the total asked for', () => {
  for (const total of [12_000, 100_000])
    assert.equal(
      plan(total, NOW).reduce((sum, { spread }) => sum + spread.count, 0),
      total,
    )
})

test('the same input writes the same texts', () => {
  const again = plan(12_000, NOW)
  for (const index of [0, 7, 900, 3000]) {
    const [one, two] = [contexts[index], again[index]]
    assert.ok(one && two)
    assert.deepEqual(write(one), write(two))
  }
})

test('every channel that holds texts has some, and none is older than its limit, whatever the day', () => {
  for (const now of [
    NOW,
    new Date('2027-01-01T00:10:00Z'),
    new Date('2027-02-28T15:59:00Z'),
    new Date('2028-07-03T01:00:00Z'),
  ]) {
    const planned = now === NOW ? contexts : plan(12_000, now)
    assert.equal(planned.length, channels.filter(({ writing }) => writing !== null).length)
    for (const context of planned) {
      const newest = Math.max(
        ...[0, 1, 2].filter((n) => n < context.spread.count).map((n) => makeArticle(n, context).publishedAt.getTime()),
      )
      const limit = context.channel.updateLimitDays
      assert.ok(newest <= now.getTime())
      assert.ok(
        limit === null || now.getTime() - newest < limit * DAY,
        `${context.site.code}/${context.channel.code} ${now.toISOString()}`,
      )
    }
  }
})

test('nothing comes from the future, and recent weeks hold more than their share', () => {
  assert.ok(articles.every(({ publishedAt }) => publishedAt <= NOW))
  const spread = byChannel.filter(({ context }) => context.channel.writing === 'repost').flatMap((one) => one.articles)
  const recent = spread.filter(({ publishedAt }) => NOW.getTime() - publishedAt.getTime() < 90 * DAY)
  assert.ok(recent.length / spread.length > 2 * (90 / 1095))
})

test('titles are nearly all different, within a channel all', () => {
  const titles = new Set(articles.map(({ title }) => title))
  assert.ok(titles.size / articles.length > 0.95, String(titles.size / articles.length))
  for (const { context, articles: own } of byChannel) {
    assert.equal(
      new Set(own.map(({ title }) => title)).size,
      own.length,
      `${context.site.code}/${context.channel.code}`,
    )
  }
})

test('a large plan keeps titles of neighbours different', () => {
  const news = plan(300_000, NOW).filter(({ channel }) => channel.writing === 'news')
  for (const context of news.slice(0, 40)) {
    const titles = Array.from({ length: 60 }, (_, n) => makeArticle(n, context).title)
    assert.ok(titles.every((title, n) => title !== titles[n + 1]))
  }
})

test('every text is complete: words filled in, tags closed, lengths in bounds', () => {
  for (const article of articles) {
    const { length } = article.title
    assert.ok(length >= 8 && length <= 60, article.title)
    assert.doesNotMatch(article.title + article.body + article.summary, /[{}]|undefined|NaN|\[object/, article.title)
    for (const tag of ['p', 'h2', 'ul', 'li', 'table', 'tr', 'td', 'th']) {
      assert.equal(
        article.body.split(`<${tag}>`).length + article.body.split(`<${tag} `).length,
        article.body.split(`</${tag}>`).length + 1,
        `${tag}: ${article.title}`,
      )
    }
    const bytes = Buffer.byteLength(article.body)
    assert.ok(bytes > 400 && bytes < 4000, `${bytes} ${article.title}`)
    assert.ok(article.summary && article.source && article.author && article.editor && article.keywords.length > 0)
    assert.doesNotMatch(article.summary, /<|&/)
  }
  assert.equal(new Set(articles.map(({ externalId }) => externalId)).size, articles.length)
})

test('official documents carry a number, an index number of their own and dates in order', () => {
  const documents = articles.filter(({ kind }) => kind === 'official_document')
  assert.ok(documents.length > 500)
  const numbers = new Set<string>()
  const indexes = new Set<string>()
  for (const { title, document, siteCode } of documents) {
    assert.ok(document !== null, title)
    assert.match(document.documentNumber, /〔20\d\d〕[1-9]\d*号$/)
    assert.match(document.indexNumber, /^[0-9A-Z]{9}\/20\d\d-\d{5}$/)
    assert.ok(
      document.signedOn <= document.effectiveOn &&
        (document.expiresOn === null || document.effectiveOn < document.expiresOn),
    )
    assert.equal(document.documentNumber.includes(`〔${document.signedOn.slice(0, 4)}〕`), true)
    assert.equal(document.validity === '尚未施行', document.effectiveOn > '2026-11-21', title)
    numbers.add(`${siteCode} ${document.documentNumber}`)
    indexes.add(document.indexNumber)
  }
  assert.equal(numbers.size, documents.length)
  assert.equal(indexes.size, documents.length)
  assert.ok(articles.every(({ kind, document }) => (document !== null) === (kind === 'official_document')))
})

test('an interpretation names a document of its own site and never comes before it', () => {
  const byId = new Map(articles.map((article) => [article.externalId, article]))
  const interpretations = byChannel
    .filter(({ context }) => context.channel.writing === 'interpretation')
    .flatMap((one) => one.articles)
  assert.ok(interpretations.length > 100)
  for (const { interprets, siteCode, publishedAt, body } of interpretations) {
    const document = byId.get(interprets ?? '')
    assert.equal(document?.siteCode, siteCode)
    assert.ok(document && document.publishedAt <= publishedAt && body.includes(document.title))
  }
})
