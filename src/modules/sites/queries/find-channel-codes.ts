import { sql } from 'kysely'
import type { View } from '../../../kernel/work.ts'
import type { ChannelCodes } from '../blueprint-rules.ts'

/** Codes in force today, national and of every overlay, from the view that the vocabulary keeps for this. */
export async function findChannelCodes(view: View): Promise<ChannelCodes> {
  const { rows } = await sql<{ list: string; code: string }>`
    SELECT list, code FROM vocabulary.v_code
    WHERE list IN ('columnType', 'indicatorClass', 'itemKind')
      AND valid_from <= ${view.now}::date AND coalesce(valid_until, 'infinity') >= ${view.now}::date`.execute(view.db)
  const of = (list: string) => new Set(rows.filter((row) => row.list === list).map((row) => row.code))
  return { columnType: of('columnType'), indicatorClass: of('indicatorClass'), itemKind: of('itemKind') }
}
