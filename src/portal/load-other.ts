import type { ChannelCard } from '../modules/sites/index.ts'
import { contactRows } from './load-home-static.ts'
import type { ArticlePage, ErrorPage, LeavePage, SiteMapPage, Suggestion } from './model.ts'
import { baseFrame, type PageRequest } from './page-request.ts'
import { escapeHtml } from './render-escape.ts'
import { renderSitemap } from './render-feeds.ts'
import { safeUrl } from './render-links.ts'
import { metaTags } from './render-meta.ts'
import { SafeHtml } from './safe-html.ts'
import { channelUrl, linkOf, siteUrl, type SiteContext } from './site-context.ts'

export async function loadSiteMap(request: PageRequest): Promise<SiteMapPage> {
  const { context, reader } = request
  const below = (await reader.children(context.site.id)).filter((site) => site.state === 'running')
  const group = (title: string, kind: string) => ({
    title,
    sites: below
      .filter((site) => site.kind === kind)
      .map((site) => ({ title: site.shortName, url: siteUrl(context, site) })),
  })
  const url = context.frame.siteMapUrl
  return {
    kind: 'sitemap',
    frame: {
      ...baseFrame(request, { title: '网站地图', url, crumbs: [{ title: '网站地图', url }] }),
      metaTags: metaTags({
        site: context.frame,
        column: { name: '网站地图', description: '本站全部栏目', keywords: ['网站地图'], types: ['概况信息'] },
        article: null,
      }),
    },
    channels: context.tree.childrenOf(null).map((channel) => ({
      title: channel.name,
      url: linkOf(context, channel),
      children: allBelow(context, channel.id).map((one) => ({ title: one.name, url: linkOf(context, one) })),
    })),
    siteGroups: [group('政府网站', 'portal'), group('部门网站', 'department'), group('乡镇和村', 'subportal')].filter(
      (one) => one.sites.length > 0,
    ),
  }
}

/** However deep: whoever looks at the map is told that it names every channel. */
const allBelow = (context: SiteContext, parentId: string): ChannelCard[] =>
  context.tree.childrenOf(parentId).flatMap((one) => [one, ...allBelow(context, one.id)])

/** The protocol allows 50,000 addresses a file; the newest are what a crawler needs. */
const SITEMAP_LIMIT = 5000

export async function loadSitemapXml({ context, reader }: PageRequest): Promise<string> {
  const { site, origin, tree } = context
  const latest = await reader.latest(site.id, SITEMAP_LIMIT)
  return renderSitemap([
    { url: `${origin}${context.frame.homeUrl}`, changedAt: null },
    ...tree.all
      .filter((one) => one.kind !== 'link')
      .map((one) => ({ url: origin + channelUrl(context, one), changedAt: null })),
    ...latest.map((one) => ({ url: `${origin}${site.basePath}${one.path}`, changedAt: one.changedAt.toISOString() })),
  ])
}

type Failure = Pick<ErrorPage, 'status' | 'heading' | 'message' | 'reason'>

export function errorPage(request: PageRequest, failure: Failure): ErrorPage {
  const { context, path } = request
  return {
    kind: 'error',
    frame: {
      ...baseFrame(request, { title: failure.heading, url: path }),
      canonicalUrl: null,
      metaTags: metaTags({ site: context.frame, column: null, article: null }),
    },
    ...failure,
    path,
    suggestions: context.frame.isStill ? suggestionsAbove(context) : suggestionsFor(context, path),
  }
}

export const notFoundPage = (request: PageRequest): ErrorPage =>
  errorPage(request, {
    status: 404,
    heading: '没有找到这个页面',
    message: '地址可能输错了，或者内容已经移走。文件和公告不会无故消失：移走的会自动转到新地址，撤下的会说明原因。',
    reason: null,
  })

/** Nothing of the site itself can be opened: one goes on above it. */
function suggestionsAbove({ frame: { parentSite } }: SiteContext): Suggestion[] {
  return parentSite ? [{ title: '去上级网站', url: parentSite.url, icon: 'house', text: parentSite.title }] : []
}

/** Guesses from the address: the nearest channel, the site map, home. */
function suggestionsFor(context: SiteContext, path: string): Suggestion[] {
  const nearest = nearestChannel(context, path)
  return [
    ...(nearest
      ? [
          {
            title: `去“${nearest.name}”栏目`,
            url: linkOf(context, nearest),
            icon: 'docs',
            text: '离这个地址最近的栏目',
          },
        ]
      : []),
    { title: '看网站地图', url: context.frame.siteMapUrl, icon: 'tree', text: '全部栏目一览' },
    { title: '回到首页', url: context.frame.homeUrl, icon: 'house', text: context.site.name },
    { title: '报告失效链接', url: context.frame.errorReportUrl, icon: 'bug', text: '请把打不开的地址告诉我们' },
  ]
}

function nearestChannel(context: SiteContext, path: string): ChannelCard | undefined {
  const parts = path.slice(context.frame.homeUrl.length).split('/').filter(Boolean)
  for (let length = parts.length; length > 0; length--) {
    const wanted = parts.slice(0, length).join('/')
    const found = context.tree.byPath(wanted) ?? context.tree.byCode(parts[length - 1] ?? '')
    if (found) return found
  }
  return undefined
}

export function leavePage(request: PageRequest, target: URL): LeavePage {
  const { context, path } = request
  return {
    kind: 'leave',
    frame: {
      ...baseFrame(request, { title: '您即将离开本站', url: path }),
      canonicalUrl: null,
      metaTags: metaTags({ site: context.frame, column: null, article: null }),
    },
    targetUrl: target.href,
    targetHost: target.hostname,
    backUrl: context.frame.homeUrl,
  }
}

/** In running text, where each number stands on one line and what follows it keeps to its end. */
const phoneLink = (url: string, text: string): string => {
  const numbers = escapeHtml(text).replaceAll(/\+?\d[\d-]{4,}/g, '<span class="num">$&</span>')
  return `<a href="${escapeHtml(safeUrl(url))}">${numbers}</a>`
}

/** 关于本站: who answers for the site, its mark, and how to report an error; made from the register, so it is never out of date. */
export function aboutPage(request: PageRequest): ArticlePage {
  const { context } = request
  const { site, frame } = context
  const url = `${frame.homeUrl}about/`
  const rows = [
    ['网站名称', site.name],
    ['网站标识码', site.siteIdCode ?? ''],
    ['主办单位', frame.owner],
    ['承办单位', frame.operator ?? ''],
    ['ICP 备案号', site.icpNumber],
    ['公安备案号', site.policeNumber],
    ...contactRows(context, []).map((row) => [row.label, row.text, row.url]),
  ].filter((row, index, all) => row[1] !== '' && all.findIndex((other) => other[0] === row[0]) === index)
  const table = rows.map(
    ([label, text, to]) =>
      `<tr><th scope="row">${escapeHtml(label ?? '')}</th><td>${to ? phoneLink(to, text ?? '') : escapeHtml(text ?? '')}</td></tr>`,
  )
  const phone = site.contactPhone
    ? `请拨打 ${phoneLink(`tel:${site.contactPhone}`, site.contactPhone)}`
    : '请与主办单位联系'
  const body = [
    '<h2 id="site">站点信息</h2>',
    `<div class="scroll" tabindex="0" role="region" aria-label="站点信息"><table><caption>${escapeHtml(site.name)}登记信息</caption><tbody>${table.join('')}</tbody></table></div>`,
    '<h2 id="mark">党政机关标识</h2>',
    site.isDemo
      ? '<p>本站为演示站点，没有申领党政机关标识。正式运行的站点在这里显示核发的标识并链接到其核验页。</p>'
      : '<p>标识由机构编制部门核发，点击页脚标识可以核验。</p>',
    '<h2 id="report">我为政府网站找错</h2>',
    `<p>发现错别字、打不开的链接、过时的信息或不当内容，${phone}，说明网页地址和问题，主办单位会尽快核实更正。</p>`,
    '<h2 id="privacy">隐私与无障碍</h2>',
    '<p>浏览本站不需要登录，也不收集个人信息；长者版、高对比和大字的选择只存在您自己的浏览器里。本站可以只用键盘操作，支持读屏软件。</p>',
  ].join('\n')
  return {
    kind: 'article',
    frame: {
      ...baseFrame(request, { title: '关于本站', url, crumbs: [{ title: '关于本站', url }] }),
      metaTags: metaTags({
        site: frame,
        column: {
          name: '关于本站',
          description: '站点登记信息和联系方式',
          keywords: ['关于本站'],
          types: ['概况信息'],
        },
        article: {
          title: '关于本站',
          publishedAt: `${site.openedOn ?? '2026-01-01'}T00:00:00+08:00`,
          source: frame.owner,
          keywords: [],
          author: null,
          description: null,
          imageUrl: null,
          url: context.origin + url,
        },
      }),
    },
    article: {
      title: '关于本站',
      subtitle: null,
      source: frame.owner,
      author: null,
      editor: null,
      publishedAt: `${site.openedOn ?? '2026-01-01'}T00:00:00+08:00`,
      updatedAt: null,
      head: [],
      mark: null,
      body: new SafeHtml(body),
      toc: [],
      attachments: [],
      origin: null,
      related: [],
      versions: [],
      printUrl: `${url}?print=1`,
      url,
    },
  }
}
