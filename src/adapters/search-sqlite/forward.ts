/** Fields as in rank/candidate.ts (title, keywords, numbers, body), and what only finds. */
export const FIELDS_STORED = 5
/** Words of the body behind these are found, but neither counted nor placed. */
export const MOST_COUNTED = 16_384

let buffer = new Uint8Array(1 << 16)

/** A document as numbers of words, in their order: title as text, then per field how many and which. */
export function packForward(title: string, fields: readonly (readonly number[])[]): Uint8Array {
  const text = Buffer.from(title)
  const most = text.length + 16 + fields.reduce((sum, field) => sum + 5 + field.length * 5, 0)
  if (buffer.length < most) buffer = new Uint8Array(most * 2)
  let at = put(text.length, 0)
  buffer.set(text, at)
  at += text.length
  for (const field of fields) {
    at = put(field.length, at)
    for (const word of field) at = put(word, at)
  }
  return buffer.slice(0, at)
}

function put(value: number, from: number): number {
  let at = from
  let rest = value
  while (rest >= 0x80) {
    buffer[at++] = (rest & 0x7f) | 0x80
    rest >>>= 7
  }
  buffer[at++] = rest
  return at
}

export type Visit = (field: number, word: number, place: number) => void

/** Goes through the words of a document; gives the lengths of its fields. `most`: fields to look at. */
export function eachWord(bytes: Uint8Array, most: number, visit: Visit): Uint32Array {
  const lengths = new Uint32Array(most)
  // Numbers of seven bits a byte, read in one loop: the length of the title, then per field its length and its words.
  let at = 0
  let value = 0
  let shift = 0
  let field = -1
  let left = 0
  let place = 0
  for (; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0
    value |= (byte & 0x7f) << shift
    if (byte >= 0x80) {
      shift += 7
      continue
    }
    if (field < 0) {
      at += value
      field = 0
      left = -1
    } else if (left < 0) {
      if (field === most) break
      lengths[field] = value
      left = value
      place = 0
    } else {
      visit(field, value, place++)
      left -= 1
    }
    if (left === 0) {
      field += 1
      left = -1
    }
    value = 0
    shift = 0
  }
  return lengths
}

export function titleOf(bytes: Uint8Array): string {
  const first = bytes[0] ?? 0
  const [length, from] = first < 0x80 ? [first, 1] : longTitle(bytes)
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, length).toString()
}

function longTitle(bytes: Uint8Array): [number, number] {
  let length = 0
  for (let at = 0; at < 5; at++) {
    const byte = bytes[at] ?? 0
    length |= (byte & 0x7f) << (7 * at)
    if (byte < 0x80) return [length, at + 1]
  }
  return [0, 0]
}

/** Places of a word in the body that are kept for one term. */
const MOST_PLACES = 8

export type Counted = { counts: Uint16Array; lengths: Uint32Array; places: number[][] }

/**
 * How often the terms of a query stand in the first fields. `termOf`: by the number of a word 1 + the place of its term, or 0.
 * One loop without calls: this is run some hundred times for one query.
 */
export function countTerms(bytes: Uint8Array, fields: number, terms: number, termOf: Uint16Array): Counted {
  const counts = new Uint16Array(terms * fields)
  const lengths = new Uint32Array(fields)
  const places: number[][] = Array.from({ length: terms }, () => [])
  const body = fields - 1
  let at = 0
  let field = -1
  let left = 0
  // The first number is the length of the title, then each field begins with its own.
  let isLength = true
  let place = 0
  while (at < bytes.length) {
    let byte = bytes[at++] ?? 0
    let value = byte & 0x7f
    for (let shift = 7; byte >= 0x80 && shift < 35; shift += 7) {
      byte = bytes[at++] ?? 0
      value |= (byte & 0x7f) << shift
    }
    if (isLength) {
      if (field < 0) at += value
      else {
        lengths[field] = value
        left = value
        place = 0
      }
    } else {
      const term = termOf[value] ?? 0
      if (term > 0) note(term - 1)
      place += 1
      left -= 1
    }
    isLength = left === 0
    if (isLength && ++field >= fields) break
  }
  return { counts, lengths, places }

  function note(term: number): void {
    const index = term * fields + field
    counts[index] = (counts[index] ?? 0) + 1
    const known = places[term]
    if (field === body && known && known.length < MOST_PLACES) known.push(place)
  }
}

/** Do these words stand one behind the other in one field? */
export function holdsRun(bytes: Uint8Array, words: readonly number[]): boolean {
  const backs = backsOf(words)
  let matched = 0
  let isFound = false
  let last = -1
  eachWord(bytes, 4, (field, word) => {
    if (field !== last) matched = 0
    last = field
    while (matched > 0 && word !== words[matched]) matched = backs[matched - 1] ?? 0
    if (word === words[matched]) matched += 1
    if (matched < words.length) return
    isFound = true
    matched = backs[matched - 1] ?? 0
  })
  return isFound
}

/** For each word of a run: how many of its first words end there too (Knuth, Morris, Pratt). */
function backsOf(words: readonly number[]): number[] {
  const backs = words.map(() => 0)
  for (let at = 1; at < words.length; at++) {
    let back = backs[at - 1] ?? 0
    while (back > 0 && words[at] !== words[back]) back = backs[back - 1] ?? 0
    backs[at] = words[at] === words[back] ? back + 1 : 0
  }
  return backs
}
