import type { Reason } from '../../../kernel/i18n.ts'
import type { z } from 'zod'
import type { Encoding, Format } from '../contract.ts'
import { because } from '../reasons.ts'

export type Encoding = z.output<typeof Encoding>
export type Format = z.output<typeof Format>

/** The file as a whole cannot be read; `message` says why in Chinese, `why` in every language. */
export class UnreadableFile extends Error {
  readonly why: Reason
  constructor(why: Reason, options?: ErrorOptions) {
    super(why.reason, options)
    this.why = why
  }
}

export const isGzip = (head: Uint8Array): boolean => head[0] === 0x1f && head[1] === 0x8b

const signatures: [bytes: string, why: Reason][] = [
  ['504b0304', because('is-zip')],
  ['d0cf11e0', because('is-office')],
  ['25504446', because('is-pdf')],
  ['89504e47', because('is-image')],
  ['ffd8ff', because('is-image')],
  ['47494638', because('is-image')],
  ['526172211a07', because('is-packed', { name: 'RAR' })],
  ['377abcaf271c', because('is-packed', { name: '7z' })],
  ['425a68', because('is-packed', { name: 'bzip2' })],
  ['fd377a585a00', because('is-packed', { name: 'xz' })],
  ['28b52ffd', because('is-packed', { name: 'zstd' })],
]

/** By content, never by name. `sample` is the beginning of the unpacked file. */
export function detectEncoding(sample: Uint8Array): Encoding {
  const head = Buffer.from(sample.subarray(0, 8)).toString('hex')
  const known = signatures.find(([bytes]) => head.startsWith(bytes))
  if (known) throw new UnreadableFile(known[1])
  if (isGzip(sample)) throw new UnreadableFile(because('twice-packed'))
  if (head.startsWith('fffe')) return 'utf-16le'
  if (head.startsWith('feff')) return 'utf-16be'
  const odd = sample.reduce(
    (count, byte) => (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 12 ? count + 1 : count),
    0,
  )
  if (odd > sample.length / 100) throw new UnreadableFile(because('binary'))
  // Whole lines only: the sample may end inside a character.
  const end = sample.lastIndexOf(10)
  const whole = end > 0 ? sample.subarray(0, end) : sample
  if (decodes('utf-8', whole, end <= 0)) return 'utf-8'
  if (decodes('gb18030', whole, end <= 0)) return 'gb18030'
  // Some line is damaged; the rest is read, that line is reported.
  return mostlyUtf8(whole) ? 'utf-8' : 'gb18030'
}

function decodes(encoding: string, bytes: Uint8Array, isCut: boolean): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: isCut })
    return true
  } catch {
    return false
  }
}

function mostlyUtf8(bytes: Uint8Array): boolean {
  const text = new TextDecoder('utf-8').decode(bytes)
  const broken = text.split('\u{fffd}').length - 1
  return broken < text.length / 50
}

/** The format by the first line that is not blank. */
export function detectFormat(firstLine: string): Format {
  const start = firstLine.trimStart()
  if (start.startsWith('{')) return 'jsonl'
  if (start.startsWith('[')) throw new UnreadableFile(because('json-array'))
  if (/^<(!doctype|html|\?xml)/i.test(start)) throw new UnreadableFile(because('markup'))
  return 'csv'
}

const DELIMITERS = [',', '\t', ';', '|']

/** The delimiter that occurs most often in the heading, outside quotes. */
export function detectDelimiter(heading: string): string {
  const bare = heading.replaceAll(/"[^"]*"/g, '')
  const counts = DELIMITERS.map((delimiter) => bare.split(delimiter).length)
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ','
}
