import type { View } from '../../../kernel/work.ts'
import { type Checked, metadataChecker } from '../check-metadata.ts'
import { dayOf } from '../days.ts'
import { codesOf, lookupOf } from './find-codes.ts'
import { getMergedScheme, type Occasion } from './find-scheme.ts'

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

/** Faults with JSON pointers below /metadata, or the cleaned value. */
export async function validateMetadata(
  view: View,
  occasion: Occasion,
  metadata: Readonly<Record<string, unknown>>,
): Promise<Checked> {
  return (await metadataCheck(view, occasion)).check(metadata)
}
