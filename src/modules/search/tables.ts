import type { At, AtOrNull, DayOrNull, Json } from '../../kernel/tables.ts'

/** Who changed it last, and when. */
type Acts = {
  version: number
  created_at: At
  changed_at: At
  changed_by: string | null
  changed_by_name: string
  deleted_at: AtOrNull
}

/** A document that stands first, with its title when it was chosen. */
export type PinnedDoc = { id: string; title: string }
export type Outcome = 'synonym' | 'content' | 'nothing'

declare module '../../kernel/tables.ts' {
  interface Tables {
    'search.synonym_group': Acts & { id: string; words: string[]; note: string; is_on: boolean }
    'search.synonym_word': { word: string; group_id: string }
    'search.pin': Acts & {
      id: string
      site_id: string | null
      words: string[]
      docs: Json<PinnedDoc[]>
      ends_on: DayOrNull
      note: string
      is_on: boolean
    }
    'search.pin_word': { word: string; site_id: string | null; pin_id: string }
    'search.settled_word': {
      words: string
      outcome: Outcome
      note: string
      returns_on: string
      changed_at: At
      changed_by: string | null
      changed_by_name: string
    }
  }
}
