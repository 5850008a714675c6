import type { z } from 'zod'
import type { Encoding, Format } from '../contract.ts'

export type Encoding = z.output<typeof Encoding>
export type Format = z.output<typeof Format>

/** The file as a whole cannot be read; `message` says why, in the reader's words. */
export class UnreadableFile extends Error {}

export const isGzip = (head: Uint8Array): boolean => head[0] === 0x1f && head[1] === 0x8b

const signatures: [bytes: string, name: string][] = [
  ['504b0304', 'ZIP 或 Office 文件（如 xlsx、docx）'],
  ['d0cf11e0', '旧版 Office 文件（如 xls、doc）'],
  ['25504446', 'PDF 文件'],
  ['89504e47', '图片'],
  ['ffd8ff', '图片'],
  ['47494638', '图片'],
  ['526172211a07', 'RAR 压缩文件'],
  ['377abcaf271c', '7z 压缩文件'],
  ['425a68', 'bzip2 压缩文件'],
  ['fd377a585a00', 'xz 压缩文件'],
  ['28b52ffd', 'zstd 压缩文件'],
]

/** By content, never by name. `sample` is the beginning of the unpacked file. */
export function detectEncoding(sample: Uint8Array): Encoding {
  const head = Buffer.from(sample.subarray(0, 8)).toString('hex')
  const known = signatures.find(([bytes]) => head.startsWith(bytes))
  if (known) throw new UnreadableFile(`这是${known[1]}，请另存为 CSV 或 JSON Lines 文本`)
  if (isGzip(sample)) throw new UnreadableFile('文件被压缩了两次，请解压一次后再导入')
  if (head.startsWith('fffe')) return 'utf-16le'
  if (head.startsWith('feff')) return 'utf-16be'
  const odd = sample.reduce(
    (count, byte) => (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 12 ? count + 1 : count),
    0,
  )
  if (odd > sample.length / 100) throw new UnreadableFile('文件不是文本（含大量控制字符）')
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
  if (start.startsWith('[')) throw new UnreadableFile('这是 JSON 数组；请改为 JSON Lines，即每行一个对象')
  if (/^<(!doctype|html|\?xml)/i.test(start)) throw new UnreadableFile('这是网页或 XML；请改为 CSV 或 JSON Lines')
  return 'csv'
}

const DELIMITERS = [',', '\t', ';', '|']

/** The delimiter that occurs most often in the heading, outside quotes. */
export function detectDelimiter(heading: string): string {
  const bare = heading.replaceAll(/"[^"]*"/g, '')
  const counts = DELIMITERS.map((delimiter) => bare.split(delimiter).length)
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ','
}
