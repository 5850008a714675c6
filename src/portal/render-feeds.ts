import type { Moment } from './model.ts'
import { escapeXml } from './render-escape.ts'

export interface RssItem {
  title: string
  /** Absolute. */
  url: string
  summary: string | null
  source: string | null
  publishedAt: Moment
}

export interface RssFeed {
  title: string
  url: string
  feedUrl: string
  description: string
  updatedAt: Moment | null
  items: RssItem[]
}

export interface SitemapUrl {
  /** Absolute. */
  url: string
  changedAt: Moment | null
}

/** RSS 2.0. Addresses are permanent, so they serve as guid. */
export function renderRss(feed: RssFeed): string {
  const items = feed.items.map(
    (item) =>
      `<item><title>${escapeXml(item.title)}</title><link>${escapeXml(item.url)}</link>` +
      `<guid isPermaLink="true">${escapeXml(item.url)}</guid><pubDate>${rfc822(item.publishedAt)}</pubDate>` +
      optional('description', item.summary) +
      optional('dc:creator', item.source) +
      '</item>',
  )
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>',
    `<title>${escapeXml(feed.title)}</title><link>${escapeXml(feed.url)}</link>`,
    `<description>${escapeXml(feed.description)}</description><language>zh-cn</language>`,
    `<atom:link href="${escapeXml(feed.feedUrl)}" rel="self" type="application/rss+xml"/>`,
    feed.updatedAt ? `<lastBuildDate>${rfc822(feed.updatedAt)}</lastBuildDate>` : '',
    ...items,
    '</channel></rss>',
  ].join('\n')
}

/** sitemap.xml of sitemaps.org; the protocol allows 50,000 addresses, callers split longer lists. */
export function renderSitemap(urls: readonly SitemapUrl[]): string {
  const rows = urls.map(({ url, changedAt }) => `<url><loc>${escapeXml(url)}</loc>${lastmod(changedAt)}</url>`)
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
    ...rows,
    '</urlset>',
  ].join('\n')
}

function optional(tag: string, text: string | null): string {
  return text ? `<${tag}>${escapeXml(text)}</${tag}>` : ''
}

function lastmod(at: Moment | null): string {
  return at ? `<lastmod>${new Date(at).toISOString()}</lastmod>` : ''
}

function rfc822(at: Moment): string {
  return new Date(at).toUTCString()
}
