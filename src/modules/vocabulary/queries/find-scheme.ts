import type { Selectable } from 'kysely'
import type { z } from 'zod'
import { notFound } from '../../../kernel/problem.ts'
import type { Tables } from '../../../kernel/tables.ts'
import type { View } from '../../../kernel/work.ts'
import type * as contract from '../contract.ts'
import { dayOf } from '../days.ts'
import { mergeElements } from '../rules.ts'
import type { OnDay } from './find-codes.ts'

export type MergedScheme = z.output<typeof contract.Scheme>

export type Occasion = { kind: string; at: Date; overlay?: string | undefined }

/** The scheme of a kind that holds at an instant, with the overlay merged in; null where the kind has none. */
export async function findScheme(view: View, { kind, at, overlay }: Occasion): Promise<MergedScheme | null> {
  return schemeOn(view, kind, { at: dayOf(at), overlay })
}

export async function schemeOn(view: View, kind: string, on: OnDay): Promise<MergedScheme | null> {
  const rows = await view.db
    .selectFrom('vocabulary.scheme')
    .selectAll()
    .where('kind', '=', kind)
    .where('overlay', 'in', ['', on.overlay ?? ''])
    .where('valid_from', '<=', on.at)
    .where((where) => where.or([where('valid_until', 'is', null), where('valid_until', '>=', on.at)]))
    .orderBy('version', 'desc')
    .execute()
  return mergeSchemes(kind, rows)
}

type Row = Pick<
  Selectable<Tables['vocabulary.scheme']>,
  'overlay' | 'name' | 'version' | 'valid_from' | 'valid_until' | 'elements'
>

/** The national scheme of a kind with its overlay, from the rows of one day, newest version first. */
export function mergeSchemes(kind: string, rows: readonly Row[]): MergedScheme | null {
  const national = rows.find((row) => row.overlay === '')
  if (!national) return null
  const overlay = rows.find((row) => row.overlay !== '')
  return {
    kind,
    name: national.name,
    version: national.version,
    overlay: overlay ? { code: overlay.overlay, version: overlay.version } : null,
    elements: mergeElements(national.elements, overlay?.elements ?? []),
    validFrom: overlay && overlay.valid_from > national.valid_from ? overlay.valid_from : national.valid_from,
    validUntil: earlier(national.valid_until, overlay?.valid_until ?? null),
  }
}

const earlier = (one: string | null, other: string | null): string | null =>
  one === null || (other !== null && other < one) ? other : one

export async function getMergedScheme(view: View, kind: string, on: OnDay): Promise<MergedScheme> {
  const scheme = await schemeOn(view, kind, on)
  if (!scheme) throw notFound('scheme')
  return scheme
}
