import type { Reason } from '../../../kernel/i18n.ts'
import { because } from '../reasons.ts'
import { CsvReader, type CsvFault, type CsvRecord, excerptOf } from './csv-records.ts'
import { detectFormat, type Encoding, type Format, UnreadableFile } from './detect-file.ts'
import { type Line, openLines, type Source } from './read-lines.ts'

export type SourceRecord = Readonly<Record<string, unknown>>

/** A record, or why there is none at this line. */
export type Entry = { line: number; record: SourceRecord } | ({ line: number; field: string; excerpt: string } & Reason)

export type RecordFile = {
  format: Format
  encoding: Encoding
  isCompressed: boolean
  bytesRead(): number
  /** Entries in handfuls. A file that breaks off ends with an entry that says so. */
  entries: AsyncGenerator<Entry[]>
}

/** Records of a JSON Lines or CSV file, recognised by content. Throws UnreadableFile when it is neither. */
export async function openRecords(source: Source): Promise<RecordFile> {
  const file = await openLines(source)
  const first = await firstLines(file.lines)
  const format = detectFormat(first.find((line) => line.text.trim() !== '')?.text ?? '')
  const lines = joined(first, file.lines)
  return {
    format,
    encoding: file.encoding,
    isCompressed: file.isCompressed,
    bytesRead: () => file.bytesRead(),
    entries: withBreak(format === 'jsonl' ? jsonEntries(lines) : csvEntries(lines)),
  }
}

async function firstLines(lines: AsyncGenerator<Line[]>): Promise<Line[]> {
  const first: Line[] = []
  while (!first.some((line) => line.text.trim() !== '')) {
    const { done, value } = await lines.next()
    if (done) break
    first.push(...value)
  }
  if (!first.some((line) => line.text.trim() !== '')) throw new UnreadableFile(because('empty'))
  return first
}

async function* joined(first: Line[], rest: AsyncGenerator<Line[]>): AsyncGenerator<Line[]> {
  yield first
  yield* rest
}

/** A file cut in transit gives what it has, then one entry that says where it broke off. */
async function* withBreak(entries: AsyncGenerator<Entry[]>): AsyncGenerator<Entry[]> {
  let last = 0
  try {
    for await (const some of entries) {
      last = some.at(-1)?.line ?? last
      yield some
    }
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error
    yield [{ line: last + 1, field: 'file', ...error.why, excerpt: '' }]
  }
}

async function* jsonEntries(lines: AsyncGenerator<Line[]>): AsyncGenerator<Entry[]> {
  for await (const some of lines) {
    const entries = some.flatMap((line) =>
      line.fault === undefined && line.text.trim() === '' ? [] : [jsonEntry(line)],
    )
    if (entries.length > 0) yield entries
  }
}

function jsonEntry({ number, text, fault }: Line): Entry {
  const refuse = (reason: Reason): Entry => ({ line: number, field: 'line', ...reason, excerpt: excerptOf(text) })
  if (fault !== undefined) return refuse(fault)
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? { line: number, record: value } : refuse(because('not-object'))
  } catch {
    return refuse(because('not-json'))
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

async function* csvEntries(lines: AsyncGenerator<Line[]>): AsyncGenerator<Entry[]> {
  const reader = new CsvReader()
  const entryOf = (one: CsvRecord | CsvFault): Entry =>
    'cells' in one ? { line: one.line, record: recordOf(reader.heading ?? [], one.cells) } : one
  try {
    for await (const some of lines) {
      const entries = reader.read(some).map(entryOf)
      if (entries.length > 0) yield entries
    }
  } catch (error) {
    // What waits for its closing quote is settled before the break is told.
    const entries = reader.read([], true).map(entryOf)
    if (entries.length > 0) yield entries
    throw error
  }
  const entries = reader.read([], true).map(entryOf)
  if (entries.length > 0) yield entries
}

const recordOf = (names: readonly string[], cells: readonly string[]): SourceRecord =>
  Object.fromEntries(names.map((name, index) => [name, cells[index] ?? '']))
