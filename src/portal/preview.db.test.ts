import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { aChannel, anActor, aProvince, aSite, digest, problem } from '../../test/kit/index.ts'
import { startSystem } from '../../test/kit/system.ts'
import type { Input } from '../kernel/contract.ts'
import { newId } from '../kernel/ids.ts'
import { release, withdraw } from '../modules/library/index.ts'
import { createPreview } from '../modules/previews/commands/create-preview.ts'
import { endPreviews } from '../modules/previews/commands/end-previews.ts'
import type * as contract from '../modules/previews/contract.ts'

const kit = await startSystem()
const HOUR = 3_600_000
const start = Date.UTC(2026, 10, 20, 1)
const hour = (n: number) => new Date(start + n * HOUR)
const setHour = (n: number) => kit.setNow(hour(n))

setHour(0)
const place = await kit.work(aProvince)
const channel = await kit.work((work) => aChannel(work, place.city, { code: 'tzgg', name: '通知公告' }))
const host = place.city.host
const editor = anActor({ permissions: ['document.read'], site: place.city })

async function publish(title: string, at: Date) {
  const released = await kit.work((work) =>
    release(work, {
      kind: 'article',
      siteId: channel.siteId,
      organisationId: place.organisations.city.id,
      source: { module: 'test', id: newId() },
      content: {
        title,
        subtitle: '',
        summary: '',
        body: '<p>照溪路改造。</p>',
        source: '',
        author: '',
        editor: '',
        keywords: [],
        cover: null,
        files: [],
        origin: null,
        metadata: {},
      },
      placements: [{ channelId: channel.id, isPrimary: true, isPinned: false }],
      visibleFrom: at,
      visibleUntil: null,
    }),
  )
  return { ...released, path: released.paths[0]?.path ?? '' }
}

type Wish = Partial<Input<typeof contract.createPreview>['body']>
const make = (wish: Wish, actor = editor) =>
  kit.workAs(actor, (work) =>
    createPreview(work, {
      body: { siteId: place.city.id, at: hour(1).toISOString(), expiresInMinutes: 60, ...wish },
    }),
  )
const get = (url: string, cookie = '', on = host) =>
  kit.server.inject({ method: 'GET', url, headers: { host: on, ...(cookie ? { cookie } : {}) } })

/** Opens a link as a browser would: the cookie, and the page it leads to. */
async function open(link: string, on = host) {
  const first = await get(link, '', on)
  const set = first.cookies.find((one) => one.name === 'yw-preview')
  const cookie = set ? `yw-preview=${set.value}` : ''
  const location = String(first.headers['location'] ?? '')
  return { first, set, cookie, location, page: first.statusCode === 303 ? await get(location, cookie, on) : first }
}

let withdrawn = { path: '', itemId: '' }
let planned = { path: '' }
before(async () => {
  withdrawn = await publish('供暖公告', hour(0))
  planned = await publish('下周的公告', hour(200))
  setHour(2)
  await kit.work((work) => withdraw(work, { itemId: withdrawn.itemId, reason: 'error', note: '数字有误' }))
  await kit.work((work) =>
    work.db.updateTable('sites.site').set({ name: '霁川市政府网' }).where('id', '=', place.city.id).execute(),
  )
  setHour(3)
})

describe('a preview link', () => {
  test('opens on the site’s host, and the page is the one of that instant', async () => {
    const { link } = await make({ path: withdrawn.path })
    const { first, set, page, location } = await open(link)
    assert.deepEqual([first.statusCode, location], [303, withdrawn.path])
    assert.deepEqual([set?.httpOnly, set?.sameSite, set?.path], [true, 'Lax', '/'])
    assert.equal(set?.expires?.getTime(), hour(4).getTime())
    assert.equal(page.statusCode, 200)
    assert.match(page.body, /供暖公告/)
    assert.match(page.body, /正在查看 <time[^>]*>2026-11-20 10:00<\/time><\/strong> 的页面/)
    assert.match(page.body, /至 <time[^>]*>2026-11-20 13:00<\/time> 有效/)
    assert.doesNotMatch(page.body, /霁川市政府网/)
    assert.equal((await get(withdrawn.path)).statusCode, 410)
  })

  test('to a text leads to where it stood at that instant', async () => {
    const { link } = await make({ itemId: withdrawn.itemId })
    const { page, location } = await open(link)
    assert.equal(location, withdrawn.path)
    assert.match(page.body, /供暖公告/)
    await assert.rejects(make({ itemId: withdrawn.itemId, at: hour(2).toISOString() }), problem('preview-not-shown'))
  })

  test('is kept by nobody', async () => {
    const { link } = await make({})
    const { first, page } = await open(link)
    for (const reply of [first, page]) {
      assert.equal(reply.headers['cache-control'], 'no-store')
      assert.equal(reply.headers['x-robots-tag'], 'noindex')
    }
    assert.equal((await get('/')).headers['cache-control'], 'no-cache')
  })

  test('shows the future too', async () => {
    assert.equal((await get(planned.path)).statusCode, 404)
    const { link } = await make({ path: planned.path, at: hour(201).toISOString() })
    const { page } = await open(link)
    assert.match(page.body, /下周的公告/)
    assert.match(page.body, /预计/)
  })

  test('is left by 回到现在', async () => {
    const { link } = await make({ path: withdrawn.path })
    const { page } = await open(link)
    const way = /href="(\/-\/preview\/end[^"]*)"/.exec(page.body)?.[1] ?? ''
    const reply = await get(way.replaceAll('&amp;', '&'))
    assert.deepEqual([reply.statusCode, reply.headers['location']], [303, withdrawn.path])
    assert.equal(reply.cookies[0]?.value, '')
  })

  test('has its bar even where an operator’s template knows nothing of it', async () => {
    setHour(3)
    await kit.work((work) =>
      work.db
        .insertInto('sites.template')
        .values({
          theme: 'base',
          name: 'shell',
          source: '<!doctype html><html lang="zh-CN">{{ head | html }}<body>{{ main | html }}</body></html>',
          digest: digest('shell'),
          note: '',
          valid_from: hour(-100),
          valid_to: hour(1.5),
          set_by: null,
        })
        .execute(),
    )
    const { page } = await open((await make({ path: withdrawn.path })).link)
    assert.match(page.body, /<body><section class="preview"/)
    assert.match(page.body, /供暖公告/)
    assert.doesNotMatch((await get('/')).body, /<body><section/)
  })

  test('ends, and then says what to do, for the link and for the page', async () => {
    setHour(3)
    const { link } = await make({ expiresInMinutes: 30 })
    const { cookie } = await open(link)
    setHour(4)
    for (const reply of [await get(link), await get('/tzgg/', cookie)]) {
      assert.equal(reply.statusCode, 410)
      assert.match(reply.body, /预览链接已过期/)
      assert.match(reply.body, /2026-11-20 12:30/)
      assert.match(reply.body, /回到现在/)
    }
    setHour(3)
  })

  test('that was changed is refused', async () => {
    const { link } = await make({})
    const forged = link.replace(/-(\w+)-(\w+)-/, (_all, at: string, until: string) => `-${at}-z${until.slice(1)}-`)
    for (const url of [forged, '/-/preview/x', `/-/preview/${'a'.repeat(300)}`]) {
      const { first } = await open(url)
      assert.equal(first.statusCode, 410, url)
      assert.match(first.body, /预览链接无效/)
      assert.equal(first.cookies.length, 0)
    }
    const page = await get('/', 'yw-preview=forged')
    assert.deepEqual([page.statusCode, page.cookies[0]?.value], [410, ''])
  })

  test('opens on no other site, and its cookie is worth nothing there', async () => {
    const { link } = await make({})
    const { first } = await open(link, place.province.host)
    assert.equal(first.statusCode, 410)
    assert.match(first.body, /属于另一个网站/)
    const { cookie } = await open(link)
    const page = await get('/', cookie, place.province.host)
    assert.equal(page.statusCode, 200)
    assert.doesNotMatch(page.body, /回到现在/)
  })

  test('leads to no other host', async () => {
    const { link } = await make({})
    const bare = link.split('?')[0] ?? ''
    for (const to of ['//evil.example/', '/\\evil.example/', 'https://evil.example/', '/%09//evil.example']) {
      const { location } = await open(`${bare}?to=${encodeURIComponent(to)}`)
      assert.ok(location.startsWith('/') && !location.startsWith('//'), location)
    }
  })

  test('given out before all were ended is dead', async () => {
    const { link } = await make({})
    const guard = anActor({ permissions: ['session.manage'], organisation: place.organisations.government })
    await kit.workAs(guard, endPreviews)
    assert.equal((await open(link)).first.statusCode, 410)
    const again = await make({})
    assert.equal((await open(again.link)).page.statusCode, 200)
  })
})

describe('a site that moved to another host', () => {
  test('is seen as it was by the host it has now', async () => {
    const at = hour(1).toISOString()
    setHour(5)
    await kit.work(async (work) => {
      await work.db.deleteFrom('sites.domain').where('site_id', '=', place.county.id).execute()
      await work.db
        .insertInto('sites.domain')
        .values({ host: 'www.new.localhost', site_id: place.county.id, is_main: true })
        .execute()
    })
    const made = await make(
      { siteId: place.county.id, at },
      anActor({ permissions: ['document.read'], site: place.county }),
    )
    assert.equal(made.host, 'www.new.localhost')
    const { page } = await open(made.link, made.host)
    assert.equal(page.statusCode, 200)
    assert.match(page.body, new RegExp(`name="SiteDomain" content="${place.county.host}"`))
    setHour(3)
  })
})

describe('a sub-portal on its county’s host', () => {
  test('is seen alone at the instant: the county around it is as it is now', async () => {
    setHour(4)
    const village = await kit.work(async (work) => {
      const made = await aSite(work, { name: '桃蹊镇', parent: place.province, owner: place.organisations.county })
      await work.db.deleteFrom('sites.domain').where('site_id', '=', made.id).execute()
      await work.db
        .updateTable('sites.site')
        .set({ kind: 'subportal', base_path: '/taoxi' })
        .where('id', '=', made.id)
        .execute()
      await work.db
        .insertInto('sites.domain')
        .values({ host: place.province.host, base_path: '/taoxi', site_id: made.id, is_main: true })
        .execute()
      return made
    })
    const on = place.province.host
    setHour(6)
    await kit.work((work) =>
      work.db.updateTable('sites.site').set({ name: '桃蹊古镇' }).where('id', '=', village.id).execute(),
    )
    const reader = anActor({ permissions: ['document.read'], site: village })
    const wish = { siteId: village.id, at: hour(5).toISOString() }
    const { page, cookie, location } = await open((await make(wish, reader)).link, on)
    assert.equal(location, '/taoxi/')
    assert.match(page.body, /回到现在/)
    assert.doesNotMatch(page.body, /桃蹊古镇/)
    const around = await get('/', cookie, on)
    assert.equal(around.statusCode, 200)
    assert.doesNotMatch(around.body, /回到现在/)
    await assert.rejects(make({ ...wish, path: '/' }, reader), problem('invalid'))
    // Who holds the host's own site sees the sub-portal at the instant too.
    const whole = await open(
      (
        await make(
          { ...wish, siteId: place.province.id, path: '/taoxi/' },
          anActor({
            permissions: ['document.read'],
            site: place.province,
          }),
        )
      ).link,
      on,
    )
    assert.match(whole.page.body, /回到现在/)
    assert.doesNotMatch(whole.page.body, /桃蹊古镇/)
  })
})

describe('a link is refused', () => {
  test('to who may not read the texts of the site', async () => {
    await assert.rejects(
      make({}, anActor({ permissions: ['document.read'], site: place.county })),
      problem('forbidden'),
    )
    await assert.rejects(make({}, anActor({ permissions: ['site.manage'], site: place.city })), problem('forbidden'))
    await assert.rejects(kit.workAs(editor, endPreviews), problem('forbidden'))
  })

  test('for an instant before the site, or too far ahead', async () => {
    await assert.rejects(make({ at: hour(-1).toISOString() }), problem('preview-before-site'))
    await assert.rejects(make({ at: '2050-01-01T00:00:00Z' }), problem('invalid'))
  })

  test('and each one made is on record', async () => {
    setHour(9)
    await make({ path: '/tzgg/' })
    const { rows } = await kit.pool.query(
      `SELECT after FROM audit.entry WHERE action = 'preview.create' AND site_id = $1 ORDER BY at DESC LIMIT 1`,
      [place.city.id],
    )
    assert.equal(rows[0]?.after.path, '/tzgg/')
  })
})
