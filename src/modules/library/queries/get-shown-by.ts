import { sql } from 'kysely'
import { z } from 'zod'
import type { Input } from '../../../kernel/contract.ts'
import type { PagesInUse } from '../../../kernel/pages-in-use.ts'
import { codedFault, kernelLabels } from '../../../kernel/i18n.ts'
import { forbidden, invalid, notFound } from '../../../kernel/problem.ts'
import { fragmentKey, type Touch } from '../../../kernel/reads.ts'
import type { View } from '../../../kernel/work.ts'
import { channelById, sitesByIds, sitesWithSetting } from '../../sites/index.ts'
import type * as contract from '../contract.ts'
import { canAskWhoShows } from '../policies.ts'
import { presentPages } from '../presenters.ts'

type Query = Input<typeof contract.getShownBy>['query']
type Question = { keys: readonly string[]; points?: Touch['points']; isInNav?: boolean }

const MOST_LISTED = 200
const WHOLE_LIST = [
  { at: -Infinity, id: null },
  { at: Infinity, id: null },
] as const
const TEMPLATE = /^[a-z]+\/[a-z0-9/-]+$/

/** Which kept pages show an item, a channel, a template or a setting: by what they noted while they were made. */
export async function getShownBy(
  view: View,
  { query }: Pick<Input<typeof contract.getShownBy>, 'query'>,
  pages: PagesInUse,
): Promise<z.input<typeof contract.getShownBy.reply>> {
  if (!canAskWhoShows(view.actor, query.kind)) throw forbidden()
  const { keys, points = [], isInNav = false } = await questions[query.kind](view, query, pages)
  const found = pages.readersOf({ keys: new Map(keys.map((key) => [key, -Infinity])), points }, MOST_LISTED)
  if (!found) return { isKnown: false, total: 0, sites: 0, isInNav, pages: [] }
  const listed = found.pages.map(({ site, key }) => [site, key.split('|').slice(0, 2).join('')] as const)
  const sites = await sitesByIds(view, [...new Set(listed.map(([site]) => site))].filter(Boolean))
  return { isKnown: true, total: found.total, sites: found.sites, isInNav, pages: presentPages(listed, sites) }
}

const questions: Record<Query['kind'], (view: View, query: Query, pages: PagesInUse) => Promise<Question>> = {
  /** Its own page, pages that link to it, and lists in whose stretch it stands. */
  async item(view, { id }) {
    const itemId = uuidOf(id, 'item')
    const { rows } = await sql<{ list: string; at: Date }>`
      SELECT channel_id AS list, sort_at AS at FROM library.placement
      WHERE item_id = ${itemId} AND valid_from <= ${view.now} AND valid_to > ${view.now}`.execute(view.db)
    return {
      keys: [`item:${itemId}`, `card:${itemId}`],
      points: rows.map(({ list, at }) => {
        const position = { at: at.getTime(), id: itemId }
        return pointAt(list, [position, position], 0)
      }),
    }
  },

  /** Its own page, pages that name it, every page that lists something of it, and all pages with it in their navigation. */
  async channel(view, { id }, pages) {
    const channel = await channelById(view, uuidOf(id, 'channel'))
    if (!channel) throw notFound('channel')
    const isInNav = channel.inNav && channel.parentId === null
    const frames = isInNav ? pages.fragmentsOf([`nav:${channel.siteId}`]) : []
    return {
      keys: [`channel:${channel.id}`, `channel-card:${channel.id}`, ...frames.map(fragmentKey)],
      points: [pointAt(channel.id, WHOLE_LIST, 1)],
      isInNav,
    }
  },

  async template(_view, { id }, pages) {
    if (!TEMPLATE.test(id)) throw notFound('template')
    return { keys: pages.fragmentsOf([`template:${id}`]).map(fragmentKey) }
  },

  /** On the site itself and on those below that take its value over. */
  async setting(view, { id, siteId }, pages) {
    if (siteId === undefined) throw invalid([codedFault('/query/siteId', kernelLabels, 'fault.required')])
    const taking = await sitesWithSetting(view, { siteId, key: id })
    if (!taking) throw notFound('setting')
    const own = new Set(taking)
    const names = pages.fragmentsOf([`setting:${siteId}:${id}`])
    return { keys: names.filter((name) => own.has(name.split(' ')[1] ?? '')).map(fragmentKey) }
  },
}

type At = Touch['points'][number]['low']

/** Step 0 asks who shows what stands there, +1 also who only counts it. */
const pointAt = (list: string, [low, high]: readonly [At, At], step: 0 | 1) => ({
  list,
  low,
  high,
  instants: [],
  step,
  isPinned: false,
  form: null,
  from: -Infinity,
})

function uuidOf(id: string, what: string): string {
  const { data } = z.uuid().safeParse(id)
  if (data === undefined) throw notFound(what)
  return data
}
