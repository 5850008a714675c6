import { may } from '../../../kernel/actor.ts'
import { newId } from '../../../kernel/ids.ts'
import { forbidden } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import { type Released, releaseMany } from '../../library/index.ts'
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
  const sound: Prepared[] = []
  for (const row of batch.rows) {
    const prepared = prepareRow(row, rules)
    if (Array.isArray(prepared)) result.rejected.push(...prepared)
    else sound.push(prepared)
  }
  // The same id twice: the later row updates what the earlier one made.
  for (const wave of wavesOf(sound)) await importWave(work, { batch, site, wave, result })
  return result
}

async function rulesFor(work: Work, site: SiteCard, rows: readonly ImportRow[]): Promise<Rules> {
  const ids = new Set(rows.flatMap((row) => [row.channelId, ...(row.placements ?? [])]))
  const channels = await channelsById(work, [...ids])
  const others = new Set([...channels.values()].map((channel) => channel.siteId))
  const sites = [site, ...(await sitesByIds(work, [...others])).values()]
  for (const one of sites) {
    if (!may(work.actor, 'import.run', placeOf(one))) throw forbidden({ permission: 'import.run', siteId: one.id })
  }
  const checks = new Map<string, MetadataCheck>()
  for (const { itemKind } of channels.values()) {
    if (!checks.has(itemKind)) checks.set(itemKind, await metadataCheck(work, { kind: itemKind, at: work.now }))
  }
  return { siteId: site.id, channels, checks }
}

function wavesOf(rows: readonly Prepared[]): Prepared[][] {
  const waves: Prepared[][] = []
  const seen = new Map<string, number>()
  for (const row of rows) {
    const turn = seen.get(row.externalId) ?? 0
    seen.set(row.externalId, turn + 1)
    const wave = waves[turn]
    if (wave) wave.push(row)
    else waves.push([row])
  }
  return waves
}

type Wave = { batch: ImportBatch; site: SiteCard; wave: readonly Prepared[]; result: ImportResult }

async function importWave(work: Work, { batch, site, wave, result }: Wave): Promise<void> {
  const known = await findImported(work, { ...batch, externalIds: wave.map((row) => row.externalId) })
  const writes: Write[] = []
  for (const row of wave) {
    const before = known.get(row.externalId) ?? null
    const fault = before && stateFault(before, work.now)
    if (fault) result.rejected.push({ line: row.line, field: 'externalId', reason: fault })
    else if (before && isSame(before, row)) result.unchanged++
    else writes.push(writeOf(row, before))
  }
  const { seen } = batch.dryRun ?? {}
  if (!seen) await releaseWave(work, { ...batch, site, writes })
  const isUpdate = ({ before, row }: Write) => before !== null || seen?.has(row.externalId) === true
  const updated = writes.filter(isUpdate).length
  result.updated += updated
  result.imported += writes.length - updated
  for (const { row } of writes) seen?.add(row.externalId)
}

const writeOf = (row: Prepared, before: Imported | null): Write => ({
  row,
  before,
  documentId: before?.id ?? newId(),
  releasedAt: before?.released_at ?? row.publishedAt,
  number: before ? before.edition_number + 1 : 1,
})

async function releaseWave(
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
