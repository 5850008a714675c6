import type { Generated } from 'kysely'
import type { At } from '../../kernel/tables.ts'

declare module '../../kernel/tables.ts' {
  interface Tables {
    'search.file_text': {
      blob: string
      reader: number
      file_name: string
      media_type: string
      bytes: number
      pages: string[]
      is_cut: Generated<boolean>
      reason: Generated<string>
      detail: Generated<string>
      took_ms: number
      read_at: At
    }
  }
}
