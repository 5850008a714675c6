import { createGunzip, constants } from 'node:zlib'
import { Readable, Transform } from 'node:stream'
import { LINE_LIMIT } from '../contract.ts'
import type { Reason } from '../../../kernel/i18n.ts'
import { because } from '../reasons.ts'
import { detectEncoding, type Encoding, isGzip, UnreadableFile } from './detect-file.ts'

/** Opens the bytes from the beginning; may be called again. */
export type Source = () => Promise<Readable>

/** A line, or why it cannot be read. `number` counts from 1. */
export type Line = { number: number; text: string; fault?: Reason }

export type LineFile = {
  encoding: Encoding
  isCompressed: boolean
  /** Bytes of the stored file read so far. */
  bytesRead(): number
  /** Lines in handfuls, as the bytes come in. */
  lines: AsyncGenerator<Line[]>
}

const SAMPLE = 65_536
const NEWLINE = 10

/** Bytes → lines: unpacked if they are gzip, decoded by what they look like. One damaged line spoils no other. */
export async function openLines(source: Source): Promise<LineFile> {
  let bytesRead = 0
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytesRead += chunk.length
      done(null, chunk)
    },
  })
  const raw = pipeInto(await source(), meter)
  const head = await readHead(raw, 2)
  const isCompressed = isGzip(head.bytes)
  const packed = concat(head.bytes, head.rest)
  const plain = isCompressed ? gunzipped(packed, source) : packed
  const sample = await readHead(plain, SAMPLE)
  const encoding = detectEncoding(sample.bytes)
  const bytes = concat(sample.bytes, sample.rest)
  const utf = encoding === 'utf-16le' || encoding === 'utf-16be' ? recoded(bytes, encoding) : bytes
  const byteEncoding = encoding === 'gb18030' ? 'gb18030' : 'utf-8'
  return { encoding, isCompressed, bytesRead: () => bytesRead, lines: splitLines(utf, byteEncoding) }
}

type Bytes = AsyncIterator<Uint8Array>

function pipeInto(from: Readable, into: Transform): Bytes {
  from.on('error', (error) => into.destroy(error))
  into.on('close', () => from.destroy())
  return from.pipe(into)[Symbol.asyncIterator]()
}

/** The first bytes, at least `wanted` unless there are fewer, and what follows them. */
async function readHead(bytes: Bytes, wanted: number): Promise<{ bytes: Uint8Array; rest: Bytes }> {
  const parts: Uint8Array[] = []
  let length = 0
  while (length < wanted) {
    const { done, value } = await bytes.next()
    if (done) break
    parts.push(value)
    length += value.length
  }
  return { bytes: Buffer.concat(parts), rest: bytes }
}

async function* concat(head: Uint8Array, rest: Bytes): AsyncGenerator<Uint8Array> {
  try {
    if (head.length > 0) yield head
    for (;;) {
      const { done, value } = await rest.next()
      if (done) return
      yield value
    }
  } finally {
    await rest.return?.()
  }
}

/** A packed file that ends too early still gives all it holds; then it is said. */
async function* gunzipped(packed: AsyncGenerator<Uint8Array>, source: Source): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH })
  let tail = Buffer.alloc(0)
  let unpacked = 0
  async function* remembered() {
    for await (const chunk of packed) {
      tail = Buffer.concat([tail, chunk.subarray(-4)]).subarray(-4)
      yield chunk
    }
  }
  const feed = Readable.from(remembered(), { objectMode: false })
  feed.on('error', (error) => gunzip.destroy(error))
  try {
    for await (const chunk of feed.pipe(gunzip)) {
      unpacked += chunk.length
      yield chunk
    }
  } catch (error) {
    throw new UnreadableFile(because('damaged'), { cause: error })
  } finally {
    feed.destroy()
    gunzip.destroy()
  }
  // The last four bytes tell the length; where they do not fit, the file is cut or has several parts: look closely.
  if (tail.length === 4 && tail.readUInt32LE() === unpacked % 2 ** 32) return
  if (!(await isWhole(source))) throw new UnreadableFile(because('cut'))
}

async function isWhole(source: Source): Promise<boolean> {
  const gunzip = createGunzip()
  const from = await source()
  from.on('error', (error) => gunzip.destroy(error))
  try {
    for await (const _ of from.pipe(gunzip)) continue
    return true
  } catch {
    return false
  } finally {
    from.destroy()
  }
}

async function* recoded(
  bytes: AsyncGenerator<Uint8Array>,
  encoding: 'utf-16le' | 'utf-16be',
): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding)
  for await (const chunk of bytes) yield Buffer.from(decoder.decode(chunk, { stream: true }))
  yield Buffer.from(decoder.decode())
}

/** A line feed byte is a line feed in both encodings, never a part of a character. */
async function* splitLines(bytes: AsyncGenerator<Uint8Array>, encoding: 'utf-8' | 'gb18030'): AsyncGenerator<Line[]> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  let number = 0
  let open: Uint8Array[] = []
  let openLength = 0
  const close = (): Line => {
    number++
    const isTooLong = openLength > LINE_LIMIT
    const whole = open.length === 1 && open[0] ? open[0] : Buffer.concat(open)
    open = []
    openLength = 0
    if (isTooLong) return { number, text: '', fault: because('line-too-long', { most: LINE_LIMIT / 1024 ** 2 }) }
    return decoded(decoder, whole, number)
  }
  for await (const chunk of bytes) {
    const lines: Line[] = []
    let start = 0
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      add(chunk.subarray(start, end))
      lines.push(close())
      start = end + 1
    }
    if (start < chunk.length) add(chunk.subarray(start))
    if (lines.length > 0) yield lines
  }
  if (openLength > 0) yield [close()]

  function add(part: Uint8Array): void {
    openLength += part.length
    // Of an endless line only its length is remembered.
    if (openLength <= LINE_LIMIT) open.push(part)
    else open = []
  }
}

function decoded(decoder: InstanceType<typeof TextDecoder>, bytes: Uint8Array, number: number): Line {
  try {
    const text = decoder.decode(bytes)
    return { number, text: text.endsWith('\r') ? text.slice(0, -1) : text }
  } catch {
    return {
      number,
      text: new TextDecoder().decode(bytes.subarray(0, 200)),
      fault: because('bytes', { encoding: decoder.encoding.toUpperCase() }),
    }
  }
}
