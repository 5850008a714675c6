import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { newId } from '../../src/kernel/ids.ts'
import { release } from '../../src/modules/library/index.ts'
import { aChannel, aProvince, aSite, digest, type TestChannel, type TestSite } from '../kit/index.ts'
import { getPage } from '../kit/portals.ts'
import { startSystem } from '../kit/system.ts'
import { contentOf } from './world.ts'

const system = await startSystem()
const { app, server } = system
const place = await system.work(aProvince)
const notices = await system.work((work) => aChannel(work, place.province, { code: 'tzgg', name: '通知公告' }))
const news = await system.work((work) => aChannel(work, place.province, { code: 'ywdt', name: '要闻动态' }))
const said: string[] = []
const portal = { port: 0 }

before(async () => {
  // What the log says of a fault is part of what is promised.
  Object.assign(app.log, {
    error: (fields: { err?: Error }, text: string) => void said.push(`${text}: ${fields.err?.message}`),
  })
  await server.listen({ port: 0, host: '127.0.0.1' })
  portal.port = (server.server.address() as AddressInfo).port
})

const show = (site: TestSite, where: string) => getPage(portal, `${site.host}:8080`, where)

function publish(channel: TestChannel, title: string, options: { body?: string; at?: Date } = {}) {
  return system.work((work) =>
    release(work, {
      kind: 'article',
      siteId: channel.siteId,
      organisationId: place.organisations.government.id,
      source: { module: 'test', id: newId() },
      content: { ...contentOf(title, '正文'), ...(options.body ? { body: options.body } : {}) },
      placements: [{ channelId: channel.id, isPrimary: true, isPinned: false }],
      visibleFrom: options.at ?? new Date(Date.now() - 1_000),
      visibleUntil: null,
    }),
  )
}

/** Past the check that tries templates out: as if it had been passed. */
async function replaceTemplate(name: string, source: string): Promise<() => Promise<unknown>> {
  await system.work((work) =>
    sql`INSERT INTO sites.template (theme, name, source, digest, valid_from)
      VALUES ('base', ${name}, ${source}, ${digest(source)}, clock_timestamp())`.execute(work.db),
  )
  return () =>
    system.work((work) =>
      sql`UPDATE sites.template SET valid_to = clock_timestamp() WHERE theme = 'base' AND name = ${name}
        AND valid_to = 'infinity'`.execute(work.db),
    )
}

async function until(what: () => Promise<boolean>, ms: number): Promise<number> {
  const begun = performance.now()
  while (!(await what())) {
    if (performance.now() - begun > ms) throw new Error(`not within ${ms} ms`)
    await sleep(5)
  }
  return performance.now() - begun
}

async function mount(site: TestSite, code: string, target: string): Promise<string> {
  const id = newId()
  await system.work((work) =>
    work.db
      .insertInto('sites.channel')
      .values({
        id,
        site_id: site.id,
        parent_id: null,
        code,
        name: `来自上级 ${code}`,
        kind: 'mounted',
        path: code,
        tree_path: `/${id}/`,
        item_kind: 'article',
        mounted_channel_id: target,
      })
      .execute(),
  )
  return id
}

describe('a template', () => {
  const faults: Record<string, string> = {
    'that loops without end': '{% for a in (1..100000) %}{% for b in (1..100000) %}{{ b }}{% endfor %}{% endfor %}',
    'that grows without end':
      "{% assign a = 'xxxxxxxxxxxxxxxx' %}{% for b in (1..60) %}{% assign a = a | append: a %}{{ a }}{% endfor %}",
    'that throws': "{{ nothing | no_such_filter }}{% render 'no-such-part' %}",
  }
  for (const [what, source] of Object.entries(faults)) {
    test(`${what} harms the pages it makes and no other; the log names it`, async () => {
      const title = `模板之前${what.length}`
      await publish(notices, title)
      await until(async () => (await show(place.province, '/tzgg/')).body.includes(title), 3_000)
      said.length = 0
      const restore = await replaceTemplate('page-list', source)
      await sleep(600)
      const begun = performance.now()
      const [list, home, article] = await Promise.all([
        show(place.province, '/tzgg/'),
        show(place.province, '/'),
        show(place.province, '/about/'),
      ])
      assert.ok(performance.now() - begun < 8_000)
      assert.ok([200, 503].includes(list.status), `${list.status}`)
      if (list.status === 200) assert.ok(list.body.includes(title), 'as it was')
      assert.deepEqual([home.status, article.status], [200, 200])
      // One that cannot be read at all is left out, and the shipped one stands in its place.
      if (what !== 'that throws') assert.match(said.join('\n'), /page-list|limit|too many/)
      await restore()
      await until(async () => (await show(place.province, '/tzgg/')).status === 200, 3_000)
    })
  }
})

describe('a page of 50 MB', () => {
  test('is refused with a word in the log; its list, its site and the others are fine', async () => {
    const huge = `<p>${'公开透明'.repeat(1_000)}</p>`.repeat(4_200)
    assert.ok(Buffer.byteLength(huge) > 49_000_000)
    said.length = 0
    const item = await publish(news, '五十兆的公文', { body: huge })
    const page = item.paths[0]?.path ?? ''
    const got = await show(place.province, page)
    assert.equal(got.status, 503)
    assert.match(said.join('\n'), /too many|output|limit/i)
    const [list, home, other] = [
      await show(place.province, '/ywdt/'),
      await show(place.province, '/'),
      await show(place.city, '/'),
    ]
    assert.deepEqual([list.status, home.status, other.status], [200, 200, 200])
    assert.ok(list.body.includes('五十兆的公文'))
  })
})

describe('mounts', () => {
  test('in a circle are pages like others', async () => {
    const first = await mount(place.city, 'huan1', notices.id)
    const second = await mount(place.county, 'huan2', first)
    await system.work((work) =>
      sql`UPDATE sites.channel SET mounted_channel_id = ${second} WHERE id = ${first}`.execute(work.db),
    )
    for (const [site, where] of [
      [place.city, '/huan1/'],
      [place.county, '/huan2/'],
      [place.city, '/'],
      [place.county, '/sitemap/'],
    ] as const) {
      const got = await show(site, where)
      assert.ok([200, 404].includes(got.status), `${where}: ${got.status}`)
    }
    await publish(notices, '环中的通知')
    assert.ok([200, 404].includes((await show(place.city, '/huan1/')).status))
  })

  test('in 260 places: a release reaches all 260 pages, and they are made anew by themselves', async (t) => {
    const sites: TestSite[] = []
    for (let number = 0; number < 260; number++) {
      const site = await system.work((work) =>
        aSite(work, {
          name: `第${number}镇政府`,
          owner: place.organisations.county,
          parent: place.county,
          level: 'county',
        }),
      )
      await mount(site, 'sjtz', notices.id)
      sites.push(site)
    }
    const store = app.openPages()
    const standing = () =>
      sites.map(({ host }) => {
        const page = store.find(`http://${host}:8080|/sjtz/|`)
        return { standing: page?.standing, etag: page?.etag }
      })
    // The sites above were made a moment ago: what that changed may still be on its way to the store.
    await until(async () => {
      for (const [at, one] of standing().entries())
        if (one.standing !== 'fresh') assert.equal((await show(sites[at]!, '/sjtz/')).status, 200)
      return standing().every((one) => one.standing === 'fresh')
    }, 15_000)
    const before = standing()
    const begun = performance.now()
    const title = '发往二百六十个镇的通知'
    await publish(notices, title)
    const marked = await until(
      async () => standing().every((one, at) => one.standing !== 'fresh' || one.etag !== before[at]?.etag),
      5_000,
    )
    await until(
      async () => standing().every((one, at) => one.standing === 'fresh' && one.etag !== before[at]?.etag),
      15_000,
    )
    t.diagnostic(`marked after ${Math.round(marked)} ms, made anew after ${Math.round(performance.now() - begun)} ms`)
    for (const site of sites.slice(0, 5)) assert.ok((await show(site, '/sjtz/')).body.includes(title))
    await store.close()
  })
})

describe('a thousand items that are due in the same second', () => {
  test('show within two seconds, with no worker running', async (t) => {
    const due = new Date(Math.ceil(Date.now() / 1_000) * 1_000 + 7_000)
    const COUNT = 1_000
    const BATCH = 100
    for (let begun = 0; begun < COUNT; begun += BATCH) {
      await system.work(async (work) => {
        for (let number = begun; number < begun + BATCH; number++)
          await release(work, {
            kind: 'article',
            siteId: place.province.id,
            organisationId: place.organisations.government.id,
            source: { module: 'test', id: newId() },
            content: contentOf(`定时发布第${number}条`, '正文'),
            placements: [{ channelId: news.id, isPrimary: true, isPinned: false }],
            visibleFrom: due,
            visibleUntil: null,
          })
      })
    }
    if (Date.now() > due.getTime() - 300) return t.skip('this machine is too slow to put so many down in time')
    assert.ok(!(await show(place.province, '/ywdt/')).body.includes('定时发布'))
    await sleep(due.getTime() - Date.now())
    await until(async () => (await show(place.province, '/ywdt/')).body.includes('定时发布'), 2_000)
    const late = Date.now() - due.getTime()
    const last = await show(place.province, '/ywdt/p/1/')
    assert.equal(last.status, 200)
    assert.ok(late < 2_000, `${late} ms`)
    t.diagnostic(`shown ${late} ms after they were due`)
  })
})
