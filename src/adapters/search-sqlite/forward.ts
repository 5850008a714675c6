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

export type Counted = { counts: Uint16Array; lengths: Uint32Array }

/**
 * How often the terms of a query stand in the first fields. `termOf`: by the number of a word 1 + the place of its term, or 0.
 * One loop without calls: this is run some hundred times for one query.
 */
export function countTerms(bytes: Uint8Array, fields: number, terms: number, termOf: Uint16Array): Counted {
  const counts = new Uint16Array(terms * fields)
  const lengths = new Uint32Array(fields)
  let at = 0
  let field = -1
  let left = 0
  // The first number is the length of the title, then each field begins with its own.
  let isLength = true
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
      }
    } else {
      const term = termOf[value] ?? 0
      if (term > 0) {
        const index = (term - 1) * fields + field
        counts[index] = (counts[index] ?? 0) + 1
      }
      left -= 1
    }
    isLength = left === 0
    if (isLength && ++field >= fields) break
  }
  return { counts, lengths }
}

/** Words in a row as they stand in a form, to be looked for byte by byte: far quicker than reading the words of thousands. */
export function packRun(words: readonly number[]): Uint8Array {
  if (buffer.length < words.length * 5) buffer = new Uint8Array(words.length * 10)
  let at = 0
  for (const word of words) at = put(word, at)
  return buffer.slice(0, at)
}

/** Does a run stand there? It may reach from one field into the next, which is as good as never. */
export function holdsRun(bytes: Uint8Array, run: Uint8Array): boolean {
  const all = bytes instanceof Buffer ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  // The last byte of a number is below 0x80: what stands behind another begins a number.
  for (let at = all.indexOf(run); at >= 0; at = all.indexOf(run, at + 1))
    if (at > 0 && (all[at - 1] ?? 0) < 0x80) return true
  return false
}
