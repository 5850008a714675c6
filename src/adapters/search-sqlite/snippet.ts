import type { Piece } from '../../modules/search/port.ts'
import { findNumbers } from '../../modules/search/text/document-numbers.ts'
import { normalise } from '../../modules/search/text/normalise.ts'

const LENGTH = 120
/** Characters before the first word of a snippet. */
const LEAD = 24
/** Of long pages only so much is looked through. */
const MOST_CHARACTERS = 60_000
const MOST_PLACES_PER_WORD = 40
const MOST_PAGES = 400

export type Snippet = { pieces: Piece[]; page: number | null }

/** Marks the words that were found, wherever they stand, and document numbers in whatever way they are written. */
export function mark(text: string, words: readonly string[], numbers: readonly string[] = []): Piece[] {
  const plain = normalise(text)
  const spans: { start: number; end: number }[] = []
  for (const word of words) {
    for (let at = plain.text.indexOf(word); at >= 0; at = plain.text.indexOf(word, at + word.length)) {
      spans.push({ start: plain.at(at), end: plain.at(at + word.length) })
    }
  }
  if (numbers.length > 0) {
    const isMeant = (form: string): boolean => numbers.includes(form)
    for (const { start, end, forms } of findNumbers(plain.text)) {
      if (forms.some(isMeant)) spans.push({ start: plain.at(start), end: plain.at(end) })
    }
  }
  return piecesOf(text, spans)
}

function piecesOf(text: string, spans: readonly { start: number; end: number }[]): Piece[] {
  const pieces: Piece[] = []
  let end = 0
  const put = (from: number, to: number, isHit: boolean): void => {
    if (to <= from) return
    const last = pieces.at(-1)
    if (last?.isHit === isHit) pieces.splice(-1, 1, { text: last.text + text.slice(from, to), isHit })
    else pieces.push({ text: text.slice(from, to), isHit })
  }
  for (const span of spans.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    if (span.end <= end) continue
    put(end, span.start, false)
    put(Math.max(end, span.start), span.end, true)
    end = span.end
  }
  put(end, text.length, false)
  return pieces
}

type Window = { from: number; value: number }

/** The stretch of the text that holds most of the words, the rare ones first. */
export function snippetOf(
  text: string | readonly string[],
  weights: ReadonlyMap<string, number>,
  show: (text: string) => Piece[],
): Snippet {
  const pages = typeof text === 'string' ? [text] : text.slice(0, MOST_PAGES)
  let best: Window & { page: number } = { from: 0, value: -1, page: 0 }
  for (const [page, content] of pages.entries()) {
    const found = bestWindow(content.slice(0, MOST_CHARACTERS), weights)
    if (found.value > best.value) best = { ...found, page }
  }
  const content = pages[best.page] ?? ''
  const { from, to } = stretch(content, best.from)
  const shown = content.slice(from, to).replace(/\s+/g, ' ').trim()
  const pieces = show(shown)
  if (from > 0) pieces.unshift({ text: '…', isHit: false })
  if (to < content.length) pieces.push({ text: '…', isHit: false })
  return { pieces, page: typeof text === 'string' ? null : best.page + 1 }
}

function bestWindow(content: string, weights: ReadonlyMap<string, number>): Window {
  const plain = normalise(content)
  const places: { at: number; word: string; weight: number }[] = []
  for (const [word, weight] of weights) {
    let at = plain.text.indexOf(word)
    for (let n = 0; at >= 0 && n < MOST_PLACES_PER_WORD; n++) {
      places.push({ at, word, weight })
      at = plain.text.indexOf(word, at + word.length)
    }
  }
  places.sort((a, b) => a.at - b.at)
  let best: Window = { from: 0, value: 0 }
  for (const [index, first] of places.entries()) {
    const seen = new Set<string>()
    let value = 0
    for (let next = index; next < places.length; next++) {
      const place = places[next]
      if (!place || place.at - first.at > LENGTH - LEAD - place.word.length) break
      value += seen.has(place.word) ? place.weight * 0.1 : place.weight
      seen.add(place.word)
    }
    if (value > best.value) best = { from: plain.at(first.at), value }
  }
  return best
}

/** From the beginning of a sentence near by, if there is one. */
function stretch(content: string, at: number): { from: number; to: number } {
  const early = Math.max(0, at - LEAD)
  const stop = Math.max(...['。', '\n', '；', '！', '？'].map((sign) => content.lastIndexOf(sign, at - 1)))
  const from = whole(content, stop >= early ? stop + 1 : early)
  return { from, to: whole(content, Math.min(content.length, from + LENGTH)) }
}

/** Never between the halves of a character. */
const whole = (content: string, at: number): number => (/[\udc00-\udfff]/.test(content[at] ?? '') ? at + 1 : at)
