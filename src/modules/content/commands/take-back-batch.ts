import { forbidden, Problem, wrongState } from '../../../kernel/problem.ts'
import type { Input } from '../../../kernel/contract.ts'
import type { Work } from '../../../kernel/work.ts'
import { callOff, hasMovedSince, restore, withdraw } from '../../library/index.ts'
import { callOffSetting, judgeTakingBack, putBackSetting } from '../../sites/index.ts'
import { ensureAct } from '../batch-rules.ts'
import type * as contract from '../contract.ts'
import { batchCancelled, batchUndone } from '../events.ts'
import { canPublish, canWithdraw } from '../policies.ts'
import { getBatch } from '../queries/get-batch.ts'
import type { DocumentBefore } from '../tables-batches.ts'
import { changeBatch } from './change-batch.ts'
import { changeDocument } from './change-document.ts'
import { type EntryFault, judgeAll } from './judge-entry.ts'
import { entriesOf, type EntryRow, type LoadedBatch, lockBatch } from './load-batch.ts'
import { findDocument, type LoadedDocument } from './load-document.ts'
import { lockDocuments } from './release-batch.ts'
import { ensureNotLockedByOther } from './save-document.ts'

/** Before its instant: nothing of it ever takes effect, and the batch is in preparation again. */
export async function cancelBatch(work: Work, { params, body }: Input<typeof contract.cancelBatch>) {
  const batch = await lockBatch(work, params.id, body.expectedVersion)
  if (!canPublish(work.actor, batch)) throw forbidden()
  ensureAct(batch, 'cancel', work.now)
  const how = { act: 'call-off' as const, at: batch.effective_at ?? work.now, note: '' }
  const kept = await takeBack(work, batch, { how, skipChanged: body.skipChanged })
  await changeBatch(work, batch, {
    act: 'cancel',
    change: { state: 'draft', effective_at: null, released_at: null, released_by_name: null },
    after: { kept },
  })
  work.emit(batchCancelled({ batchId: batch.id, siteId: batch.site_id }))
  return getBatch(work, { params })
}

/** After its instant: every page is what it was before, but for what somebody has changed since. */
export async function undoBatch(work: Work, { params, body }: Input<typeof contract.undoBatch>) {
  const batch = await lockBatch(work, params.id, body.expectedVersion)
  if (!canPublish(work.actor, batch)) throw forbidden()
  ensureAct(batch, 'undo', work.now)
  const how = { act: 'undo' as const, at: batch.effective_at ?? work.now, note: body.note }
  const kept = await takeBack(work, batch, { how, skipChanged: body.skipChanged })
  await changeBatch(work, batch, {
    act: 'undo',
    change: { state: 'undone', undone_at: work.now, undone_by_name: work.actor.name },
    after: { note: body.note, kept },
  })
  work.emit(batchUndone({ batchId: batch.id, siteId: batch.site_id }))
  return getBatch(work, { params })
}

type How = { act: 'call-off' | 'undo'; at: Date; note: string }

/** Judged whole before the first write. Gives how many entries stayed as they are. */
async function takeBack(
  work: Work,
  batch: LoadedBatch,
  { how, skipChanged }: { how: How; skipChanged: boolean },
): Promise<number> {
  const entries = (await entriesOf(work, batch.id)).filter((entry) => entry.outcome === 'released')
  await lockDocuments(work, entries)
  const { faults } = await judgeAll(work, entries, (entry) => judge(work, entry, how))
  if (faults.length > 0 && !skipChanged) throw new Problem('batch-changed', 409, { count: faults.length, faults })
  const refused = new Map(faults.map((fault) => [fault.entryId, fault]))
  // The last first, as a stack is taken down.
  for (const entry of entries.toReversed()) {
    const fault = refused.get(entry.id)
    if (!fault) await takeBackEntry(work, entry, how)
    await noteOutcome(work, entry, { how, fault })
  }
  return faults.length
}

async function noteOutcome(
  work: Work,
  entry: EntryRow,
  { how, fault }: { how: How; fault: EntryFault | undefined },
): Promise<void> {
  const isDraftAgain = how.act === 'call-off' && !fault
  await work.db
    .updateTable('content.batch_entry')
    .set({
      outcome: isDraftAgain ? null : fault ? 'kept' : 'undone',
      outcome_code: fault?.code ?? null,
      ...(isDraftAgain ? { before: null } : {}),
    })
    .where('id', '=', entry.id)
    .execute()
}

async function judge(work: Work, entry: EntryRow, how: How): Promise<void> {
  if (entry.document_id === null) {
    await judgeTakingBack(work, { siteId: entry.site_id, key: entry.key ?? '', since: how.at })
    return
  }
  const before = beforeOf(entry)
  const document = await findDocument(work, entry.document_id)
  const mayTakeBack = isTakenDown(entry, before) ? canWithdraw : canPublish
  if (!mayTakeBack(work.actor, document)) throw forbidden()
  if (document.version !== before.version) throw wrongState('entry-changed')
  ensureNotLockedByOther(work, document)
  const itemId = document.item_id ?? ''
  if (how.act === 'undo' && (await hasMovedSince(work, itemId, how.at))) throw wrongState('entry-changed')
}

function beforeOf(entry: EntryRow): DocumentBefore {
  if (entry.before?.kind !== 'document') throw new Error(`entry ${entry.id} does not know what was before`)
  return entry.before
}

/** Published by the batch where readers saw nothing before: undone it is taken down. */
const isTakenDown = (entry: EntryRow, before: DocumentBefore) =>
  entry.kind === 'publish' && before.liveEditionNumber === null

async function takeBackEntry(work: Work, entry: EntryRow, how: How): Promise<void> {
  const place = { siteId: entry.site_id, key: entry.key ?? '', since: how.at }
  if (entry.document_id !== null) {
    const document = await findDocument(work, entry.document_id)
    await takeBackItem(work, { entry, document, how })
    await takeBackDocument(work, { entry, document, how })
  } else if (how.act === 'call-off') await callOffSetting(work, place)
  else {
    if (entry.before?.kind !== 'setting') throw new Error(`entry ${entry.id} does not know what was before`)
    await putBackSetting(work, { ...place, before: entry.before.before })
  }
}

type Taking = { entry: EntryRow; document: LoadedDocument; how: How }

async function takeBackItem(work: Work, { entry, document, how }: Taking): Promise<void> {
  const before = beforeOf(entry)
  const itemId = document.item_id ?? ''
  if (how.act === 'call-off') await callOff(work, itemId)
  else if (!isTakenDown(entry, before)) await restore(work, { itemId, asOf: new Date(how.at.getTime() - 1) })
  else await withdraw(work, { itemId, ...(before.withdrawal ?? { reason: 'error', note: how.note }) })
}

async function takeBackDocument(work: Work, { entry, document, how }: Taking): Promise<void> {
  const before = beforeOf(entry)
  const isCancelled = how.act === 'call-off'
  if (entry.kind === 'publish') {
    await work.db
      .updateTable('content.edition')
      .set({
        released_at: null,
        released_by: null,
        visible_from: before.edition.visibleFrom,
        visible_until: before.edition.visibleUntil,
      })
      .where('document_id', '=', document.id)
      .where('number', '=', entry.edition_number ?? 0)
      .execute()
  }
  await changeDocument(work, document, {
    act: how.act,
    change: {
      state: before.state,
      stage: before.stage,
      stages: before.stages,
      live_edition_number: before.liveEditionNumber,
      visible_from: dateOrNull(before.visibleFrom),
      visible_until: dateOrNull(before.visibleUntil),
      // What was published keeps its first date and its item; what never was has neither.
      ...(isCancelled ? { item_id: before.itemId, released_at: dateOrNull(before.releasedAt) } : {}),
    },
    note: how.note,
  })
}

const dateOrNull = (text: string | null): Date | null => (text === null ? null : new Date(text))
