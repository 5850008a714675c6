import { sql } from 'kysely'
import type { Input } from '../../../kernel/contract.ts'
import { codedFault } from '../../../kernel/i18n.ts'
import { forbidden, invalid, Problem, wrongState } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import { findItem, releaseMany } from '../../library/index.ts'
import { changeSetting } from '../../sites/index.ts'
import { ensureAct } from '../batch-rules.ts'
import type * as contract from '../contract.ts'
import { batchReleased } from '../events.ts'
import { contentLabels } from '../labels.ts'
import { canPublish } from '../policies.ts'
import { getBatch } from '../queries/get-batch.ts'
import type { DocumentBefore, EntryBefore } from '../tables-batches.ts'
import { changeBatch } from './change-batch.ts'
import { judgeAll, type JudgedEntry, judgeEntry } from './judge-entry.ts'
import { entriesOf, type EntryRow, lockBatch } from './load-batch.ts'
import type { EditionRow, LoadedDocument } from './load-document.ts'
import { notePublished, type Publishing } from './publish-document.ts'
import { withdrawJudged } from './withdraw-document.ts'

/** Everything in the batch takes effect at one instant, now or to come, or nothing is changed. */
export async function releaseBatch(work: Work, { params, body }: Input<typeof contract.releaseBatch>) {
  const batch = await lockBatch(work, params.id, body.expectedVersion)
  if (!canPublish(work.actor, batch)) throw forbidden()
  ensureAct(batch, 'release', work.now)
  const later = body.at === null ? null : new Date(body.at)
  if (later && later <= work.now) {
    throw invalid([codedFault('/body/at', contentLabels, 'problem.batch-moment')])
  }
  const entries = await entriesOf(work, batch.id)
  if (entries.length === 0) throw wrongState('batch-empty')
  await lockDocuments(work, entries)
  const { faults, found } = await judgeAll(work, entries, (entry) => judgeEntry(work, entry, later))
  if (faults.length > 0) throw new Problem('batch-not-ready', 409, { count: faults.length, faults })

  const at = later ?? work.now
  const befores = [
    ...(await publishAll(work, found)),
    ...(await withdrawAll(work, found, at)),
    ...(await setAll(work, found, at)),
  ]
  await noteReleased(work, befores)
  await changeBatch(work, batch, {
    act: 'release',
    change: { state: 'released', effective_at: at, released_at: work.now, released_by_name: work.actor.name },
    after: { entries: entries.length },
  })
  work.emit(batchReleased({ batchId: batch.id, siteId: batch.site_id, effectiveAt: at.toISOString() }))
  return getBatch(work, { params })
}

/** All of them, in one order, so that two batches never wait for each other; what is judged then stays so. */
export async function lockDocuments(work: Work, entries: readonly EntryRow[]): Promise<void> {
  const ids = entries.flatMap((entry) => entry.document_id ?? [])
  await sql`SELECT 1 FROM content.document WHERE id = ANY (${ids}::uuid[]) ORDER BY id FOR UPDATE`.execute(work.db)
}

type Found = readonly { entry: EntryRow; judged: JudgedEntry }[]
type Noted = { id: string; before: EntryBefore }

/** The library takes all texts at once. */
async function publishAll(work: Work, found: Found): Promise<Noted[]> {
  const publishing: { entry: EntryRow; document: LoadedDocument; how: Publishing; before: DocumentBefore }[] = []
  for (const { entry, judged } of found) {
    if (judged.kind !== 'publish') continue
    const { document, publishing: how } = judged
    publishing.push({ entry, document, how, before: await documentBefore(work, document, how.edition) })
  }
  const released = await releaseMany(
    work,
    publishing.map((one) => one.how.wish),
  )
  const noted: Noted[] = []
  for (const [index, { entry, document, how, before }] of publishing.entries()) {
    const { changed } = await notePublished(work, document, { ...how, itemId: released[index]?.itemId ?? '' })
    noted.push({ id: entry.id, before: { ...before, version: changed.version } })
  }
  return noted
}

async function withdrawAll(work: Work, found: Found, at: Date): Promise<Noted[]> {
  const noted: Noted[] = []
  for (const { entry, judged } of found) {
    if (judged.kind !== 'withdraw') continue
    const before = await documentBefore(work, judged.document, { visible_from: null, visible_until: null })
    const changed = await withdrawJudged(work, judged.document, { ...judged.how, effectiveAt: at })
    noted.push({ id: entry.id, before: { ...before, version: changed.version } })
  }
  return noted
}

async function setAll(work: Work, found: Found, at: Date): Promise<Noted[]> {
  const noted: Noted[] = []
  for (const { entry, judged } of found) {
    if (judged.kind !== 'setting') continue
    noted.push({ id: entry.id, before: { kind: 'setting', before: await changeSetting(work, judged.change, at) } })
  }
  return noted
}

async function noteReleased(work: Work, noted: readonly Noted[]): Promise<void> {
  await sql`
    UPDATE content.batch_entry e SET before = n.before, outcome = 'released', outcome_code = NULL
    FROM json_to_recordset(${JSON.stringify(noted)}::json) AS n(id uuid, before jsonb) WHERE e.id = n.id
  `.execute(work.db)
}

type Dates = Pick<EditionRow, 'visible_from' | 'visible_until'>

async function documentBefore(work: Work, document: LoadedDocument, edition: Dates): Promise<DocumentBefore> {
  const isDown = document.item_id !== null && document.live_edition_number === null
  const item = isDown ? await findItem(work, document.item_id ?? '') : null
  return {
    kind: 'document',
    version: document.version,
    state: document.state,
    stage: document.stage,
    stages: document.stages,
    liveEditionNumber: document.live_edition_number,
    itemId: document.item_id,
    releasedAt: isoOrNull(document.released_at),
    visibleFrom: isoOrNull(document.visible_from),
    visibleUntil: isoOrNull(document.visible_until),
    edition: { visibleFrom: isoOrNull(edition.visible_from), visibleUntil: isoOrNull(edition.visible_until) },
    withdrawal: item?.withdrawal ?? null,
  }
}

const isoOrNull = (at: Date | null): string | null => at?.toISOString() ?? null
