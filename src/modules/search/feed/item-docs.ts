import type { ItemText, TextPlace } from '../../library/index.ts'
import type { OrganisationLine } from '../../organisations/index.ts'
import type { ChannelCard, SiteCard } from '../../sites/index.ts'
import { dayOf, validityOf } from '../../vocabulary/index.ts'
import type { Facets, SearchDoc } from '../port.ts'
import type { FileText } from './file-texts.ts'
import { plainText } from './plain-text.ts'

/** What the documents of a batch are made with. */
export type Around = {
  now: Date
  sites: ReadonlyMap<string, SiteCard | null>
  channels: ReadonlyMap<string, ChannelCard | null>
  lines: ReadonlyMap<string, OrganisationLine | null>
  ageing: Ageing
  /** Parents of the codes of themeClass. */
  themes: ReadonlyMap<string, string | null>
  texts: ReadonlyMap<string, FileText>
}

/** Half-lives in days by kind and by class of the channel; a kind that is missing ages as its channel's class does. */
export type Ageing = {
  kinds: ReadonlyMap<string, number | null>
  classes: ReadonlyMap<string, { halfLifeDays: number | null; isService: boolean }>
}

const OPEN: readonly SiteCard['state'][] = ['running', 'exceptional', 'closing']
export const isOpen = (site: SiteCard | null | undefined): site is SiteCard => !!site && OPEN.includes(site.state)

const LEVELS: Readonly<Record<SiteCard['level'], number>> = { village: 0, town: 1, county: 2, city: 3, province: 4 }
export const levelOf = (site: SiteCard): number => LEVELS[site.level]

/** A take-down is never late for clocks that differ: what goes within a second has gone (`library.due` allows for as much). */
const TOLERANCE_MS = 1_000

/** Nobody reads on: of a text longer than this the rest is not searched. */
const MOST_CHARACTERS = 200_000

type Standing = TextPlace & { site: SiteCard; channel: ChannelCard }

/** An item and its attachments, or nothing where no reader may see it. */
export function itemDocs(item: ItemText, around: Around): SearchDoc[] {
  const places = item.places.flatMap((place) => {
    const site = around.sites.get(place.siteId)
    const channel = around.channels.get(place.channelId)
    return isOpen(site) && channel && channel.archivedAt === null ? [{ ...place, site, channel }] : []
  })
  const now = around.now.getTime()
  const shown = places.filter((place) => place.from <= now && (place.until === null || place.until > now))
  const [main] = shown
  const until = endOf(shown, places)
  if (!main || (until !== null && until <= now + TOLERANCE_MS)) return []
  const doc = docOf(item, { main, shown, until }, around)
  return [doc, ...item.files.map((file) => fileDoc(doc, file, around.texts.get(file.blob)))]
}

type Places = { main: Standing; shown: readonly Standing[]; until: number | null }

function docOf(item: ItemText, { main, shown, until }: Places, around: Around): SearchDoc {
  const { metadata } = item
  const documentNumber = textIn(metadata['documentNumber'])
  const issuer = textIn(metadata['issuer'])
  const validity = validityOf(
    {
      effectiveOn: textIn(metadata['effectiveOn']),
      expiresOn: textIn(metadata['expiresOn']),
      declaredValidity: textIn(metadata['declaredValidity']),
      repealedOn: item.repealedOn,
    },
    dayOf(around.now),
  )
  const line = around.lines.get(item.organisationId)
  const { kinds, classes } = around.ageing
  const ofClass = classes.get(main.channel.indicatorClass)
  return {
    id: `item:${item.id}`,
    source: `item:${item.id}`,
    title: item.title,
    aliases: item.subtitle === '' ? [] : [item.subtitle],
    keywords: item.keywords,
    numbers: [documentNumber, textIn(metadata['indexNumber'])].flatMap((number) => number ?? []),
    text: plainText(item.body).slice(0, MOST_CHARACTERS),
    facets: {
      site: unique(shown.map((place) => place.siteId)),
      place: line?.place ?? [],
      body: line?.body ?? [],
      kind: [item.kind],
      theme: themesOf(metadata['themeClass'], around.themes),
      year: [yearOf(main.sortAt)],
      validity: validity === null ? [] : [validity],
    },
    at: main.sortAt,
    visibleFrom: Math.min(...shown.map((place) => place.from)),
    visibleUntil: until,
    level: levelOf(main.site),
    halfLifeDays: kinds.has(item.kind) ? (kinds.get(item.kind) ?? null) : (ofClass?.halfLifeDays ?? null),
    isRepealed: validity === 'repealed' || validity === 'expired',
    isService: ofClass?.isService === true || main.channel.columnTypes.includes('办事服务'),
    card: {
      type: 'item',
      itemId: item.id,
      externalId: item.externalId,
      siteId: main.siteId,
      path: main.path,
      channelId: main.channelId,
      kind: item.kind,
      ...filled({ summary: item.summary, documentNumber, issuer }),
      ...(item.repealedOn === null ? {} : { repealedOn: item.repealedOn }),
    },
  }
}

function fileDoc(doc: SearchDoc, file: ItemText['files'][number], text: FileText | undefined): SearchDoc {
  const facets: Facets = { ...doc.facets, kind: ['file'] }
  return {
    ...doc,
    id: `file:${doc.card.itemId ?? ''}:${file.blob}`,
    title: file.name.replace(/\.[A-Za-z0-9]{1,5}$/, ''),
    aliases: [doc.title],
    keywords: [],
    numbers: [],
    // A single page is no page to speak of.
    text: text?.pages.length === 1 ? (text.pages[0] ?? '') : (text?.pages ?? []),
    facets,
    card: {
      ...doc.card,
      type: 'file',
      kind: 'file',
      summary: doc.title,
      fileName: file.name,
      mediaType: file.mediaType,
      blob: file.blob,
    },
  }
}

/** Until when it goes on showing without a break, wherever that is; null: for ever. */
function endOf(shown: readonly Standing[], places: readonly Standing[]): number | null {
  let end = latest(shown)
  for (;;) {
    const next = latest(places.filter((place) => place.from <= end))
    if (next <= end) return end === Infinity ? null : end
    end = next
  }
}

const latest = (places: readonly Standing[]): number => Math.max(...places.map((place) => place.until ?? Infinity))

/** A theme and those above it. */
function themesOf(value: unknown, parents: Around['themes']): string[] {
  const codes = Array.isArray(value) ? value : [value]
  return unique(
    codes.flatMap((code: unknown) => {
      const line: string[] = []
      for (let at = typeof code === 'string' ? code : null; at && !line.includes(at); at = parents.get(at) ?? null)
        line.unshift(at)
      return line
    }),
  )
}

export const yearOf = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 4)

function textIn(value: unknown): string | null {
  if (Array.isArray(value)) return value.length > 0 ? value.join('、') : null
  return typeof value === 'string' && value !== '' ? value : null
}

const unique = (texts: readonly string[]): string[] => [...new Set(texts)]

/** Only what says something. */
export function filled<T extends Record<string, string | null>>(fields: T): { [K in keyof T]?: string } {
  return Object.fromEntries(Object.entries(fields).filter(([, text]) => text !== null && text !== '')) as {
    [K in keyof T]?: string
  }
}
