import type { ColumnType, Generated } from 'kysely'
import type { At, AtOrNull, Json } from '../../kernel/tables.ts'
import type { Mapping } from './contract.ts'
import type { Said } from './reasons.ts'
import type { Span } from './spans.ts'

export type State = 'waiting' | 'running' | 'done' | 'failed' | 'cancelled'

declare module '../../kernel/tables.ts' {
  interface Tables {
    'migration.mapping': {
      id: string
      site_id: string | null
      name: string
      mapping: Json<Mapping>
      created_by_name: string
      created_at: At
      updated_at: At
    }
    'migration.run': {
      id: string
      site_id: string
      channel_id: string
      source: string
      file_name: string
      file_digest: string
      blob: string | null
      mapping: Json<Mapping>
      is_dry_run: boolean
      state: State
      failure: Generated<string>
      bytes_total: Generated<number>
      bytes_read: Generated<number>
      line_done: Generated<number>
      read: Generated<number>
      imported: Generated<number>
      updated: Generated<number>
      unchanged: Generated<number>
      rejected: Generated<number>
      started_by: string | null
      started_by_name: string
      created_at: At
      started_at: AtOrNull
      ended_at: AtOrNull
      failure_said: ColumnType<Said[] | null, string | null | undefined, string | null>
      ahead: ColumnType<Span[], string | undefined, string>
    }
    'migration.rejection': {
      run_id: string
      line: number
      field: string
      reason: string
      said: ColumnType<Said[] | null, string | null | undefined, string | null>
      excerpt: Generated<string>
    }
  }
}
