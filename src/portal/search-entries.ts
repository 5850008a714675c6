import type { ItemCard } from '../modules/library/index.ts'
import type { SearchCard, SearchHit } from '../modules/search/index.ts'
import type { SiteCard } from '../modules/sites/index.ts'
import { fileUrl } from './load-article.ts'
import type { Chip, Link } from './model.ts'
import type { SearchEntry } from './model-search.ts'
import type { PageRequest } from './page-request.ts'
import { kindName } from './search-names.ts'
import { homeUrlOf, siteUrl, type Standpoint } from './site-context.ts'
import { validityOf } from './validity.ts'

type Looking = { context: Standpoint; reader: PageRequest['reader'] }

/** What stands in the register and the library at this very moment about what the engine found. */
type Standing = { sites: ReadonlyMap<string, SiteCard>; items: ReadonlyMap<string, ItemCard> }

const MOST_ALSO = 20
/** Farther down nobody looks for the office in charge. */
const MOST_BEFORE_LEAD = 3

/**
 * Hits as a page shows them. Each is looked at once more: whether its site runs, whether its text shows at this instant. The
 * engine may be a moment behind; what must not be shown is not.
 */
export async function entriesOf(request: Looking, hits: readonly SearchHit[], before: number): Promise<SearchEntry[]> {
  const standing = await standingOf(request, hits)
  const entries = await Promise.all(
    hits.map(async (hit, index) =>
      isShown(hit.card, standing) ? entryOf(request, { hit, standing, position: before + index + 1 }) : null,
    ),
  )
  const shown = entries.filter((entry) => entry !== null)
  const lead = shown.slice(0, MOST_BEFORE_LEAD).find(({ type }) => type === 'organisation' || type === 'service')
  if (lead && before === 0) lead.isLead = true
  return shown
}

async function standingOf({ reader }: Pick<PageRequest, 'reader'>, hits: readonly SearchHit[]): Promise<Standing> {
  const cards = hits.flatMap(({ card, also }) => [card, ...also.first.map((one) => one.card)])
  const siteIds = new Set(cards.flatMap(({ siteId }) => siteId ?? []))
  const itemIds = new Set(cards.flatMap(({ itemId }) => itemId ?? []))
  const [sites, items] = await Promise.all([
    reader.sitesByIds([...siteIds]),
    itemIds.size === 0 ? [] : reader.links([...itemIds]),
  ])
  return { sites, items: new Map(items.map((item) => [item.itemId, item])) }
}

const OPEN: readonly SiteCard['state'][] = ['running', 'exceptional', 'closing']

function isShown({ siteId, itemId }: SearchCard, { sites, items }: Standing): boolean {
  if (itemId !== undefined && !items.has(itemId)) return false
  if (siteId === null) return true
  const site = sites.get(siteId)
  return site !== undefined && OPEN.includes(site.state)
}

const ICONS: Readonly<Record<SearchEntry['type'], string | null>> = {
  item: null,
  file: 'clip',
  organisation: 'emblem',
  person: 'people',
  site: 'globe',
  channel: 'list',
  service: 'work',
}

type Showing = { hit: SearchHit; standing: Standing; position: number }

async function entryOf({ context, reader }: Looking, { hit, standing, position }: Showing): Promise<SearchEntry> {
  const { card } = hit
  const site = card.siteId === null ? null : (standing.sites.get(card.siteId) ?? null)
  const type = typeOf(card)
  const isText = card.type === 'item' || card.type === 'file' || card.type === 'channel'
  return {
    type,
    position,
    title: [...hit.title],
    url: addressOf(context, { card, site, page: hit.page }),
    snippet: [...hit.snippet],
    label: await kindName(reader, card.type === 'item' ? card.kind : card.type),
    icon: ICONS[type],
    isPinned: hit.isPinned,
    isLead: false,
    at: hit.at > 0 ? new Date(hit.at).toISOString() : null,
    site: site && isText ? { title: site.name, url: siteUrl(context, site) } : null,
    ...wordsOf(card, site),
    chip: chipOf(hit, card.itemId === undefined ? undefined : standing.items.get(card.itemId), reader),
    format: card.type === 'file' ? formatOf(card) : null,
    page: hit.page,
    parent: parentOf(context, card, site),
    also: isText ? alsoOf(context, hit, standing) : null,
  }
}

type Words = Pick<SearchEntry, 'documentNumber' | 'issuer' | 'phone' | 'address' | 'hours' | 'duty'>

function wordsOf({ type, ...card }: SearchCard, site: SiteCard | null): Words {
  return {
    documentNumber: orNull(card.documentNumber),
    issuer: type === 'person' || card.issuer === site?.name ? null : orNull(card.issuer),
    phone: orNull(card.phone) ?? (type === 'site' ? orNull(site?.contactPhone) : null),
    address: orNull(card.address),
    hours: orNull(card.hours),
    duty: orNull(type === 'person' ? card.summary : (card.duty ?? card.summary)),
  }
}

const orNull = (text: string | null | undefined): string | null => text || null

function typeOf({ type, kind }: SearchCard): SearchEntry['type'] {
  return type === 'item' && kind.startsWith('service') ? 'service' : type
}

function parentOf(place: Standpoint, card: SearchCard, site: SiteCard | null): Link | null {
  if (card.type !== 'file' || !site) return null
  return { title: card.summary ?? '附件所在的正文', url: pageUrl(place, site, card.path) }
}

const pageUrl = (place: Standpoint, site: SiteCard, path: string): string => siteUrl(place, site).slice(0, -1) + path

type Found = { card: SearchCard; site: SiteCard | null; page: number | null }

/** The address of what was found; '' where it has none of its own. */
export function addressOf(place: Standpoint, { card, site, page }: Found): string {
  if (!site) return ''
  if (card.type !== 'file' || !card.blob) return pageUrl(place, site, card.path)
  const host = siteUrl(place, site).slice(0, -homeUrlOf(site).length)
  const at = page !== null && card.mediaType === 'application/pdf' ? `#page=${page}` : ''
  return host + fileUrl(card.blob, card.fileName ?? '') + at
}

const FORMATS: readonly (readonly [RegExp, string])[] = [
  [/pdf/, 'PDF'],
  [/ofd/, 'OFD'],
  [/word/, 'DOCX'],
  [/sheet|excel/, 'XLSX'],
  [/presentation|powerpoint/, 'PPTX'],
]

function formatOf({ fileName = '', mediaType = '' }: SearchCard): string {
  const ending = /\.([a-z0-9]{1,5})$/i.exec(fileName)?.[1]
  return ending?.toUpperCase() ?? FORMATS.find(([pattern]) => pattern.test(mediaType))?.[1] ?? ''
}

function chipOf(hit: SearchHit, item: ItemCard | undefined, reader: PageRequest['reader']): Chip | null {
  const chip = item?.kind === 'official_document' ? validityOf(item, reader) : null
  return chip ?? (hit.isRepealed ? { text: '已废止', tone: 'plain' } : null)
}

function alsoOf(place: Standpoint, { also, isService }: SearchHit, standing: Standing): SearchEntry['also'] {
  if (also.total === 0) return null
  const items = also.first
    .filter(({ card }) => isShown(card, standing))
    .slice(0, MOST_ALSO)
    .flatMap(({ card }): Link[] => {
      const site = card.siteId === null ? undefined : standing.sites.get(card.siteId)
      return site ? [{ title: site.shortName, url: pageUrl(place, site, card.path) }] : []
    })
  return items.length === 0
    ? null
    : { total: also.total, isGuide: isService, items, rest: Math.max(0, also.total - items.length) }
}
