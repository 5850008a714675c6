import type { IncomingHttpHeaders, Server } from 'node:http'
import type { Socket } from 'node:net'
import type { FastLane, Reply, Request } from './portal-send.ts'

/** More than this is no plain request for a page. */
const MOST_BYTES = 4_096
const LINE_END = '\r\n'
const HEAD_END = '\r\n\r\n'
const REQUEST = /^GET (\/[!-~]*) HTTP\/1\.1$/
const HEADER = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\t -~]*)$/
/** What an answer depends on. */
const READ = new Set(['host', 'accept-encoding', 'cookie', 'if-none-match', 'x-forwarded-host', 'x-forwarded-proto'])
/** What says that more belongs to the request, or that the connection is to become another. */
const NOT_PLAIN = new Set(['content-length', 'transfer-encoding', 'expect', 'upgrade', 'trailer', 'te'])

/**
 * A request in one piece with nothing behind it, read strictly; null for everything that is not plain beyond doubt: Node's own
 * parser decides about that.
 */
export function readPlain(chunk: Buffer): Request | null {
  if (chunk.length > MOST_BYTES) return null
  const text = chunk.toString('latin1')
  if (!text.endsWith(HEAD_END)) return null
  const [first = '', ...lines] = text.slice(0, -HEAD_END.length).split(LINE_END)
  const url = REQUEST.exec(first)?.[1]
  const headers = url === undefined ? null : readHeaders(lines)
  return headers?.host === undefined ? null : { method: 'GET', url, headers }
}

function readHeaders(lines: readonly string[]): IncomingHttpHeaders | null {
  const headers: IncomingHttpHeaders = {}
  for (const line of lines) {
    const [, given = '', value = ''] = HEADER.exec(line) ?? []
    const name = given.toLowerCase()
    if (name === '' || NOT_PLAIN.has(name)) return null
    if (name === 'connection' && value.trim().toLowerCase() !== 'keep-alive') return null
    if (!READ.has(name)) continue
    if (headers[name] !== undefined) return null
    headers[name] = value.trimEnd()
  }
  return headers
}

const STATUS = { 200: 'OK', 304: 'Not Modified' } as const

/** The head of a page, put together once as its headers are. */
const heads = new WeakMap<readonly string[], Buffer>()
function headOf({ status, headers }: Reply): Buffer {
  const known = heads.get(headers)
  if (known) return known
  const lines = headers.map((word, index) => (index % 2 === 0 ? `${word}: ` : word + LINE_END))
  const head = Buffer.from(`HTTP/1.1 ${status} ${STATUS[status]}${LINE_END}${lines.join('')}`, 'latin1')
  heads.set(headers, head)
  return head
}

/** What every head ends with; the same for a second. */
function createTail(keepAliveMs: number): () => Buffer {
  const keeping = `connection: keep-alive\r\nkeep-alive: timeout=${Math.floor(keepAliveMs / 1000)}`
  let second = -1
  let tail = Buffer.alloc(0)
  return () => {
    const now = Math.floor(Date.now() / 1000)
    if (now !== second) {
      second = now
      tail = Buffer.from(`date: ${new Date(now * 1000).toUTCString()}${LINE_END}${keeping}${HEAD_END}`)
    }
    return tail
  }
}

const SHEET_BYTES = 65_536

/** Puts parts together and sends them. The system takes most at once, and the sheet of paper is used again. */
function createWriter(): (socket: Socket, parts: readonly Buffer[]) => void {
  let sheet = Buffer.allocUnsafeSlow(SHEET_BYTES)
  return (socket, parts) => {
    let bytes = 0
    for (const part of parts) bytes += part.length
    if (bytes > sheet.length) return void socket.write(Buffer.concat(parts))
    let at = 0
    for (const part of parts) at += part.copy(sheet, at)
    socket.write(sheet.subarray(0, at))
    if (socket.writableLength > 0) sheet = Buffer.allocUnsafeSlow(SHEET_BYTES)
  }
}

/** The reader may be a little late: the connection is not closed in the moment in which the next request is under way. */
const GRACE_MS = 1_000
/** Before the first request, and while a reader waits for an answer. */
const WAITING_MS = 60_000

/**
 * Plain requests for kept pages are answered on the socket: Node's parser and response cost more than the page does. With the
 * first request that is anything else, the connection becomes one of the HTTP server's, for good, and nothing is lost of it.
 */
export function answerOnWire(server: Server, lane: FastLane): { close(): void } {
  const [serve] = server.listeners('connection')
  if (!serve) throw new Error('the HTTP server takes no connections')
  const tail = createTail(server.keepAliveTimeout)
  const write = createWriter()
  const open = new Set<Socket>()
  let isClosing = false

  function take(socket: Socket): void {
    if (isClosing) return handOver(socket)
    let isFirst = true
    const done = () => void open.delete(socket)
    const leave = () => socket.destroySoon()
    const ignore = () => undefined
    const onData = (chunk: Buffer) => {
      // Whoever does not read what was sent is held up by the server, which knows how.
      const request = socket.writableLength === 0 ? readPlain(chunk) : null
      const reply = request && lane(request)
      if (!(reply instanceof Promise)) return answer(reply, chunk)
      socket.pause()
      // Who waits for an answer is not idle.
      socket.setTimeout(WAITING_MS)
      void reply.then((found) => {
        if (socket.destroyed) return
        socket.resume()
        answer(found, chunk)
        if (found) idle()
      })
    }
    const answer = (reply: Reply | null, chunk: Buffer) => {
      if (!reply) {
        socket.off('data', onData).off('end', leave).off('timeout', leave).off('error', ignore).off('close', done)
        socket.setTimeout(0)
        done()
        return handOver(socket, chunk)
      }
      write(socket, reply.body ? [headOf(reply), tail(), reply.body] : [headOf(reply), tail()])
      if (isFirst) idle()
      isFirst = false
    }
    const idle = () => socket.setTimeout(server.keepAliveTimeout + GRACE_MS)
    open.add(socket)
    socket.setTimeout(WAITING_MS)
    socket.on('data', onData).on('end', leave).on('timeout', leave).on('error', ignore).on('close', done)
  }

  function handOver(socket: Socket, chunk?: Buffer): void {
    serve?.call(server, socket)
    if (chunk) socket.unshift(chunk)
  }

  server.off('connection', serve as () => void)
  server.on('connection', take)
  return {
    close() {
      isClosing = true
      for (const socket of open) socket.destroySoon()
    },
  }
}
