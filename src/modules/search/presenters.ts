import type { Selectable } from 'kysely'
import type { Tables } from '../../kernel/tables.ts'
import type { SynonymGroup } from './contract.ts'
import type {} from './tables.ts'

export type GroupRow = Selectable<Tables['search.synonym_group']>
export type PinRow = Selectable<Tables['search.pin']>

export const presentGroup = (row: GroupRow): SynonymGroup => ({
  id: row.id,
  words: row.words,
  note: row.note,
  isOn: row.is_on,
  version: row.version,
  changedAt: row.changed_at.toISOString(),
  changedBy: row.changed_by_name,
})

/** What of a group goes on record. */
export const recordOfGroup = ({ words, note, is_on }: Pick<GroupRow, 'words' | 'note' | 'is_on'>) => ({
  words,
  note,
  isOn: is_on,
})

export const recordOfPin = (row: Pick<PinRow, 'words' | 'note' | 'is_on' | 'docs' | 'ends_on'>) => ({
  words: row.words,
  docs: row.docs,
  endsOn: row.ends_on,
  note: row.note,
  isOn: row.is_on,
})
