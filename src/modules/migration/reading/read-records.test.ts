import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { LINE_LIMIT } from '../contract.ts'
import { UnreadableFile } from './detect-file.ts'
import { type Entry, openRecords } from './read-records.ts'

/** In small pieces, so that lines and characters are cut in the middle. */
const source =
  (bytes: Buffer, piece = 7) =>
  async () =>
    Readable.from(
      Array.from({ length: Math.ceil(bytes.length / piece) }, (_, n) => bytes.subarray(n * piece, (n + 1) * piece)),
    )

async function read(bytes: Buffer | string, piece?: number) {
  const file = await openRecords(source(Buffer.from(bytes), piece))
  const entries: Entry[] = []
  for await (const some of file.entries) entries.push(...some)
  return { ...file, entries, records: entries.flatMap((entry) => ('record' in entry ? [entry.record] : [])) }
}

const faultsOf = (entries: Entry[]) =>
  entries.flatMap((entry) => ('record' in entry ? [] : [[entry.line, entry.field, entry.reason]]))

// 标题,正文 / 通知,甲 in GB18030.
const GB18030 = Buffer.from('b1eacce22cd5fdcec40acda8d6aa2cbcd70a', 'hex')

test('JSON Lines and CSV are known by content, packed or not', async () => {
  const jsonl = '{"a":"甲"}\n\n{"a":"乙"}\n'
  assert.deepEqual((await read(jsonl)).records, [{ a: '甲' }, { a: '乙' }])
  const packed = await read(gzipSync(jsonl))
  assert.deepEqual([packed.format, packed.isCompressed, packed.records.length], ['jsonl', true, 2])
  const csv = await read('\u{feff}标题,正文\r\n通知,"甲,""乙""\n丙"\r\n')
  assert.deepEqual([csv.format, csv.records], ['csv', [{ 标题: '通知', 正文: '甲,"乙"\n丙' }]])
  assert.deepEqual((await read('a\tb\n1\t2\n')).records, [{ a: '1', b: '2' }])
})

test('GB18030 and UTF-16 are read as what they are', async () => {
  const gb = await read(GB18030, 1)
  assert.deepEqual([gb.encoding, gb.records], ['gb18030', [{ 标题: '通知', 正文: '甲' }]])
  const utf16 = await read(Buffer.from('\u{feff}标题,正文\n通知,甲\n', 'utf16le'), 3)
  assert.deepEqual([utf16.encoding, utf16.records], ['utf-16le', [{ 标题: '通知', 正文: '甲' }]])
})

test('a broken line spoils no other', async () => {
  const { entries } = await read(
    Buffer.concat([
      Buffer.from('{"a":1}\n{"a":\n'),
      Buffer.from([0x7b, 0xff, 0xfe, 0x0a]),
      Buffer.from('[1]\n{"a":2}'),
    ]),
  )
  assert.deepEqual(
    faultsOf(entries).map(([line, field]) => [line, field]),
    [
      [2, 'line'],
      [3, 'line'],
      [4, 'line'],
    ],
  )
  assert.deepEqual(
    entries.flatMap((entry) => ('record' in entry ? [[entry.line, entry.record]] : [])),
    [
      [1, { a: 1 }],
      [5, { a: 2 }],
    ],
  )
})

test('a stray quote costs its own line only', async () => {
  const { entries, records } = await read('t,b\n一,"甲\n二,乙\n三,丙\n四,"丁"x\n五,戊,己\n六,5" 管\n')
  assert.deepEqual(
    records.map((record) => record['t']),
    ['二', '三', '六'],
  )
  assert.deepEqual(
    faultsOf(entries).map(([line]) => line),
    [2, 5, 6],
  )
})

test('columns without a name or with the same name can be told apart', async () => {
  assert.deepEqual((await read('a,,a\n1,2,3\n')).records, [{ a: '1', 列2: '2', a_2: '3' }])
})

test('a line without end is refused, the next is read', async () => {
  const bytes = Buffer.concat([
    Buffer.from('{"a":1}\n{"a":"'),
    Buffer.alloc(LINE_LIMIT + 10, 'x'),
    Buffer.from('"}\n{"a":2}\n'),
  ])
  const { entries, records } = await read(bytes, 65_536)
  assert.deepEqual(records, [{ a: 1 }, { a: 2 }])
  assert.match(String(faultsOf(entries)[0]?.[2]), /16 MB/)
})

test('what is no table of text is refused with what it is', async () => {
  const refused = (bytes: Buffer | string, words: RegExp) =>
    assert.rejects(read(bytes), (error) => error instanceof UnreadableFile && words.test(error.message))
  await refused(Buffer.from('504b030414000600', 'hex'), /xlsx/)
  await refused('%PDF-1.7\n', /PDF/)
  await refused(Buffer.from(Array.from({ length: 4000 }, (_, n) => n % 256)), /不是文本/)
  await refused('[{"a":1}]', /JSON 数组/)
  await refused('<!doctype html><p>', /网页/)
  await refused(gzipSync(gzipSync('a,b\n1,2\n')), /两次/)
  await refused('', /空的/)
  await refused('\n  \n', /空的/)
  assert.match(String(faultsOf((await read('"a,b\n1,2\n')).entries)[0]?.[2]), /标题行/)
})

test('a packed file that was cut gives what it holds, then says so', async () => {
  const lines = Array.from({ length: 5000 }, (_, n) => JSON.stringify({ n, x: Math.sin(n) })).join('\n')
  const packed = gzipSync(lines)
  const { entries, records } = await read(packed.subarray(0, Math.floor(packed.length * 0.7)), 4096)
  assert.ok(records.length > 2500, `${records.length} records`)
  assert.deepEqual(records[2499], { n: 2499, x: Math.sin(2499) })
  assert.match(String(faultsOf(entries).at(-1)?.[2]), /不完整/)
})

test('a packed file of several parts is whole', async () => {
  const { records, entries } = await read(Buffer.concat([gzipSync('{"a":1}\n'), gzipSync('{"a":2}\n')]))
  assert.deepEqual([records, faultsOf(entries)], [[{ a: 1 }, { a: 2 }], []])
})
