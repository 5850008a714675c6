import type { Selectable } from 'kysely'
import { ask } from '../../../kernel/database.ts'
import { notFound } from '../../../kernel/problem.ts'
import type { Tables } from '../../../kernel/tables.ts'
import type { View } from '../../../kernel/work.ts'
import { metadataChecker } from '../check-metadata.ts'
import type { OnDay } from './find-codes.ts'
import { type MergedScheme, mergeSchemes } from './find-scheme.ts'

type Row = Selectable<Tables['vocabulary.scheme']>
/** A row without its elements; `stamp` changes with every write to it. */
type Head = Omit<Row, 'elements'> & { stamp: string }

export type KeptScheme = Pick<MergedScheme, 'elements'> & { checkPlain: ReturnType<typeof metadataChecker> }

/** Which schemes hold is asked once for each view; a command asks before it acts and when it answers. */
const asked = new WeakMap<View, Map<string, Promise<Head[]>>>()

export function headsOn(view: View, on: OnDay): Promise<Head[]> {
  const known = asked.get(view) ?? new Map<string, Promise<Head[]>>()
  asked.set(view, known)
  const key = `${on.at} ${on.overlay ?? ''}`
  const heads = known.get(key) ?? selectHeads(view, on)
  known.set(key, heads)
  return heads
}

function selectHeads(view: View, { at, overlay = '' }: OnDay): Promise<Head[]> {
  return ask<Head>(view.db)`
    SELECT id, kind, version, overlay, name, valid_from, valid_until, xmin::text AS stamp FROM vocabulary.scheme
    WHERE overlay IN ('', ${overlay}) AND valid_from <= ${at} AND (valid_until IS NULL OR valid_until >= ${at})
    ORDER BY version DESC
  `
}

/** Elements and the check made of them, by the rows they come from as these stand: a changed row is another key. */
const kept = new Map<string, KeptScheme>()
const MOST_KEPT = 200

/** The scheme of a kind on a day; its elements are read only when they are not known yet. */
export async function keptScheme(view: View, kind: string, on: OnDay): Promise<KeptScheme> {
  const heads = (await headsOn(view, on)).filter((head) => head.kind === kind)
  const key = heads.map((head) => `${head.id} ${head.stamp}`).join()
  const known = kept.get(key)
  if (known) return known
  const scheme = mergeSchemes(kind, await withElements(view, heads))
  if (!scheme) throw notFound('scheme')
  if (kept.size >= MOST_KEPT) kept.clear()
  const made = { elements: scheme.elements, checkPlain: metadataChecker(scheme.elements, new Map()) }
  kept.set(key, made)
  return made
}

async function withElements(view: View, heads: readonly Head[]): Promise<Row[]> {
  if (heads.length === 0) return []
  const rows = await view.db
    .selectFrom('vocabulary.scheme')
    .select(['id', 'elements'])
    .where(
      'id',
      'in',
      heads.map((head) => head.id),
    )
    .execute()
  const elements = new Map(rows.map((row) => [row.id, row.elements]))
  return heads.map((head) => ({ ...head, elements: elements.get(head.id) ?? [] }))
}
