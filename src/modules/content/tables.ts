import type { ColumnType, Generated } from 'kysely'
import type { At, AtOrNull, Json } from '../../kernel/tables.ts'
import type { Cover, ItemFile, Metadata, Origin } from '../library/index.ts'

export type State = 'draft' | 'submitted' | 'returned' | 'approved' | 'released' | 'withdrawn'

declare module '../../kernel/tables.ts' {
  interface Tables {
    'content.document': {
      id: string
      site_id: string
      channel_id: string
      kind: string
      title: string
      state: State
      stage: Generated<number>
      stages: Generated<number>
      edition_number: Generated<number>
      live_edition_number: number | null
      item_id: string | null
      released_at: AtOrNull
      visible_from: AtOrNull
      visible_until: AtOrNull
      external_source: string | null
      external_id: string | null
      created_by: string | null
      created_by_name: string
      updated_by: string | null
      updated_by_name: string
      locked_by: string | null
      locked_by_name: string | null
      locked_until: AtOrNull
      created_at: At
      updated_at: At
      deleted_at: AtOrNull
      version: Generated<number>
    }
    'content.edition': {
      id: string
      document_id: string
      number: number
      title: string
      subtitle: Generated<string>
      summary: Generated<string>
      body: Generated<string>
      source: Generated<string>
      author: Generated<string>
      editor: Generated<string>
      keywords: Generated<string[]>
      metadata: Json<Metadata>
      cover: Json<Cover> | null
      files: Json<ItemFile[]>
      origin: Json<Origin> | null
      placements: Json<string[]>
      is_pinned: Generated<boolean>
      visible_from: AtOrNull
      visible_until: AtOrNull
      created_by: string | null
      created_by_name: string
      created_at: At
      writers: Generated<string[]>
      submitted_by: string | null
      submitted_at: AtOrNull
      released_at: AtOrNull
      released_by: string | null
    }
    'content.review': {
      id: string
      document_id: string
      edition_number: number
      stage: number
      verdict: 'passed' | 'returned'
      reason: Generated<string>
      reviewer_id: string | null
      reviewer_name: string
      at: At
    }
    'content.upload': {
      id: string
      site_id: string
      blob: string
      name: string
      media_type: string
      bytes: number
      width: number | null
      height: number | null
      uploaded_by: string | null
      uploaded_at: At
    }
    'content.partial_upload': {
      id: string
      kind: 'upload' | 'import'
      site_id: string | null
      name: string
      length: ColumnType<string | number, number, number>
      begun_by: string
      begun_at: At
      last_byte_at: AtOrNull
      expires_at: At
      held_by: string | null
      held_until: AtOrNull
      outcome: Json<Record<string, unknown>> | null
    }
    'content.release_note': {
      document_id: string
      at: At
      act: string
      by_id: string | null
      by_name: string
      note: Generated<string>
    }
  }
}
