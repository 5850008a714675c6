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

const json = (value: unknown): string => JSON.stringify(value)

/** Columns of an edition from what was written, over what stood before. The body is cleaned here, always. */
export function editionColumns(written: Written, before?: EditionRow) {
  return {
    title: written.title ?? before?.title ?? '',
    subtitle: written.subtitle ?? before?.subtitle ?? '',
    summary: written.summary ?? before?.summary ?? '',
    body: written.body === undefined ? (before?.body ?? '') : cleanHtml(written.body),
    source: written.source ?? before?.source ?? '',
    author: written.author ?? before?.author ?? '',
    editor: written.editor ?? before?.editor ?? '',
    keywords: written.keywords ?? before?.keywords ?? [],
    metadata: json(written.metadata ?? before?.metadata ?? {}),
    cover: jsonOrNull(written.cover === undefined ? before?.cover : written.cover),
    files: json(written.files ?? before?.files ?? []),
    origin: jsonOrNull(written.origin === undefined ? before?.origin : written.origin),
    placements: json(written.placements ?? before?.placements ?? []),
    is_pinned: written.isPinned ?? before?.is_pinned ?? false,
    visible_from: instant(written.visibleFrom, before?.visible_from),
    visible_until: instant(written.visibleUntil, before?.visible_until),
  }
}

const jsonOrNull = (value: unknown): string | null => (value === null || value === undefined ? null : json(value))

const instant = (written: string | null | undefined, before: Date | null | undefined): Date | null =>
  written === undefined ? (before ?? null) : written === null ? null : new Date(written)
