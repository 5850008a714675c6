import { cleanHtml } from '../../../kernel/html.ts'
import { type Reason, reasonOf } from '../../../kernel/i18n.ts'
import type { Cover, ItemContent, ItemFile, Metadata, Origin } from '../../library/index.ts'
import { type ChannelCard, takesItems } from '../../sites/index.ts'
import type { MetadataCheck } from '../../vocabulary/index.ts'
import { BODY_LIMIT } from '../contract.ts'
import { contentLabels } from '../labels.ts'

/** One finished document from elsewhere. `externalId` names it for ever within its source. */
export type ImportRow = {
  /** Where it stands in its file; goes into rejections. */
  line: number
  externalId: string
  channelId: string
  title: string
  /** HTML; cleaned here, unless it was before. May be empty: then the page shows the head table. */
  body: string | CleanBody
  /** The first publication date; in the future it is a schedule. */
  publishedAt: Date
  source: string
  subtitle?: string
  summary?: string
  author?: string
  editor?: string
  keywords?: readonly string[]
  metadata?: Metadata
  cover?: Cover | null
  files?: readonly ItemFile[]
  origin?: Origin | null
  /** Further channels. */
  placements?: readonly string[]
  isPinned?: boolean
}

export type Rejection = { line: number; field: string } & Reason

export type Prepared = {
  line: number
  externalId: string
  channel: ChannelCard
  content: ItemContent
  publishedAt: Date
  placements: string[]
  isPinned: boolean
}

export type Rules = {
  siteId: string
  channels: ReadonlyMap<string, ChannelCard>
  /** By item kind. */
  checks: ReadonlyMap<string, Pick<MetadataCheck, 'check' | 'itemElements'>>
}

const LONGEST = new Map(
  Object.entries({ externalId: 300, title: 200, subtitle: 200, summary: 1000, source: 200, author: 100, editor: 100 }),
)
const MOST_KEYWORDS = 20
const LONGEST_KEYWORD = 50
const ID_NUMBER = /(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx](?!\d)/

/** A body that went through `cleanBody`, and through nothing else. */
export class CleanBody {
  readonly html: string
  /** Its length, if it was too long to be cleaned. */
  readonly tooLong: number
  constructor(html: string) {
    this.tooLong = html.length > BODY_LIMIT ? html.length : 0
    this.html = this.tooLong > 0 ? '' : cleanHtml(storable(html))
  }
}

/** Clean a body ahead of the import: cleaning is the costly part, and needs no transaction. */
export const cleanBody = (html: string): CleanBody => new CleanBody(html)

/** PostgreSQL keeps neither NUL nor half a character; a line of text has no line breaks. */
const storable = (text: string): string =>
  text.isWellFormed() && !text.includes('\0') ? text : text.replaceAll('\0', '').toWellFormed()
const oneLine = (text: string | undefined): string =>
  storable(text ?? '')
    .replaceAll(/\s+/g, ' ')
    .trim()

/** A row in the shape it will be stored in, or everything that is wrong with it. */
export function prepareRow(row: ImportRow, rules: Rules): Prepared | Rejection[] {
  const faults: Rejection[] = []
  const fault: Fault = (field, reason) => void faults.push({ line: row.line, field, ...reason })
  const texts = textsOf(row, fault)
  const channel = channelFor(row, rules, fault)
  const body = bodyOf(row.body, fault)
  const metadata = metadataOf(row, channel && rules.checks.get(channel.itemKind), fault)
  if (faults.length > 0 || !channel) return faults
  const { externalId, ...lines } = texts
  return {
    line: row.line,
    externalId,
    channel,
    publishedAt: row.publishedAt,
    placements: (row.placements ?? []).filter((id) => id !== channel.id),
    isPinned: row.isPinned ?? false,
    content: {
      ...lines,
      body,
      keywords: keywordsOf(row.keywords),
      cover: row.cover ?? null,
      files: [...(row.files ?? [])],
      origin: originOf(row.origin),
      metadata,
    },
  }
}

type Fault = (field: string, reason: Reason) => void

function textsOf(row: ImportRow, fault: Fault) {
  const texts = {
    externalId: oneLine(row.externalId),
    title: oneLine(row.title),
    subtitle: oneLine(row.subtitle),
    summary: oneLine(row.summary),
    source: oneLine(row.source),
    author: oneLine(row.author),
    editor: oneLine(row.editor),
  }
  if (texts.externalId === '') fault('externalId', because('id-missing'))
  if (texts.title === '') fault('title', because('title-missing'))
  if (texts.source === '') fault('source', because('source-missing'))
  for (const [field, { length }] of Object.entries(texts)) {
    const most = LONGEST.get(field) ?? 0
    if (length > most) fault(field, because('too-long', { length, most }))
  }
  if (Number.isNaN(row.publishedAt.getTime())) fault('publishedAt', because('date'))
  return texts
}

function channelFor(row: ImportRow, { siteId, channels }: Rules, fault: Fault): ChannelCard | null {
  const channel = channels.get(row.channelId)
  if (!channel || channel.siteId !== siteId) {
    fault('channelId', because('channel-absent'))
    return null
  }
  const all = [channel, ...(row.placements ?? []).map((id) => channels.get(id))]
  if (all.some((one) => !one || !takesItems(one))) fault('channelId', because('channel-closed'))
  return channel
}

function metadataOf(row: ImportRow, rule: Pick<MetadataCheck, 'check'> | null | undefined, fault: Fault): Metadata {
  const given = Object.entries(row.metadata ?? {}).map(([code, value]) => [code, storableValue(value)])
  const checked = rule?.check(Object.fromEntries(given), 'metadata') ?? { ok: true, metadata: {} }
  if (checked.ok) return checked.metadata
  for (const { pointer, detail: reason, code, values } of checked.faults)
    fault(pointer.replaceAll('/', '.'), { reason, code, values })
  return {}
}

function storableValue(value: unknown): unknown {
  if (typeof value === 'string') return storable(value)
  return Array.isArray(value) ? value.map(storableValue) : value
}

const originOf = (origin: Origin | null | undefined): Origin | null =>
  origin ? { ...origin, name: oneLine(origin.name), url: oneLine(origin.url) } : null

function bodyOf(given: string | CleanBody, fault: Fault): string {
  const { html, tooLong } = given instanceof CleanBody ? given : cleanBody(given)
  if (tooLong > 0) fault('body', because('body-too-long', { length: tooLong, most: BODY_LIMIT }))
  if (ID_NUMBER.test(html)) fault('body', because('personal-id'))
  return html
}

/** Keywords are a help, not a duty: what is too long or too many is left out rather than refused. */
function keywordsOf(words: readonly string[] | undefined): string[] {
  const lines = (words ?? []).map(oneLine).filter((word) => word !== '' && word.length <= LONGEST_KEYWORD)
  return [...new Set(lines)].slice(0, MOST_KEYWORDS)
}

type Cause =
  Extract<keyof (typeof contentLabels)['zh-CN'], `fault.import.${string}`> extends `fault.import.${infer C}` ? C : never
export const because = (cause: Cause, values?: Reason['values']): Reason =>
  reasonOf(contentLabels, `fault.import.${cause}`, values)
