import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { sql } from 'kysely'
import { aChannel, aProvince, digest, startKit, type TestChannel, type TestSite } from '../../test/kit/index.ts'
import { visitor } from '../kernel/actor.ts'
import { kyselyOn, kyselyTogether } from '../kernel/database.ts'
import { newId } from '../kernel/ids.ts'
import { touchesWindow } from '../kernel/reads.ts'
import { type CutWish, keepCuts, release, withdraw } from '../modules/library/index.ts'
import { answer, type Asked, tidyPath } from './answer.ts'
import { createMemory } from './memory.ts'
import { type Cut, produce } from './produce.ts'
import { createReader } from './reader.ts'
import { openTheme, renderPage } from './render.ts'
import { namesOf } from './search-names.ts'

const kit = await startKit()
const place = await kit.work(aProvince)
const notices = await kit.work((work) => aChannel(work, place.province, { code: 'tzgg', name: '通知公告' }))
const documents = await kit.work((work) =>
  aChannel(work, place.city, { code: 'zcwj', name: '政策文件', itemKind: 'official_document' }),
)
const mounted = await kit.work(async (work) => {
  const id = newId()
  await work.db
    .insertInto('sites.channel')
    .values({
      id,
      site_id: place.county.id,
      parent_id: null,
      code: 'sjtz',
      name: '省级通知',
      kind: 'mounted',
      path: 'sjtz',
      tree_path: '/mounted/',
      item_kind: 'article',
      mounted_channel_id: notices.id,
    })
    .execute()
  return id
})
await setSetting(place.province, 'list.pageSize', 5)
await setSetting(place.province, 'home.modules', [{ type: 'feed', channelCode: 'tzgg', count: 3 }])

async function setSetting(site: TestSite, key: string, value: unknown) {
  await kit.work((work) =>
    sql`INSERT INTO sites.setting (site_id, key, value, valid_from)
      VALUES (${site.id}, ${key}, ${JSON.stringify(value)}, '2020-01-01')
      ON CONFLICT ON CONSTRAINT setting_pkey DO UPDATE SET value = excluded.value`.execute(work.db),
  )
}

async function publish(
  channel: TestChannel,
  title: string,
  options: {
    at?: string
    until?: Date
    metadata?: object
    kind?: string
    isPinned?: boolean
    summary?: string
    source?: string
    effectiveAt?: Date
  } = {},
) {
  return kit.work((work) =>
    release(work, {
      kind: options.kind ?? 'article',
      siteId: channel.siteId,
      organisationId: place.organisations.government.id,
      source: { module: 'test', id: options.source ?? newId() },
      content: {
        title,
        subtitle: '',
        summary: options.summary ?? '',
        body: '<p>照溪路改造工程分段封闭施工。</p>',
        source: '云岭省人民政府办公厅',
        author: '',
        editor: '',
        keywords: [],
        cover: null,
        files: [{ blob: digest(title), name: '附件.pdf', mediaType: 'application/pdf', bytes: 10 }],
        origin: null,
        metadata: { ...options.metadata },
      },
      placements: [{ channelId: channel.id, isPrimary: true, isPinned: options.isPinned ?? false }],
      visibleFrom: new Date(options.at ?? Date.now() - 1000),
      visibleUntil: options.until ?? null,
      ...(options.effectiveAt ? { effectiveAt: options.effectiveAt } : {}),
    }),
  )
}

const open = (now = new Date()) => ({ db: kyselyOn(kit.pool), actor: visitor, now })

function addressed(site: TestSite, path: string): Asked {
  const url = new URL(path, `http://${site.host}:8080`)
  return {
    host: site.host,
    path: url.pathname,
    query: url.searchParams,
    origin: url.origin,
    choices: { view: 'standard', contrast: 'standard', text: 'standard' },
  }
}

async function ask(site: TestSite, path: string, at = new Date()) {
  const begun = Date.now()
  const means = {
    open: () => open(new Date(at.getTime() + Date.now() - begun)),
    cut: (wishes: readonly CutWish[]) =>
      kit.work(async (work) => {
        for (const wish of wishes) await keepCuts(work, wish)
        return true
      }),
  }
  const { found, text, reads } = await produce(means, addressed(site, path))
  const html = found.kind === 'page' ? renderPage(openTheme('government'), found.model) : ''
  return { ...found, html, text, reads: await reads(), status: 'status' in found ? found.status : 404 }
}

describe('a site', () => {
  test('shows its home with the modules of its settings, the newest first', async () => {
    await publish(notices, '供暖公告甲')
    const page = await ask(place.province, '/')
    assert.equal(page.status, 200)
    assert.match(page.html, /供暖公告甲/)
    assert.match(page.html, /name="ColumnType" content="首页"/)
  })

  test('has the look of its kind, or the one its settings say', async () => {
    const lookOf = async (site: TestSite) => {
      const { kind, ...found } = await ask(site, '/')
      return kind === 'page' && 'model' in found ? found.model.frame.site.look : kind
    }
    assert.equal(await lookOf(place.city), 'government')
    await setSetting(place.city, 'appearance.theme', 'village')
    assert.equal(await lookOf(place.city), 'village')
    assert.equal(await lookOf(place.province), 'government')
  })

  test('lists a channel by what it shows, or as the channel says', async () => {
    const channel = await kit.work((work) => aChannel(work, place.city, { code: 'jianbao', name: '工作简报' }))
    await publish(channel, '简报第一期', { summary: '本期摘要' })
    const shown = async (template: string | null) => {
      await kit.work((work) =>
        work.db.updateTable('sites.channel').set({ template }).where('id', '=', channel.id).execute(),
      )
      const { html } = await ask(place.city, '/jianbao/')
      return { isDated: html.includes('entries-dated'), hasSummary: html.includes('本期摘要') }
    }
    assert.deepEqual(await shown(null), { isDated: true, hasSummary: false })
    await setSetting(place.city, 'list.excerpts', true)
    assert.deepEqual(await shown('articles'), { isDated: true, hasSummary: true })
    assert.deepEqual(await shown('titles'), { isDated: true, hasSummary: false })
    assert.deepEqual(await shown('documents'), { isDated: false, hasSummary: true })
    await setSetting(place.city, 'list.excerpts', false)
    assert.deepEqual(await shown('excerpts'), { isDated: true, hasSummary: true })
  })

  test('offers the validities by which its documents can be looked for, in the words of the search page', async () => {
    const { html } = await ask(place.city, '/zcwj/')
    const offered = [...html.matchAll(/<option value="([a-z]+)">([^<]+)</g)].map(([, value, title]) => [value, title])
    const reader = createReader({ db: kyselyOn(kit.pool), actor: visitor, now: new Date() })
    const values = offered.flatMap(([value]) => value ?? [])
    const names = await namesOf(reader, 'validity', values)
    assert.equal(names.size, 5)
    assert.deepEqual(
      offered,
      values.map((value) => [value, names.get(value)?.title]),
    )
  })

  test('that nobody registered is no site', async () => {
    const reader = createReader({ db: kyselyOn(kit.pool), actor: visitor, now: new Date() })
    const query = new URLSearchParams()
    const choices = { view: 'standard', contrast: 'standard', text: 'standard' } as const
    const found = await answer(reader, {
      host: 'nobody.localhost',
      path: '/',
      query,
      origin: 'http://nobody.localhost',
      choices,
    })
    assert.equal(found.kind, 'no-site')
  })

  test('that is suspended answers 503 with the reason on every address', async () => {
    await kit.work((work) =>
      work.db
        .updateTable('sites.site')
        .set({ state: 'suspended', state_reason: '机房检修' })
        .where('id', '=', place.county.id)
        .execute(),
    )
    const page = await ask(place.county, '/sjtz/')
    assert.equal(page.status, 503)
    assert.match(page.html, /机房检修/)
    const own = [...page.html.matchAll(/<a [^>]*href="(\/[^"]*)"/g)].map(([, url]) => url)
    assert.deepEqual(
      [...new Set(own)].filter((url) => !url?.startsWith('/leave')),
      ['/'],
      'nothing is offered that says no more than this page',
    )
    assert.doesNotMatch(page.html, /<form/)
    assert.match(page.html, /去上级网站/)
    await kit.work((work) =>
      work.db.updateTable('sites.site').set({ state: 'running' }).where('id', '=', place.county.id).execute(),
    )
  })
})

describe('an item', () => {
  test('has a page with every tag of the annex and its head table', async () => {
    const released = await publish(documents, '公共租赁住房保障办法', {
      kind: 'official_document',
      metadata: {
        issuer: '霁川市人民政府',
        formedOn: '2026-11-12',
        documentNumber: '霁政发〔2026〕3号',
        effectiveOn: '2020-01-01',
      },
    })
    const page = await ask(place.city, released.paths[0]?.path ?? '')
    for (const name of [
      'SiteName',
      'SiteDomain',
      'SiteIDCode',
      'ColumnName',
      'ColumnDescription',
      'ColumnKeywords',
      'ColumnType',
      'ArticleTitle',
      'PubDate',
      'ContentSource',
    ]) {
      assert.match(page.html, new RegExp(`<meta name="${name}"`), name)
    }
    assert.match(page.html, /霁政发〔2026〕3号/)
    assert.match(page.html, /现行有效/)
  })

  test('is unknown before its time and after its end, with no job in between', async () => {
    const soon = new Date(Date.now() + 60_000)
    const end = new Date(Date.now() + 120_000)
    const released = await publish(notices, '限时公告', { at: soon.toISOString(), until: end })
    const path = released.paths[0]?.path ?? ''
    const statusAt = async (at: Date) => (await ask(place.province, path, at)).status
    assert.equal(await statusAt(new Date()), 404)
    assert.equal(await statusAt(new Date(soon.getTime() + 1)), 200)
    assert.equal(await statusAt(new Date(end.getTime() + 1)), 404)
    const list = await ask(place.province, '/tzgg/')
    assert.equal(list.reads.until, soon.getTime())
  })

  test('taken down is gone at once, with the reason, and its files with it', async () => {
    const released = await publish(notices, '要撤下的公告')
    const path = released.paths[0]?.path ?? ''
    const reader = () => createReader({ db: kyselyOn(kit.pool), actor: visitor, now: new Date() })
    assert.ok(await reader().file(digest('要撤下的公告')))
    await kit.work((work) => withdraw(work, { itemId: released.itemId, reason: 'error', note: '数字有误' }))
    const page = await ask(place.province, path)
    assert.equal(page.status, 410)
    assert.match(page.html, /数字有误/)
    assert.equal(await reader().file(digest('要撤下的公告')), null)
  })

  test('repealed stays, marked wherever it stands, and leads to what took its place as long as that shows', async () => {
    const metadata = { effectiveOn: '2020-01-01', expiresOn: '2099-12-31' }
    const old = await publish(documents, '物业收费办法（旧）', { kind: 'official_document', metadata })
    const next = await publish(documents, '物业收费办法（新）', { kind: 'official_document' })
    const guide = await publish(notices, '物业收费办事指南')
    const [path, nextPath] = [old.paths[0]?.path ?? '', next.paths[0]?.path ?? '']
    const listPath = `${path.split('/').slice(0, -2).join('/')}/`
    assert.match((await ask(place.city, path)).html, /现行有效<[^]*有效期至/)
    await kit.work(async (work) => {
      const how = { reason: 'repealed', successorItemId: next.itemId } as const
      await withdraw(work, { itemId: old.itemId, ...how, note: '由新办法代替' })
      await withdraw(work, { itemId: guide.itemId, ...how, note: '' })
    })
    for (const one of [path, `${path}?print=1`]) {
      const page = await ask(place.city, one)
      const repealed = /起废止。由新办法代替。代替本文件的是： <a href="[^"]*">物业收费办法（新）/
      assert.match(page.html, repealed, one)
      assert.doesNotMatch(page.html, /有效期至/, 'until when it was to hold says nothing any more')
    }
    assert.match((await ask(place.city, nextPath)).html, /本文件代替的[^]*物业收费办法（旧）/)
    assert.match((await ask(place.city, listPath)).html, /物业收费办法（旧）<[^]*?已废止/)
    assert.match((await ask(place.city, `${listPath}rss.xml`)).text ?? '', /<title>物业收费办法（旧）（已废止）</)
    assert.match((await ask(place.province, '/tzgg/')).html, /物业收费办事指南<(?:(?!<h3)[^])*已废止/)

    await kit.work((work) => withdraw(work, { itemId: next.itemId, reason: 'error', note: '有误' }))
    const alone = await ask(place.city, path)
    assert.match(alone.html, /起废止。由新办法代替。<\/p>/)
    assert.doesNotMatch(alone.html, /物业收费办法（新）/)
  })

  test('and what explains it link to each other, as long as both show, and a change finds both pages', async () => {
    const paper = await publish(documents, '保障性租赁住房配租办法', { kind: 'official_document' })
    const path = paper.paths[0]?.path ?? ''
    const key = `interpreters:${paper.itemId}`
    const told = async () => {
      const { rows } = await sql`SELECT 1 FROM kernel.change WHERE ${key} = ANY (keys)`.execute(kyselyOn(kit.pool))
      return rows.length
    }
    const before = await ask(place.city, path)
    assert.ok(before.reads.keys.includes(key))
    assert.doesNotMatch(before.html, /相关解读/)
    assert.equal(await told(), 0)
    const listPath = `${path.split('/').slice(0, -2).join('/')}/`
    const listBefore = await ask(place.city, listPath)
    assert.ok(listBefore.reads.keys.includes(key))
    assert.doesNotMatch(listBefore.html, /解读：/)

    const guide = await publish(notices, '一图读懂配租办法', { metadata: { interprets: [paper.itemId] } })
    assert.equal(await told(), 1)
    const explained = await ask(place.city, path)
    assert.match(explained.html, /相关解读[^]*一图读懂配租办法/)
    const explaining = await ask(place.province, guide.paths[0]?.path ?? '')
    assert.match(explaining.html, /解读的文件[^]*保障性租赁住房配租办法/)
    assert.ok(explaining.reads.keys.includes(`card:${paper.itemId}`))
    assert.ok(explained.reads.keys.includes(`card:${guide.itemId}`))
    const list = await ask(place.city, listPath)
    assert.match(list.html, /解读：<a [^>]*>一图读懂配租办法<\/a>/)
    assert.ok(list.reads.keys.includes(`card:${guide.itemId}`))
    assert.match(
      list.html,
      /<form class="filter" action="\/search\/"[^]*name="in" value="site"[^]*name="kind" value="official_document"/,
    )
    assert.doesNotMatch((await ask(place.province, '/tzgg/')).html, /class="filter"/)

    await kit.work((work) => withdraw(work, { itemId: guide.itemId, reason: 'error', note: '有误' }))
    for (const one of [path, listPath]) assert.doesNotMatch((await ask(place.city, one)).html, /一图读懂/)
  })

  test('and what it will replace, or what will explain it, is known by its instant to pages made before', async () => {
    const [old, next] = [
      await publish(documents, '物业管理办法（旧）', { kind: 'official_document' }),
      await publish(documents, '物业管理办法（新）', { kind: 'official_document' }),
    ]
    const path = next.paths[0]?.path ?? ''
    const listPath = `${path.split('/').slice(0, -2).join('/')}/`
    const due = new Date(Date.now() + 3_600_000)
    await kit.work((work) =>
      withdraw(work, {
        itemId: old.itemId,
        reason: 'repealed',
        note: '由新办法代替',
        successorItemId: next.itemId,
        effectiveAt: due,
      }),
    )
    const page = await ask(place.city, path)
    assert.doesNotMatch(page.html, /物业管理办法（旧）/)
    assert.equal(page.reads.until, due.getTime())
    assert.match((await ask(place.city, path, due)).html, /物业管理办法（旧）/)

    const source = newId()
    const sooner = new Date(due.getTime() - 600_000)
    const title = '一图读懂物业管理办法'
    await publish(notices, title, { source })
    await publish(notices, title, { source, metadata: { interprets: [next.itemId] }, effectiveAt: sooner })
    for (const one of [path, listPath]) {
      const now = await ask(place.city, one)
      assert.doesNotMatch(now.html, /一图读懂物业/, one)
      assert.equal(now.reads.until, sooner.getTime(), one)
      assert.match((await ask(place.city, one, sooner)).html, /一图读懂物业/, one)
    }
  })

  test('under a channel that gathers documents stands in a list of documents, until something else joins it', async () => {
    const all = await kit.work((work) => aChannel(work, place.city, { code: 'wjk', name: '文件库', kind: 'aggregate' }))
    const rules = await kit.work((work) => aChannel(work, place.city, { code: 'gz', parent: all }))
    await publish(rules, '城市供水管理规定', {
      kind: 'official_document',
      metadata: { documentNumber: '霁政发〔2026〕9号' },
    })
    assert.match((await ask(place.city, '/wjk/')).html, /class="facts"><span class="num">霁政发〔2026〕9号/)
    assert.match((await ask(place.city, '/sitemap/')).html, /<a href="\/wjk\/gz\/">/)
    await publish(rules, '停水通知')
    assert.doesNotMatch((await ask(place.city, '/wjk/')).html, /霁政发〔2026〕9号/)
  })

  test('moved redirects to where it went', async () => {
    const released = await publish(notices, '搬走的')
    await kit.work((work) =>
      withdraw(work, { itemId: released.itemId, reason: 'moved', note: '搬', redirectTo: '/tzgg/' }),
    )
    const found = await ask(place.province, released.paths[0]?.path ?? '')
    assert.deepEqual(found.kind === 'redirect' && found.location, '/tzgg/')
  })

  test('with a title of markup shows it as text', async () => {
    const released = await publish(notices, '<script>alert(1)</script>')
    const page = await ask(place.province, released.paths[0]?.path ?? '')
    assert.doesNotMatch(page.html, /<script>alert/)
  })
})

describe('a mounted channel', () => {
  test('lists the other site’s items and shows them on this site, naming the original address', async () => {
    const released = await publish(notices, '全省统一的通知')
    const list = await ask(place.county, '/sjtz/')
    assert.match(list.html, /全省统一的通知/)
    const tail = (released.paths[0]?.path ?? '').split('/').slice(-2).join('/')
    const page = await ask(place.county, `/sjtz/${tail}`)
    assert.equal(page.status, 200)
    assert.match(page.html, new RegExp(`rel="canonical" href="http://${place.province.host}:8080/tzgg/${tail}"`))
    assert.ok(page.reads.keys.includes(`item:${released.itemId}`))
    assert.ok(mounted)
  })

  test('does not open the other site’s further items', async () => {
    const hidden = await publish(documents, '市里的文件', { kind: 'official_document' })
    const tail = (hidden.paths[0]?.path ?? '').split('/').slice(-2).join('/')
    assert.equal((await ask(place.county, `/sjtz/${tail}`)).status, 404)
  })
})

describe('list pages are numbered from the oldest end', () => {
  test('a new item changes the newest page and no numbered one', async () => {
    const channel = await kit.work((work) => aChannel(work, place.province, { code: 'lishi', name: '历史' }))
    for (let n = 1; n <= 13; n++) {
      await publish(channel, `第 ${n} 条。`, { at: new Date(Date.UTC(2026, 0, n)).toISOString() })
    }
    const titles = (html: string) => [...html.matchAll(/第 (\d+) 条/g)].map(([, n]) => Number(n))
    const unique = (numbers: number[]) => [...new Set(numbers)].sort((a, b) => a - b)
    const first = async () => unique(titles((await ask(place.province, '/lishi/p/1/')).html))
    assert.deepEqual(await first(), [1, 2, 3, 4, 5])
    assert.deepEqual(unique(titles((await ask(place.province, '/lishi/')).html)), [6, 7, 8, 9, 10, 11, 12, 13])
    await publish(channel, '第 14 条。', { at: new Date(Date.UTC(2026, 0, 14)).toISOString() })
    await publish(channel, '第 15 条。', { at: new Date(Date.UTC(2026, 0, 15)).toISOString() })
    assert.deepEqual(await first(), [1, 2, 3, 4, 5])
    assert.deepEqual(unique(titles((await ask(place.province, '/lishi/p/2/')).html)), [6, 7, 8, 9, 10])
    assert.equal((await ask(place.province, '/lishi/p/3/')).status, 404)
  })

  test('an item older than all others changes the pages that say how far back the oldest page reaches', async () => {
    const channel = await kit.work((work) => aChannel(work, place.province, { code: 'zaonian', name: '早年' }))
    for (let n = 1; n <= 15; n++) {
      await publish(channel, `早年 ${n}`, { at: new Date(Date.UTC(2026, 0, n)).toISOString() })
    }
    await ask(place.province, '/zaonian/')
    const add = async (at: string) => {
      const { itemId: id } = await publish(channel, `补录 ${at}`, { at })
      const place = { at: Date.parse(at), id }
      return { list: channel.id, low: place, high: place, form: null, isPinned: false, step: 1, instants: [0] }
    }
    const second = () => ask(place.province, '/zaonian/p/2/')
    const before = await second()
    const older = await add('2025-12-05T00:00:00Z')
    const after = await second()
    assert.notEqual(after.html, before.html)
    assert.ok(before.reads.windows.some((window) => touchesWindow(older, window)))

    // The oldest page shows no more than its limit: what lies before that is told by none.
    for (let day = 1; day <= 9; day++) await add(`2026-01-02T0${day}:00:00Z`)
    const full = await second()
    const oldest = await add('2025-11-05T00:00:00Z')
    assert.equal((await second()).html, full.html)
    assert.ok(!full.reads.windows.some((window) => touchesWindow(oldest, window)))
  })

  test('a list that has grown is shown whole and cut behind the answer, unless something would be left out', async () => {
    const channel = await kit.work((work) => aChannel(work, place.province, { code: 'xinzeng', name: '新增' }))
    const wishes: boolean[] = []
    const shown = async () => {
      const cut: Cut = (some) => {
        wishes.push(...some.map(({ canWait }) => canWait))
        return Promise.resolve(false)
      }
      const { found } = await produce({ open, cut }, addressed(place.province, '/xinzeng/'))
      return found.kind === 'page' && found.model.kind === 'list' ? found.model.entries.length : null
    }
    const add = async (from: number, to: number) => {
      for (let n = from; n <= to; n++) {
        await publish(channel, `新增 ${n}`, { at: new Date(Date.UTC(2026, 0, n)).toISOString() })
      }
    }
    await add(1, 9)
    assert.equal(await shown(), 9)
    assert.deepEqual(wishes, [])
    await add(10, 14)
    assert.equal(await shown(), 14)
    assert.deepEqual(wishes, [true])
    await add(15, 16)
    assert.equal(await shown(), 15)
    assert.deepEqual(wishes, [true, false])
  })
})

describe('a pinned item', () => {
  test('stands first in its list although newer ones came', async () => {
    const channel = await kit.work((work) => aChannel(work, place.province, { code: 'zhiding', name: '置顶' }))
    await publish(channel, '置顶的旧公告', { at: '2026-01-01T00:00:00Z', isPinned: true })
    await publish(channel, '较新的公告', { at: '2026-02-01T00:00:00Z' })
    const { html } = await ask(place.province, '/zhiding/')
    assert.ok(html.indexOf('置顶的旧公告') < html.indexOf('较新的公告'))
  })
})

describe('reads', () => {
  test('of a page name the items, lists, channels, settings and sites it came from', async () => {
    const { reads } = await ask(place.province, '/')
    const kinds = new Set([...reads.keys].map((key) => key.split(':')[0]))
    for (const kind of ['host', 'site-url', 'fragment', 'channel-card', 'pinned']) assert.ok(kinds.has(kind), kind)
    assert.ok(reads.windows.some((window) => window.list === notices.id))
    const names = reads.fragments.map((one) => one.name.split(' ')[0])
    for (const name of ['frame', 'site', 'setting', 'theme']) assert.ok(names.includes(name), name)
    const frame = reads.fragments.find((one) => one.name.startsWith('frame '))
    const ofFrame = new Set(frame?.keys.map((key) => key.split(':')[0]))
    for (const kind of ['site', 'setting', 'nav', 'organisation']) assert.ok(ofFrame.has(kind), kind)
  })

  test('of a page name the sites above only where a template shows them', async () => {
    const frameOf = async (site: TestSite) => {
      const { reads, text } = await ask(site, '/')
      const [frame] = reads.fragments.filter(({ name }) => /^(frame|lineage) /.test(name))
      const above = frame?.keys.filter((key) => key.startsWith('site-card:')) ?? []
      return { above: above.length, digest: frame?.digest, text: text ?? '' }
    }
    await setSetting(place.city, 'appearance.theme', 'government')
    await setSetting(place.county, 'appearance.theme', 'village')
    const rename = (name: string) =>
      kit.work((work) =>
        sql`UPDATE sites.site SET short_name = ${name} WHERE id = ${place.province.id}`.execute(work.db),
      )
    await rename('云岭')
    const [city, village] = [await frameOf(place.city), await frameOf(place.county)]
    assert.deepEqual([city.above, village.above], [1, 2])
    assert.match(village.text, />云岭</)
    await rename('云岭省府')
    assert.equal((await frameOf(place.city)).digest, city.digest)
    const after = await frameOf(place.county)
    assert.notEqual(after.digest, village.digest)
    assert.match(after.text, />云岭省府</)
  })

  test('of a page change with the short name of its own site only where its ridge can be shown, which is drawn from it', async () => {
    const change = (column: 'short_name' | 'contact_phone', value: string) =>
      kit.work((work) =>
        sql`UPDATE sites.site SET ${sql.ref(column)} = ${value} WHERE id = ${place.province.id}`.execute(work.db),
      )
    const pages = ['/', '/tzgg/', '/about/', '/sitemap/'] as const
    const look = async () =>
      Promise.all(
        pages.map(async (path) => {
          const { text, reads } = await ask(place.province, path)
          return {
            path,
            text: text ?? '',
            fragments: new Map(reads.fragments.map((one) => [one.name, one.digest])),
            reads,
          }
        }),
      )
    const differing = (before: Awaited<ReturnType<typeof look>>, after: Awaited<ReturnType<typeof look>>) =>
      before.flatMap(({ path, text, fragments }, index) => {
        const now = after[index]
        const isTouched = [...fragments].some(([name, value]) => now?.fragments.get(name) !== value)
        if (!isTouched) assert.equal(now?.text, text, path)
        return isTouched ? [path] : []
      })
    await change('short_name', '云岭')
    const first = await look()
    for (const { path, reads } of first) assert.ok(!reads.keys.includes(`site:${place.province.id}`), path)
    await change('short_name', '云岭省')
    const second = await look()
    assert.deepEqual(differing(first, second), ['/'])
    await change('contact_phone', '0871-12345')
    assert.deepEqual(differing(second, await look()), [...pages])
  })
})

describe('an address that a channel had before', () => {
  test('leads to where the channel is now: its list, its pages, its feed, and what it mounts', async () => {
    const channel = await kit.work(async (work) => {
      const made = await aChannel(work, place.province, { code: 'xindizhi', name: '新地址' })
      await sql`INSERT INTO sites.former_path (site_id, path, channel_id, left_at)
        VALUES (${place.province.id}, 'jiu/dizhi', ${made.id}, ${work.now})`.execute(work.db)
      return made
    })
    for (const tail of ['', 'p/1/', 'rss.xml', '202611/1a.html']) {
      const found = await ask(place.province, `/jiu/dizhi/${tail}`)
      assert.deepEqual(
        [found.kind, found.kind === 'redirect' && found.location],
        ['redirect', `/${channel.path}/${tail}`],
      )
    }
  })
})

describe('a page of a site that is known asks the database once', () => {
  const memory = createMemory()
  async function turnsOf(path: string): Promise<number> {
    let turns = 0
    const counting = new Proxy(kit.pool, {
      get(pool, name) {
        if (name !== 'connect') return Reflect.get(pool, name, pool) as unknown
        turns++
        return () => pool.connect()
      },
    })
    const made = await produce(
      { open: () => ({ db: kyselyTogether(counting), actor: visitor, now: new Date() }), memory },
      {
        host: place.province.host,
        path,
        query: new URLSearchParams(),
        origin: `http://${place.province.host}`,
        choices: { view: 'standard', contrast: 'standard', text: 'standard' },
      },
    )
    await made.reads()
    assert.equal('status' in made.found && made.found.status, 200)
    return turns
  }

  for (const name of ['home', 'list', 'article']) {
    test(name, async () => {
      const { paths } = await publish(notices, `一次问完的公告${name}`)
      const path = { home: '/', list: '/tzgg/', article: paths[0]?.path ?? '' }[name] ?? ''
      await turnsOf(path)
      assert.equal(await turnsOf(path), 1)
    })
  }
})

describe('strange addresses', () => {
  for (const path of [
    '/%00',
    '/..%2f..%2fetc',
    '/tzgg/p/0/',
    '/tzgg/p/999999/',
    '/tzgg/202611/zzzzzz.html',
    '/leave?to=javascript:alert(1)',
    `/${'很'.repeat(400)}/`,
  ]) {
    test(`${path.slice(0, 40)} gets a 404 page within the site`, async () => {
      const page = await ask(place.province, path)
      assert.equal(page.status, 404)
      assert.match(page.html, /没有找到这个页面/)
    })
  }

  test('a channel without its last slash is sent on', async () => {
    const found = await ask(place.province, '/tzgg')
    assert.deepEqual([found.kind, found.kind === 'redirect' && found.location], ['redirect', '/tzgg/'])
  })

  test('as people type and copy them lead to what they mean, and only there', async () => {
    const { paths } = await publish(notices, '抄错地址也能打开的公告')
    const path = paths[0]?.path ?? ''
    const meant: Record<string, string> = {
      '/TZGG/': '/tzgg/',
      '/Tzgg': '/tzgg/',
      '//tzgg/': '/tzgg/',
      '/tzgg//': '/tzgg/',
      '/tzgg/index.html': '/tzgg/',
      '/index.htm': '/',
      '/SiteMap/': '/sitemap/',
      '/lishi/p/1': '/lishi/p/1/',
      '/lishi/p/01/': '/lishi/p/1/',
      [`${path}/`]: path,
      [path.toUpperCase()]: path,
      [path.replace('.html', '.htm')]: path,
      [`${path}.`]: path,
      [`${path}),`]: path,
    }
    for (const [typed, right] of Object.entries(meant)) {
      const found = await ask(place.province, typed.replace(/^\/\//, '/.//'))
      assert.deepEqual([found.kind, found.kind === 'redirect' && found.location], ['redirect', right], typed)
    }
    for (const nowhere of ['/Meiyou/', '/TZGG/P/99/', '/meiyou/index.html', '/TZGG/202611/ZZZZZZ.html'])
      assert.equal((await ask(place.province, nowhere)).status, 404, nowhere)
    assert.equal(tidyPath('/tzgg/202611/1a.html）。'), '/tzgg/202611/1a.html')
    for (const path of [`${'/index.html'.repeat(3_000)}`, `/${',x'.repeat(60_000)}`]) {
      const begun = performance.now()
      assert.equal(tidyPath(path), path)
      assert.ok(performance.now() - begun < 50)
    }
  })

  test('one government site leads to another without a warning, and to any other only with one', async () => {
    const to = (url: string) => ask(place.province, `/leave?to=${encodeURIComponent(url)}`)
    const near = await to('https://www.gov.cn/%E6%96%B0/')
    assert.deepEqual(
      [near.kind, near.kind === 'redirect' && near.location],
      ['redirect', 'https://www.gov.cn/%E6%96%B0/'],
    )
    for (const far of ['https://clinic.example.com/', 'https://gov.cn.example.com/'])
      assert.match((await to(far)).html, /您即将离开本站/)
  })
})
