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

/** Of the form that starts there. */
export function titleOf(bytes: Uint8Array, start: number): string {
  const first = bytes[start] ?? 0
  const [length, from] = first < 0x80 ? [first, start + 1] : longTitle(bytes, start)
  const all = bytes instanceof Buffer ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return all.toString('utf8', from, from + length)
}

function longTitle(bytes: Uint8Array, start: number): [number, number] {
  let length = 0
  for (let at = 0; at < 5; at++) {
    const byte = bytes[start + at] ?? 0
    length |= (byte & 0x7f) << (7 * at)
    if (byte < 0x80) return [length, start + at + 1]
  }
  return [0, start]
}

/** Which words are counted. */
export type Wanted = {
  /** By the number of a word: 1 + the place of its term, or 0. */
  places: Uint16Array
  /** By the last bits of the number of a word: 0 where no word that ends so is wanted. Small enough to be always at hand. */
  endings: Uint8Array
}
export const ENDINGS = 4096

/**
 * Adds how often the terms of a query stand in the first fields of a form to counts[from + term * fields + field]; gives the
 * lengths of the fields. Numbers are read without calls: this is run some hundred times for one query.
 */
export function countTerms(
  bytes: Uint8Array,
  start: number,
  end: number,
  { places, endings }: Wanted,
  { counts, from, fields }: { counts: Uint16Array; from: number; fields: number },
): number[] {
  const lengths: number[] = []
  let [left, at] = numberAt(bytes, start)
  at += left
  for (let field = 0; field < fields; field++) {
    if (at >= end) left = 0
    else [left, at] = numberAt(bytes, at)
    lengths.push(left)
    for (; left > 0; left--) {
      // One byte or two are read without asking which: a processor guesses that badly.
      const first = bytes[at] ?? 0
      const more = first >> 7
      const second = (bytes[at + 1] ?? 0) & -more
      at += 1 + more
      let value = (first & 0x7f) | ((second & 0x7f) << 7)
      for (let byte = second, shift = 14; byte >= 0x80 && shift < 35; shift += 7) {
        byte = bytes[at++] ?? 0
        value |= (byte & 0x7f) << shift
      }
      if (endings[value & (ENDINGS - 1)] === 0) continue
      const term = places[value] ?? 0
      if (term === 0) continue
      const index = from + (term - 1) * fields + field
      counts[index] = (counts[index] ?? 0) + 1
    }
  }
  return lengths
}

/** A number and where the next one begins. */
function numberAt(bytes: Uint8Array, start: number): [number, number] {
  let at = start
  let byte = bytes[at++] ?? 0
  let value = byte & 0x7f
  for (let shift = 7; byte >= 0x80 && shift < 35; shift += 7) {
    byte = bytes[at++] ?? 0
    value |= (byte & 0x7f) << shift
  }
  return [value, at]
}

/** Words in a row as they stand in a form, to be looked for byte by byte: far quicker than reading the words of thousands. */
export function packRun(words: readonly number[]): Run {
  if (buffer.length < words.length * 5) buffer = new Uint8Array(words.length * 10)
  const rarest = Math.max(...words)
  let at = 0
  let rare = 0
  for (const word of words) {
    if (word === rarest) rare = at
    at = put(word, at)
  }
  return { run: buffer.slice(0, at), rare, pattern: Math.imul(buffer[rare] ?? 0, 0x01010101) }
}

/** Bytes, which of them is looked for (the first of the word that came last to the index is as good as any number), and that one four times. */
export type Run = { run: Uint8Array; rare: number; pattern: number }

/**
 * Does a run stand there? It may reach from one field into the next, which is as good as never. Four bytes are looked at at once:
 * a form begins where four bytes do.
 */
export function holdsRun(bytes: Uint8Array, start: number, end: number, run: Run): boolean {
  const quads = quadsOf(bytes)
  const { pattern } = run
  const last = Math.min(quads.length, (end + 3) >>> 2)
  for (let quad = start >>> 2; quad < last; quad++) {
    // Two at once as long as neither has it.
    while (quad + 2 < last) {
      const one = (quads[quad] ?? 0) ^ pattern
      const other = (quads[quad + 1] ?? 0) ^ pattern
      if (((((one - 0x01010101) & ~one) | ((other - 0x01010101) & ~other)) & 0x80808080) !== 0) break
      quad += 2
    }
    const different = (quads[quad] ?? 0) ^ pattern
    // Bits are left where one of the four bytes is the one that is looked for, and hardly elsewhere.
    if (((different - 0x01010101) & ~different & 0x80808080) === 0) continue
    for (let at = quad * 4; at < quad * 4 + 4; at++) if (isRunAround(bytes, at, start, end, run)) return true
  }
  for (let at = Math.max(start, quads.length * 4); at < end; at++) {
    if (isRunAround(bytes, at, start, end, run)) return true
  }
  return false
}

let viewed: Uint8Array | null = null
let view: Int32Array = new Int32Array()

/** Four bytes each; of the bytes that were looked at last the view is kept. */
function quadsOf(bytes: Uint8Array): Int32Array {
  if (viewed === bytes) return view
  viewed = bytes
  const count = bytes.byteOffset % 4 === 0 ? bytes.length >>> 2 : 0
  view = count === 0 ? new Int32Array() : new Int32Array(bytes.buffer, bytes.byteOffset, count)
  return view
}

function isRunAround(bytes: Uint8Array, at: number, start: number, end: number, { run, rare }: Run): boolean {
  const from = at - rare
  if (from <= start || from + run.length > end) return false
  // The last byte of a number is below 0x80: what stands behind another begins a number.
  return (bytes[from - 1] ?? 0) < 0x80 && standsAt(bytes, from, run)
}

function standsAt(bytes: Uint8Array, from: number, run: Uint8Array): boolean {
  for (let at = 0; at < run.length; at++) if (bytes[from + at] !== run[at]) return false
  return true
}
