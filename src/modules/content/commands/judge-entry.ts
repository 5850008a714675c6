import type { z } from 'zod'
import { localeFor } from '../../../kernel/i18n.ts'
import { Problem, wrongState } from '../../../kernel/problem.ts'
import type { View } from '../../../kernel/work.ts'
import { channelById, judgeSetting, takesItems } from '../../sites/index.ts'
import type * as contract from '../contract.ts'
import { inWords, settingName } from '../refusal-words.ts'
import type { EntryRow } from './load-batch.ts'
import { findDocument, type LoadedDocument } from './load-document.ts'
import { judgePublishing } from './publish-document.ts'
import { judgeWithdrawal } from './withdraw-document.ts'

export type EntryFault = z.input<typeof contract.EntryFault>

/** May this entry take effect at the instant (null: now)? A Problem where not; nothing is written. */
export async function judgeEntry(view: View, entry: EntryRow, at: Date | null) {
  if (entry.document_id === null) {
    const change = settingOf(entry)
    return { kind: 'setting' as const, change, judged: await judgeSetting(view, change) }
  }
  const document = await findDocument(view, entry.document_id)
  if (document.deleted_at !== null) throw wrongState('document-deleted')
  if (entry.kind === 'withdraw') {
    if (document.live_edition_number === null) throw wrongState('entry-gone')
    const how = { reason: entry.reason ?? ('error' as const), note: entry.note, ...optional(entry) }
    const judged = await judgeWithdrawal(view, document, how)
    if (document.live_edition_number !== entry.edition_number) throw wrongState('entry-stale')
    return { kind: 'withdraw' as const, document, how: { ...how, ...judged } }
  }
  if (document.edition_number !== entry.edition_number) throw wrongState('entry-stale')
  if (document.state === 'submitted') throw wrongState('entry-in-review')
  if (document.state === 'withdrawn') throw wrongState('entry-gone')
  await ensureOpenChannel(view, document)
  const publishing = await judgePublishing(view, document, { visibleFrom: at?.toISOString() ?? null })
  const own = publishing.edition.visible_from
  if (own !== null && own > (at ?? view.now)) throw wrongState('entry-later')
  return { kind: 'publish' as const, document, publishing }
}

export type JudgedEntry = Awaited<ReturnType<typeof judgeEntry>>

const optional = ({ redirect_to: redirectTo, successor_id: successorId }: EntryRow) => ({
  ...(redirectTo === null ? {} : { redirectTo }),
  ...(successorId === null ? {} : { successorId }),
})

export const settingOf = ({ site_id: siteId, key, value, expected_since: expectedSince }: EntryRow) => ({
  siteId,
  key: key ?? '',
  value,
  expectedSince,
})

async function ensureOpenChannel(view: View, document: LoadedDocument): Promise<void> {
  const channel = await channelById(view, document.channel_id)
  if (!channel || !takesItems(channel)) throw new Problem('channel-closed', 422)
}

/** Every entry that is refused, each with its reason, and what was found of the others; a bug is not a refusal. */
export async function judgeAll<T>(
  view: View,
  entries: readonly EntryRow[],
  judge: (entry: EntryRow) => Promise<T>,
): Promise<{ faults: EntryFault[]; found: { entry: EntryRow; judged: T }[] }> {
  const faults: EntryFault[] = []
  const found: { entry: EntryRow; judged: T }[] = []
  for (const entry of entries) {
    const problem = await refusalOf(async () => found.push({ entry, judged: await judge(entry) }))
    if (problem)
      faults.push({ entryId: entry.id, title: await titleOf(view, entry), ...inWords(problem, localeFor(view)) })
  }
  return { faults, found }
}

export async function refusalOf(act: () => Promise<unknown>): Promise<Problem | null> {
  try {
    await act()
    return null
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
}

async function titleOf(view: View, entry: EntryRow): Promise<string> {
  if (entry.key !== null) return settingName(entry.key, localeFor(view))
  const row = await view.db
    .selectFrom('content.document')
    .select('title')
    .where('id', '=', entry.document_id ?? '')
    .executeTakeFirst()
  return row?.title ?? ''
}
