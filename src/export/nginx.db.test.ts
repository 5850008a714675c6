import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import { type AddressInfo, connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import { startKit } from '../../test/kit/index.ts'
import { getPage, spawnPortal } from '../../test/kit/portals.ts'
import { channelsOf, contentOf, createWorld, freshSource, put } from '../../test/propagation/world.ts'
import { createApp } from '../app.ts'
import { readConfig } from '../config.ts'
import { withdraw } from '../modules/library/index.ts'
import { openExport } from './exporter.ts'
import { gateOf } from './lock.ts'
import { nginxConfig } from './nginx.ts'
import { makeSite, siteFolder } from './sites.ts'

const NGINX = ['/usr/sbin/nginx', '/usr/bin/nginx', '/usr/local/bin/nginx', '/opt/homebrew/bin/nginx'].find(
  (file) => spawnSync(file, ['-v']).status === 0,
)

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address ? address.port : 0
}

type Got = { status: number; headers: http.IncomingHttpHeaders; body: Buffer }

function ask(port: number, url: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Got> {
  return new Promise((resolve, reject) => {
    const request = http.request({ host: '127.0.0.1', port, path: url, method, headers, agent: false }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) }),
      )
    })
    request.on('error', reject)
    request.end()
  })
}

/** Started with the printed configuration; ends with SIGTERM. */
async function startNginx(folder: string, dir: string, platform: number) {
  const port = await freePort()
  const place = path.join(folder, 'nginx')
  mkdirSync(place)
  const config = path.join(place, 'nginx.conf')
  const inner = await nginxConfig({ dir, platform: `127.0.0.1:${platform}`, listen: `127.0.0.1:${port}` })
  writeFileSync(
    config,
    `${process.getuid?.() === 0 ? 'user root;\n' : ''}pid ${place}/pid;\nerror_log ${place}/error.log;\ndaemon off;\nevents {}\nhttp {\n${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((one) => `${one}_temp_path ${place}/${one};\n`).join('')}access_log off;\n${inner}}\n`,
  )
  const checked = spawnSync(NGINX ?? '', ['-t', '-e', `${place}/error.log`, '-c', config], { encoding: 'utf8' })
  assert.equal(checked.status, 0, checked.stderr)
  const server = spawn(NGINX ?? '', ['-e', `${place}/error.log`, '-c', config], { stdio: 'ignore' })
  for (let tries = 0; tries < 100 && (await ask(port, '/').catch(() => null)) === null; tries++) await sleep(20)
  return { port, server }
}

/** The web server's own validators tell its files from the platform's answers. */
const isFile = ({ status, headers }: Got) => status === 200 && /^"[0-9a-f]+-[0-9a-f]+"$/.test(headers.etag ?? '')

const kit = await startKit()

test('an nginx with the printed configuration', { skip: NGINX ? false : 'no nginx on this machine' }, async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'yiwang-nginx-'))
  chmodSync(folder, 0o755)
  const [dir, dataDir] = [path.join(folder, 'out'), path.join(folder, 'data')]
  const environment = { DATABASE_URL: kit.url, DATA_DIR: dataDir, LOG_LEVEL: 'silent', DATABASE_POOL: '8' }
  const app = await createApp(readConfig(environment))
  const world = await createWorld(kit)
  const [province] = world.sites
  assert.ok(province)
  const notices = (await channelsOf(kit, province.id)).find((one) => one.code === 'tzgg')
  assert.ok(notices)
  const pdf = await app.blobs.put(Readable.from([Buffer.from('%PDF-1.7 附件')]), 1_000)
  const files = [{ blob: pdf.blob, name: '附件 一.pdf', mediaType: 'application/pdf', bytes: pdf.bytes }]
  const publish = (title: string, body: object = {}) =>
    kit.work((work) =>
      put(work, world, {
        sourceId: freshSource(),
        siteId: province.id,
        title,
        kind: 'article',
        content: { ...contentOf(title, '正文'), ...body },
        placements: [{ channelId: notices.id, isPrimary: true, isPinned: false }],
        visibleFrom: new Date(),
        visibleUntil: null,
      }),
    )
  const item = await publish('静态页面公告', { files })
  const moved = await publish('会搬走的公告')
  const where = item.paths[0]?.path ?? ''
  const formerly = moved.paths[0]?.path ?? ''

  const stop = new AbortController()
  const wish = { dir, scheme: 'http', sites: null, say: () => undefined, signal: stop.signal } as const
  const task = await openExport(app, wish)
  await task.settle()
  await kit.work((work) =>
    withdraw(work, { itemId: moved.itemId, reason: 'moved', note: '并入', redirectTo: '/tzgg/' }),
  )
  await task.settle()
  const watching = task.watch(() => undefined)
  const portal = await spawnPortal(kit.url, dataDir, { TRUST_PROXY: '1' })

  const { port, server } = await startNginx(folder, dir, portal.port)
  // Before the database goes.
  t.after(async () => {
    stop.abort()
    await watching
    await task.close()
    server.kill('SIGTERM')
    await portal.kill('SIGTERM')
    await app.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const host = { host: province.host }
  const get = (url: string, headers: Record<string, string> = {}, method = 'GET') =>
    ask(port, url, { ...host, ...headers }, method)

  await t.test('pages are files, with the headers of the platform', async () => {
    for (const url of ['/', '/tzgg/', where, '/robots.txt', '/sitemap.xml', '/tzgg/rss.xml', '/about/']) {
      const got = await get(url)
      assert.ok(isFile(got), url)
      const platform = await getPage(portal, province.host, url)
      assert.equal(got.body.toString(), platform.body, url)
      assert.equal(got.headers['content-type'], platform.headers['content-type'], url)
      // The list for crawlers is not kept by the platform, so it says less of packing.
      const names = ['cache-control', 'content-security-policy', 'x-frame-options', 'x-content-type-options', 'vary']
      for (const name of url === '/sitemap.xml' ? names.slice(0, -1) : names) {
        assert.equal(got.headers[name], platform.headers[name], `${name} of ${url}`)
      }
      assert.equal(got.headers['last-modified'], undefined)
    }
  })

  await t.test('packed where it is understood, HEAD without a body, 304 where it is known', async () => {
    const packed = await get('/tzgg/', { 'accept-encoding': 'gzip' })
    assert.deepEqual([packed.headers['content-encoding'], isFile(packed)], ['gzip', true])
    assert.equal(packed.headers['content-type'], 'text/html; charset=utf-8')
    assert.equal(gunzipSync(packed.body).toString(), (await get('/tzgg/')).body.toString())
    const head = await get('/tzgg/', {}, 'HEAD')
    assert.deepEqual([head.status, head.body.length, isFile(head)], [200, 0, true])
    const again = await get('/tzgg/', { 'if-none-match': head.headers.etag ?? '' })
    assert.deepEqual([again.status, again.body.length], [304, 0])
  })

  await t.test('uploaded files, in pieces too', async () => {
    const url = `/files/${pdf.blob}/${encodeURIComponent('附件 一.pdf')}`
    const [got, platform] = [await get(url), await getPage(portal, province.host, `/files/${pdf.blob}/附件 一.pdf`)]
    assert.ok(isFile(got))
    for (const name of ['content-type', 'content-disposition', 'content-security-policy', 'cache-control']) {
      assert.equal(got.headers[name], platform.headers[name], name)
    }
    const piece = await get(url, { range: 'bytes=0-3' })
    assert.deepEqual([piece.status, piece.body.toString()], [206, '%PDF'])
  })

  await t.test('choices, previews, queries and writing go to the platform', async () => {
    for (const cookie of ['yw-view=elder', 'a=1; yw-contrast=high', 'yw-text=large', 'yw-preview=1']) {
      assert.ok(!isFile(await get('/', { cookie })), cookie)
    }
    assert.ok(isFile(await get('/', { cookie: 'other=1' })))
    assert.match((await get('/', { cookie: 'yw-view=elder' })).body.toString(), /elder/)
    for (const query of ['?print=1', '?v=1', '?%70rint=1', '?a=1&print']) {
      assert.ok(!isFile(await get(`${where}${query}`)), query)
    }
    assert.equal((await get('/?view=elder')).status, 303)
    assert.ok(isFile(await get(`${where}?from=timeline`)), 'a mark of a campaign changes nothing')
    for (const url of ['/', where]) assert.ok(!isFile(await get(url, {}, 'POST')), url)
    const bare = await get('/tzgg')
    const platform = await getPage(portal, province.host, '/tzgg')
    assert.deepEqual([bare.status, bare.headers.location], [platform.status, platform.headers.location])
  })

  await t.test('what is no address of a page is none here either', async () => {
    const platformSays = async (url: string) => (await getPage(portal, province.host, url)).status
    for (const url of ['/tzgg/index.html.gz', '/no/such/page/']) {
      assert.equal((await get(url)).status, await platformSays(url), url)
      assert.equal((await get(url)).status, 404, url)
    }
    // A folder's own file has the address of the folder.
    for (const url of ['/index.html', '/tzgg/index.html']) {
      assert.equal(await platformSays(url), 301, url)
      assert.deepEqual(
        [(await get(url)).status, (await get(url)).headers.location],
        [301, path.posix.dirname(url).replace(/\/?$/, '/')],
        url,
      )
    }
    assert.equal((await get('/tzgg')).status, 301)
    assert.equal((await get('/tzgg')).headers.location, '/tzgg/')
    assert.equal((await get('/metrics')).status, 404)
    for (const bad of ['.state', '.manifest', '.open', '..', 'x/../.state', '-']) {
      const got = await ask(port, '/pages/data.mdb', { host: bad })
      assert.ok([400, 404, 410].includes(got.status), `${bad}: ${got.status}`)
    }
    for (const url of ['/../.state/about.json', '/%2e%2e/.state/about.json', '/..%2f.state/about.json']) {
      assert.notEqual((await get(url)).status, 200, url)
    }
  })

  await t.test('what is taken down is 410 from the platform, in the moment of the answer', async () => {
    const victim = await publish('要撤下的公告')
    const address = victim.paths[0]?.path ?? ''
    for (let tries = 0; tries < 100 && !isFile(await get(address)); tries++) await sleep(20)
    assert.ok(isFile(await get(address)))
    await kit.work((work) => withdraw(work, { itemId: victim.itemId, reason: 'error', note: '发布有误' }))
    const gone = await get(address)
    assert.equal(gone.status, 410)
    assert.match(gone.body.toString(), /发布有误/)
    for (const url of ['/', '/tzgg/', '/tzgg/rss.xml'])
      assert.doesNotMatch((await get(url)).body.toString(), /要撤下的/)
  })

  await t.test('two edits of one length within a second are two answers', async () => {
    const edited = await publish('标题甲')
    const address = edited.paths[0]?.path ?? ''
    const tags = new Set<string>()
    for (const word of ['甲', '乙', '丙']) {
      const content = contentOf('标题甲', `正文${word}`)
      await kit.work((work) => put(work, world, { ...edited, content }))
      for (let tries = 0; tries < 100; tries++) {
        const got = await get(address)
        if (isFile(got) && got.body.includes(`正文${word}`)) {
          tags.add(got.headers.etag ?? '')
          break
        }
        await sleep(10)
      }
    }
    assert.equal(tags.size, 3)
  })

  await t.test('without the platform files stay, known redirects are followed, the rest waits', async () => {
    assert.deepEqual([(await get(formerly)).status, (await get(formerly)).headers.location], [301, '/tzgg/'])
    await portal.kill('SIGKILL')
    assert.ok(isFile(await get('/')))
    const redirect = await get(formerly)
    assert.deepEqual([redirect.status, redirect.headers.location], [302, '/tzgg/'])
    assert.equal((await get('/no/such/page/')).status, 503)
  })

  await t.test('an export that is not followed any more is out of service', async () => {
    stop.abort()
    await watching
    assert.equal((await get('/')).status, 503)
  })
})

/** What stands in a request is sent as it is written here. */
function sendRaw(port: number, text: string): Promise<{ status: number; said: string }> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text))
    let said = ''
    socket.setEncoding('utf8').on('data', (part) => (said += String(part)))
    socket.on('end', () => resolve({ status: Number(said.split(' ')[1]), said }))
    socket.on('error', reject)
  })
}

test('whatever a reader sends, files are answered only where they may be', { skip: !NGINX }, async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'yiwang-nginx-hosts-'))
  chmodSync(folder, 0o755)
  const dir = path.join(folder, 'out')
  const site = 'www.a.cn'
  makeSite(dir, site)
  for (const own of ['.state', '.manifest']) mkdirSync(path.join(dir, own))
  const write = (file: string, text = `file ${file}`) => writeFileSync(path.join(siteFolder(dir, site), file), text)
  mkdirSync(path.join(siteFolder(dir, site), 'list'))
  for (const file of ['index.html', 'page.html', 'page', 'about.json', 'list/index.html', 'list/rss.xml', 'map.xml'])
    write(file)
  for (const file of ['about.json', 'page.html', 'index.html', 'redirects.map']) {
    for (const own of ['.state', '.manifest', '.']) {
      writeFileSync(path.join(dir, own, file), file === 'redirects.map' ? '' : 'hidden')
    }
  }
  const gate = gateOf(dir)
  gate.open()
  const platform = http.createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      response.setHeader('x-platform', [request.method, request.url, request.headers['x-forwarded-host']].join(' '))
      response.end(Buffer.concat(parts))
    })
  })
  platform.listen(0, '127.0.0.1')
  await once(platform, 'listening')
  const { port, server } = await startNginx(folder, dir, (platform.address() as AddressInfo).port)
  t.after(async () => {
    server.kill('SIGTERM')
    await once(server, 'exit')
    platform.closeAllConnections()
    platform.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const get = (url: string, headers: Record<string, string> = {}, method = 'GET') =>
    ask(port, url, { host: site, ...headers }, method)
  const urls = ['/', '/page.html', '/page', '/about.json', '/list/', '/list/rss.xml', '/map.xml']

  await t.test('a host is its folder, however it is written', async () => {
    for (const host of [site, 'WWW.A.CN', `${site}.`, `${site}:8080`, 'Www.a.cn.:1']) {
      for (const url of urls) assert.ok(isFile(await get(url, { host })), `${host}${url}`)
    }
    for (const target of [`http://${site}/page.html`, `HTTP://${site}:1/page.html`]) {
      const { said } = await sendRaw(port, `GET ${target} HTTP/1.1\r\nHost: other\r\nConnection: close\r\n\r\n`)
      assert.match(said, /file page\.html$/, target)
    }
  })

  await t.test('no host is a folder of the export itself', async () => {
    const hosts = [
      '.state',
      '.manifest',
      '.open',
      '.sites',
      '.',
      '..',
      '...',
      './',
      '/',
      '../.state',
      '.state/',
      '_',
      '-',
      '',
    ]
    const more = [
      '127.0.0.1',
      '[::1]',
      'www..a.cn',
      '.www.a.cn',
      `${site}/.`,
      `${site}/../.state`,
      '..\\.state',
      '%2estate',
    ]
    const odd = ['\t.state', '.state\u0001', `${site}\u0000`, '*', '$host', 'a b', 'unknown.cn']
    for (const host of [...hosts, ...more, ...odd]) {
      for (const url of [
        '/about.json',
        '/page.html',
        '/',
        '/redirects.map',
        `/${site}/page.html`,
        '/.state/about.json',
      ]) {
        const asked = [
          `GET ${url} HTTP/1.1\r\nHost: ${host}`,
          // Here a slash ends the name of the host.
          ...(host.includes('/') ? [] : [`GET http://${host}${url} HTTP/1.1\r\nHost: x`]),
        ]
        for (const request of asked) {
          const { status, said } = await sendRaw(port, `${request}\r\nConnection: close\r\n\r\n`)
          assert.ok(status === 400 || /^x-platform: /im.test(said), `${JSON.stringify(request)}: ${said}`)
          assert.doesNotMatch(said, /hidden|file /)
        }
      }
    }
    const { said } = await sendRaw(port, 'GET /about.json HTTP/1.0\r\n\r\n')
    assert.match(said, /^x-platform: GET \/about\.json _/im)
    for (const url of [
      '/../../.state/about.json',
      '/%2e%2e/.state/about.json',
      '/..%2f.state/about.json',
      '/.state/about.json',
    ]) {
      assert.ok(!isFile(await get(url)), url)
    }
  })

  await t.test('every method but reading comes to the platform with all it carries', async () => {
    const body = 'x'.repeat(300_000)
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      for (const url of [
        ...urls,
        '/list',
        '/list/index.html',
        '/none',
        '/none/',
        '/_assets/a.css',
        '/files/a',
        '/api/x',
      ]) {
        const text = `${method} ${url}?a=%31 HTTP/1.1\r\nHost: ${site}\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}`
        const { status, said } = await sendRaw(port, text)
        assert.deepEqual([status, said.endsWith(`\r\n\r\n${body}`)], [200, true], `${method} ${url}`)
        assert.ok(said.includes(`x-platform: ${method} ${url}?a=%31 ${site}\r\n`), `${method} ${url}`)
      }
      const chunked = await sendRaw(
        port,
        `${method} /page.html HTTP/1.1\r\nHost: ${site}\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n`,
      )
      assert.match(chunked.said, /\r\n\r\nhello$/, method)
    }
    for (const url of urls) assert.ok(isFile(await get(url, {}, 'HEAD')), url)
    for (const url of ['/none', '/none/']) {
      assert.equal((await get(url, {}, 'HEAD')).headers['x-platform'], `HEAD ${url} ${site}`)
    }
    for (const method of ['TRACE', 'get', 'GETX']) {
      const { said } = await sendRaw(
        port,
        `${method} /page.html HTTP/1.1\r\nHost: ${site}\r\nConnection: close\r\n\r\n`,
      )
      assert.doesNotMatch(said, /file page/, method)
    }
  })

  await t.test('queries and cookies are looked at everywhere, together and alone', async () => {
    for (const url of urls) {
      for (const method of ['GET', 'HEAD']) {
        for (const query of ['', '?', '?0', '?from=timeline', '?a=print', '?previous=1&viewer=2']) {
          for (const headers of [{}, { cookie: '0' }, { cookie: 'other=1' }, { cookie: 'yw-session=1' }] as const) {
            assert.ok(
              isFile(await get(url + query, headers, method)),
              `${method} ${url}${query} ${JSON.stringify(headers)}`,
            )
            const chosen = { cookie: `${'cookie' in headers ? `${headers.cookie}; ` : ''}yw-view=elder` }
            const made = await get(url + query, chosen, method)
            assert.equal(made.headers['x-platform'], `${method} ${url}${query} ${site}`)
          }
        }
        for (const query of [
          '?print',
          '?v=3',
          '?a=1&to=2',
          '?preview=x',
          '?previews',
          '?%70rint=1',
          '?a+b=1',
          '?text=large&b',
        ]) {
          for (const headers of [{}, { cookie: 'other=1' }]) {
            const made = await get(url + query, headers, method)
            assert.equal(made.headers['x-platform'], `${method} ${url}${query} ${site}`)
          }
        }
      }
    }
    const twice = `GET /page.html HTTP/1.1\r\nHost: ${site}\r\nCookie: a=1\r\nCookie: yw-text=large\r\nConnection: close\r\n\r\n`
    assert.match((await sendRaw(port, twice)).said, /^x-platform: /im)
  })

  await t.test('how files are kept is no address', async () => {
    for (const file of ['page.html.gz', 'list/index.html.gz', 'page.gz']) write(file)
    for (const url of [
      '/page.html.gz',
      '/list/index.html.gz',
      '/page.gz',
      '/index.html',
      '/list/index.html',
      '/list/index%2ehtml',
    ]) {
      assert.equal((await get(url)).headers['x-platform'], `GET ${url} ${site}`)
    }
    for (const url of ['/list/index.html%0a', '/list/index.html%0A', '/list/index.html.gz%0a', '/%0a', '/list/%0a']) {
      assert.equal((await get(url)).headers['x-platform'], `GET ${url} ${site}`)
    }
    mkdirSync(path.join(siteFolder(dir, site), 'a.gz.d'))
    for (const name of ['a.gz.d/x.html', 'line\nbreak.html', 'b.xml.html', 'index.html5']) write(name)
    for (const url of ['/a.gz.d/x.html', '/line%0abreak.html', '/b.xml.html', '/index.html5'])
      assert.ok(isFile(await get(url)), url)
    for (const url of ['/map.xml', '/list/rss.xml']) {
      const type = url.endsWith('rss.xml') ? 'application/rss+xml' : 'application/xml'
      assert.equal((await get(url)).headers['content-type'], `${type}; charset=utf-8`)
    }
    assert.deepEqual([(await get('/list')).status, (await get('/list')).headers.location], [301, '/list/'])
  })

  await t.test('a shut gate leaves everything to the platform', async () => {
    gate.close()
    for (const url of urls) assert.equal((await get(url)).headers['x-platform'], `GET ${url} ${site}`)
    gate.open()
    for (const url of urls) assert.ok(isFile(await get(url)), url)
  })
})
