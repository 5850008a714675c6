import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, test } from 'node:test'
import { promisify } from 'node:util'
import { aDoc, aPosition, aQuery } from '../modules/search/testing/sample-docs.ts'
import { openFile, writeMeta } from './search-sqlite/schema.ts'
import { openReaders, openSearchIndex, type SearchFault } from './search-sqlite.ts'
import type { FullDisk } from './search-sqlite/testing-full-disk.ts'
import { hiddenIn, sourcesOf } from './search-sqlite/testing-writer.ts'

/** ROUNDS=200 for the whole proof; a few keep the suite short. */
const ROUNDS = Number(process.env['ROUNDS'] ?? 4)
/** Files that would grow beyond this cannot be written. */
const FULL_AT_KB = 3_072
const folders: string[] = []
const aFolder = (): string => {
  const folder = mkdtempSync(path.join(tmpdir(), 'yiwang-search-'))
  folders.push(folder)
  return folder
}
after(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })))

const fileIn = (folder: string): string =>
  path.join(folder, readdirSync(folder).find((name) => /^index-\d+\.sqlite$/.test(name)) ?? '')

/** Lets the writer run for a moment and kills it; gives the last words it said. */
async function killedAfter(folder: string, first: number, ms: number): Promise<string[]> {
  const script = path.join(import.meta.dirname, 'search-sqlite/testing-writer.ts')
  const child = spawn(process.execPath, [script, 'write', folder, String(first)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  child.stdout.on('data', (part: Buffer) => (said += part.toString()))
  await once(child.stdout, 'data')
  await new Promise((resolve) => setTimeout(resolve, ms))
  child.kill('SIGKILL')
  await once(child, 'exit')
  return said.split('\n').slice(0, -1)
}

/** What must be found after these steps: per source the step that it is from, or null for hidden. */
function play(expected: Map<string, number | null>, word: string): void {
  const step = Number(word.slice(1))
  if (word.startsWith('a')) for (const source of sourcesOf(step)) expected.set(source, step)
  else expected.set(hiddenIn(step), null)
}

/** The writer may have done one thing more than it could say. */
function nextWord(last: string): string {
  const step = Number(last.slice(1))
  return last.startsWith('a') ? `n${step}` : `a${step + 1}`
}

async function foundIn(
  folder: string,
): Promise<{ found: Map<string, string>; clock: number; total: number; docs: number }> {
  const index = await openSearchIndex(folder)
  const reader = await openReaders(index, { readers: 1, timeLimitMs: 30_000 })
  const found = new Map<string, string>()
  const [first, second] = await Promise.all([
    reader.search(aQuery('防汛简报', { limit: 50, sort: 'date' })),
    reader.search(aQuery('防汛简报', { limit: 50, offset: 50, sort: 'date' })),
  ])
  for (const hit of [...first.hits, ...second.hits]) {
    assert.equal(found.has(hit.id), false, 'nothing is found twice')
    found.set(hit.id, hit.title.map(({ text }) => text).join(''))
  }
  const { docs } = await index.figures()
  const clock = index.position?.clock ?? -1
  await reader.close()
  await index.close()
  return { found, clock, total: first.total, docs }
}

test(`nothing is lost or doubled when the writer is killed (${ROUNDS} rounds)`, { timeout: 3_600_000 }, async () => {
  const folder = aFolder()
  const expected = new Map<string, number | null>()
  let step = 0
  let told = -1
  for (let round = 0; round < ROUNDS; round++) {
    const said = await killedAfter(folder, step, (round * 37) % 300)
    for (const word of said) play(expected, word)
    const titles = () =>
      new Map([...expected].flatMap(([source, from]) => (from === null ? [] : [[source, `第${from}轮防汛简报`]])))
    const { found, clock, total, docs } = await foundIn(folder)
    const sorted = (map: Map<string, string>) => [...map].toSorted(([a], [b]) => (a < b ? -1 : 1))
    const last = said.at(-1) ?? `n${step - 1}`
    try {
      assert.deepEqual(sorted(found), sorted(titles()))
    } catch {
      play(expected, nextWord(last))
      assert.deepEqual(sorted(found), sorted(titles()), `round ${round}, after ${last}`)
    }
    assert.equal(total, found.size)
    assert.equal(docs, found.size)
    const noted = said.findLast((word) => word.startsWith('n'))
    if (noted !== undefined) told = Number(noted.slice(1))
    assert.ok(clock >= told, `the position ${clock} is not behind ${told}, which was said`)
    step = Number(last.slice(1)) + 2
    const db = new DatabaseSync(fileIn(folder))
    assert.deepEqual(
      db
        .prepare('PRAGMA integrity_check')
        .all()
        .map((row) => row['integrity_check']),
      ['ok'],
    )
    db.close()
  }
})

const broken: Record<string, (file: string) => void> = {
  'cut short': (file) => truncateSync(file, Math.floor(statSync(file).size / 2)),
  empty: (file) => truncateSync(file, 0),
  'something else': (file) => writeFileSync(file, 'not an index at all'.repeat(1_000)),
}

for (const [how, breakIt] of Object.entries(broken)) {
  test(`a file that is ${how} is set aside, told, and search begins anew`, async () => {
    const folder = aFolder()
    const index = await openSearchIndex(folder)
    const docs = Array.from({ length: 300 }, (_, n) => aDoc(`d${n}`, { title: `抗旱公告${n}` }))
    await index.apply({ docs, gone: [] })
    await index.note({ hidden: [], pending: [], position: aPosition(3) })
    await index.close()
    breakIt(fileIn(folder))
    const faults: SearchFault[] = []
    const again = await openSearchIndex(folder, { onFault: (fault) => faults.push(fault) })
    assert.equal(faults.length, 1)
    assert.equal(again.position, null)
    const reader = await openReaders(again, { readers: 1 })
    assert.equal((await reader.search(aQuery('抗旱公告'))).total, 0)
    await again.apply({ docs: docs.slice(0, 5), gone: [] })
    assert.equal((await reader.search(aQuery('抗旱公告'))).total, 5)
    assert.ok(readdirSync(folder).some((name) => name.startsWith('broken-')))
    await reader.close()
    await again.close()
  })
}

test('a page that cannot be read refuses the query, and the file is set aside at the next start', async () => {
  const folder = aFolder()
  const index = await openSearchIndex(folder)
  const docs = Array.from({ length: 1_500 }, (_, n) => aDoc(`d${n}`, { title: `抗旱公告${n}` }))
  await index.apply({ docs, gone: [] })
  await index.close()
  const file = fileIn(folder)
  const { size } = statSync(file)
  const handle = openSync(file, 'r+')
  // Everything but the first pages, in which the file says what it is.
  for (let at = 30 * 8_192; at < size; at += 8_192) writeSync(handle, Buffer.alloc(4_096, 0x5a), 0, 4_096, at)
  closeSync(handle)
  const faults: SearchFault[] = []
  const onFault = (fault: SearchFault) => void faults.push(fault)
  const hurt = await openSearchIndex(folder, { onFault })
  if (faults.length === 0) {
    const reader = await openReaders(hurt, { readers: 1, onFault })
    await assert.rejects(reader.search(aQuery('抗旱公告')), { name: 'SearchUnavailable' })
    await reader.close()
  }
  await hurt.close()
  const again = await openSearchIndex(folder, { onFault })
  assert.ok(faults.some(({ what }) => what === 'file'))
  assert.equal((await again.figures()).docs, 0)
  await again.close()
})

test('on a full disk what was kept is found, what has no room is refused, and with room it goes on', async (t) => {
  if (process.platform !== 'linux') return t.skip('a limit on files is set as Linux does it')
  const folder = aFolder()
  const script = path.join(import.meta.dirname, 'search-sqlite/testing-full-disk.ts')
  const limited = ['-c', `ulimit -f ${FULL_AT_KB}; exec "$0" "$@"`, process.execPath, script, folder]
  const { stdout } = await promisify(execFile)('bash', limited, { timeout: 120_000 })
  const { failure, kept, total, failsAgain, rebuildFails, totalAfterwards }: FullDisk = JSON.parse(stdout)
  assert.notEqual(failure, '')
  assert.ok(kept > 0)
  assert.deepEqual([total, failsAgain, rebuildFails, totalAfterwards], [kept, true, true, kept])
  const index = await openSearchIndex(folder)
  const reader = await openReaders(index, { readers: 1, timeLimitMs: 30_000 })
  assert.equal((await reader.search(aQuery('防汛简报'))).total, kept)
  await index.apply({ docs: [aDoc('later', { title: '腾出空间后的防汛简报' })], gone: [] })
  assert.equal((await reader.search(aQuery('防汛简报'))).total, kept + 1)
  await reader.close()
  await index.close()
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.startsWith('broken-')),
    [],
  )
})

test('readers go on while the index is built anew, and no answer is half old, half new', async () => {
  const index = await openSearchIndex(aFolder())
  const reader = await openReaders(index, { readers: 2, timeLimitMs: 30_000 })
  const docs = (name: string, size: number) =>
    Array.from({ length: size }, (_, n) => aDoc(`d${n}`, { title: `${name}水库公告${n}` }))
  await index.apply({ docs: docs('旧', 1_500), gone: [] })
  const totals = new Set<number>()
  let isDone = false
  const asking = (async () => {
    while (!isDone) totals.add((await reader.search(aQuery('水库公告'))).total)
  })()
  const rebuild = await index.rebuild()
  for (let from = 0; from < 2_500; from += 500) await rebuild.add(docs('新', 2_500).slice(from, from + 500))
  await rebuild.switch(aPosition(9))
  const after = await reader.search(aQuery('水库公告'))
  isDone = true
  await asking
  assert.equal(after.total, 2_500)
  assert.deepEqual(
    [...totals].toSorted((a, b) => a - b),
    [1_500, 2_500].filter((total) => totals.has(total)),
  )
  assert.ok(totals.has(1_500))
  await reader.close()
  await index.close()
})

test('what crosses blocks of the index is found like what does not', async () => {
  const index = await openSearchIndex(aFolder())
  const reader = await openReaders(index, { readers: 1, timeLimitMs: 30_000 })
  for (const size of [1_000, 23, 1, 1, 1_500, 700]) {
    const { docs: before } = await index.figures()
    const docs = Array.from({ length: size }, (_, n) =>
      aDoc(`d${before + n}`, { title: `界桩公告`, text: `第${before + n}根` }),
    )
    await index.apply({ docs, gone: [] })
    assert.equal((await reader.search(aQuery('界桩公告'))).total, before + size)
    assert.equal((await reader.search(aQuery(`第${before + size - 1}根`))).total > 0, true)
  }
  await index.apply({ docs: [], gone: Array.from({ length: 1_100 }, (_, n) => `d${n * 2}`) })
  assert.equal((await reader.search(aQuery('界桩公告'))).total, 3_225 - 1_100)
  await reader.close()
  await index.close()
})

test('a query over its time is refused, its thread replaced, and the next is answered', async () => {
  const index = await openSearchIndex(aFolder())
  const long = '渡口停航公告说明事项。'.repeat(4_000)
  const docs = Array.from({ length: 30 }, (_, n) => aDoc(`d${n}`, { title: `渡口停航公告${n}`, text: long }))
  await index.apply({ docs, gone: [] })
  const faults: SearchFault[] = []
  const hurried = await openReaders(index, {
    readers: 1,
    timeLimitMs: 1,
    onFault: (fault) => faults.push(fault),
  })
  // Every text has to be read: the words are there, but never in this order.
  const slow = aQuery('"事项停航说明"')
  await assert.rejects(hurried.search(slow), { name: 'SearchUnavailable' })
  await hurried.close()
  const reader = await openReaders(index, { readers: 1, timeLimitMs: 30_000 })
  assert.equal((await reader.search(slow)).total, 0)
  assert.equal((await reader.search(aQuery('渡口停航'))).total, 30)
  await reader.close()
  await assert.rejects(reader.search(aQuery('渡口停航')), { name: 'SearchUnavailable' })
  await index.close()
})

test('an index that was made with other words answers, knows where it stands, and says that it is old', async () => {
  const folder = aFolder()
  const before = await openSearchIndex(folder)
  await before.apply({ docs: [aDoc('d', { title: '抗旱公告' })], gone: [] })
  await before.note({ hidden: [], pending: [], position: aPosition(3) })
  assert.equal(before.isOutdated, false)
  await before.close()
  const db = openFile(fileIn(folder), { readOnly: false })
  writeMeta(db, 'analyser', '0-before')
  db.close()
  const index = await openSearchIndex(folder)
  const reader = await openReaders(index, { readers: 1 })
  assert.deepEqual([index.isOutdated, index.position], [true, aPosition(3)])
  assert.equal((await reader.search(aQuery('抗旱公告'))).total, 1)
  const rebuild = await index.rebuild()
  await rebuild.add([aDoc('d', { title: '抗旱公告' })])
  await rebuild.switch(aPosition(4))
  assert.equal(index.isOutdated, false)
  await reader.close()
  await index.close()
})
