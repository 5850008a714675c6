import assert from 'node:assert/strict'
import http from 'node:http'
import type { FastifyInstance } from 'fastify'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { aChannel, aProvince } from '../../test/kit/index.ts'
import { startSystem } from '../../test/kit/system.ts'
import { newId } from '../kernel/ids.ts'
import type { PageStore } from '../kernel/page-store.ts'
import { release } from '../modules/library/index.ts'
import { createServer } from './server.ts'

let store: PageStore | undefined
let trusting: FastifyInstance | undefined
// Hooks run in the order they were registered: before the pools that both servers use end.
after(async () => {
  await store?.close()
  await trusting?.close()
})
const system = await startSystem()
const { app, server } = system
const place = await system.work(aProvince)
const channel = await system.work((open) => aChannel(open, place.province, { code: 'tzgg', name: '通知公告' }))
const text = Buffer.from('0123456789'.repeat(10))
const { blob } = await app.blobs.put(Readable.from([text]), 1e6)
const item = await system.work((open) =>
  release(open, {
    kind: 'article',
    siteId: place.province.id,
    organisationId: place.organisations.government.id,
    source: { module: 'test', id: newId() },
    content: {
      title: '供暖公告',
      subtitle: '',
      summary: '',
      body: '<p>今冬供暖从十一月十五日开始。</p>',
      source: '',
      author: '',
      editor: '',
      keywords: [],
      cover: null,
      files: [{ blob, name: '附件.txt', mediaType: 'text/plain', bytes: text.length }],
      origin: null,
      metadata: {},
    },
    placements: [{ channelId: channel.id, isPrimary: true, isPinned: false }],
    visibleFrom: new Date(Date.now() - 1_000),
    visibleUntil: null,
  }),
)

const trustingApp = { ...app, config: { ...app.config, trustProxy: true } }
const ports = { plain: 0, trusting: 0 }
const host = place.province.host

before(async () => {
  await server.listen({ port: 0, host: '127.0.0.1' })
  trusting = await createServer(trustingApp)
  await trusting.listen({ port: 0, host: '127.0.0.1' })
  ports.plain = (server.server.address() as AddressInfo).port
  ports.trusting = (trusting.server.address() as AddressInfo).port
  store = app.openPages()
})
const allKept = () => [...(store?.pages() ?? [])].map(({ key }) => key)

type Got = { status: number; headers: http.IncomingHttpHeaders; body: Buffer }
type Wish = {
  method?: string
  headers?: Record<string, string>
  port?: number
  host?: string
  agent?: http.Agent
  body?: string
}

function ask(path: string, wish: Wish = {}) {
  const { method = 'GET', headers = {}, port = ports.plain, host: to = `${host}:8080`, agent, body } = wish
  return new Promise<Got>((resolve, reject) => {
    const request = http.request(
      { port, host: '127.0.0.1', method, path, headers: { host: to, ...headers }, ...(agent && { agent }) },
      (answer) => {
        const parts: Buffer[] = []
        answer.on('data', (part: Buffer) => parts.push(part))
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(parts) }),
        )
      },
    )
    request.on('error', reject)
    request.end(body)
  })
}
const accept = (encoding: string) => ({ headers: { 'accept-encoding': encoding } })
const kept = (origin: string, path = '/tzgg/', choices = '') => store?.find(`${origin}|${path}|${choices}`)

describe('a kept page', () => {
  test('is sent as the reader can take it, and is the same in every form', async () => {
    const plain = await ask('/tzgg/')
    assert.equal(plain.status, 200)
    assert.match(plain.body.toString(), /供暖公告/)
    assert.equal(plain.headers['content-encoding'], undefined)
    const zipped = await ask('/tzgg/', accept('gzip, deflate'))
    assert.equal(zipped.headers['content-encoding'], 'gzip')
    assert.deepEqual(gunzipSync(zipped.body), plain.body)
    let small = await ask('/tzgg/', accept('gzip, deflate, br'))
    for (let tries = 0; small.headers['content-encoding'] !== 'br' && tries < 200; tries++) {
      await sleep(10)
      small = await ask('/tzgg/', accept('gzip, deflate, br'))
    }
    assert.equal(small.headers['content-encoding'], 'br')
    assert.deepEqual(brotliDecompressSync(small.body), plain.body)
    for (const { headers, body } of [plain, zipped, small]) {
      assert.equal(Number(headers['content-length']), body.length)
      assert.match(String(headers.vary), /Accept-Encoding/)
      assert.match(String(headers['content-security-policy']), /default-src 'self'/)
    }
    assert.equal(new Set([plain, zipped, small].map(({ headers }) => headers.etag)).size, 3)
  })

  test('is not sent in a form that is refused', async () => {
    for (const refused of ['gzip;q=0, br;q=0', 'br; q=0.0, gzip; q=0', 'identity', 'gzip;q=0']) {
      const got = await ask('/tzgg/', accept(refused))
      assert.equal(got.headers['content-encoding'], undefined, refused)
      assert.match(got.body.toString(), /供暖公告/)
    }
    assert.equal((await ask('/tzgg/', accept('br;q=0, gzip;q=0.5'))).headers['content-encoding'], 'gzip')
    assert.equal((await ask('/tzgg/', accept('GZIP'))).headers['content-encoding'], 'gzip')
  })

  test('that is known already is not sent again, in whatever form it is known', async () => {
    for (const encoding of ['identity', 'gzip', 'br, gzip']) {
      const { headers } = await ask('/tzgg/', accept(encoding))
      const again = await ask('/tzgg/', {
        headers: { 'accept-encoding': encoding, 'if-none-match': String(headers.etag) },
      })
      assert.deepEqual([again.status, again.body.length, again.headers.etag], [304, 0, headers.etag])
      const weak = await ask('/tzgg/', { headers: { 'if-none-match': `"other", W/${headers.etag}` } })
      assert.equal(weak.status, 304)
    }
    assert.equal((await ask('/tzgg/', { headers: { 'if-none-match': '"something else"' } })).status, 200)
    assert.equal((await ask('/tzgg/', { headers: { 'if-none-match': '"' } })).status, 200)
  })

  test('answers HEAD with the same headers and no body', async () => {
    for (const encoding of ['identity', 'gzip']) {
      const [get, head] = [
        await ask('/tzgg/', accept(encoding)),
        await ask('/tzgg/', { method: 'HEAD', ...accept(encoding) }),
      ]
      assert.deepEqual([head.status, head.body.length], [200, 0])
      for (const name of ['content-length', 'etag', 'content-type', 'content-encoding'])
        assert.equal(head.headers[name], get.headers[name], name)
    }
    const first = await ask('/tzgg/rss.xml', { method: 'HEAD' })
    assert.deepEqual([first.status, first.body.length], [200, 0], 'one that is not kept yet too')
    assert.deepEqual((await ask('/nothing/', { method: 'HEAD' })).status, 404)
  })

  test('is the same whatever is hung on its address, and another by what the reader has chosen', async () => {
    const plain = await ask('/tzgg/')
    const marked = await ask('/tzgg/?utm_source=weixin&from=timeline')
    assert.deepEqual(marked.body, plain.body)
    assert.equal(marked.headers.etag, plain.headers.etag)
    assert.equal((await ask('/%74zgg/')).headers.etag, plain.headers.etag)

    const chosen = await ask('/tzgg/?view=elder')
    assert.equal(chosen.status, 303)
    assert.equal(chosen.headers.location, '/tzgg/')
    const elder = await ask('/tzgg/', { headers: { cookie: 'a=b; yw-view=elder; yw-contrast=high' } })
    assert.equal(elder.status, 200)
    assert.notEqual(elder.headers.etag, plain.headers.etag)
    assert.equal((await ask('/tzgg/')).headers.etag, plain.headers.etag)
    assert.ok(kept(`http://${host}:8080`, '/tzgg/', 'eh'))
    const strange = await ask('/tzgg/', { headers: { cookie: 'yw-view=<script>' } })
    assert.equal(strange.headers.etag, plain.headers.etag)
  })
})

describe('what is sent to a page instead of asking for it', () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' }

  test('is refused in words, whatever it is and wherever it goes', async () => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND', 'SEARCH'])
      for (const path of [
        '/',
        '/tzgg/',
        '/tzgg/?a=b',
        `/files/${blob}/a.txt`,
        '/nothing/',
        '/%zz/',
        '/favicon.ico',
        '//',
      ]) {
        const { status, headers, body } = await ask(path, { method })
        assert.deepEqual([status, headers.allow], [405, 'GET, HEAD'], `${method} ${path}`)
        assert.equal(headers['content-type'], 'text/html; charset=utf-8')
        assert.match(String(headers['content-security-policy']), /default-src 'self'/)
        assert.match(body.toString(), new RegExp(`<h1>这个网址不接收提交</h1>.*“${method}”[^]*href="/"`))
      }
  })

  test('is not read, whatever type it is of, and the connection goes on', async () => {
    await ask('/tzgg/')
    // The first is answered on the socket itself, the others by the server.
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
    try {
      assert.equal((await ask('/tzgg/', { agent })).status, 200)
      for (const headers of [form, { 'content-type': 'application/json' }, { 'content-type': 'a/b' }, {}]) {
        const { status } = await ask('/tzgg/', { agent, method: 'POST', headers, body: '{"a"'.repeat(50_000) })
        assert.equal(status, 405, JSON.stringify(headers))
      }
      assert.equal((await ask('/tzgg/', { agent })).status, 200)
    } finally {
      agent.destroy()
    }
  })

  test('OPTIONS tells what may be asked', async () => {
    const page = await ask('/tzgg/', { method: 'OPTIONS' })
    assert.deepEqual([page.status, page.headers.allow, page.body.length], [204, 'GET, HEAD', 0])
    assert.equal((await ask('*', { method: 'OPTIONS' })).status, 204)
    assert.equal((await ask('/search/click', { method: 'OPTIONS' })).headers.allow, 'POST')
    const wrong = await ask('/search/click', { method: 'PUT', headers: form })
    assert.deepEqual([wrong.status, wrong.headers.allow], [405, 'POST'])
  })

  test('to the API and the console goes the way it went', async () => {
    const json = 'application/problem+json; charset=utf-8'
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      const { status, headers } = await ask('/api/nothing', { method })
      assert.deepEqual([status, headers['content-type'], headers.allow], [404, json, undefined], method)
      const there = await ask('/console/sites', { method })
      assert.deepEqual([there.status, there.headers.allow], [404, undefined], method)
    }
    assert.equal((await ask('/api/session', { method: 'POST', headers: form })).status, 415)
    assert.equal((await ask('/consoles/', { method: 'POST' })).status, 405)
  })
})

describe('the host of a request', () => {
  test('in capitals is the same site and the same page', async () => {
    const got = await ask('/tzgg/', { host: `${host.toUpperCase()}:8080` })
    assert.equal(got.status, 200)
    assert.equal(got.headers.etag, (await ask('/tzgg/')).headers.etag)
    assert.ok(kept(`http://${host}:8080`))
  })

  test('with a port that nobody is served on, or any other addition, is answered and not kept', async () => {
    for (const end of [':1', ':65000', ':08080', ':', ':x1', ':8080x', '.', '|a']) {
      const got = await ask('/tzgg/', { host: host + end })
      assert.ok([200, 404, 400].includes(got.status), `${end}: ${got.status}`)
    }
    assert.deepEqual(
      allKept().filter((key) => !key.startsWith(`http://${host}:8080|`)),
      [],
    )
    const own = await ask('/tzgg/', { host: `${host}:${ports.plain}` })
    assert.equal(own.status, 200)
    assert.ok(kept(`http://${host}:${ports.plain}`))
  })

  test('as a proxy forwards it counts only where proxies are trusted', async () => {
    const forwarded = { 'x-forwarded-host': host, 'x-forwarded-proto': 'https' }
    const wish = { host: '10.0.0.1:8080', headers: forwarded }
    assert.equal((await ask('/tzgg/', wish)).status, 404)
    const got = await ask('/tzgg/', { ...wish, port: ports.trusting })
    assert.equal(got.status, 200)
    assert.ok(got.body.includes(`https://${host}/tzgg/`), 'addresses as the reader sees them')
    assert.ok(kept(`https://${host}`))
    assert.equal(kept(`https://${host}:8080`), null)
    const again = await ask('/tzgg/', {
      ...wish,
      port: ports.trusting,
      headers: { ...forwarded, 'x-forwarded-host': `${host}, b` },
    })
    assert.equal(again.headers.etag, got.headers.etag)
  })

  test('forwarded with a scheme that is none is not kept', async () => {
    const before = allKept()
    const headers = { 'x-forwarded-host': host, 'x-forwarded-proto': 'gopher' }
    assert.equal((await ask('/tzgg/', { port: ports.trusting, headers })).status, 200)
    assert.deepEqual(allKept(), before)
  })
})

describe('an address', () => {
  test('with every strange byte is answered, never with a fault, and nothing is kept of it', async () => {
    const before = allKept()
    const bytes = Array.from({ length: 255 }, (_, byte) => `/%${(byte + 1).toString(16).padStart(2, '0')}x/`)
    const words = [
      '/%',
      '/%zz/',
      '/%00/',
      '/tzgg/%00x',
      '/..%2f..%2fetc/passwd',
      '/%c0%af/',
      '/a%7cb|c/',
      `/${'长'.repeat(900)}`.slice(0, 20),
    ]
    for (const path of [
      ...bytes,
      ...words.map((word) => encodeURI(word).replaceAll('%25', '%')),
      `/${'x'.repeat(9_000)}/`,
    ]) {
      const { status } = await ask(path)
      assert.ok([200, 301, 400, 404].includes(status), `${path.slice(0, 30)}: ${status}`)
    }
    assert.deepEqual(allKept(), before)
  })

  test('with broken escapes gets the page of the site that says so, not a word of the framework', async () => {
    for (const path of ['/%zz/', '/%', '/tzgg/%E6%96', '/tzgg/100%?a=%E6%96%87']) {
      const { status, headers, body } = await ask(path)
      assert.deepEqual([status, headers['content-type']], [404, 'text/html; charset=utf-8'], path)
      assert.match(body.toString(), /没有找到这个页面/)
    }
  })

  test('with two slashes in front is no host, and leads to the page below it', async () => {
    for (const path of ['//tzgg/', '///tzgg/', '/tzgg//']) {
      const { status, headers } = await ask(path)
      assert.deepEqual([status, headers.location], [301, '/tzgg/'], path)
    }
    assert.equal((await ask('//evil.example/')).status, 404)
  })

  test('to which one is sent is escaped once', async () => {
    const target = 'https://www.gov.cn/%E6%96%B0/?q=%E5%85%AC'
    const { status, headers } = await ask(`/leave?to=${encodeURIComponent(target)}`)
    assert.deepEqual([status, headers.location], [302, target])
  })
})

describe('a file', () => {
  const file = `/files/${blob}/%E9%99%84%E4%BB%B6.txt`
  const range = (value: string, more: Record<string, string> = {}) => ask(file, { headers: { range: value, ...more } })

  test('is sent whole, and in the part that is asked for', async () => {
    const whole = await ask(file)
    assert.deepEqual([whole.status, whole.body.equals(text), whole.headers['accept-ranges']], [200, true, 'bytes'])
    const parts: [string, number, number][] = [
      ['bytes=0-9', 0, 10],
      ['bytes=90-', 90, 100],
      ['bytes=-5', 95, 100],
      ['bytes=95-4000', 95, 100],
      ['bytes=-4000', 0, 100],
    ]
    for (const [asked, start, end] of parts) {
      const got = await range(asked)
      assert.equal(got.status, 206, asked)
      assert.deepEqual(got.body, text.subarray(start, end))
      assert.equal(got.headers['content-range'], `bytes ${start}-${end - 1}/100`)
      assert.equal(Number(got.headers['content-length']), end - start)
    }
  })

  test('in a part that it has not, says how long it is; what is no range is passed over', async () => {
    for (const asked of ['bytes=100-', 'bytes=4000-5000', 'bytes=-0']) {
      const got = await range(asked)
      assert.equal(got.status, 416, asked)
      assert.equal(got.headers['content-range'], 'bytes */100')
    }
    for (const asked of ['bytes=9-3', 'bytes=a-b', 'lines=1-2', 'bytes=0-1,5-6', 'bytes=-']) {
      const got = await range(asked)
      assert.equal(got.status, 200, asked)
      assert.deepEqual(got.body, text)
    }
  })

  test('that is another by now is sent whole, whatever part is asked for', async () => {
    assert.equal((await range('bytes=0-9', { 'if-range': `"${blob}"` })).status, 206)
    for (const asked of ['bytes=0-9', 'bytes=4000-'])
      assert.equal((await range(asked, { 'if-range': '"of before"' })).status, 200, asked)
  })

  test('that is known is not sent, and HEAD tells about it', async () => {
    for (const known of [`"${blob}"`, `"a", "${blob}"`, `W/"${blob}"`])
      assert.equal((await ask(file, { headers: { 'if-none-match': known } })).status, 304, known)
    const head = await ask(file, { method: 'HEAD' })
    assert.deepEqual([head.status, head.body.length, head.headers['content-length']], [200, 0, '100'])
  })

  test('of nothing that shows is not there', async () => {
    assert.equal((await ask(`/files/${'0'.repeat(64)}/a.txt`)).status, 404)
    assert.equal((await ask(`/files/..%2f..%2f/a.txt`)).status, 404)
    assert.ok(item.itemId)
  })
})

test('the icon that browsers ask every host for is there, on hosts of sites and others', async () => {
  for (const host of ['www.yunling.localhost', 'nobody.localhost']) {
    const answer = await server.inject({ url: '/favicon.ico', headers: { host } })
    assert.equal(answer.statusCode, 200)
    assert.equal(answer.headers['content-type'], 'image/x-icon')
  }
})
