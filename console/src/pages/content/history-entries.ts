import type { FullDocument } from './types.ts'

type Entry = FullDocument['history'][number]

const SITTING_MS = 30 * 60_000

/** Newest first, the later of one instant too; a run of saves by one person within half an hour counts as one, told at its end. */
export function historyEntries(history: readonly Entry[]): Entry[] {
  const kept: Entry[] = []
  for (const entry of history.toReversed().toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at))) {
    const after = kept.at(-1)
    const isSameSitting =
      after?.act === 'save' &&
      entry.act === 'save' &&
      after.byName === entry.byName &&
      Date.parse(after.at) - Date.parse(entry.at) < SITTING_MS
    if (!isSameSitting) kept.push(entry)
  }
  return kept
}
