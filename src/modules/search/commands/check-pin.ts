import { sql } from 'kysely'
import type { Input } from '../../../kernel/contract.ts'
import { type Fault, invalid } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import type * as contract from '../contract.ts'
import { dayOf } from '../days.ts'
import type { PinRow } from '../presenters.ts'
import { standingOfDocs } from '../queries/standing-of-docs.ts'
import { faultAt, faultsOfWords, keyOf, PIN_LENGTH, tidyWords } from '../rules.ts'

type Wish = Input<typeof contract.createPin>['body']
export type PinValues = {
  words: string[]
  docs: string
  site_id: string | null
  ends_on: string | null
  note: string
  is_on: boolean
}

/** What is to be written; a Problem that names everything wrong with it. */
export async function checkedPin(work: Work, wish: Wish, before: PinRow | null): Promise<PinValues> {
  const words = tidyWords(wish.words)
  const faults = [
    ...faultsOfWords(words, PIN_LENGTH, 1),
    ...(await faultsOfTaken(work, words, wish.siteId, before?.id ?? null)),
    ...(await faultsOfDocs(work, wish.docs, before)),
  ]
  // An end that has passed may stay where it stands; a new one lies ahead.
  const isPast = wish.endsOn !== null && wish.endsOn < dayOf(work.now) && wish.endsOn !== before?.ends_on
  if (isPast) faults.push(faultAt('/body/endsOn', 'fault.search.past'))
  if (faults.length > 0) throw invalid(faults)
  return {
    words,
    docs: JSON.stringify(wish.docs),
    site_id: wish.siteId,
    ends_on: wish.endsOn,
    note: wish.note,
    is_on: wish.isOn,
  }
}

async function faultsOfTaken(
  work: Work,
  words: readonly string[],
  siteId: string | null,
  except: string | null,
): Promise<Fault[]> {
  const taken = new Map((await pinsWith(work, words, siteId, except)).map((row) => [row.word, row.words]))
  return words.flatMap((word, at) => {
    const others = taken.get(keyOf(word))
    return others ? [faultAt(`/body/words/${at}`, 'fault.search.taken', { word, words: others.join('、') })] : []
  })
}

/** What was chosen stays, even if it is broken; what comes anew must show. */
async function faultsOfDocs(work: Work, docs: Wish['docs'], before: PinRow | null): Promise<Fault[]> {
  const known = new Set(before?.docs.map(({ id }) => id))
  const standings = await standingOfDocs(
    work,
    docs.map(({ id }) => id),
  )
  return docs.flatMap(({ id, title }, at) => {
    const pointer = `/body/docs/${at}`
    if (docs.findIndex((one) => one.id === id) < at) return [faultAt(pointer, 'fault.search.doc-twice', { title })]
    const isGone = !known.has(id) && standings.get(id)?.isBroken !== false
    return isGone ? [faultAt(pointer, 'fault.search.doc-gone', { title })] : []
  })
}

/** Pins for one of these words and the same readers. */
export const pinsWith = (work: Work, words: readonly string[], siteId: string | null, except: string | null) =>
  work.db
    .selectFrom('search.pin_word as w')
    .innerJoin('search.pin as p', 'p.id', 'w.pin_id')
    .select(['w.word', 'p.id', 'p.words'])
    .where('w.word', 'in', words.length > 0 ? words.map(keyOf) : [''])
    .where(sql<boolean>`w.site_id IS NOT DISTINCT FROM ${siteId}::uuid AND p.id IS DISTINCT FROM ${except}::uuid`)
    .execute()
