import { invalid, notFound, versionConflict } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import type { GroupRow } from '../presenters.ts'
import { faultAt, faultsOfWords, keyOf, SYNONYM_LENGTH, tidyWords } from '../rules.ts'

export async function lockGroup(work: Work, id: string, expectedVersion: number): Promise<GroupRow> {
  const row = await work.db
    .selectFrom('search.synonym_group')
    .selectAll()
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw notFound('synonym-group')
  if (row.version !== expectedVersion) throw versionConflict(row.version)
  return row
}

/** Groups that hold one of these words, apart from one. */
export async function groupsWith(work: Pick<Work, 'db'>, words: readonly string[], except: string | null = null) {
  let select = work.db
    .selectFrom('search.synonym_word as w')
    .innerJoin('search.synonym_group as g', 'g.id', 'w.group_id')
    .select(['w.word', 'g.id', 'g.words'])
    .where('w.word', 'in', words.length > 0 ? words.map(keyOf) : [''])
  if (except !== null) select = select.where('g.id', '!=', except)
  return select.execute()
}

/** The words in order; a Problem that names everything wrong with them. */
export async function checkedWords(work: Work, given: readonly string[], except: string | null): Promise<string[]> {
  const words = tidyWords(given)
  const faults = faultsOfWords(words, SYNONYM_LENGTH, 2)
  const taken = new Map((await groupsWith(work, words, except)).map((row) => [row.word, row.words]))
  for (const [at, word] of words.entries()) {
    const others = taken.get(keyOf(word))
    if (others) faults.push(faultAt(`/body/words/${at}`, 'fault.search.taken', { word, words: others.join('、') }))
  }
  if (faults.length > 0) throw invalid(faults)
  return words
}

/** Who changes it, and when. */
export const changedNow = (work: Work) => ({
  changed_at: work.now,
  changed_by: work.actor.id,
  changed_by_name: work.actor.name,
})

const UNIQUE_VIOLATION = '23505'
export const isTaken = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION
