import type { View } from '../../../kernel/work.ts'
import { type Checked, metadataChecker } from '../check-metadata.ts'
import { dayOf } from '../days.ts'
import { codesOf, lookupOf } from './find-codes.ts'
import { getMergedScheme, type Occasion } from './find-scheme.ts'
import { headsOn, keptScheme } from './kept-schemes.ts'

export type MetadataCheck = {
  scheme: { kind: string; version: number; overlay: { code: string; version: number } | null }
  /** Elements that name other items. */
  itemElements: string[]
  check: (metadata: Readonly<Record<string, unknown>>, root?: string) => Checked
}

/** A check of metadata of one kind, to be kept while many items are read: one load, then no query. */
export async function metadataCheck(view: View, { kind, at, overlay }: Occasion): Promise<MetadataCheck> {
  const on = { at: dayOf(at), overlay }
  const scheme = await getMergedScheme(view, kind, on)
  const lists = [...new Set(scheme.elements.flatMap((element) => element.codeList ?? []))]
  const codes = lists.length === 0 ? new Map() : await codesOf(view, lists, on)
  return {
    scheme: { kind, version: scheme.version, overlay: scheme.overlay },
    itemElements: scheme.elements.filter(({ type }) => type === 'item').map(({ code }) => code),
    check: metadataChecker(scheme.elements, lookupOf(codes)),
  }
}

/** Asks which schemes hold before the kind is known, so that the question travels with the caller's own. */
export async function foreseeMetadata(view: View, { at, overlay }: Omit<Occasion, 'kind'>): Promise<void> {
  await headsOn(view, { at: dayOf(at), overlay })
}

/** Faults with JSON pointers below /metadata, or the cleaned value. */
export async function validateMetadata(
  view: View,
  { kind, at, overlay }: Occasion,
  metadata: Readonly<Record<string, unknown>>,
): Promise<Checked> {
  const on = { at: dayOf(at), overlay }
  const { elements, checkPlain } = await keptScheme(view, kind, on)
  // Only the lists that this one item draws on.
  const lists = elements.flatMap((element) => (element.codeList && element.code in metadata ? element.codeList : []))
  if (lists.length === 0) return checkPlain(metadata)
  return metadataChecker(elements, lookupOf(await codesOf(view, [...new Set(lists)], on)))(metadata)
}
