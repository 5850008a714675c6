import type { z } from 'zod'
import type { Input } from '../../../kernel/contract.ts'
import type { Marked } from '../../../kernel/page-store.ts'
import type { PagesInUse } from '../../../kernel/pages-in-use.ts'
import type { View } from '../../../kernel/work.ts'
import { sitesByIds } from '../../sites/index.ts'
import type * as contract from '../contract.ts'
import { presentPages } from '../presenters.ts'
import { askWhoShows } from './shown-questions.ts'

const MOST_LISTED = 200

/** Which kept pages show an item, a channel, a template or a setting: by what they noted while they were made. */
export async function getShownBy(
  view: View,
  { query }: Pick<Input<typeof contract.getShownBy>, 'query'>,
  pages: PagesInUse,
): Promise<z.input<typeof contract.getShownBy.reply>> {
  const { touch, isInNav } = await askWhoShows(view, query, pages)
  const sites = new Set<string>()
  const first: Marked[] = []
  let total = 0
  const isKnown = await pages.eachReader(touch, (page) => {
    total++
    sites.add(page.site)
    if (first.length < MOST_LISTED) first.push(page)
  })
  const listed = first.map((page) => [page.site, addressOf(page)] as const)
  const names = await sitesByIds(view, [...new Set(listed.map(([site]) => site))].filter(Boolean))
  return { isKnown, total, sites: sites.size, isInNav, pages: presentPages(listed, names) }
}

/** The sites whose pages show it, those with most pages first. */
export async function listShownSites(
  view: View,
  { query }: Pick<Input<typeof contract.listShownSites>, 'query'>,
  pages: PagesInUse,
): Promise<z.input<typeof contract.listShownSites.reply>> {
  const { touch, isInNav } = await askWhoShows(view, query, pages)
  const counts = new Map<string, number>()
  let all = 0
  const isKnown = await pages.eachReader(touch, ({ site }) => {
    all++
    counts.set(site, (counts.get(site) ?? 0) + 1)
  })
  const ranked = [...counts].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
  const part = ranked.slice(...rangeOf(query))
  const names = await sitesByIds(view, part.map(([id]) => id).filter(Boolean))
  const items = part.map(([siteId, count]) => ({ siteId, siteName: names.get(siteId)?.name ?? '', pages: count }))
  return { isKnown, pages: all, isInNav, items, total: ranked.length, isCapped: false, ...placeOf(query) }
}

/** The addresses of one site that show it, in order. */
export async function listShownPages(
  view: View,
  { query }: Pick<Input<typeof contract.listShownPages>, 'query'>,
  pages: PagesInUse,
): Promise<z.input<typeof contract.listShownPages.reply>> {
  const { touch } = await askWhoShows(view, query, pages)
  const found = new Set<string>()
  await pages.eachReader(touch, (page) => {
    if (page.site === query.onSite) found.add(addressOf(page))
  })
  const listed = [...found].toSorted().slice(...rangeOf(query))
  const names = await sitesByIds(view, [query.onSite])
  const items = presentPages(
    listed.map((address) => [query.onSite, address] as const),
    names,
  )
  const siteName = names.get(query.onSite)?.name ?? ''
  return { siteName, items, total: found.size, isCapped: false, ...placeOf(query) }
}

type Paged = { page: number; pageSize: number }
const rangeOf = ({ page, pageSize }: Paged) => [(page - 1) * pageSize, page * pageSize] as const
const placeOf = ({ page, pageSize }: Paged): Paged => ({ page, pageSize })

/** A reader's choices (large type, high contrast) make pages of their own at the same address. */
const addressOf = ({ key }: Marked): string => key.split('|').slice(0, 2).join('')
