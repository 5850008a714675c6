import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import { startKit } from '../../test/kit/index.ts'
import { getPage, spawnPortal } from '../../test/kit/portals.ts'
import { channelsOf, contentOf, createWorld, freshSource, type Item, put } from '../../test/propagation/world.ts'
import { createApp } from '../app.ts'
import { readConfig } from '../config.ts'
import { withdraw } from '../modules/library/index.ts'
import { updateChannel } from '../modules/sites/commands/update-channel.ts'
import { putSettingsOnSites } from '../modules/sites/index.ts'
import { checkExport } from './check.ts'
import { openExport } from './exporter.ts'
import { Manifest } from './manifest.ts'
import { pathOf } from './paths.ts'
import type { ExportReport } from './report.ts'
import { siteFolder } from './sites.ts'

const kit = await startKit()
const folder = mkdtempSync(path.join(tmpdir(), 'yiwang-export-'))
const dir = path.join(folder, 'out')
const dataDir = path.join(folder, 'data')
const environment = { DATABASE_URL: kit.url, DATA_DIR: dataDir, LOG_LEVEL: 'silent', DATABASE_POOL: '8' }
const app = await createApp(readConfig(environment))
after(async () => {
  await app.close()
  rmSync(folder, { recursive: true, force: true })
})

const world = await createWorld(kit)
const [province, city] = world.sites
assert.ok(province && city)
const channels = await channelsOf(kit)
const channelAt = (siteId: string, code: string) => {
  const found = channels.find((one) => one.site_id === siteId && one.code === code)
  assert.ok(found)
  return found
}
const notices = channelAt(province.id, 'tzgg')
const attachment = await app.blobs.put(Readable.from([Buffer.from('%PDF-1.7 附件')]), 1_000)

async function publish(number: number, wish: Partial<Item> = {}): Promise<Item> {
  const item = await kit.work((work) =>
    put(work, world, {
      sourceId: freshSource(),
      siteId: province?.id ?? '',
      title: `第 ${number} 号`,
      kind: 'article',
      content: contentOf(`第 ${number} 号公告`, `正文 ${number}`),
      placements: [{ channelId: notices.id, isPrimary: true, isPinned: false }],
      visibleFrom: new Date(Date.now() - 86_400_000 * (100 - number)),
      visibleUntil: null,
      ...wish,
    }),
  )
  world.items.push(item)
  return item
}

const carrying = (number: number) => ({
  ...contentOf(`第 ${number} 号公告`, `正文 ${number}`),
  files: [{ blob: attachment.blob, name: '附件 一.pdf', mediaType: 'application/pdf', bytes: attachment.bytes }],
})

for (let number = 1; number <= 24; number++) await publish(number)
const carrier = await publish(25, { content: carrying(25) })

const run = async (sites: string[] | null = null): Promise<ExportReport> => {
  const task = await openExport(app, { dir, scheme: 'http', sites, say: () => undefined })
  try {
    return await task.settle()
  } finally {
    await task.close()
  }
}

const fileAt = (host: string, file: string) => path.join(dir, host, file)
const textAt = (host: string, file: string) => readFileSync(fileAt(host, file), 'utf8')
const ownPath = (item: Item) => item.paths[0]?.path ?? ''
const mountPath = (item: Item) => `/sjtz/${ownPath(item).split('/').slice(-2).join('/')}`
const filePath = `files/${attachment.blob}/附件 一.pdf`

/** Every file says what the platform answers at its address. */
async function sameAsPlatform(): Promise<number> {
  const portal = await spawnPortal(kit.url, dataDir)
  const manifest = await Manifest.read(dir)
  let compared = 0
  try {
    for (const host of manifest.hosts) {
      for (const [file, entry] of manifest.entries(host)) {
        const got = await getPage(portal, host, pathOf(file))
        assert.equal(got.status, 200, `${host}/${file}`)
        assert.equal(got.body, textAt(host, file), `${host}/${file}`)
        if (entry.gzip) assert.equal(gunzipSync(readFileSync(fileAt(host, `${file}.gz`))).toString(), got.body)
        compared++
      }
    }
    return compared
  } finally {
    await portal.kill('SIGTERM')
  }
}

test('a whole province as files: every page, as the platform answers it, byte for byte', async () => {
  const report = await run()
  assert.deepEqual([report.isFull, report.failed, report.left], [true, [], []])
  for (const host of [province.host, city.host]) {
    for (const file of ['index.html', 'sitemap/index.html', 'about/index.html', 'robots.txt', 'sitemap.xml']) {
      assert.ok(existsSync(fileAt(host, file)), `${host}/${file}`)
    }
  }
  for (const file of ['tzgg/index.html', 'tzgg/p/1/index.html', 'tzgg/p/3/index.html', 'tzgg/rss.xml', filePath]) {
    assert.ok(existsSync(fileAt(province.host, file)), file)
  }
  for (const item of world.items) {
    assert.ok(existsSync(fileAt(province.host, ownPath(item))), ownPath(item))
    assert.ok(existsSync(fileAt(city.host, mountPath(item))), mountPath(item))
  }
  assert.ok((await sameAsPlatform()) > 100)
  assert.deepEqual((await checkExport(dir)).faults, [])
})

test('a second run without a change renders and writes nothing', async () => {
  const report = await run()
  assert.deepEqual([report.isFull, report.rendered, report.written, report.removed], [false, 0, 0, 0])
})

test('each kind of change touches its own files only', async (t) => {
  const files = (await Manifest.read(dir)).hosts.length
  assert.ok(files >= 3)

  const edited = world.items[2]
  assert.ok(edited)
  const content = { ...edited.content, body: '<p>另一段正文</p>' }
  Object.assign(edited, await kit.work((work) => put(work, world, { ...edited, content })))
  const afterEdit = await run()
  t.diagnostic(`edit ${JSON.stringify(afterEdit)}`)
  assert.match(textAt(province.host, ownPath(edited)), /另一段正文/)
  assert.match(textAt(city.host, mountPath(edited)), /另一段正文/)
  // Its page on three sites, and the sitemap.xml that tells its date.
  assert.ok(afterEdit.written <= 6, `${afterEdit.written} files`)

  const released = await publish(26, { visibleFrom: new Date() })
  const afterRelease = await run()
  t.diagnostic(`release ${JSON.stringify(afterRelease)}`)
  assert.match(textAt(province.host, ownPath(released)), /第 26 号公告/)
  assert.match(textAt(province.host, 'tzgg/index.html'), /第 26 号公告/)
  assert.match(textAt(province.host, 'tzgg/rss.xml'), /第 26 号公告/)
  assert.match(textAt(province.host, 'sitemap.xml'), new RegExp(ownPath(released)))
  assert.match(textAt(city.host, 'index.html'), /第 26 号公告|省级通知/)
  assert.ok(afterRelease.written <= 24, `${afterRelease.written} files`)

  const [withdrawn] = world.items
  assert.ok(withdrawn)
  await kit.work((work) => withdraw(work, { itemId: withdrawn.itemId, reason: 'error', note: '更正' }))
  const afterWithdrawal = await run()
  t.diagnostic(`withdraw ${JSON.stringify(afterWithdrawal)}`)
  assert.ok(!existsSync(fileAt(province.host, ownPath(withdrawn))))
  assert.ok(!existsSync(fileAt(province.host, `${ownPath(withdrawn)}.gz`)))
  assert.ok(!existsSync(fileAt(city.host, mountPath(withdrawn))))
  // Lists and feeds on three sites, the page that counts them, three sitemap.xml.
  assert.ok(afterWithdrawal.written <= 14, `${afterWithdrawal.written} files`)

  await kit.work((work) =>
    updateChannel(work, {
      params: { id: channelAt(city.id, 'zhuanti').id },
      body: { expectedVersion: 1, name: '新专题' },
    }),
  )
  const afterRename = await run()
  t.diagnostic(`rename ${JSON.stringify(afterRename)}`)
  assert.match(textAt(city.host, 'zhuanti/index.html'), /新专题/)
  assert.ok(afterRename.written <= 4, `${afterRename.written} files`)

  await kit.work((work) => putSettingsOnSites(work, [{ siteId: city.id, key: 'appearance.slogan', value: '为民服务' }]))
  const afterSetting = await run()
  t.diagnostic(`setting ${JSON.stringify(afterSetting)}`)
  assert.match(textAt(city.host, 'index.html'), /为民服务/)
  assert.ok(afterSetting.rendered > 5 && afterSetting.written <= afterSetting.rendered)

  await sameAsPlatform()
  assert.deepEqual((await checkExport(dir)).faults, [])
})

test('an uploaded file goes with the last page that may show it', async () => {
  const other = await publish(27, { content: contentOf('第 27 号公告', `<a href="/${filePath}">附件</a>`) })
  await run()
  assert.ok(existsSync(fileAt(province.host, filePath)))
  await kit.work((work) => withdraw(work, { itemId: carrier.itemId, reason: 'error', note: '更正' }))
  await run()
  // Another page still leads there, but nobody may see the file: the platform says so too.
  assert.ok(existsSync(fileAt(province.host, ownPath(other))))
  assert.ok(!existsSync(fileAt(province.host, filePath)))
  await sameAsPlatform()
})

test('what cannot be a file is left to the platform, with the reason, and the rest goes on', async () => {
  const file = (name: string, mediaType: string) => ({ ...attachment, name, mediaType })
  const odd = await publish(28, {
    content: {
      ...contentOf('第 28 号公告', '名字奇怪的附件'),
      files: [
        file(`${'很长'.repeat(60)}.pdf`, 'application/pdf'),
        file('网页.html', 'text/html'),
        file('..', 'application/pdf'),
        file('a/../../b.pdf', 'application/pdf'),
        file('x"\'<y>&.pdf', 'application/pdf'),
      ],
    },
  })
  const report = await run()
  assert.deepEqual(report.failed, [])
  const reasons = report.left.map((one) => one.reason)
  for (const reason of ['name too long', 'other media type'] as const) assert.ok(reasons.includes(reason), reason)
  assert.ok(existsSync(fileAt(province.host, ownPath(odd))))
  assert.ok(!existsSync(path.join(dir, 'b.pdf')) && !existsSync(fileAt(province.host, 'b.pdf')))
  await sameAsPlatform()
})

test('tampering is found: changed, missing and foreign files', async () => {
  const item = world.items[5]
  assert.ok(item)
  const original = readFileSync(fileAt(province.host, 'index.html'))
  const packed = readFileSync(fileAt(province.host, `${ownPath(item)}.gz`))
  writeFileSync(fileAt(province.host, 'index.html'), Buffer.concat([original, Buffer.from('<script>')]))
  rmSync(fileAt(province.host, `${ownPath(item)}.gz`))
  writeFileSync(fileAt(city.host, 'shell.php'), '<?php')
  const { faults } = await checkExport(dir)
  assert.deepEqual(
    faults.map(({ what, file }) => `${what} ${file}`).toSorted(),
    ['changed index.html', 'foreign shell.php', `missing ${ownPath(item).slice(1)}.gz`].toSorted(),
  )
  writeFileSync(fileAt(province.host, 'index.html'), original)
  writeFileSync(fileAt(province.host, `${ownPath(item)}.gz`), packed)
  rmSync(fileAt(city.host, 'shell.php'))
  assert.deepEqual((await checkExport(dir)).faults, [])
})

test('watched: a release is a file within a second, a take-down is answered when its files are gone', async () => {
  // Rendering may be slow: a page that is to be made anew must not stand there meanwhile.
  let delay = 0
  const readPool = new Proxy(app.readPool, {
    get(pool, name) {
      const value: unknown = Reflect.get(pool, name, pool)
      if (typeof value !== 'function') return value
      const call = (...args: unknown[]): unknown => Reflect.apply(value, pool, args)
      return name === 'query' ? (...args: unknown[]) => sleep(delay).then(() => call(...args)) : call
    },
  })
  const stop = new AbortController()
  const wish = { dir, scheme: 'http', sites: null, say: () => undefined, signal: stop.signal } as const
  const task = await openExport({ ...app, readPool }, wish)
  await task.settle()
  const watching = task.watch(() => undefined)
  try {
    const item = await publish(30, { visibleFrom: new Date() })
    const begun = performance.now()
    while (!existsSync(fileAt(province.host, ownPath(item)))) {
      assert.ok(performance.now() - begun < 1_000, 'within a second')
      await sleep(5)
    }
    while (!textAt(province.host, 'index.html').includes('第 30 号公告')) await sleep(5)
    const soon = new Date(Date.now() + 700)
    const scheduled = await publish(31, { visibleFrom: soon, visibleUntil: new Date(soon.getTime() + 900) })
    assert.ok(!existsSync(fileAt(province.host, ownPath(scheduled))))
    await sleep(soon.getTime() + 600 - Date.now())
    assert.ok(existsSync(fileAt(province.host, ownPath(scheduled))), 'it appears by the clock')
    await sleep(900)
    assert.ok(!existsSync(fileAt(province.host, ownPath(scheduled))), 'it goes by the clock')
    for (let round = 0; round < 5; round++) {
      delay = 0
      // Touch the lists first, so that they are being made while the take-down comes.
      const victim = await publish(40 + round, { visibleFrom: new Date() })
      const shown = () => existsSync(fileAt(province.host, ownPath(victim)))
      for (let tries = 0; round > 1 && tries < 100 && !shown(); tries++) await sleep(20)
      if (round > 2) await sleep(200)
      // The lists are waiting to be made once more when the take-down comes.
      delay = 40
      if (round === 4) await publish(50, { visibleFrom: new Date() })
      await kit.work((work) => withdraw(work, { itemId: victim.itemId, reason: 'error', note: '' }))
      assert.ok(!existsSync(fileAt(province.host, ownPath(victim))))
      for (const [host, file] of [
        [province.host, 'index.html'],
        [province.host, 'tzgg/index.html'],
        [province.host, 'tzgg/rss.xml'],
        [city.host, 'sjtz/index.html'],
        [city.host, 'index.html'],
      ] as const) {
        const text = existsSync(fileAt(host, file)) ? textAt(host, file) : ''
        assert.ok(!text.includes(victim.content.title), `${host}/${file} in round ${round}`)
      }
    }
  } finally {
    delay = 0
    stop.abort()
    await watching
    await task.close()
  }
  assert.ok(!existsSync(path.join(dir, '.open')), 'nobody follows: the web server asks the platform')
  const report = await run()
  assert.equal(report.isFull, false)
  assert.ok(existsSync(path.join(dir, '.open')))
  await sameAsPlatform()
  assert.deepEqual((await checkExport(dir)).faults, [])
})

function spawnExport(...args: string[]) {
  return spawn(process.execPath, [path.join(import.meta.dirname, '../cli.ts'), 'export', dir, ...args], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

test('the folder of an earlier version is taken over as it is', async () => {
  const { hosts } = await Manifest.read(dir)
  const about = path.join(dir, 'about')
  mkdirSync(about)
  writeFileSync(path.join(about, 'us.txt'), 'not ours')
  for (const host of hosts) {
    rmSync(path.join(dir, host))
    renameSync(siteFolder(dir, host), path.join(dir, host))
  }
  const found = await checkExport(dir)
  assert.deepEqual(found.faults, [{ host: 'about', file: 'us.txt', what: 'foreign' }], 'before it is taken over, too')
  // An interrupted take-over: one is in its place, and nothing leads to it yet.
  renameSync(path.join(dir, city.host), siteFolder(dir, city.host))
  const places = hosts.map((host) => (host === city.host ? siteFolder(dir, host) : path.join(dir, host)))
  const numbers = places.map((place) => statSync(path.join(place, 'index.html')).ino)
  const report = await run()
  assert.deepEqual([report.isFull, report.written, report.removed, report.failed], [false, 0, 0, []])
  assert.deepEqual(
    hosts.map((host) => statSync(path.join(siteFolder(dir, host), 'index.html')).ino),
    numbers,
    'moved, not written',
  )
  for (const host of hosts) assert.equal(readlinkSync(path.join(dir, host)), `.sites/${host}`)
  assert.deepEqual(readdirSync(path.join(dir, '.sites')).toSorted(), hosts.toSorted())
  assert.equal(readFileSync(path.join(about, 'us.txt'), 'utf8'), 'not ours')
  assert.deepEqual((await checkExport(dir)).faults, found.faults)
  rmSync(about, { recursive: true })
  await sameAsPlatform()
})

test('killed in the middle and run again, it is right', async () => {
  for (const delay of [0, 40, 150]) {
    rmSync(siteFolder(dir, city.host), { recursive: true, force: true })
    await kit.work((work) =>
      putSettingsOnSites(work, [{ siteId: province.id, key: 'appearance.slogan', value: `口号 ${delay}` }]),
    )
    const child = spawnExport('--watch')
    while (!existsSync(path.join(dir, '.state/lock'))) await sleep(5)
    await sleep(delay)
    const victim = await publish(60 + delay, { visibleFrom: new Date() })
    child.kill('SIGKILL')
    await once(child, 'exit')
    await kit.work((work) => withdraw(work, { itemId: victim.itemId, reason: 'error', note: '' }))
    const report = await run()
    assert.equal(report.isFull, true)
    assert.ok(!existsSync(fileAt(province.host, ownPath(victim))))
    assert.match(textAt(province.host, 'index.html'), new RegExp(`口号 ${delay}`))
    assert.ok(existsSync(fileAt(city.host, 'index.html')))
    assert.deepEqual((await checkExport(dir)).faults, [])
  }
  await sameAsPlatform()
})

test('told to stop in the middle, it leaves the rest to the next run', async () => {
  const stop = new AbortController()
  const other = path.join(folder, 'stopped')
  const wish = { dir: other, scheme: 'http', sites: null, say: () => undefined } as const
  const task = await openExport(app, { ...wish, signal: stop.signal })
  setTimeout(() => stop.abort(), 100)
  const half = await task.settle()
  await task.close()
  assert.ok(!existsSync(path.join(other, '.open')))
  const rest = await openExport(app, wish)
  const whole = await rest.settle()
  await rest.close()
  assert.deepEqual([half.isFull, whole.isFull], [true, true])
  assert.ok(half.files < whole.files, `${half.files} of ${whole.files}`)
  assert.ok(whole.rendered < whole.files, 'what was made is not made again')
  assert.deepEqual((await checkExport(other)).faults, [])
})

test('by command: other sites are another export, and two writers are refused', async () => {
  const child = spawnExport('--site', city.code, '--json')
  let out = ''
  child.stdout.on('data', (chunk) => (out += chunk))
  const [code] = await once(child, 'close')
  assert.equal(code, 0)
  const report = JSON.parse(out)
  assert.equal(report.isFull, true)
  assert.ok(!existsSync(path.join(dir, province.host, 'index.html')))
  assert.ok(existsSync(fileAt(city.host, 'index.html')))
  const task = await openExport(app, { dir, scheme: 'http', sites: [city.code], say: () => undefined })
  const second = spawnExport()
  const [refused] = await once(second, 'close')
  assert.equal(refused, 1)
  await task.close()
})
