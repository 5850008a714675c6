import type { View } from '../../../kernel/work.ts'
import { itemInstants, type ItemText, itemTexts } from '../../library/index.ts'
import {
  directoryEntries,
  directoryPersons,
  type OrganisationLine,
  organisationLines,
} from '../../organisations/index.ts'
import {
  type ChannelCard,
  channelsById,
  channelsOfSites,
  runningSitesOf,
  type SiteCard,
  sitesByIds,
} from '../../sites/index.ts'
import { codesOf, dayOf } from '../../vocabulary/index.ts'
import type { SearchDoc } from '../port.ts'
import { fileTexts } from './file-texts.ts'
import { type Ageing, type Around, itemDocs } from './item-docs.ts'
import { isReadable } from './read-file.ts'
import { channelDocs, type Home, organisationDoc, personDoc, siteDocs } from './register-docs.ts'

export type Loaded = {
  docs: SearchDoc[]
  /** Files of these documents that nobody has read yet. */
  unread: { blob: string; name: string; mediaType: string; bytes: number }[]
  /** What is another soon, by the clock alone: to be read once more then. Milliseconds by source. */
  again: ReadonlyMap<string, number>
}

/** Further ahead than clocks of two machines differ; what lies beyond is found by what is due. */
const SOON_MS = 600_000
const NONE: Loaded = { docs: [], unread: [], again: new Map() }

/**
 * What sources are, at the instant of the view: a fixed number of statements, however many there are. One that is nothing
 * any more has no document. What many share is looked up once in the life of a loader: one for all of a rebuild, since what changes
 * meanwhile is read again after it.
 */
export function createLoader() {
  const sites = new Map<string, SiteCard | null>()
  const channels = new Map<string, ChannelCard | null>()
  const lines = new Map<string, OrganisationLine | null>()
  let codes: { ageing: Ageing; themes: ReadonlyMap<string, string | null> } | null = null

  async function load(view: View, sources: readonly string[]): Promise<Loaded> {
    const ids = Map.groupBy(sources, (source) => source.slice(0, source.indexOf(':')))
    const idsOf = (kind: string) => (ids.get(kind) ?? []).map((source) => source.slice(kind.length + 1))
    const items = await loadItems(view, idsOf('item'))
    const docs = [
      ...items.docs,
      ...(await loadSites(view, idsOf('site'))),
      ...(await loadChannels(view, idsOf('channels'))),
      ...(await loadOrganisations(view, idsOf('organisation'))),
      ...(await loadPeople(view, idsOf('people'))),
    ]
    return { ...items, docs }
  }

  async function loadItems(view: View, ids: readonly string[]): Promise<Loaded> {
    if (ids.length === 0) return NONE
    const [items, instants] = await Promise.all([
      itemTexts(view, ids),
      itemInstants(view, ids, new Date(view.now.getTime() + SOON_MS)),
    ])
    const files = items.flatMap((item) => item.files)
    const [texts, { ageing, themes }] = await Promise.all([
      fileTexts(view, unique(files.map((file) => file.blob))),
      codesFor(view),
      learnSites(
        view,
        items.flatMap((item) => item.places.map((place) => place.siteId)),
      ),
      learnChannels(
        view,
        items.flatMap((item) => item.places.map((place) => place.channelId)),
      ),
      learnLines(
        view,
        items.map((item: ItemText) => item.organisationId),
      ),
    ])
    const around: Around = { now: view.now, sites, channels, lines, ageing, themes, texts }
    const docs = items.flatMap((item) => itemDocs(item, around))
    const shown = new Set(docs.flatMap((doc) => doc.card.blob ?? []))
    const unread = files.filter((file) => shown.has(file.blob) && !texts.has(file.blob) && isReadable(file))
    return {
      docs,
      unread: [...new Map(unread.map((file) => [file.blob, file])).values()],
      again: new Map([...instants].map(([id, at]) => [`item:${id}`, at])),
    }
  }

  async function loadSites(view: View, ids: readonly string[]): Promise<SearchDoc[]> {
    if (ids.length === 0) return []
    const found = await owned(view, ids)
    return found.flatMap((site) => siteDocs(site, lines.get(site.ownerId) ?? undefined))
  }

  async function loadChannels(view: View, siteIds: readonly string[]): Promise<SearchDoc[]> {
    if (siteIds.length === 0) return []
    const found = await owned(view, siteIds)
    const bySite = Map.groupBy(await channelsOfSites(view, siteIds), (channel) => channel.siteId)
    return found.flatMap((site) => channelDocs(site, bySite.get(site.id) ?? [], lines.get(site.ownerId) ?? undefined))
  }

  async function loadOrganisations(view: View, ids: readonly string[]): Promise<SearchDoc[]> {
    if (ids.length === 0) return []
    const [entries, homes] = await Promise.all([directoryEntries(view, ids), homesOf(view, ids)])
    return entries.map((entry) => organisationDoc(entry, homes(entry.id)))
  }

  async function loadPeople(view: View, ids: readonly string[]): Promise<SearchDoc[]> {
    if (ids.length === 0) return []
    const [entries, people, homes] = await Promise.all([
      directoryEntries(view, ids),
      directoryPersons(view, ids),
      homesOf(view, ids),
    ])
    const byId = new Map(entries.map((entry) => [entry.id, entry]))
    return people.flatMap((person) => {
      const entry = byId.get(person.organisationId)
      return entry ? [personDoc(person, entry, homes(entry.id))] : []
    })
  }

  /** Sites with the lines of their owners at hand. */
  async function owned(view: View, ids: readonly string[]): Promise<SiteCard[]> {
    await learnSites(view, ids)
    const found = ids.flatMap((id) => sites.get(id) ?? [])
    await learnLines(
      view,
      found.map((site) => site.ownerId),
    )
    return found
  }

  async function homesOf(view: View, ids: readonly string[]): Promise<(id: string) => Home> {
    const [own] = await Promise.all([runningSitesOf(view, ids), learnLines(view, ids)])
    return (id) => ({ siteId: own.get(id) ?? null, line: lines.get(id) ?? undefined })
  }

  const learnSites = (view: View, ids: readonly string[]) => learn(sites, ids, (missing) => sitesByIds(view, missing))
  const learnChannels = (view: View, ids: readonly string[]) =>
    learn(channels, ids, (missing) => channelsById(view, missing))
  const learnLines = (view: View, ids: readonly string[]) =>
    learn(lines, ids, (missing) => organisationLines(view, missing))

  async function codesFor(view: View) {
    if (codes) return codes
    const found = await codesOf(view, ['itemKind', 'indicatorClass', 'themeClass'], { at: dayOf(view.now) })
    codes = {
      ageing: {
        kinds: new Map(
          (found.get('itemKind') ?? []).flatMap(({ code, attributes }) =>
            'halfLifeDays' in attributes ? [[code, daysOf(attributes)] as const] : [],
          ),
        ),
        classes: new Map(
          (found.get('indicatorClass') ?? []).map(({ code, attributes }) => [
            code,
            { halfLifeDays: daysOf(attributes), isService: attributes['isService'] === true },
          ]),
        ),
      },
      themes: new Map((found.get('themeClass') ?? []).map(({ code, parentCode }) => [code, parentCode])),
    }
    return codes
  }

  return load
}

export type Load = ReturnType<typeof createLoader>

/** Codes hold from a day on; nothing else that is looked up changes without a change in the log. */
const KEPT_MS = 10_000

/** A loader that is kept while nothing but texts changes; whoever follows the log has it forgotten. */
export function createKeptLoader() {
  let kept: { load: Load; until: number } | null = null
  return {
    load(view: View, sources: readonly string[]): Promise<Loaded> {
      const now = view.now.getTime()
      if (kept === null || now >= kept.until || now < kept.until - KEPT_MS)
        kept = { load: createLoader(), until: now + KEPT_MS }
      return kept.load(view, sources)
    },
    forget: () => void (kept = null),
  }
}

function daysOf({ halfLifeDays }: Record<string, unknown>): number | null {
  return typeof halfLifeDays === 'number' && halfLifeDays > 0 ? halfLifeDays : null
}

const unique = (ids: readonly string[]): string[] => [...new Set(ids)]

async function learn<T>(
  memory: Map<string, T | null>,
  ids: readonly string[],
  find: (missing: string[]) => Promise<ReadonlyMap<string, T>>,
): Promise<void> {
  const missing = unique(ids).filter((id) => !memory.has(id))
  if (missing.length === 0) return
  const found = await find(missing)
  for (const id of missing) memory.set(id, found.get(id) ?? null)
}
