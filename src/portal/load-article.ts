import type { Around, Item } from '../modules/library/index.ts'
import type { ChannelCard } from '../modules/sites/index.ts'
import { entryUrl, linkTo } from './entries.ts'
import type {
  ArticleContent,
  ArticleMark,
  ArticlePage,
  Attachment,
  HeadCell,
  PrintPage,
  RelatedGroup,
} from './model.ts'
import { baseFrame, columnMeta, crumbsOf, type PageRequest } from './page-request.ts'
import { prepareBody } from './render-body.ts'
import { datetimeCn } from './render-dates.ts'
import { metaTags } from './render-meta.ts'
import { siteUrl } from './site-context.ts'
import { textIn, validityOf } from './validity.ts'

export type ArticleWish = { item: Item; channel: ChannelCard; url: string; isPrint: boolean; version: number | null }

/** The page of an item in a channel of this site; `url` is its address here, which for a mounted channel is not its main one. */
export async function loadArticle(request: PageRequest, wish: ArticleWish): Promise<ArticlePage | PrintPage> {
  const { context } = request
  const { item, url } = wish
  const channel = context.tree.whole(wish.channel)
  const [article, canonical] = await Promise.all([contentOf(request, wish), canonicalOf(request, item, url)])
  return {
    kind: wish.isPrint ? 'print' : 'article',
    frame: {
      ...baseFrame(request, { title: item.title, url, channel, crumbs: crumbsOf(context, channel) }),
      canonicalUrl: canonical,
      metaTags: metaTags({
        site: context.frame,
        column: columnMeta(channel),
        article: {
          title: item.title,
          publishedAt: item.firstReleasedAt.toISOString(),
          source: item.source || context.frame.owner,
          keywords: item.keywords,
          author: item.author || item.editor || null,
          description: item.summary || null,
          imageUrl: item.cover ? `${context.origin}${fileUrl(item.cover.blob, 'cover')}` : null,
          url: canonical,
        },
      }),
    },
    article,
  }
}

/** Where the item really lives: what search engines should keep. */
async function canonicalOf({ context, reader }: PageRequest, item: Item, url: string): Promise<string> {
  const main = item.placements.find((placement) => placement.isPrimary)
  if (!main || main.siteId === context.site.id) return context.origin + (main ? entryUrl(context, main) : url)
  const site = await reader.siteById(main.siteId)
  return site ? new URL(siteUrl(context, site).slice(0, -1) + main.path, context.origin).href : context.origin + url
}

export const fileUrl = (blob: string, name: string): string => `/files/${blob}/${encodeURIComponent(name)}`

async function contentOf(request: PageRequest, wish: ArticleWish): Promise<ArticleContent> {
  const { context, reader } = request
  const { item, url } = wish
  const around = await reader.around(item.id)
  const [head, related, origin] = await Promise.all([
    headOf(request, item),
    relatedOf(request, item, around),
    originOf(request, item),
  ])
  const { versions } = around
  return {
    title: item.title,
    subtitle: item.subtitle || null,
    source: item.source || context.frame.owner,
    author: item.author || null,
    editor: item.editor || null,
    publishedAt: item.firstReleasedAt.toISOString(),
    updatedAt: item.version > 1 ? item.versionFrom.toISOString() : null,
    head,
    mark: markOf(wish, related),
    ...prepareBody(item.body, context.frame),
    attachments: item.files.map(attachmentOf),
    origin,
    related,
    versions:
      versions.length < 2
        ? []
        : versions.map((version) => ({
            url: version.version === versions[0]?.version ? url : `${url}?v=${version.version}`,
            from: version.validFrom.toISOString(),
            note: version.title === item.title ? '' : version.title,
            isCurrent: version.version === item.version,
          })),
    printUrl: `${url}?${wish.version === null ? '' : `v=${wish.version}&`}print=1`,
    url,
  }
}

const cell = (label: string, text: string | null): HeadCell => ({ label, text, at: null, chip: null })

/** Rows of an official document's head table: the scheme says which elements are shown, in what order and under what name. */
async function headOf({ reader }: PageRequest, item: Item): Promise<HeadCell[]> {
  if (item.kind !== 'official_document') return []
  const scheme = await reader.scheme(item.kind)
  if (!scheme) return []
  const cells: HeadCell[] = []
  for (const element of scheme.elements) {
    const value = textIn(item.metadata, element.code)
    if (!element.isShown || value === null || element.code === 'expiresOn') continue
    if (element.type === 'day') cells.push({ ...cell(element.name, null), at: value })
    else
      cells.push(
        cell(
          element.name,
          element.codeList ? await namesOf(reader, element.codeList, item.metadata[element.code]) : value,
        ),
      )
  }
  cells.push({ ...cell('发布日期', null), at: item.firstReleasedAt.toISOString() })
  const validity = validityOf(item, reader)
  // Until when it was to hold says nothing any more of what was repealed before.
  const expires = item.repealedOn === null ? textIn(item.metadata, 'expiresOn') : null
  if (validity) cells.push({ label: '有效性', text: expires ? '有效期至' : null, at: expires, chip: validity })
  return cells
}

async function namesOf(reader: PageRequest['reader'], list: string, value: unknown): Promise<string> {
  const names = await reader.codeNames(list)
  const codes = Array.isArray(value) ? value : [value]
  return codes.map((code) => names.get(String(code)) ?? String(code)).join('；')
}

const attachmentOf = (file: Item['files'][number]): Attachment => ({
  title: file.name.replace(/\.[^.]+$/, ''),
  url: fileUrl(file.blob, file.name),
  format: (/\.([^.]+)$/.exec(file.name)?.[1] ?? '文件').toUpperCase(),
  bytes: file.bytes,
})

function markOf({ item, version, url }: ArticleWish, related: readonly RelatedGroup[]): ArticleMark | null {
  if (version !== null) {
    return {
      title: '历史版本',
      text: `这是第 ${version} 版，自 ${datetimeCn(item.versionFrom.toISOString())} 起展示，现已更新。`,
      link: { title: '看最新的版本', url },
    }
  }
  if (item.repealedOn === null) return null
  const successor = related.find((group) => group.title === '代替本文件的')?.items[0] ?? null
  return {
    title: '已废止',
    text: `本文件自 ${item.repealedOn} 起废止。${ended(item.withdrawal?.note ?? '')}${successor ? '代替本文件的是：' : ''}`,
    link: successor && { title: successor.title, url: successor.url },
  }
}

/** Something follows: what a clerk has written without a full stop gets one. */
const ended = (text: string): string => (text === '' || /[。！？…；.!?;）)”]$/.test(text) ? text : `${text}。`)

/** What replaced it, what it replaced, what explains it and what it explains (S8: linked both ways). */
async function relatedOf(request: PageRequest, item: Item, around: Around): Promise<RelatedGroup[]> {
  const { reader } = request
  const linksTo = async (ids: readonly string[]) => {
    const cards = new Map((ids.length === 0 ? [] : await reader.links(ids)).map((card) => [card.itemId, card]))
    return ids.flatMap((id) => cards.get(id) ?? [])
  }
  const named = Array.isArray(item.metadata['interprets']) ? item.metadata['interprets'].map(String) : []
  const [successors, predecessors, explained, explaining] = await Promise.all([
    linksTo(item.successorItemId === null ? [] : [item.successorItemId]),
    linksTo(around.predecessorIds),
    linksTo(named),
    linksTo(around.interpreterIds),
  ])
  const link = await linkTo(request, [...successors, ...predecessors, ...explained, ...explaining])
  const group = (title: string, cards: typeof explained): RelatedGroup[] =>
    cards.length === 0
      ? []
      : [
          {
            title,
            items: cards.map((card) => ({
              ...link(card),
              note: textIn(card.metadata, 'documentNumber'),
              at: card.firstReleasedAt.toISOString(),
            })),
          },
        ]
  return [
    ...group('代替本文件的', successors),
    ...group('本文件代替的', predecessors),
    ...group('解读的文件', explained),
    ...group('相关解读', explaining),
  ]
}

/** The origin of a reprint; where it is an item of this platform, its present address. */
async function originOf({ context, reader }: PageRequest, item: Item): Promise<ArticleContent['origin']> {
  const { origin } = item
  if (!origin) return null
  const [card] = origin.itemId ? await reader.links([origin.itemId]) : []
  const site = card ? await reader.siteById(card.siteId) : null
  const url = card && site ? siteUrl(context, site).slice(0, -1) + card.path : origin.url || null
  return { siteName: origin.name, url, publishedAt: (card?.firstReleasedAt ?? item.firstReleasedAt).toISOString() }
}
