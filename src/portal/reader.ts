import { countKey, fragmentKey, type ListWindow, pinnedKey, type Reads } from '../kernel/reads.ts'
import type { Position } from '../kernel/changes.ts'
import type { FragmentUse } from '../kernel/page-store.ts'
import type { View } from '../kernel/work.ts'
import * as library from '../modules/library/index.ts'
import * as organisations from '../modules/organisations/index.ts'
import * as search from '../modules/search/index.ts'
import * as sites from '../modules/sites/index.ts'
import * as vocabulary from '../modules/vocabulary/index.ts'
import { treeData, type TreeData } from './channel-tree.ts'
import { createMemory, type Loaded, type Memory } from './memory.ts'
import { openThemes, type Themes } from './render.ts'

/** A site and what all its pages share, as it lies in memory. */
export type SiteData = {
  site: sites.SiteCard
  settings: sites.SettingValues
  tree: TreeData
  ancestors: readonly sites.SiteCard[]
  owner: string
  operator: string | null
}

/** A list to be cut; one that can wait shows all it should meanwhile. */
export type ListCut = library.CutWish & { canWait: boolean }

export type PageReads = Reads & { fragments: readonly FragmentUse[] }

const DIVISION_MS = 600_000
const HOT_WORDS_MS = 60_000

/** The next midnight in Asia/Shanghai that begins this day. */
const startOf = (day: string): number => Date.parse(`${day}T00:00:00+08:00`)

/**
 * The portal's only way to data. Every accessor notes what it read, in keys as fine as what it uses of it, so that a change
 * finds exactly the pages it touches. `view.now` is the instant of the page: the same accessors show a page as it stood, or
 * will stand. `memory` is shared by the pages of a process; without one nothing outlives this reader.
 */
export function createReader(view: View, memory: Memory = createMemory()) {
  const now = view.now.getTime()
  const keys = new Set<string>()
  const windows = new Map<string, ListWindow>()
  const fragments = new Map<string, FragmentUse>()
  /** Lists whose number or newest end counts: what is put down for later in them changes the page. */
  const lists = new Set<string>()
  const steps: Promise<Date | null>[] = []
  const around = new Map<string, library.Around>()
  let until = Infinity
  const cutWishes: ListCut[] = []
  let siteId: string | null = null

  const note = (...read: string[]) => {
    for (const key of read) keys.add(key)
  }
  /** The page is another from this instant on. */
  const noteInstant = (at: Date | number | null) => {
    const ms = at === null ? Infinity : Number(at)
    if (ms > now && ms < until) until = ms
  }
  /** Asked together with what is read of these lists, in the same turn. */
  const noteLists = (channelIds: readonly string[]) => {
    const more = channelIds.filter((id) => !lists.has(id))
    for (const id of more) lists.add(id)
    if (more.length === 0) return
    const step = library.nextStep(view, more)
    // Whoever waits for the reads of the page hears of a failure.
    step.catch(() => undefined)
    steps.push(step)
  }
  const noteWindow = (window: ListWindow) => void windows.set(JSON.stringify(window), window)
  const take = async <T>(name: string, load: () => Promise<Loaded<T>>): Promise<T> => {
    const { value, until: end } = await memory.take(name, now, load)
    noteInstant(end)
    return value
  }

  /** What was asked for and what came: the stretch of the list that this page depends on. */
  const noteCards = (channelIds: readonly string[], cards: readonly library.ItemCard[], asked: library.Stretch) => {
    for (const card of cards) noteInstant(card.changesAt)
    const last = cards.at(-1)
    const from = cards.length < asked.limit || !last ? (asked.from ?? null) : positionOf(last)
    for (const list of channelIds) noteWindow({ list, from, to: asked.to ?? null, isMembersOnly: false })
  }

  return {
    now: view.now,
    note,
    noteInstant,
    /** The site that answered; null: none. */
    get siteId(): string | null {
      return siteId
    },
    /** A fragment made for many pages: one key for this page, the fragment's own beside it. */
    noteFragment({ name, keys: read, digest }: FragmentUse) {
      note(fragmentKey(name))
      fragments.set(name, { name, keys: read, digest })
    },
    async reads(): Promise<PageReads> {
      for (const step of await Promise.all(steps)) noteInstant(step)
      return {
        keys: [...keys],
        windows: [...windows.values()],
        until: until === Infinity ? null : until,
        fragments: [...fragments.values()],
      }
    },

    /** The site behind an address, in whatever state: by host, then by the longest base path. `rest` starts with a slash. */
    async site(host: string, path: string) {
      const [, first = ''] = path.split('/')
      note(`host:${host}|`, `host:${host}|/${first}`)
      const here = await take(`host:${host}`, async () => {
        const value = await sites.sitesOfHost(view, host)
        return { value, keys: [`host:${host}`, ...value.map(({ site }) => `site:${site.id}`)], until: null }
      })
      const bases = new Set(sites.basePathsOf(path))
      const found = here
        .filter(({ base }) => bases.has(base))
        .toSorted((a, b) => b.base.length - a.base.length)
        .at(0)
      if (!found) return null
      siteId = found.site.id
      const rest = path.slice(found.base.length)
      return { site: found.site, rest: rest.startsWith('/') ? rest : `/${rest}` }
    },
    /** Everything pages of a site share. Whoever uses a part of it notes that part: see site-context.ts. */
    async siteData(site: sites.SiteCard): Promise<SiteData> {
      return take(`site:${site.id}`, () => loadSiteData(view, site))
    },
    /** Only for its address. */
    async siteById(id: string) {
      note(`site-url:${id}`)
      return take(`site-card:${id}`, async () => {
        return { value: await sites.siteById(view, id), keys: [`site:${id}`], until: null }
      })
    },
    async sitesByIds(ids: readonly string[]) {
      const found = await Promise.all(ids.map((id) => this.siteById(id)))
      return new Map(found.flatMap((site) => (site ? [[site.id, site] as const] : [])))
    },
    async children(siteId: string) {
      const below = await take(`children:${siteId}`, async () => {
        const value = await sites.childSites(view, siteId)
        return { value, keys: [`children:${siteId}`, ...value.map((one) => `site:${one.id}`)], until: null }
      })
      note(`children:${siteId}`, ...below.map((one) => `site-card:${one.id}`))
      return below
    },
    async formerChannel(siteId: string, path: string) {
      note(`former-path:${siteId}:${path}`)
      const channel = await sites.channelByFormerPath(view, siteId, path)
      if (channel) note(`channel-card:${channel.id}`)
      return channel
    },
    async people(organisationId: string) {
      note(`people:${organisationId}`)
      return take(`people:${organisationId}`, async () => {
        const value = await organisations.listPersons(view, organisationId)
        return { value, keys: [`people:${organisationId}`], until: null }
      })
    },
    async organisation(id: string) {
      note(`organisation:${id}`)
      return take(`organisation:${id}`, async () => {
        const value = await organisations.findOrganisationPlace(view, id)
        return { value, keys: [`organisation:${id}`], until: null }
      })
    },
    /** A division by its id or code, with those above it, from the top down. Divisions change once a year. */
    async division(key: string) {
      return take(`division:${key}`, async () => {
        return { value: await organisations.findDivisionLine(view, key), keys: [], until: now + DIVISION_MS }
      })
    },
    /** Where an organisation lies: the divisions from the top down to its own. */
    async placesOf(organisationId: string) {
      return take(`places:${organisationId}`, async () => {
        const id = await organisations.divisionOf(view, organisationId)
        const value = id === null ? [] : await organisations.findDivisionLine(view, id)
        return { value, keys: [`organisation:${organisationId}`], until: now + DIVISION_MS }
      })
    },
    /** For answers that are not kept: what is asked most. */
    async hotWords(place: string, limit: number) {
      return take(`hot-words:${place}`, async () => {
        const value = await search.hotWords(view, { place, today: vocabulary.dayOf(view.now), limit })
        return { value, keys: [], until: now + HOT_WORDS_MS }
      })
    },
    async scheme(kind: string) {
      note(`scheme:${kind}`)
      return take(`scheme:${kind}`, async () => {
        const value = await vocabulary.findScheme(view, { kind, at: view.now })
        const end = await vocabulary.nextBoundary(view, { kind })
        return { value, keys: [`scheme:${kind}`], until: end === null ? null : startOf(end) }
      })
    },
    async codeNames(list: string) {
      note(`codes:${list}`)
      return take(`codes:${list}`, async () => {
        const value = await vocabulary.codeNames(view, { list, at: view.now })
        const end = await vocabulary.nextBoundary(view, { list })
        return { value, keys: [`codes:${list}`], until: end === null ? null : startOf(end) }
      })
    },

    /** The looks with what operators have replaced in them. */
    async themes(): Promise<Themes> {
      return take('themes', async () => {
        const [replaced, next] = await Promise.all([sites.templatesInForce(view), sites.nextTemplateChange(view)])
        return { value: openThemes(replaced), keys: ['templates'], until: next === null ? null : next.getTime() }
      })
    },

    /** A stretch of the list, the newest first. */
    async cards(channelIds: readonly string[], stretch: library.Stretch) {
      noteLists(channelIds)
      const cards = await library.listCards(view, { channelIds, ...stretch })
      noteCards(channelIds, cards, stretch)
      return cards
    },
    /** The newest `limit`, and before them whatever is pinned: may be a few more than `limit`. */
    async topCards(channelIds: readonly string[], stretch: library.Stretch) {
      note(...channelIds.map(pinnedKey))
      noteLists(channelIds)
      const [pinned, cards] = await Promise.all([
        library.listPinned(view, channelIds),
        library.listCards(view, { channelIds, ...stretch }),
      ])
      noteCards(channelIds, cards, stretch)
      for (const card of pinned) {
        noteInstant(card.changesAt)
        const at = positionOf(card)
        noteWindow({ list: card.channelId, from: at, to: at, isMembersOnly: false })
      }
      const top = new Set(pinned.map((card) => card.itemId))
      return [...pinned, ...cards.filter((card) => !top.has(card.itemId))]
    },
    async count(channelIds: readonly string[]) {
      note(...channelIds.map(countKey))
      noteLists(channelIds)
      return library.countItems(view, channelIds)
    },
    async counts(channelIds: readonly string[]) {
      note(...channelIds.map(countKey))
      noteLists(channelIds)
      return library.countByChannel(view, channelIds)
    },
    /** The dates between which a stretch lies. */
    async period(channelIds: readonly string[], stretch: library.Stretch) {
      noteLists(channelIds)
      const found = await library.findPeriod(view, { channelIds, ...stretch })
      // What comes below a stretch that has room and no lower end is its oldest from then on.
      const from = found?.isFull === true ? { at: found.from.getTime(), id: null } : (stretch.from ?? null)
      for (const list of channelIds) noteWindow({ list, from, to: stretch.to ?? null, isMembersOnly: true })
      return found
    },
    /** Where a list is cut: the newest page changes with every cut, a numbered one when it is cut anew or gets a neighbour. */
    async cuts(channelIds: readonly string[], size: number, page: number | null) {
      const series = library.seriesOf(channelIds, size)
      if (page !== null) {
        note(...[page - 1, page, page + 1].map((number) => `page:${series}:${number}`))
        return library.findCuts(view, series, page)
      }
      note(`cuts:${series}`)
      return take(`cuts:${series}`, async () => {
        return { value: await library.findCuts(view, series, null), keys: [`cuts:${series}`], until: null }
      })
    },
    /** A list has outgrown its pages: whoever may write is asked to cut it. */
    wishCut(wish: ListCut) {
      cutWishes.push(wish)
    },
    get cutWishes(): readonly ListCut[] {
      return cutWishes
    },
    async path(siteId: string, path: string) {
      note(`path:${siteId}:${path}`)
      return library.findPath(view, siteId, path)
    },
    async item(id: string, version?: number) {
      note(`item:${id}`)
      const item = await library.findItem(view, id, version)
      if (item) noteInstant(item.changesAt)
      return item
    },
    /** What an address is, the item that stands there, and what stands around it: asked for in one go. */
    async itemAt(siteId: string, path: string) {
      const [found, there, near] = await Promise.all([
        this.path(siteId, path),
        library.findItem(view, { siteId, path }),
        library.findAround(view, { siteId, path }),
      ])
      if (found?.kind !== 'item') return { found, item: null }
      if (there?.id !== found.itemId) return { found, item: await this.item(found.itemId) }
      note(`item:${there.id}`)
      noteInstant(there.changesAt)
      around.set(there.id, near)
      return { found, item: there }
    },
    /** The versions of an item, and the ids of what belongs to it. */
    async around(itemId: string): Promise<library.Around> {
      note(`item:${itemId}`, `predecessors:${itemId}`, `interpreters:${itemId}`)
      const found = around.get(itemId) ?? (await library.findAround(view, itemId))
      noteInstant(found.changesAt)
      return found
    },
    async itemIdByNo(no: number) {
      return library.findItemIdByNo(view, no)
    },
    async links(itemIds: readonly string[]) {
      note(...itemIds.map((id) => `card:${id}`))
      const cards = await library.linkCards(view, itemIds)
      for (const card of cards) noteInstant(card.changesAt)
      const shown = new Set(cards.map((card) => card.itemId))
      for (const id of itemIds) if (!shown.has(id)) noteInstant(await library.nextItemChange(view, id))
      return cards
    },
    /** Of each of these items the ones that explain it, as far as they show; the newest first. */
    async interpretations(itemIds: readonly string[]) {
      note(...itemIds.map((id) => `interpreters:${id}`))
      const named = await library.interpreterIds(view, itemIds)
      for (const { changesAt } of named.values()) noteInstant(changesAt)
      const all = new Set([...named.values()].flatMap(({ ids }) => ids))
      const cards = new Map((await this.links([...all])).map((card) => [card.itemId, card]))
      return new Map([...named].map(([about, { ids }]) => [about, ids.flatMap((id) => cards.get(id) ?? [])]))
    },
    async file(blob: string) {
      note(`file:${blob}`)
      return library.findShownFile(view, blob)
    },
    /** For answers that are not kept: what a site shows newest is not followed. */
    async latest(siteId: string, limit: number) {
      return library.listLatestPaths(view, siteId, limit)
    },
  }
}

export type Reader = ReturnType<typeof createReader>

const positionOf = (card: library.ItemCard): Position => ({ at: card.sortAt.getTime(), id: card.itemId })

async function loadSiteData(view: View, site: sites.SiteCard): Promise<Loaded<SiteData>> {
  const [settings, channels, ancestors, owner, operator, nextSetting] = await Promise.all([
    sites.effectiveSettings(view, site, view.now),
    sites.channelTree(view, site.id),
    sites.ancestors(view, site),
    organisations.findOrganisationPlace(view, site.ownerId),
    organisations.findOrganisationPlace(view, site.operatorId),
    sites.nextSettingChange(view, site.path),
  ])
  const { mounted, keys } = await mountedOf(view, channels)
  return {
    value: {
      site,
      settings,
      tree: treeData(site.id, channels, mounted),
      ancestors,
      owner: owner?.name ?? '',
      operator: operator?.name ?? null,
    },
    keys: [
      `site:${site.id}`,
      `channels:${site.id}`,
      `settings:${site.id}`,
      ...ancestors.flatMap((one) => [`site:${one.id}`, `settings:${one.id}`]),
      `organisation:${site.ownerId}`,
      `organisation:${site.operatorId}`,
      ...keys,
    ],
    until: nextSetting ? nextSetting.getTime() : null,
  }
}

async function mountedOf(view: View, channels: readonly sites.ChannelCard[]) {
  const mounts = channels.filter((channel) => channel.kind === 'mounted')
  const mounted = new Map<string, { target: sites.ChannelCard; holding: readonly sites.ChannelCard[] }>()
  if (mounts.length === 0) return { mounted, keys: [] }
  const targets = await sites.channelsById(
    view,
    mounts.flatMap((mount) => mount.mountedChannelId ?? []),
  )
  const keys = [...targets.values()].map((target) => `channels:${target.siteId}`)
  for (const mount of mounts) {
    const target = mount.mountedChannelId === null ? undefined : targets.get(mount.mountedChannelId)
    if (!target || target.archivedAt !== null) continue
    if (target.kind !== 'aggregate')
      mounted.set(mount.id, { target, holding: sites.holdsItems(target) ? [target] : [] })
    else {
      const tree = await sites.channelTree(view, target.siteId)
      const holding = tree.filter((one) => one.treePath.startsWith(target.treePath) && sites.holdsItems(one))
      mounted.set(mount.id, { target, holding })
    }
  }
  return { mounted, keys: [...new Set(keys)] }
}
