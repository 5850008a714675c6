import { cleanHtml } from '../../../kernel/html.ts'
import type { Cover, ItemFile, Metadata, Origin } from '../../library/index.ts'
import type { EditionRow } from './load-document.ts'

/** As zod gives it: optional keys may hold undefined, which JSON drops. */
type Loose<T> = { [K in keyof T]: T[K] | undefined }

/** What a writer may send; absent means unchanged. */
export type Written = {
  title?: string | undefined
  subtitle?: string | undefined
  summary?: string | undefined
  body?: string | undefined
  source?: string | undefined
  author?: string | undefined
  editor?: string | undefined
  keywords?: string[] | undefined
  metadata?: Metadata | undefined
  cover?: Loose<Cover> | null | undefined
  files?: ItemFile[] | undefined
  origin?: Loose<Origin> | null | undefined
  placements?: string[] | undefined
  isPinned?: boolean | undefined
  visibleFrom?: string | null | undefined
  visibleUntil?: string | null | undefined
}

const EMPTY: Pick<EditionRow, Kept> = {
  title: '',
  subtitle: '',
  summary: '',
  body: '',
  source: '',
  author: '',
  editor: '',
  keywords: [],
  metadata: {},
  cover: null,
  files: [],
  origin: null,
  placements: [],
  is_pinned: false,
  visible_from: null,
  visible_until: null,
}
type Kept =
  | 'title'
  | 'subtitle'
  | 'summary'
  | 'body'
  | 'source'
  | 'author'
  | 'editor'
  | 'keywords'
  | 'metadata'
  | 'cover'
  | 'files'
  | 'origin'
  | 'placements'
  | 'is_pinned'
  | 'visible_from'
  | 'visible_until'

const kept = <T>(written: T | undefined, before: T): T => (written === undefined ? before : written)
const json = (value: unknown): string => JSON.stringify(value)
const jsonOrNull = (value: unknown): string | null => (value === null ? null : json(value))
const instant = (written: string | null | undefined, before: Date | null): Date | null =>
  written === undefined ? before : written === null ? null : new Date(written)

/** Columns of an edition from what was written, over what stood before. The body is cleaned here, always. */
export function editionColumns(written: Written, before: Pick<EditionRow, Kept> = EMPTY) {
  return {
    title: kept(written.title, before.title),
    subtitle: kept(written.subtitle, before.subtitle),
    summary: kept(written.summary, before.summary),
    body: written.body === undefined ? before.body : cleanHtml(written.body),
    source: kept(written.source, before.source),
    author: kept(written.author, before.author),
    editor: kept(written.editor, before.editor),
    keywords: kept(written.keywords, before.keywords),
    metadata: json(kept(written.metadata, before.metadata)),
    cover: jsonOrNull(kept<unknown>(written.cover, before.cover)),
    files: json(kept(written.files, before.files)),
    origin: jsonOrNull(kept<unknown>(written.origin, before.origin)),
    placements: json(kept(written.placements, before.placements)),
    is_pinned: kept(written.isPinned, before.is_pinned),
    visible_from: instant(written.visibleFrom, before.visible_from),
    visible_until: instant(written.visibleUntil, before.visible_until),
  }
}

/** The columns that are written as JSON text, as they will be read. */
export function parsedColumns({ metadata, cover, files, origin, placements }: ReturnType<typeof editionColumns>) {
  return {
    metadata: parse<Metadata>(metadata),
    cover: parse<Cover | null>(cover ?? 'null'),
    files: parse<ItemFile[]>(files),
    origin: parse<Origin | null>(origin ?? 'null'),
    placements: parse<string[]>(placements),
  }
}

const parse = <T>(text: string): T => JSON.parse(text)
