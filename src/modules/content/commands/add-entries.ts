import type { z } from 'zod'
import type { Input } from '../../../kernel/contract.ts'
import { newId } from '../../../kernel/ids.ts'
import { localeFor } from '../../../kernel/i18n.ts'
import { forbidden, Problem, wrongState } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import { findOwnSetting, judgeSetting } from '../../sites/index.ts'
import { ensureAct } from '../batch-rules.ts'
import * as contract from '../contract.ts'
import { canPublish } from '../policies.ts'
import { getBatch } from '../queries/get-batch.ts'
import { inWords, settingName } from '../refusal-words.ts'
import { changeBatch } from './change-batch.ts'
import { refusalOf } from './judge-entry.ts'
import { entriesOf, type EntryRow, lockBatch } from './load-batch.ts'
import { findDocument } from './load-document.ts'
import { judgeWithdrawal } from './withdraw-document.ts'

type Wish = z.output<typeof contract.NewEntry>
type Added = Omit<EntryRow, 'id' | 'batch_id' | 'position' | 'before' | 'outcome' | 'outcome_code'>
type Refused = z.input<typeof contract.addEntries.reply>['refused']

/** Each wish is taken or refused by itself, so that one document somebody else has withdrawn does not hold up the others. */
export async function addEntries(
  work: Work,
  { params, body }: Input<typeof contract.addEntries>,
): Promise<z.input<typeof contract.addEntries.reply>> {
  const batch = await lockBatch(work, params.id, body.expectedVersion)
  if (!canPublish(work.actor, batch)) throw forbidden()
  ensureAct(batch, 'edit', work.now)
  const there = await entriesOf(work, batch.id)
  const taken = new Set(there.map(nameOf))
  const added: Added[] = []
  const refused: Refused = []
  for (const [index, wish] of body.entries.entries()) {
    let title = ''
    const problem = await refusalOf(async () => {
      title = await titleOf(work, wish)
      const entry = await entryOf(work, wish)
      if (taken.has(nameOf(entry))) throw wrongState('entry-twice')
      taken.add(nameOf(entry))
      added.push(entry)
    })
    if (problem) refused.push({ index, title, ...inWords(problem, localeFor(work)) })
  }
  if (there.length + added.length > contract.MOST_ENTRIES)
    throw new Problem('batch-full', 422, { most: contract.MOST_ENTRIES })
  if (added.length > 0) {
    await writeEntries(work, { batchId: batch.id, after: there.at(-1)?.position ?? 0, added })
    await changeBatch(work, batch, { act: 'add', after: { entries: added.map(recorded) } })
  }
  return { batch: await getBatch(work, { params }), added: added.length, refused }
}

/** What an entry is about: each thing once in a batch. */
const nameOf = (entry: Pick<EntryRow, 'document_id' | 'site_id' | 'key'>) =>
  entry.document_id ?? `${entry.site_id} ${entry.key}`

const recorded = ({ kind, document_id: documentId, site_id: siteId, key, value }: Added) =>
  kind === 'setting' ? { kind, siteId, key, value } : { kind, documentId }

async function titleOf(work: Work, wish: Wish): Promise<string> {
  if (wish.kind !== 'setting') return (await findDocument(work, wish.documentId)).title
  return settingName(wish.key, localeFor(work))
}

const nothing = { reason: null, note: '', redirect_to: null, successor_id: null }

async function entryOf(work: Work, wish: Wish): Promise<Added> {
  if (wish.kind === 'setting') {
    const expectedSince = await findOwnSetting(work, wish)
    const { value } = await judgeSetting(work, { ...wish, expectedSince })
    return {
      ...nothing,
      kind: 'setting',
      site_id: wish.siteId,
      document_id: null,
      edition_number: null,
      key: wish.key,
      value,
      expected_since: expectedSince,
    }
  }
  const document = await findDocument(work, wish.documentId)
  const common = { site_id: document.site_id, document_id: document.id, key: null, value: null, expected_since: null }
  if (document.deleted_at !== null) throw wrongState('document-deleted')
  if (wish.kind === 'withdraw') {
    await judgeWithdrawal(work, document, wish)
    return {
      ...common,
      kind: 'withdraw',
      edition_number: document.live_edition_number,
      reason: wish.reason,
      note: wish.note,
      redirect_to: wish.redirectTo ?? null,
      successor_id: wish.successorId ?? null,
    }
  }
  if (!canPublish(work.actor, document)) throw forbidden()
  // One that is still in review may be prepared; nothing open means nothing to publish.
  if (document.state === 'released' || document.state === 'withdrawn')
    throw wrongState('document-state', { state: document.state })
  return { ...common, ...nothing, kind: 'publish', edition_number: document.edition_number }
}

async function writeEntries(
  work: Work,
  { batchId, after, added }: { batchId: string; after: number; added: readonly Added[] },
): Promise<void> {
  await work.db
    .insertInto('content.batch_entry')
    .values(
      added.map((entry, index) => ({
        ...entry,
        id: newId(),
        batch_id: batchId,
        position: after + index + 1,
        value: entry.kind === 'setting' ? JSON.stringify(entry.value) : null,
        before: null,
        outcome: null,
        outcome_code: null,
      })),
    )
    .execute()
}
