import type { Readable } from 'node:stream'
import type { z } from 'zod'
import { localeFor } from '../../../kernel/i18n.ts'
import type { View } from '../../../kernel/work.ts'
import { checkRows } from '../../content/index.ts'
import { findScheme } from '../../vocabulary/index.ts'
import { applyMapping, type RowFault, textOf } from '../apply-mapping.ts'
import type * as contract from '../contract.ts'
import type { Mapping } from '../contract.ts'
import { guessMapping } from '../guess-mapping.ts'
import { because, sayReason } from '../reasons.ts'
import { UnreadableFile } from '../reading/detect-file.ts'
import { type Entry, openRecords, type RecordFile } from '../reading/read-records.ts'

const MOST_ROWS = 20
const MOST_COLUMNS = 300
const SHOWN = 300

type Preview = z.output<typeof contract.previewFile.reply>
type Wish = {
  open: () => Promise<Readable>
  kind: string
  siteId: string
  channelId: string
  source: string
  mapping?: Mapping | undefined
}

/** What the beginning of a file would become. */
export async function previewFile(view: View, wish: Wish): Promise<Preview> {
  const file = await openRecords(wish.open)
  const entries = await firstEntries(file)
  // Before anybody is asked to map columns that no row fills.
  if (entries.length === 0) throw new UnreadableFile(because('heading-only'))
  const columns = columnsOf(entries)
  const mapping = wish.mapping ?? (await guessFor(view, wish.kind, columns, wish.source))
  const rows = entries.map((entry) => previewRow(entry, mapping, { channelId: wish.channelId, now: view.now }))
  const read = rows.filter(({ shown }) => shown.faults.length === 0)
  const refused = await checkRows(view, wish.siteId, {
    rows: read.map(({ row }) => row),
    refusedIds: rows.flatMap(({ row, shown }) => (shown.faults.length > 0 ? row.externalId : [])),
  })
  const wrong = Map.groupBy(refused, ({ line }) => line)
  const locale = localeFor(view)
  return {
    file: { format: file.format, encoding: file.encoding, isCompressed: file.isCompressed, columns },
    mapping,
    rows: rows.map(({ shown }) => ({
      ...shown,
      faults: [...shown.faults, ...(wrong.get(shown.line) ?? [])].map((fault) => ({
        field: fault.field,
        reason: sayReason({ ...fault, said: [fault] }, locale),
      })),
    })),
  }
}

export async function guessFor(view: View, kind: string, columns: readonly string[], source: string): Promise<Mapping> {
  const scheme = await findScheme(view, { kind, at: view.now })
  return guessMapping(columns, new Set(scheme?.elements.map((element) => element.code)), source)
}

/** The names of the columns in the first rows: not every JSON line has every field. */
export async function columnsOfFile(open: () => Promise<Readable>): Promise<string[]> {
  return columnsOf(await firstEntries(await openRecords(open), MOST_COLUMNS))
}

async function firstEntries(file: RecordFile, most = MOST_ROWS): Promise<Entry[]> {
  const entries: Entry[] = []
  for await (const some of file.entries) {
    entries.push(...some)
    if (entries.length >= most) break
  }
  return entries.slice(0, most)
}

const columnsOf = (entries: readonly Entry[]): string[] =>
  [...new Set(entries.flatMap((entry) => ('record' in entry ? Object.keys(entry.record) : [])))].slice(0, MOST_COLUMNS)

function previewRow(
  entry: Entry,
  mapping: Mapping,
  context: { channelId: string; now: Date },
): {
  row: ReturnType<typeof applyMapping>['row']
  shown: Omit<Preview['rows'][number], 'faults'> & { faults: RowFault[] }
} {
  const record = 'record' in entry ? entry.record : {}
  const { row, faults } = applyMapping(mapping, record, { ...context, line: entry.line })
  const shown = {
    line: entry.line,
    record: Object.fromEntries(Object.entries(record).map(([name, value]) => [name, textOf(value).slice(0, SHOWN)])),
    row: {
      externalId: row.externalId,
      title: row.title,
      source: row.source,
      publishedAt: faults.some((fault) => fault.field === 'publishedAt') ? null : row.publishedAt.toISOString(),
      bodyLength: row.body.length,
      bodyStart: row.body.slice(0, SHOWN),
      keywords: [...(row.keywords ?? [])],
      metadata: row.metadata ?? {},
    },
    faults: 'record' in entry ? faults : [entry],
  }
  return { row, shown }
}
