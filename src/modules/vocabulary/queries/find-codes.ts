import { sql } from 'kysely'
import type { z } from 'zod'
import type { View } from '../../../kernel/work.ts'
import { dayOf } from '../days.ts'
import type { CodeEntry } from '../contract.ts'
import type { CodeLists } from '../check-metadata.ts'

export type Code = z.output<typeof CodeEntry>
export type OnDay = { at: string; overlay?: string | undefined }

/** Codes of some lists (or of all) that may be used on a day; the overlay's entry replaces the national one of the same code. */
export async function codesOf(view: View, lists: readonly string[] | 'all', on: OnDay): Promise<Map<string, Code[]>> {
  let select = view.db
    .selectFrom('vocabulary.code')
    .selectAll()
    .where('overlay', 'in', ['', on.overlay ?? ''])
    .where('valid_from', '<=', on.at)
    .where((where) => where.or([where('valid_until', 'is', null), where('valid_until', '>=', on.at)]))
    .orderBy('overlay')
    .orderBy('position')
    .orderBy('code')
  if (lists !== 'all') select = select.where(sql<boolean>`list = any(${[...lists]}::text[])`)
  const rows = await select.execute()
  return new Map(
    [...Map.groupBy(rows, (row) => row.list)].map(([list, codes]) => {
      const byCode = new Map(codes.map((row) => [row.code, row]))
      const merged = [...byCode.values()].toSorted((a, b) => a.position - b.position)
      return [list, merged.map(presentCode)]
    }),
  )
}

type Row = {
  code: string
  name: string
  parent_code: string | null
  position: number
  attributes: Record<string, unknown>
  basis: string
  overlay: string
  valid_from: string
  valid_until: string | null
}

export function presentCode(row: Row): Code {
  return {
    code: row.code,
    name: row.name,
    parentCode: row.parent_code,
    position: row.position,
    attributes: row.attributes,
    basis: row.basis,
    overlay: row.overlay,
    validFrom: row.valid_from,
    validUntil: row.valid_until,
  }
}

/** Codes by what people may write: the code, or its name where the name means one code only. */
export function lookupOf(codes: ReadonlyMap<string, readonly Code[]>): CodeLists {
  return new Map(
    [...codes].map(([list, entries]) => {
      const byName = Map.groupBy(entries, (entry) => entry.name)
      const unique = [...byName].flatMap(([name, same]) =>
        same.length === 1 && same[0] ? [[name, same[0].code] as const] : [],
      )
      return [list, new Map([...unique, ...entries.map((entry) => [entry.code, entry.code] as const)])]
    }),
  )
}

/** Names by code as they were at an instant; retired codes keep their last name, since old items still carry them. */
export async function codeNames(
  view: View,
  { list, at, overlay = '' }: { list: string; at: Date; overlay?: string | undefined },
): Promise<Map<string, string>> {
  const rows = await view.db
    .selectFrom('vocabulary.code')
    .select(['code', 'name'])
    .where('list', '=', list)
    .where('overlay', 'in', ['', overlay])
    .where('valid_from', '<=', dayOf(at))
    .orderBy('overlay')
    .orderBy('valid_from')
    .execute()
  return new Map(rows.map((row) => [row.code, row.name]))
}
