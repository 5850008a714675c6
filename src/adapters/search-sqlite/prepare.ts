import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { facetNames, type SearchDoc } from '../../modules/search/port.ts'
import { fingerprint, type Fingerprint, nameprint } from '../../modules/search/rank/fingerprint.ts'
import { sharedText, sharedTitle } from '../../modules/search/rank/guides.ts'
import type { Analyser } from '../../modules/search/text/analyser.ts'
import { normalise } from '../../modules/search/text/normalise.ts'
import { keyOf } from './schema.ts'
import { NAMED, REPEALED, SERVICE, WAY } from './shared.ts'

/** Of longer texts only the beginning is found: a stated limit. */
const MOST_CHARACTERS = 400_000
const MOST_LEVEL = 7

/** Words that are no words of texts begin with these signs: one or two characters of a title; what a document is. */
export const GRAM = '\u0001'
export const SORT_OF_DOC = '\u0002'

/** Everything about a document that can be worked out without the index; made in any thread. */
export type Prepared = {
  source: string
  idKey: number
  sourceKey: number
  at: number
  from: number
  until: number
  halfLife: number
  flags: number
  facets: readonly string[]
  head: string
  text: Uint8Array
  /** Normalised. */
  title: string
  /** Words of title, keywords, numbers, body, and what only finds: each joined by spaces. */
  fields: readonly string[]
  /** Of what is the same for every office, where it is a guide. */
  print: Fingerprint | null
  /** Copies have it in common. */
  nameOfCopies: string
}

/** What a result needs beside the text. */
export type Head = Omit<SearchDoc, 'text'>

export function prepare(doc: SearchDoc, analyser: Analyser): Prepared {
  const { text, id, source, title: given, aliases, keywords, numbers, facets, ...others } = doc
  // What can be searched stands first: `namesIn` cuts it out.
  const head: Head = { id, source, title: given, aliases, keywords, numbers, facets, ...others }
  const pages = typeof text === 'string' ? [text] : text
  const title = normalise(doc.title).text.trim()
  const names = [doc.title, ...doc.aliases]
  const body = analyser.words(pages.join('\n').slice(0, MOST_CHARACTERS))
  const words = (texts: readonly string[]) => texts.flatMap((part) => analyser.words(part))
  const sort = [SORT_OF_DOC + doc.card.type, ...(doc.isService ? [`${SORT_OF_DOC}service`] : [])]
  return {
    source: doc.source,
    idKey: keyOf(doc.id),
    sourceKey: keyOf(doc.source),
    at: doc.at,
    from: doc.visibleFrom,
    until: doc.visibleUntil ?? Infinity,
    halfLife: doc.halfLifeDays ?? Infinity,
    flags:
      Math.max(0, Math.min(MOST_LEVEL, Math.round(doc.level))) |
      (doc.isRepealed ? REPEALED : 0) |
      (doc.isService ? SERVICE : 0) |
      SORT_FLAGS[doc.card.type],
    facets: facetNames.map((name) => JSON.stringify((doc.facets[name] ?? []).toSorted())),
    head: JSON.stringify(head),
    text: packText(text),
    title,
    fields: [words(names), words(doc.keywords), words(doc.numbers), body, [...gramsOf(names), ...sort]].map((list) =>
      list.join(' '),
    ),
    print: printOf(doc, pages, body, analyser),
    nameOfCopies: doc.isService ? sharedTitle(title) : title,
  }
}

function printOf(
  { card, title, isService }: SearchDoc,
  pages: readonly string[],
  body: readonly string[],
  analyser: Analyser,
): Fingerprint | null {
  if (card.type === 'channel') return nameprint(normalise(title).text.trim())
  return fingerprint(isService ? analyser.words(sharedText(pages.join('\n').slice(0, MOST_CHARACTERS))) : body)
}

const SORT_FLAGS: Readonly<Record<SearchDoc['card']['type'], number>> = {
  item: 0,
  file: 0,
  organisation: NAMED,
  person: NAMED,
  site: NAMED,
  channel: WAY,
}

/** Short texts are kept as they are: they are looked through by the thousand. */
const SHORT = 16_384
const [PLAIN, PAGES, DEFLATED] = [0, 1, 2]

export function packText(text: SearchDoc['text']): Uint8Array {
  const isPlain = typeof text === 'string'
  const units = Buffer.from(isPlain ? text : JSON.stringify(text), 'utf16le')
  if (units.length < SHORT) return Buffer.concat([Buffer.of(isPlain ? PLAIN : PAGES), units])
  return Buffer.concat([Buffer.of(DEFLATED), deflateRawSync(Buffer.from(JSON.stringify(text), 'utf16le'))])
}

export function unpackText(bytes: Uint8Array): SearchDoc['text'] {
  const rest = Buffer.from(bytes.buffer, bytes.byteOffset + 1, Math.max(0, bytes.byteLength - 1))
  if (bytes[0] === PLAIN) return rest.toString('utf16le')
  return JSON.parse((bytes[0] === DEFLATED ? inflateRawSync(rest) : rest).toString('utf16le'))
}

/** Names, keywords and numbers out of a head, without reading the rest of it. */
export const namesIn = (head: string): string => head.slice(head.indexOf('"title"'), head.indexOf('"facets"'))

/** Every character and every two neighbours: what segmentation does not see is found by these. */
export function gramsOf(names: readonly string[]): Set<string> {
  const grams = new Set<string>()
  for (const name of names) {
    for (const run of normalise(name).text.match(/[\p{L}\p{N}]+/gu) ?? []) {
      const signs = signsOf(run)
      for (const [index, sign] of signs.entries()) {
        grams.add(GRAM + sign)
        const next = signs[index + 1]
        if (next !== undefined) grams.add(GRAM + sign + next)
      }
    }
  }
  return grams
}

/** Code points, never the halves of one. */
export const signsOf = (text: string): string[] => Array.from(text)
