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
  let at = 0
  const take = (): number => {
    let byte = bytes[at++] ?? 0
    if (byte < 0x80) return byte
    let value = byte & 0x7f
    for (let shift = 7; byte >= 0x80 && shift < 35; shift += 7) {
      byte = bytes[at++] ?? 0
      value |= (byte & 0x7f) << shift
    }
    return value
  }
  const title = take()
  at += title
  for (let field = 0; field < most; field++) {
    const length = take()
    lengths[field] = length
    for (let place = 0; place < length; place++) visit(field, take(), place)
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
