/** Raised when the reading code has learnt something: what was read before is read again. */
export const READER_VERSION = 1

/** Why a file could not be read. */
export const readFaults = ['encrypted', 'broken', 'too-large', 'timeout', 'memory', 'missing'] as const
export type ReadFault = { reason: (typeof readFaults)[number]; detail: string }

/** What a file says, a text each page; `isCut`: there is more of it than is kept. */
export type ReadFile = { pages: string[]; isCut: boolean; fault: ReadFault | null; tookMs: number }

export const unread = (reason: ReadFault['reason'], detail: string): ReadFile => ({
  pages: [],
  isCut: false,
  fault: { reason, detail: detail.slice(0, 500) },
  tookMs: 0,
})

export type Format = 'pdf' | 'docx' | 'xlsx' | 'text'

const FORMATS: Readonly<Record<string, Format>> = { pdf: 'pdf', docx: 'docx', xlsx: 'xlsx', txt: 'text', csv: 'text' }

/** What a file is read as, by its name; uploads are refused where name and content disagree. Null: it is not read. */
export const formatOf = (name: string): Format | null =>
  FORMATS[/\.([A-Za-z0-9]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''] ?? null

export const isReadable = ({ name }: { name: string }): boolean => formatOf(name) !== null
