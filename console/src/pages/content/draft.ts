import { fromEditor, toEditor } from './body-sources.ts'
import type { AttachedFile, Cover, Edition, FullDocument } from './types.ts'

/** What a writer has on screen: an edition's fields, the body as the editor shows it. */
export interface Draft {
  channelId: string
  title: string
  subtitle: string
  summary: string
  body: string
  source: string
  author: string
  editor: string
  keywords: string[]
  metadata: Record<string, unknown>
  cover: Cover | null
  files: AttachedFile[]
  placements: string[]
  isPinned: boolean
  visibleFrom: string | null
  visibleUntil: string | null
}

export function draftOf({ edition, channelId }: Pick<FullDocument, 'edition' | 'channelId'>): Draft {
  return {
    channelId,
    title: edition.title,
    subtitle: edition.subtitle,
    summary: edition.summary,
    body: toEditor(edition.body),
    source: edition.source,
    author: edition.author,
    editor: edition.editor,
    keywords: edition.keywords,
    metadata: edition.metadata,
    cover: edition.cover,
    files: edition.files,
    placements: edition.placements,
    isPinned: edition.isPinned,
    visibleFrom: edition.visibleFrom,
    visibleUntil: edition.visibleUntil,
  }
}

/** A draft as the server takes it. */
export function writtenOf(draft: Draft) {
  return { ...draft, title: draft.title.trim(), body: fromEditor(draft.body) }
}

/** Do two drafts say the same? Bodies are compared as they are kept. */
export function isSameDraft(a: Draft, b: Draft): boolean {
  return JSON.stringify(sorted(writtenOf(a))) === JSON.stringify(sorted(writtenOf(b)))
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, sorted(one)]),
  )
}

/** An edition with the fields of a draft: what a comparison shows. */
export function editionWith(edition: Edition, draft: Draft): Edition {
  const { channelId: _, ...written } = writtenOf(draft)
  return { ...edition, ...written }
}

/** What was kept on this device may come from an older console: everything is looked at before it is offered. */
export function isDraft(value: unknown): value is Draft {
  if (typeof value !== 'object' || value === null) return false
  const one: Record<string, unknown> = { ...value }
  const texts = ['channelId', 'title', 'subtitle', 'summary', 'body', 'source', 'author', 'editor']
  const lists = ['keywords', 'files', 'placements']
  const instants = ['visibleFrom', 'visibleUntil']
  return (
    texts.every((name) => typeof one[name] === 'string') &&
    lists.every((name) => Array.isArray(one[name])) &&
    instants.every((name) => one[name] === null || typeof one[name] === 'string') &&
    typeof one['metadata'] === 'object' &&
    one['metadata'] !== null &&
    typeof one['cover'] === 'object' &&
    typeof one['isPinned'] === 'boolean'
  )
}
