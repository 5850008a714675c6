import type { MetaTag, Moment, SiteFrame } from './model.ts'
import { datetimeCn } from './render-dates.ts'

export interface ColumnMeta {
  name: string
  description: string
  keywords: string[]
  /** Classes of the annex, e.g. 政策文件; a column may carry several. */
  types: string[]
}

export interface ArticleMeta {
  title: string
  publishedAt: Moment
  source: string
  keywords: string[]
  author: string | null
  description: string | null
  imageUrl: string | null
  url: string | null
}

export interface MetaSources {
  site: Pick<SiteFrame, 'name' | 'domain' | 'siteIdCode'>
  column: ColumnMeta | null
  article: ArticleMeta | null
}

/** The tags of 政府网站发展指引's annex on 网页标签, in its order. Optional ones without content are left out. */
export function metaTags({ site, column, article }: MetaSources): MetaTag[] {
  const tags: MetaTag[] = [
    { name: 'SiteName', content: site.name },
    { name: 'SiteDomain', content: site.domain },
    { name: 'SiteIDCode', content: site.siteIdCode },
  ]
  if (column) tags.push(...columnTags(column))
  if (article) tags.push(...articleTags(article))
  return tags
}

/** A home page has no column, only its type. */
export function homeMetaTags(site: MetaSources['site'], description: string): MetaTag[] {
  return [
    ...metaTags({ site, column: null, article: null }),
    { name: 'ColumnType', content: '首页' },
    { name: 'description', content: description },
  ]
}

function columnTags(column: ColumnMeta): MetaTag[] {
  return [
    { name: 'ColumnName', content: column.name },
    { name: 'ColumnDescription', content: column.description },
    { name: 'ColumnKeywords', content: column.keywords.join(',') },
    { name: 'ColumnType', content: column.types.join(',') },
  ]
}

function articleTags(article: ArticleMeta): MetaTag[] {
  const optional = [
    ['Keywords', article.keywords.join(',')],
    ['Author', article.author],
    ['Description', article.description],
    ['Image', article.imageUrl],
    ['Url', article.url],
  ] as const
  return [
    { name: 'ArticleTitle', content: article.title },
    { name: 'PubDate', content: datetimeCn(article.publishedAt) },
    { name: 'ContentSource', content: article.source },
    ...optional.flatMap(([name, content]) => (content ? [{ name, content }] : [])),
  ]
}
