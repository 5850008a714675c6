import type { Generated } from 'kysely'
import type { At, AtOrNull, Json } from '../../kernel/tables.ts'
import type { Withdrawal } from '../library/index.ts'
import type { SettingBefore } from '../sites/index.ts'
import type { State } from './tables.ts'

/** What a document was before a batch touched it, and the version it has had since. Instants as text. */
export type DocumentBefore = {
  kind: 'document'
  version: number
  state: State
  stage: number
  stages: number
  liveEditionNumber: number | null
  itemId: string | null
  releasedAt: string | null
  visibleFrom: string | null
  visibleUntil: string | null
  edition: { visibleFrom: string | null; visibleUntil: string | null }
  /** Why it was down, where it was. */
  withdrawal: Withdrawal | null
}
export type EntryBefore = DocumentBefore | { kind: 'setting'; before: SettingBefore }

declare module '../../kernel/tables.ts' {
  interface Tables {
    'content.batch': {
      id: string
      site_id: string
      name: string
      note: Generated<string>
      state: Generated<'draft' | 'released' | 'undone'>
      effective_at: AtOrNull
      created_by: string | null
      created_by_name: string
      created_at: At
      released_by_name: string | null
      released_at: AtOrNull
      undone_by_name: string | null
      undone_at: AtOrNull
      updated_at: At
      version: Generated<number>
    }
    'content.batch_entry': {
      id: string
      batch_id: string
      position: number
      kind: 'publish' | 'withdraw' | 'setting'
      site_id: string
      document_id: string | null
      edition_number: number | null
      reason: 'error' | 'moved' | 'repealed' | null
      note: Generated<string>
      redirect_to: string | null
      successor_id: string | null
      key: string | null
      value: Json<unknown> | null
      expected_since: AtOrNull
      before: Json<EntryBefore> | null
      outcome: 'released' | 'undone' | 'kept' | null
      outcome_code: string | null
    }
  }
}
