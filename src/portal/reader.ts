import type { View } from '../kernel/work.ts'
import * as library from '../modules/library/index.ts'
import * as organisations from '../modules/organisations/index.ts'
import * as sites from '../modules/sites/index.ts'
import * as vocabulary from '../modules/vocabulary/index.ts'

/** What a page depended on: keys of everything it read, and the next instant at which a schedule alone changes the answer. */
export type Reads = { keys: ReadonlySet<string>; until: Date | null }

/**
 * The portal's only way to data. Every accessor records what it read, so that a change finds exactly the pages it touches.
 * `view.now` is the instant of the page: the same accessors show a page as it stood, or will stand.
 */
export function createReader(view: View) {
  const keys = new Set<string>()
  const note = (...read: string[]) => {
    for (const key of read) keys.add(key)
  }
  /** What may change by schedule alone; asked about only when somebody wants to keep the page. */
  const channels = new Set<string>()
  const items = new Set<string>()
  const listed = (channelIds: readonly string[], ...read: string[]) => {
    note(...read)
    for (const id of channelIds) channels.add(id)
  }

  return {
    now: view.now,
    async reads(): Promise<Reads> {
      const instants = [
        await library.nextChange(view, [...channels]),
        ...(await Promise.all([...items].map((id) => library.nextItemChange(view, id)))),
      ].filter((at) => at !== null)
      return { keys, until: instants.length === 0 ? null : new Date(Math.min(...instants.map(Number))) }
    },

    async site(host: string, path: string) {
      note(`host:${host}`)
      const found = await sites.resolveSite(view, host, path)
      if (found) note(`site:${found.site.id}`)
      return found
    },
    async siteById(id: string) {
      note(`site:${id}`)
      return sites.siteById(view, id)
    },
    async sitesByIds(ids: readonly string[]) {
      note(...ids.map((id) => `site:${id}`))
      return sites.sitesByIds(view, ids)
    },
    async ancestors(site: sites.SiteCard) {
      const above = await sites.ancestors(view, site)
      note(...above.map((one) => `site:${one.id}`))
      return above
    },
    async children(siteId: string) {
      note(`children:${siteId}`)
      const below = await sites.childSites(view, siteId)
      note(...below.map((one) => `site:${one.id}`))
      return below
    },
    async channels(siteId: string) {
      note(`channels:${siteId}`)
      return sites.channelTree(view, siteId)
    },
    async formerChannel(siteId: string, path: string) {
      note(`channels:${siteId}`)
      return sites.channelByFormerPath(view, siteId, path)
    },
    async channelsById(ids: readonly string[]) {
      note(...ids.map((id) => `channel:${id}`))
      return sites.channelsById(view, ids)
    },
    /** Taken over along the tree, so a setting of any site above counts too. */
    async settings(site: sites.SiteCard) {
      note(
        ...site.path
          .split('/')
          .filter(Boolean)
          .map((no) => `settings:${no}`),
      )
      return sites.effectiveSettings(view, site, view.now)
    },
    async organisation(id: string) {
      note(`organisation:${id}`)
      return organisations.findOrganisationPlace(view, id)
    },
    async people(organisationId: string) {
      note(`organisation:${organisationId}`)
      return organisations.listPersons(view, organisationId)
    },
    async scheme(kind: string) {
      note(`scheme:${kind}`)
      return vocabulary.findScheme(view, { kind, at: view.now })
    },
    async codeNames(list: string) {
      note(`codes:${list}`)
      return vocabulary.codeNames(view, { list, at: view.now })
    },

    async cards(channelIds: readonly string[], limit: number, offset = 0) {
      listed(channelIds, ...channelIds.map((id) => `list:${id}:${offset}+${limit}`))
      return library.listCards(view, { channelIds, limit, offset })
    },
    /** The newest `limit`, and before them whatever is pinned: may be a few more than `limit`. */
    async topCards(channelIds: readonly string[], limit: number) {
      listed(channelIds, ...channelIds.flatMap((id) => [`list:${id}:0+${limit}`, `pinned:${id}`]))
      const [pinned, cards] = await Promise.all([
        library.listPinned(view, channelIds),
        library.listCards(view, { channelIds, limit, offset: 0 }),
      ])
      const top = new Set(pinned.map((card) => card.itemId))
      return [...pinned, ...cards.filter((card) => !top.has(card.itemId))]
    },
    async count(channelIds: readonly string[]) {
      listed(channelIds, ...channelIds.map((id) => `count:${id}`))
      return library.countItems(view, channelIds)
    },
    async counts(channelIds: readonly string[]) {
      note(...channelIds.map((id) => `count:${id}`))
      return library.countByChannel(view, channelIds)
    },
    async period(channelIds: readonly string[], limit: number, offset: number) {
      note(...channelIds.map((id) => `list:${id}:${offset}+${limit}`))
      return library.findPeriod(view, { channelIds, limit, offset })
    },
    async path(siteId: string, path: string) {
      note(`path:${siteId}:${path}`)
      return library.findPath(view, siteId, path)
    },
    async item(id: string, version?: number) {
      note(`item:${id}`)
      items.add(id)
      return library.findItem(view, id, version)
    },
    async itemIdByNo(no: number) {
      note(`item-no:${no}`)
      return library.findItemIdByNo(view, no)
    },
    async links(itemIds: readonly string[]) {
      note(...itemIds.map((id) => `item:${id}`))
      return library.linkCards(view, itemIds)
    },
    async predecessors(itemId: string) {
      note(`predecessors:${itemId}`)
      return library.predecessorsOf(view, itemId)
    },
    async versions(itemId: string) {
      note(`item:${itemId}`)
      return library.listVersions(view, itemId)
    },
    async file(blob: string) {
      note(`file:${blob}`)
      return library.findShownFile(view, blob)
    },
    async latest(siteId: string, limit: number) {
      note(`latest:${siteId}`)
      return library.listLatestPaths(view, siteId, limit)
    },
  }
}

export type Reader = ReturnType<typeof createReader>
