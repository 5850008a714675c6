import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aChannel, aProvince, anActor, startKit, type TestChannel, type TestSite } from '../../test/kit/index.ts'
import { visitor } from '../kernel/actor.ts'
import { kyselyOn } from '../kernel/database.ts'
import { newId } from '../kernel/ids.ts'
import type { Work } from '../kernel/work.ts'
import {
  addEntries,
  cancelBatch,
  createBatch,
  createDocument,
  publishDocument,
  releaseBatch,
  saveDocument,
  undoBatch,
} from '../modules/content/index.ts'
import { type CutWish, keepCuts } from '../modules/library/index.ts'
import { putSettingsOnSites } from '../modules/sites/index.ts'
import { produce } from './produce.ts'
import { openTheme, renderPage } from './render.ts'

const kit = await startKit()
const start = Date.now()
let ticks = 0
const tick = () => {
  const now = new Date(start + ++ticks * 10)
  kit.setNow(now)
  return now
}
const due = new Date(start + 3_600_000)
const query = {}
const params = {}

// What stands before has stood for a while, however long it takes to set it up.
kit.setNow(new Date(start))
const place = await kit.work(aProvince)
const publisher = anActor({
  permissions: ['document.read', 'document.write', 'document.publish', 'document.withdraw', 'setting.manage'],
  site: place.province,
})
const as = <T>(act: (work: Work) => Promise<T>) => {
  tick()
  return kit.workAs(publisher, act)
}
const sites = [place.province, place.city, place.county]
const [province, city, county] = await kit.work(async (work) => [
  await aChannel(work, place.province, { code: 'tzgg', name: '通知公告' }),
  await aChannel(work, place.city, { code: 'tzgg', name: '通知公告' }),
  await aChannel(work, place.county, { code: 'tzgg', name: '通知公告' }),
])
assert.ok(province && city && county)
await kit.work(async (work) => {
  await work.db
    .insertInto('sites.channel')
    .values({
      id: newId(),
      site_id: place.county.id,
      parent_id: null,
      code: 'sjtz',
      name: '省级通知',
      kind: 'mounted',
      path: 'sjtz',
      tree_path: '/mounted/',
      item_kind: 'article',
      mounted_channel_id: province.id,
    })
    .execute()
  await putSettingsOnSites(
    work,
    sites.map((site) => ({
      siteId: site.id,
      key: 'home.modules',
      value: [{ type: 'feed', channelCode: 'tzgg', count: 3 }],
    })),
  )
})

const draft = (title: string, channel: TestChannel, placements: string[] = []) =>
  as((work) =>
    createDocument(work, {
      params,
      query,
      body: {
        channelId: channel.id,
        title,
        body: `<p>${title}，自十二月一日起施行。</p>`,
        source: '云岭省人民政府办公厅',
        summary: '摘要',
        placements,
      },
    }),
  )
const publish = (document: { id: string; version: number }) =>
  as((work) =>
    publishDocument(work, { params: { id: document.id }, query, body: { expectedVersion: document.version } }),
  )
const rewrite = (document: { id: string; version: number }, body: object) =>
  as((work) =>
    saveDocument(work, { params: { id: document.id }, query, body: { expectedVersion: document.version, ...body } }),
  )

async function ask(site: TestSite, path: string, at: Date) {
  const url = new URL(path, `http://${site.host}:8080`)
  const means = {
    open: () => ({ db: kyselyOn(kit.pool), actor: visitor, now: at }),
    cut: (wishes: readonly CutWish[]) =>
      kit.work(async (work) => {
        for (const wish of wishes) await keepCuts(work, wish)
        return true
      }),
  }
  const produced = await produce(means, {
    host: site.host,
    path: url.pathname,
    query: url.searchParams,
    origin: url.origin,
    choices: { view: 'standard', contrast: 'standard', text: 'standard' },
  })
  const { found } = produced
  const { until } = await produced.reads()
  if (found.kind === 'page')
    return { text: `${found.status} ${renderPage(openTheme('government'), found.model)}`, until }
  return { text: JSON.stringify(found), until }
}

// What readers have before: a correction in its second version, one that moves, two that go, and enough beside them.
const first = await publish(await draft('医保缴费标准', city, [county.id]))
const corrected = await publish(await rewrite(first, { title: '医保缴费标准（一次更正）' }))
const mover = await publish(await draft('换栏目的通知', city))
const [wrong, moved] = [
  await publish(await draft('写错的公告', county)),
  await publish(await draft('搬走的公告', province)),
]
for (const channel of [province, city, county]) await publish(await draft('不相干的公告', channel))

const fresh = await draft('医保新政解读', province, [city.id])
const again = await rewrite(corrected, { title: '医保缴费标准（新）', body: '<p>新标准。</p>', placements: [] })
const away = await rewrite(mover, { channelId: province.id })

const pathOf = (document: { addresses: { host: string; path: string }[] }, site: TestSite) =>
  document.addresses.find((address) => address.host === site.host)?.path ?? '/none'
const pages: [TestSite, string][] = [
  ...sites.flatMap((site): [TestSite, string][] => [
    [site, '/'],
    [site, '/tzgg/'],
    [site, '/tzgg/rss.xml'],
    [site, '/about/'],
  ]),
  [place.county, '/sjtz/'],
  [place.city, pathOf(corrected, place.city)],
  [place.county, pathOf(corrected, place.county)],
  [place.city, `${pathOf(corrected, place.city)}?v=1`],
  [place.city, pathOf(mover, place.city)],
  [place.county, pathOf(wrong, place.county)],
  [place.province, pathOf(moved, place.province)],
]
// The sitemap tells crawlers when a text last changed, and an undone text did change: it is no page and not compared.
const isUntouched = (path: string) => path === '/about/' || path.endsWith('?v=1')
/** Every page as it is at an instant; what depends on the day alone is the same all through this test. */
const all = (at: Date) =>
  Promise.all(pages.map(async ([site, path]) => `${site.code}${path}\n${(await ask(site, path, at)).text}`))

async function prepared() {
  const made = await as((work) =>
    createBatch(work, { params, query, body: { siteId: place.province.id, name: '医保新政', note: '' } }),
  )
  const { batch, refused } = await as((work) =>
    addEntries(work, {
      params: { id: made.id },
      query,
      body: {
        expectedVersion: made.version,
        entries: [
          { kind: 'publish', documentId: fresh.id },
          { kind: 'publish', documentId: again.id },
          { kind: 'publish', documentId: away.id },
          { kind: 'withdraw', documentId: wrong.id, reason: 'error', note: '数字有误' },
          { kind: 'withdraw', documentId: moved.id, reason: 'moved', note: '已迁移', redirectTo: '/tzgg/' },
          { kind: 'setting', siteId: place.province.id, key: 'appearance.colour', value: 'red' },
          { kind: 'setting', siteId: place.county.id, key: 'home.modules', value: [] },
        ],
      },
    }),
  )
  assert.deepEqual(refused, [])
  return batch
}
const release = (batch: { id: string; version: number }, at: Date | null) =>
  as((work) =>
    releaseBatch(work, {
      params: { id: batch.id },
      query,
      body: { expectedVersion: batch.version, at: at?.toISOString() ?? null },
    }),
  )
const undo = (batch: { id: string; version: number }) =>
  as((work) =>
    undoBatch(work, {
      params: { id: batch.id },
      query,
      body: { expectedVersion: batch.version, skipChanged: false, note: '口径调整' },
    }),
  )

const before = await all(tick())
const batch = await prepared()

test('preparing a batch touches no page', async () => {
  assert.deepEqual(await all(tick()), before)
})

test('scheduled, no page of any site changes before its instant, and at it they all do', async () => {
  const scheduled = await release(batch, due)
  assert.deepEqual(await all(tick()), before)
  assert.deepEqual(await all(new Date(due.getTime() - 1)), before)
  const after = await all(due)
  for (const [index, [site, path]] of pages.entries()) {
    if (isUntouched(path)) continue
    assert.notEqual(after[index], before[index], `${site.code}${path}`)
  }
  // Whoever keeps these pages knows until when, be it a text, a place, an address or a setting that changes.
  for (const [site, path] of pages) {
    const { until } = await ask(site, path, tick())
    assert.equal(until, due.getTime(), `${site.code}${path}`)
  }
  await as((work) =>
    cancelBatch(work, {
      params: { id: scheduled.id },
      query,
      body: { expectedVersion: scheduled.version, skipChanged: false },
    }),
  )
  assert.deepEqual(await all(due), before)
})

test('undone after a release at once, every page is what it was, byte for byte', async () => {
  const released = await release({ ...batch, version: batch.version + 2 }, null)
  const during = await all(tick())
  assert.ok(during.filter((page, index) => page !== before[index]).length >= 12)
  await undo(released)
  const now = tick()
  const after = await all(now)
  for (const [index, page] of after.entries()) assert.equal(page, before[index])
  // What was new was public: its address says that it was taken down, and why.
  const gone = await ask(place.province, released.entries[0] ? await freshPath() : '/', now)
  assert.match(gone.text, /^410 .*口径调整/s)
})

test('undone after a scheduled instant, every page is what it was, byte for byte', async () => {
  const scheduled = await release(await prepared(), due)
  kit.setNow(new Date(due.getTime() + 60_000))
  ticks += 400_000
  assert.notDeepEqual(await all(new Date(start + ticks * 10)), before)
  await undo(scheduled)
  for (const [index, page] of (await all(tick())).entries()) assert.equal(page, before[index])
})

async function freshPath(): Promise<string> {
  const { rows } = await kit.pool.query<{ path: string }>(
    `SELECT p.path FROM library.path p JOIN library.item i ON i.id = p.item_id WHERE i.source_id = $1 AND p.site_id = $2`,
    [fresh.id, place.province.id],
  )
  return rows[0]?.path ?? '/none'
}
