import type { Generated } from 'kysely'
import type { At, AtOrNull, DayOrNull, Json } from '../../kernel/tables.ts'
import type { Cover, ItemFile, Metadata, Origin, Withdrawal } from './item.ts'

declare module '../../kernel/tables.ts' {
  interface Tables {
    'library.item': {
      id: string
      no: Generated<number>
      kind: string
      site_id: string
      organisation_id: string
      source_module: string
      source_id: string
      external_id: string | null
      first_released_at: At
      state: Generated<'live' | 'withdrawn' | 'erased'>
      withdrawal: Json<Withdrawal> | null
      withdrawn_at: AtOrNull
      repealed_on: DayOrNull
      repealed_at: AtOrNull
      successor_item_id: string | null
    }
    'library.version': {
      item_id: string
      version: number
      valid_from: At
      valid_to: At
      title: string
      subtitle: string
      summary: string
      body: string
      source: string
      author: string
      editor: string
      keywords: string[]
      cover: Json<Cover> | null
      files: Json<ItemFile[]>
      origin: Json<Origin> | null
      metadata: Json<Metadata>
      digest: string
      released_by: string
      repeats: number | null
    }
    'library.placement': {
      id: string
      item_id: string
      site_id: string
      channel_id: string
      path: string
      is_primary: boolean
      is_pinned: Generated<boolean>
      sort_at: At
      visible_from: At
      visible_until: At
      valid_from: At
      valid_to: At
      is_scheduled: boolean | null
    }
    'library.path': {
      site_id: string
      path: string
      item_id: string
      kind: 'item' | 'redirect' | 'gone'
      redirect_to: string | null
      reason: Generated<string>
      since: At
    }
    'library.path_before': {
      site_id: string
      path: string
      item_id: string
      kind: 'item' | 'redirect' | 'gone'
      redirect_to: string | null
      reason: string
      since: At
      until: At
    }
    /** Where items stand, and stood; other modules may join it. */
    'library.v_standing': {
      item_id: string
      site_id: string
      is_primary: boolean
      is_scheduled: boolean | null
      valid_from: Date
      valid_to: Date | number
      visible_from: Date
      visible_until: Date | number
      site_name: string
      channel_name: string
      host: string
      path: string
    }
    'library.file': {
      item_id: string
      blob: string
      name: string
      media_type: string
      bytes: number
      valid_from: Generated<Date>
      valid_to: At
    }
  }
}
