import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect, type Socket } from 'node:net'
import { after, describe, test } from 'node:test'
import type { Reply, Request } from './portal-send.ts'
import { answerOnWire, readPlain } from './portal-wire.ts'

const plain = (...lines: string[]) => Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1')
const HOST = 'Host: www.example.gov.cn'

describe('a request read from the socket', () => {
  test('gives what an answer depends on', () => {
    const read = readPlain(
      plain('GET /tzgg/ HTTP/1.1', HOST, 'Accept-Encoding:gzip', 'X-Other: 1', 'If-None-Match: "a" ', 'Cookie: b=c'),
    )
    assert.deepEqual(read, {
      method: 'GET',
      url: '/tzgg/',
      headers: { host: 'www.example.gov.cn', 'accept-encoding': 'gzip', 'if-none-match': '"a"', cookie: 'b=c' },
    })
  })

  test('is left to the server where it is not plain beyond doubt', () => {
    const odd: Record<string, Buffer> = {
      'another method': plain('HEAD / HTTP/1.1', HOST),
      'an older version': plain('GET / HTTP/1.0', HOST),
      'an address in full': plain('GET http://a/ HTTP/1.1', HOST),
      'a blank in the address': plain('GET /a b HTTP/1.1', HOST),
      'bytes outside ASCII': plain('GET /通 HTTP/1.1', HOST),
      'no host': plain('GET / HTTP/1.1'),
      'two hosts': plain('GET / HTTP/1.1', HOST, HOST),
      'a body': plain('GET / HTTP/1.1', HOST, 'Content-Length: 3'),
      'a body in pieces': plain('GET / HTTP/1.1', HOST, 'Transfer-Encoding: chunked'),
      'a name with a blank': plain('GET / HTTP/1.1', HOST, 'Content-Length : 3'),
      'a line that goes on': plain('GET / HTTP/1.1', HOST, 'X-A: 1', ' Content-Length: 3'),
      'a bare line feed': plain('GET / HTTP/1.1', `${HOST}\nContent-Length: 3`),
      'the end of the connection': plain('GET / HTTP/1.1', HOST, 'Connection: close'),
      'another protocol': plain('GET / HTTP/1.1', HOST, 'Connection: Upgrade', 'Upgrade: websocket'),
      'two requests': Buffer.concat([plain('GET / HTTP/1.1', HOST), plain('GET / HTTP/1.1', HOST)]),
      'half a request': plain('GET / HTTP/1.1', HOST).subarray(0, -2),
      'very long': plain('GET / HTTP/1.1', HOST, `Cookie: ${'a'.repeat(5_000)}`),
    }
    for (const [what, chunk] of Object.entries(odd)) assert.equal(readPlain(chunk), null, what)
  })
})

describe('a connection', async () => {
  const body = Buffer.from('a page')
  const page: Reply = { status: 200, headers: ['etag', '"1"', 'content-length', '6'], body }
  let seen = 0
  let handedOver = false
  const lane = (request: Request) => {
    if (request.url === '/kept') return page
    if (request.url === '/soon') return new Promise<Reply>((resolve) => setTimeout(() => resolve(page), 20))
    if (request.url === '/late') return new Promise<Reply>((resolve) => setTimeout(() => resolve(page), 1_200))
    if (request.url === '/never') return new Promise<null>((resolve) => setTimeout(() => resolve(null), 20))
    const [, letter = '', count] = /^\/(.)\/(\d+)$/.exec(request.url ?? '') ?? []
    if (letter === 'a') seen++
    if (count) return { ...page, body: Buffer.alloc(Number(count), letter) }
    return request.url === '/known' ? ({ status: 304, headers: ['etag', '"1"'], body: null } as const) : null
  }
  const server = createServer((request, response) => {
    if (request.url === '/a/60000') handedOver = true
    request.resume()
    request.on('end', () => response.end(`the server: ${request.method} ${request.url}`))
  })
  const wire = answerOnWire(server, lane)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  after(() => server.close())

  async function open(): Promise<{ socket: Socket; until: (text: string) => Promise<string> }> {
    const socket = connect(port, '127.0.0.1')
    await once(socket, 'connect')
    let said = ''
    socket.on('data', (part) => (said += String(part)))
    const until = async (text: string) => {
      while (!said.includes(text)) await once(socket, 'data')
      const all = said
      said = ''
      return all
    }
    return { socket, until }
  }
  const get = (path: string) => plain(`GET ${path} HTTP/1.1`, HOST)

  test('gets kept pages one after another, with what every answer carries', async () => {
    const { socket, until } = await open()
    for (let n = 0; n < 3; n++) {
      socket.write(get('/kept'))
      const said = await until('a page')
      assert.match(
        said,
        /^HTTP\/1\.1 200 OK\r\netag: "1"\r\ncontent-length: 6\r\ndate: .* GMT\r\nconnection: keep-alive\r\n/,
      )
    }
    socket.write(get('/known'))
    assert.match(await until('\r\n\r\n'), /^HTTP\/1\.1 304 Not Modified\r\n/)
    socket.write(get('/soon'))
    assert.match(await until('a page'), /^HTTP\/1\.1 200 OK\r\n/)
    socket.destroy()
  })

  test('goes on with the server, in order, with everything that has come', async () => {
    const { socket, until } = await open()
    socket.write(get('/kept'))
    await until('a page')
    socket.write(Buffer.concat([get('/one'), get('/two')]))
    const said = await until('/two')
    assert.ok(said.indexOf('/one') < said.indexOf('/two'))
    socket.write(plain('POST /three HTTP/1.1', HOST, 'Content-Length: 3'))
    socket.write('abc')
    assert.match(await until('/three'), /the server: POST \/three/)
    socket.destroy()
  })

  test('goes on with the server in the middle of a request', async () => {
    const { socket, until } = await open()
    socket.write('GET /kep')
    await new Promise((resolve) => setTimeout(resolve, 20))
    socket.write('t HTTP/1.1\r\nHost: a\r\n\r\n')
    assert.match(await until('/kept'), /the server: GET \/kept/)
    socket.destroy()
  })

  test('loses nothing that comes while a page is waited for', async () => {
    const { socket, until } = await open()
    socket.write(get('/never'))
    await new Promise((resolve) => setTimeout(resolve, 5))
    socket.write(get('/behind'))
    const said = await until('/behind')
    assert.ok(said.indexOf('/never') < said.indexOf('/behind'))
    socket.destroy()
  })

  test('stays while a page is waited for, however long that takes, and is idle only after it', async () => {
    const kept = server.keepAliveTimeout
    server.keepAliveTimeout = 50
    const { socket, until } = await open()
    const ended = once(socket, 'close')
    socket.write(get('/kept'))
    await until('a page')
    socket.write(get('/late'))
    assert.match(String(await Promise.race([until('a page'), ended])), /^HTTP\/1\.1 200 OK/)
    await ended
    server.keepAliveTimeout = kept
  })

  test('may be left by the reader at any time', async () => {
    const { socket } = await open()
    socket.write(get('/soon'))
    socket.destroy()
    const half = await open()
    half.socket.end(get('/kept'))
    assert.match(await half.until('a page'), /200 OK/)
    await once(half.socket, 'close')
  })

  test('keeps its pages apart from those of others, however slowly it reads', async () => {
    const [slow, other] = [await open(), await open()]
    slow.socket.pause()
    // More than the system takes for somebody who does not read.
    let asked = 0
    for (; asked < 200 && !handedOver; asked++) {
      slow.socket.write(get('/a/60000'))
      while (seen <= asked && !handedOver) await new Promise(setImmediate)
      other.socket.write(get('/b/60000'))
      await other.until('b'.repeat(60_000))
    }
    let said = ''
    slow.socket.on('data', (part) => (said += String(part)))
    slow.socket.resume()
    while (said.match(/HTTP\/1\.1/g)?.length !== asked || !/a$|60000$/.test(said)) await once(slow.socket, 'data')
    assert.doesNotMatch(said, /b{10}/)
    assert.equal(said.match(/a{60000}/g)?.length, handedOver ? asked - 1 : asked)
    slow.socket.destroy()
    other.socket.destroy()
  })

  test('ends when the server closes', async () => {
    const { socket, until } = await open()
    socket.write(get('/kept'))
    await until('a page')
    wire.close()
    await once(socket, 'close')
  })
})
