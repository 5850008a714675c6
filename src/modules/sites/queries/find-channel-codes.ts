import { sql } from 'kysely'
import type { View } from '../../../kernel/work.ts'
import type { ChannelCodes } from '../blueprint-rules.ts'

export type IndicatorLimits = ReadonlyMap<string, number | null>

/** Codes in force today, national and of every overlay, from the view that the vocabulary keeps for this. */
export async function findChannelCodes(view: View): Promise<ChannelCodes & { limits: IndicatorLimits }> {
  const { rows } = await sql<{ list: string; code: string; days: number | null }>`
    SELECT list, code, (attributes ->> 'updateLimitDays')::int AS days FROM vocabulary.v_code
    WHERE list IN ('columnType', 'indicatorClass', 'itemKind')
      AND valid_from <= ${view.now}::date AND coalesce(valid_until, 'infinity') >= ${view.now}::date`.execute(view.db)
  const of = (list: string) => new Set(rows.filter((row) => row.list === list).map((row) => row.code))
  return {
    columnType: of('columnType'),
    indicatorClass: of('indicatorClass'),
    itemKind: of('itemKind'),
    limits: new Map(rows.filter((row) => row.list === 'indicatorClass').map((row) => [row.code, row.days])),
  }
}
