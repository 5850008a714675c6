import { listMark } from '../../components/marks.ts'
import type { Edition } from './types.ts'

type Told = Pick<
  Edition,
  | 'title'
  | 'subtitle'
  | 'summary'
  | 'source'
  | 'author'
  | 'editor'
  | 'keywords'
  | 'metadata'
  | 'cover'
  | 'files'
  | 'placements'
  | 'isPinned'
  | 'visibleFrom'
  | 'visibleUntil'
>

/** A fact beside the text, in both versions; `field` is a field's name, or `metadata.<code>`. */
export interface FactChange {
  field: string
  before: string
  after: string
}

interface Words {
  moment: (at: string) => string
  yes: string
  no: string
  /** Name of a metadata value, such as of a code. */
  value: (code: string, value: unknown) => string
  channel: (id: string) => string
}

/** What changed beside the body. */
export function factChanges(before: Told, after: Told, words: Words): FactChange[] {
  const codes = [...new Set([...Object.keys(before.metadata), ...Object.keys(after.metadata)])].toSorted()
  const facts = (one: Told): [field: string, words: string][] => [
    ['title', one.title],
    ['subtitle', one.subtitle],
    ['summary', one.summary],
    ['source', one.source],
    ['author', one.author],
    ['editor', one.editor],
    ['keywords', one.keywords.join(listMark())],
    ...codes.map((code): [string, string] => [`metadata.${code}`, words.value(code, one.metadata[code])]),
    ['cover', one.cover === null ? '' : `${one.cover.alt} (${one.cover.blob.slice(0, 8)})`],
    ['files', one.files.map((file) => `${file.name} (${file.blob.slice(0, 8)})`).join(listMark())],
    ['placements', one.placements.map(words.channel).join(listMark())],
    ['isPinned', one.isPinned ? words.yes : words.no],
    ['visibleFrom', one.visibleFrom === null ? '' : words.moment(one.visibleFrom)],
    ['visibleUntil', one.visibleUntil === null ? '' : words.moment(one.visibleUntil)],
  ]
  const then = new Map(facts(before))
  return facts(after)
    .map(([field, now]) => ({ field, before: then.get(field) ?? '', after: now }))
    .filter((fact) => fact.before !== fact.after)
}
