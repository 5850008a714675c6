import type { Input, Reply } from '../../../kernel/contract.ts'
import { newId } from '../../../kernel/ids.ts'
import { Problem } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import type * as contract from '../contract.ts'
import { type GroupRow, recordOfGroup } from '../presenters.ts'
import { demandProvince } from '../queries/reach-of.ts'
import { faultAt, faultsOfWords, keyOf, SYNONYM_LENGTH, tidyWords } from '../rules.ts'
import { readTable, type TableRow } from '../synonym-table.ts'
import { changedNow } from './load-group.ts'
import { asTaken, changeGroup } from './save-synonym.ts'

const MOST_ROWS = 5_000
const MOST_NOTE = 200

type Outcome = Reply<typeof contract.importSynonyms>
type Wanted = Pick<GroupRow, 'words' | 'note' | 'is_on'>

/** Row by row: what is wrong with one is reported with its line, and the others are taken. */
export async function importSynonyms(
  work: Work,
  { body }: Pick<Input<typeof contract.importSynonyms>, 'body'>,
): Promise<Outcome> {
  await demandProvince(work)
  const rows = readTable(body.text)
  if (rows.length === 0) throw new Problem('search-table-empty', 422)
  if (rows.length > MOST_ROWS) throw new Problem('search-table-long', 422, { most: MOST_ROWS })
  const groups = await work.db
    .selectFrom('search.synonym_group')
    .selectAll()
    .where('deleted_at', 'is', null)
    .forUpdate()
    .execute()
  const plan = planOf(rows, groups)
  if (!body.isTrial) {
    // First what gives words up, so that a word can move from one row to another.
    for (const { before, wanted } of plan.changed) await changeGroup(work, before, wanted)
    await addGroups(work, plan.added)
  }
  return {
    added: plan.added.length,
    changed: plan.changed.length,
    unchanged: plan.unchanged,
    rejected: plan.rejected,
  }
}

type Plan = {
  added: Wanted[]
  changed: { before: GroupRow; wanted: Wanted }[]
  unchanged: number
  rejected: Outcome['rejected']
}

function planOf(rows: readonly TableRow[], groups: readonly GroupRow[]): Plan {
  const plan: Plan = { added: [], changed: [], unchanged: 0, rejected: [] }
  const owners = new Map(groups.flatMap((group) => group.words.map((word) => [keyOf(word), group] as const)))
  const lines = new Map<string, number>()
  // What an earlier row has made of a group counts: words that it gave up are free.
  const claimed = new Set<GroupRow>()
  for (const row of rows) {
    const wanted = { words: tidyWords(row.words), note: row.note, is_on: row.isOn }
    const touched = [...new Set(wanted.words.flatMap((word) => owners.get(keyOf(word)) ?? []))].filter(
      (group) => !claimed.has(group),
    )
    const reason = faultOf(wanted, touched, lines)
    if (reason !== null) {
      plan.rejected.push({ line: row.line, text: row.text, reason })
      continue
    }
    for (const word of wanted.words) lines.set(keyOf(word), row.line)
    const [before] = touched
    if (before) claimed.add(before)
    if (!before) plan.added.push(wanted)
    else if (isSame(before, wanted)) plan.unchanged++
    else plan.changed.push({ before, wanted })
  }
  return plan
}

function faultOf(wanted: Wanted, touched: readonly GroupRow[], lines: ReadonlyMap<string, number>): string | null {
  const [fault] = faultsOfWords(wanted.words, SYNONYM_LENGTH, 2)
  if (fault) return fault.detail
  if (wanted.note.length > MOST_NOTE) return faultAt('', 'fault.search.long-note', { max: MOST_NOTE }).detail
  const twice = wanted.words.find((word) => lines.has(keyOf(word)))
  if (twice !== undefined) {
    return faultAt('', 'fault.search.twice', { word: twice, line: lines.get(keyOf(twice)) ?? 0 }).detail
  }
  if (touched.length < 2) return null
  return faultAt('', 'fault.search.two-groups', { words: touched.map(({ words }) => words.join('、')).join('；') })
    .detail
}

const isSame = (before: GroupRow, wanted: Wanted): boolean =>
  before.note === wanted.note &&
  before.is_on === wanted.is_on &&
  before.words.length === wanted.words.length &&
  before.words.every((word, at) => word === wanted.words[at])

async function addGroups(work: Work, added: readonly Wanted[]): Promise<void> {
  const rows = added.map((wanted) => ({
    id: newId(),
    ...wanted,
    version: 1,
    created_at: work.now,
    deleted_at: null,
    ...changedNow(work),
  }))
  for (let at = 0; at < rows.length; at += 500) {
    await work.db
      .insertInto('search.synonym_group')
      .values(rows.slice(at, at + 500))
      .execute()
      .catch(asTaken)
  }
  for (const row of rows) {
    work.record({
      action: 'search.synonym.create',
      target: { kind: 'search-synonym', id: row.id, label: row.words.join('、').slice(0, 200) },
      after: recordOfGroup(row),
    })
  }
}
