import { sql } from 'kysely'
import { z } from 'zod'
import type { Input } from '../../../kernel/contract.ts'
import { codedFault, kernelLabels } from '../../../kernel/i18n.ts'
import type { PagesInUse } from '../../../kernel/pages-in-use.ts'
import { forbidden, invalid, notFound } from '../../../kernel/problem.ts'
import { fragmentKey, type Touch } from '../../../kernel/reads.ts'
import type { View } from '../../../kernel/work.ts'
import { channelById, sitesWithSetting } from '../../sites/index.ts'
import type * as contract from '../contract.ts'
import { canAskWhoShows } from '../policies.ts'

type Query = Input<typeof contract.getShownBy>['query']
type Question = { touch: Pick<Touch, 'keys' | 'points'>; isInNav: boolean }
type Asked = { keys: readonly string[]; points?: Touch['points']; isInNav?: boolean }

const WHOLE_LIST = [
  { at: -Infinity, id: null },
  { at: Infinity, id: null },
] as const
const TEMPLATE = /^[a-z]+\/[a-z0-9/-]+$/

/** What to ask the page store, for whoever may know. */
export async function askWhoShows(view: View, query: Query, pages: PagesInUse): Promise<Question> {
  if (!canAskWhoShows(view.actor, query.kind)) throw forbidden()
  const { keys, points = [], isInNav = false } = await questions[query.kind](view, query, pages)
  return { touch: { keys: new Map(keys.map((key) => [key, -Infinity])), points }, isInNav }
}

const questions: Record<Query['kind'], (view: View, query: Query, pages: PagesInUse) => Promise<Asked>> = {
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
    return { keys: keysOfTemplate(id, pages) }
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

/** Pages have the templates that they were made of in common: one key for all of them. */
export const keysOfTemplate = (id: string, pages: PagesInUse): string[] =>
  pages.fragmentsOf([`template:${id}`]).map(fragmentKey)

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
