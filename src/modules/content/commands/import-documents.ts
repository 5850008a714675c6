import { may } from '../../../kernel/actor.ts'
import type { Reason } from '../../../kernel/i18n.ts'
import { newId } from '../../../kernel/ids.ts'
import { forbidden } from '../../../kernel/problem.ts'
import type { View, Work } from '../../../kernel/work.ts'
import { itemsByExternalId, type Released, releaseMany } from '../../library/index.ts'
import { channelsById, getSiteCard, placeOf, type SiteCard, sitesByIds } from '../../sites/index.ts'
import { type MetadataCheck, metadataCheck } from '../../vocabulary/index.ts'
import { type ImportRow, type Prepared, prepareRow, type Rejection, type Rules } from './import-rows.ts'
import { findImported, type Imported, isSame, stateFault, type Write, writeImported } from './write-imported.ts'

export type { ImportRow, Rejection } from './import-rows.ts'

export type ImportBatch = {
  siteId: string
  /** Where the external ids come from: another source may use the same ids. */
  externalSource: string
  rows: readonly ImportRow[]
  /** Check and compare, write nothing; `seen` gathers the ids of the batches before. */
  dryRun?: { seen: Set<string> }
}

/** Every row is counted once: imported + updated + unchanged + the lines named in `rejected`. */
export type ImportResult = { imported: number; updated: number; unchanged: number; rejected: Rejection[] }

/**
 * Finished documents from elsewhere, a few hundred at a time: each is checked, written with its edition, released and put
 * on record by a fixed number of statements. A row at fault is named with its line; the others go on. A known external id
 * updates its document; the same text again changes nothing. Review stages do not apply: `import.run` stands above them.
 */
export async function importDocuments(work: Work, batch: ImportBatch): Promise<ImportResult> {
  const site = await getSiteCard(work, batch.siteId)
  const result: ImportResult = { imported: 0, updated: 0, unchanged: 0, rejected: [] }
  const rules = await rulesFor(work, site, batch.rows)
  const items = await namedItems(work, site, batch, rules)
  const [first, rest] = inOrder(batch.rows, items)
  if (rest.length > 0)
    return sum(
      await importDocuments(work, { ...batch, rows: first }),
      await importDocuments(work, { ...batch, rows: rest }),
    )
  const sound: Prepared[] = []
  for (const row of batch.rows) {
    const prepared = prepareRow(naming(row, items), rules)
    if (Array.isArray(prepared)) result.rejected.push(...prepared)
    else sound.push(prepared)
  }
  const { written, refused } = await importRows(work, { batch, site, rows: sound, result })
  // The same id again: only what its last row says is written, the others count as steps on the way.
  const last = new Set(lastOf(sound))
  for (const { externalId, line } of sound.filter((row) => !last.has(row))) {
    const reason = refused.get(externalId)
    if (reason !== undefined) result.rejected.push({ line, field: 'externalId', ...reason })
    else if (written.has(externalId)) result.updated++
    else result.unchanged++
  }
  return result
}

type First = {
  rows: readonly ImportRow[]
  /** Ids of rows that are refused already: naming one of them is a fault. */
  refusedIds?: readonly string[]
}

/** What is wrong with the first rows of a file, by the rules of `importDocuments`; what they name may follow further on. */
export async function checkRows(view: View, siteId: string, { rows, refusedIds = [] }: First): Promise<Rejection[]> {
  const site = await getSiteCard(view, siteId)
  const rules = await rulesFor(view, site, rows)
  const shown = new Set([...rows.map((row) => row.externalId), ...refusedIds])
  const named = rows.flatMap((row) => namedBy(row, itemElements(rules)))
  const seen = new Set(named.filter((id) => !shown.has(id)))
  return checkInOrder(view, { site, rules, rows, seen })
}

type Checking = { site: SiteCard; rules: Rules; rows: readonly ImportRow[]; seen: Set<string> }

async function checkInOrder(view: View, { site, rules, rows, seen }: Checking): Promise<Rejection[]> {
  const items = await namedItems(view, site, { rows, dryRun: { seen } }, rules)
  const [first, rest] = inOrder(rows, items)
  if (rest.length > 0) {
    const before = await checkInOrder(view, { site, rules, rows: first, seen })
    return [...before, ...(await checkInOrder(view, { site, rules, rows: rest, seen }))]
  }
  return rows.flatMap((row) => {
    const prepared = prepareRow(naming(row, items), rules)
    if (Array.isArray(prepared)) return prepared
    seen.add(row.externalId)
    return []
  })
}

async function rulesFor(view: View, site: SiteCard, rows: readonly ImportRow[]): Promise<Rules> {
  const ids = new Set(rows.flatMap((row) => [row.channelId, ...(row.placements ?? [])]))
  const channels = await channelsById(view, [...ids])
  const others = new Set([...channels.values()].map((channel) => channel.siteId))
  const sites = [site, ...(await sitesByIds(view, [...others])).values()]
  for (const one of sites) {
    if (!may(view.actor, 'import.run', placeOf(one))) throw forbidden({ permission: 'import.run', siteId: one.id })
  }
  const checks = new Map<string, MetadataCheck>()
  for (const { itemKind } of channels.values()) {
    if (!checks.has(itemKind)) checks.set(itemKind, await metadataCheck(view, { kind: itemKind, at: view.now }))
  }
  return { siteId: site.id, channels, checks }
}

type Named = { elements: string[]; byExternalId: ReadonlyMap<string, string> }
const namesIn = (value: unknown): string[] => [value].flat().filter((one) => typeof one === 'string')

/**
 * A text may name others of its site by the ids they had where they come from. A dry run writes none of those it would, so
 * those it has found to be sound count as written.
 */
async function namedItems(
  view: View,
  site: SiteCard,
  { rows, dryRun }: Pick<ImportBatch, 'rows' | 'dryRun'>,
  rules: Rules,
): Promise<Named> {
  const elements = itemElements(rules)
  const ids = new Set(rows.flatMap((row) => namedBy(row, elements)))
  const byExternalId = await itemsByExternalId(view, site.id, [...ids])
  const planned = [...(dryRun?.seen ?? [])]
  return {
    elements,
    byExternalId: new Map([
      ...planned.filter((id) => ids.has(id)).map((id) => [id, newId()] as const),
      ...byExternalId,
    ]),
  }
}

const itemElements = ({ checks }: Rules): string[] => [
  ...new Set([...checks.values()].flatMap((check) => check.itemElements)),
]

const namedBy = ({ metadata = {} }: ImportRow, elements: readonly string[]): string[] =>
  elements.flatMap((code) => namesIn(metadata[code]))

/** What is named by another row of the batch is written before it; rows that name each other wait for nothing. */
function inOrder(rows: readonly ImportRow[], { elements, byExternalId }: Named): [ImportRow[], ImportRow[]] {
  const coming = new Set(rows.map((row) => row.externalId).filter((id) => !byExternalId.has(id)))
  const [first, rest] = [[] as ImportRow[], [] as ImportRow[]]
  for (const row of rows) {
    const waits = namedBy(row, elements).some((id) => id !== row.externalId && coming.has(id))
    ;(waits ? rest : first).push(row)
  }
  return first.length === 0 ? [rest, []] : [first, rest]
}

const sum = (one: ImportResult, other: ImportResult): ImportResult => ({
  imported: one.imported + other.imported,
  updated: one.updated + other.updated,
  unchanged: one.unchanged + other.unchanged,
  rejected: [...one.rejected, ...other.rejected].toSorted((a, b) => a.line - b.line),
})

function naming(row: ImportRow, { elements, byExternalId }: Named): ImportRow {
  const named = elements.filter((code) => row.metadata?.[code] !== undefined)
  if (named.length === 0) return row
  const metadata = { ...row.metadata }
  for (const code of named) metadata[code] = namesIn(metadata[code]).map((id) => byExternalId.get(id) ?? id)
  return { ...row, metadata }
}

function lastOf(rows: readonly Prepared[]): Prepared[] {
  return [...new Map(rows.map((row) => [row.externalId, row])).values()]
}

type Rows = { batch: ImportBatch; site: SiteCard; rows: readonly Prepared[]; result: ImportResult }

async function importRows(work: Work, { batch, site, rows, result }: Rows) {
  const last = lastOf(rows)
  const known = await findImported(work, { ...batch, externalIds: last.map((row) => row.externalId) })
  const refused = new Map<string, Reason>()
  const writes: Write[] = []
  for (const row of last) {
    const before = known.get(row.externalId) ?? null
    const reason = before && stateFault(before, work.now)
    if (reason) {
      refused.set(row.externalId, reason)
      result.rejected.push({ line: row.line, field: 'externalId', ...reason })
    } else if (before && isSame(before, row)) result.unchanged++
    else writes.push(writeOf(row, before))
  }
  const { seen } = batch.dryRun ?? {}
  if (!seen) await releaseRows(work, { ...batch, site, writes })
  const updated = writes.filter(({ before, row }) => before !== null || seen?.has(row.externalId) === true).length
  result.updated += updated
  result.imported += writes.length - updated
  for (const { row } of writes) seen?.add(row.externalId)
  return { refused, written: new Set(writes.map(({ row }) => row.externalId)) }
}

const writeOf = (row: Prepared, before: Imported | null): Write => ({
  row,
  before,
  documentId: before?.id ?? newId(),
  releasedAt: before?.released_at ?? row.publishedAt,
  number: before ? before.edition_number + 1 : 1,
})

async function releaseRows(
  work: Work,
  { site, externalSource, writes }: { site: SiteCard; externalSource: string; writes: Write[] },
): Promise<void> {
  if (writes.length === 0) return
  const released = await releaseMany(
    work,
    writes.map(({ row, documentId, before, releasedAt }) => ({
      kind: row.channel.itemKind,
      siteId: site.id,
      organisationId: site.ownerId,
      source: { module: 'content', id: documentId },
      externalId: row.externalId,
      content: row.content,
      placements: [
        { channelId: row.channel.id, isPrimary: true, isPinned: row.isPinned },
        ...row.placements.map((channelId) => ({ channelId, isPrimary: false, isPinned: false })),
      ],
      visibleFrom: before?.visible_from ?? releasedAt,
      visibleUntil: before?.visible_until ?? null,
    })),
  )
  await writeImported(work, {
    siteId: site.id,
    externalSource,
    writes,
    itemIds: released.map(({ itemId }: Released) => itemId),
  })
  for (const { row, documentId, before, number } of writes) {
    work.record({
      action: 'document.import',
      target: { kind: 'document', id: documentId, label: row.content.title },
      organisationId: site.ownerId,
      siteId: site.id,
      ...(before ? { before: { title: before.title, edition: before.edition_number } } : {}),
      after: { title: row.content.title, edition: number, channelId: row.channel.id, externalId: row.externalId },
    })
  }
}
