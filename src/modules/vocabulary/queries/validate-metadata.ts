import type { View } from '../../../kernel/work.ts'
import { type Checked, metadataChecker } from '../check-metadata.ts'
import { dayOf } from '../days.ts'
import { codesOf, lookupOf, type OnDay } from './find-codes.ts'
import { getMergedScheme, type MergedScheme, type Occasion } from './find-scheme.ts'

export type MetadataCheck = {
  scheme: { kind: string; version: number; overlay: { code: string; version: number } | null }
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
    check: metadataChecker(scheme.elements, lookupOf(codes)),
  }
}

/** A command asks twice, before it acts and when it answers: the scheme is read once for each view. */
const kept = new WeakMap<View, Map<string, Promise<MergedScheme>>>()

function keptScheme(view: View, kind: string, on: OnDay): Promise<MergedScheme> {
  const known = kept.get(view) ?? new Map<string, Promise<MergedScheme>>()
  kept.set(view, known)
  const key = `${kind} ${on.at} ${on.overlay ?? ''}`
  const scheme = known.get(key) ?? getMergedScheme(view, kind, on)
  known.set(key, scheme)
  return scheme
}

/** Faults with JSON pointers below /metadata, or the cleaned value. */
export async function validateMetadata(
  view: View,
  { kind, at, overlay }: Occasion,
  metadata: Readonly<Record<string, unknown>>,
): Promise<Checked> {
  const on = { at: dayOf(at), overlay }
  const { elements } = await keptScheme(view, kind, on)
  // Only the lists that this one item draws on.
  const lists = elements.flatMap((element) => (element.codeList && element.code in metadata ? element.codeList : []))
  const codes = lists.length === 0 ? new Map() : await codesOf(view, [...new Set(lists)], on)
  return metadataChecker(elements, lookupOf(codes))(metadata)
}
