import type { Frame, Link, Reader as Choices } from './model.ts'
import type { Reader } from './reader.ts'
import type { ChannelCard } from '../modules/sites/index.ts'
import { channelUrl, siteFragment, type SiteContext } from './site-context.ts'

/** One request for a page: the site it is on, the recording accessors, and the reader's choices. */
export type PageRequest = { context: SiteContext; reader: Reader; choices: Choices; path: string }

type Options = { title: string | null; url: string; channel?: ChannelCard; crumbs?: Link[] }

/** The frame of a page before its own meta tags. `url` is the path on this site. */
export function baseFrame({ context, reader, choices }: PageRequest, options: Options): Frame {
  reader.noteFragment(siteFragment(context.site))
  return {
    site: context.frame,
    title: options.title,
    currentNav: options.channel ? topOf(context, options.channel).id : null,
    breadcrumbs: options.crumbs ?? [],
    metaTags: [],
    canonicalUrl: context.origin + options.url,
    feedUrl: null,
    notices: noticesOf(context),
    reader: choices,
    now: reader.now.toISOString(),
  }
}

function topOf(context: SiteContext, channel: ChannelCard): ChannelCard {
  const parent = context.tree.parentOf(channel)
  return parent ? topOf(context, parent) : channel
}

/** From the top channel down to this one. */
export function crumbsOf(context: SiteContext, channel: ChannelCard): Link[] {
  const parent = context.tree.parentOf(channel)
  return [...(parent ? crumbsOf(context, parent) : []), { title: channel.name, url: channelUrl(context, channel) }]
}

function noticesOf({ site }: SiteContext): Frame['notices'] {
  if (site.state !== 'exceptional') return []
  return [{ title: '本站运行异常', text: site.stateReason, link: null }]
}

export const columnMeta = (channel: ChannelCard) => ({
  name: channel.name,
  description: channel.description || channel.name,
  keywords: channel.keywords.length > 0 ? [...channel.keywords] : [channel.name],
  types: channel.columnTypes.length > 0 ? [...channel.columnTypes] : ['工作动态'],
})
