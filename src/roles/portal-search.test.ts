import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { sql } from 'kysely'
import { aChannel, anOrganisation, aProvince, aSite } from '../../test/kit/index.ts'
import { fakeSearch } from '../../test/kit/fake-search.ts'
import { startSystem } from '../../test/kit/system.ts'
import { newId } from '../kernel/ids.ts'
import { putSettingsOnSites } from '../modules/sites/index.ts'
import { release, withdraw } from '../modules/library/index.ts'
import { dayOf } from '../modules/vocabulary/index.ts'
import {
  countSearches,
  type SearchAnswer,
  type SearchDoc,
  type SearchReader,
  SearchUnavailable,
} from '../modules/search/index.ts'

const docs: SearchDoc[] = []
let say: Partial<SearchAnswer> = {}
let isOut = false
const engine = fakeSearch(docs, () => say)
const search: SearchReader = {
  search: (query) => (isOut ? Promise.reject(new SearchUnavailable('gone')) : engine.search(query)),
  suggest: (query) => (isOut ? Promise.reject(new SearchUnavailable('gone')) : engine.suggest(query)),
  close: async () => undefined,
}
const system = await startSystem({ search })
const { server, pool } = system
const place = await system.work(aProvince)
const channel = await system.work((work) => aChannel(work, place.province, { code: 'tzgg', name: '通知公告' }))

/** A town on its county's host, in a division of its own. */
const village = await system.work(async (work) => {
  const owner = await anOrganisation(work, { name: '桃溪镇人民政府' })
  const site = await aSite(work, { name: '桃溪镇', owner, parent: place.county, level: 'county' })
  return { id: site.id, host: place.county.host, base: '/taoxi', divisionId: owner.divisionId }
})
await system.work(async (work) => {
  const { id, host, divisionId } = village
  await sql`UPDATE sites.site SET base_path = '/taoxi' WHERE id = ${id}`.execute(work.db)
  await sql`DELETE FROM sites.domain WHERE site_id = ${id}`.execute(work.db)
  const domain = { host, site_id: id, base_path: '/taoxi', is_main: true }
  await work.db.insertInto('sites.domain').values(domain).execute()
  const above = place.organisations.government.divisionId
  await sql`UPDATE organisations.division SET parent_id = ${above} WHERE id = ${divisionId}`.execute(work.db)
})
const set = (site: { id: string }, key: string, value: unknown) =>
  system.work((work) => putSettingsOnSites(work, [{ siteId: site.id, key, value }]))

async function publish(title: string, text: string, until: Date | null = null): Promise<SearchDoc> {
  const { itemId, paths } = await system.work((work) =>
    release(work, {
      kind: 'article',
      siteId: place.province.id,
      organisationId: place.organisations.government.id,
      source: { module: 'test', id: newId() },
      content: {
        title,
        subtitle: '',
        summary: '',
        body: `<p>${text}</p>`,
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
      visibleFrom: new Date(Date.now() - 1_000),
      visibleUntil: until,
    }),
  )
  const doc: SearchDoc = {
    id: `item:${itemId}`,
    source: `item:${itemId}`,
    title,
    aliases: [],
    keywords: [],
    numbers: [],
    text,
    facets: { kind: ['article'], site: [place.province.id], year: ['2026'] },
    at: Date.now(),
    visibleFrom: 0,
    visibleUntil: null,
    level: 4,
    halfLifeDays: null,
    isRepealed: false,
    isService: false,
    card: {
      type: 'item',
      itemId,
      externalId: null,
      siteId: place.province.id,
      path: paths[0]?.path ?? '',
      kind: 'article',
    },
  }
  docs.push(doc)
  return doc
}

const heating = await publish('供暖公告', '今冬供暖从十一月十五日开始，<b>按户</b>缴费。')
for (let count = 1; count <= 24; count++) await publish(`路灯检修通知第${count}号`, '检修期间请绕行。')

const host = `${place.province.host}:8080`
const ask = (url: string, more: { host?: string; address?: string; cookie?: string } = {}) =>
  server.inject({
    url,
    headers: { host: more.host ?? host, ...(more.cookie ? { cookie: more.cookie } : {}) },
    ...(more.address ? { remoteAddress: more.address } : {}),
  })
const q = (text: string, rest = '') => `/search/?q=${encodeURIComponent(text)}${rest}`

describe('the search page', () => {
  test('shows what was found, marked and escaped, and is kept nowhere', async () => {
    const answer = await ask(q('供暖'))
    assert.equal(answer.statusCode, 200)
    assert.match(answer.body, /<h2 class="plain"><a href="\/tzgg\/\d{6}\/\w+\.html"><mark>供暖<\/mark>公告<\/a><\/h2>/)
    assert.match(answer.body, /&lt;b&gt;按户&lt;\/b&gt;/)
    assert.match(answer.body, /找到 1 条结果/)
    assert.match(answer.body, /<meta name="robots" content="noindex">/)
    assert.equal(answer.headers['cache-control'], 'private, no-store')
    const again = await ask(q('供暖'))
    assert.equal(again.headers['etag'], undefined)
    const store = system.app.openPages()
    assert.equal(store.find(`http://${host}|/search/|`), null)
    await store.close()
  })

  test('stands below the base path of a site, and asks for its place', async () => {
    const { host, base } = village
    const answer = await ask(`${base}/search/?q=%E4%BE%9B%E6%9A%96&in=site`, { host: `${host}:8080` })
    assert.equal(answer.statusCode, 200)
    const query = engine.asked.at(-1)
    assert.deepEqual([query?.siteId, query?.filters.site], [village.id, [village.id]])
    assert.ok((query?.places.length ?? 0) > 1)
    assert.match(answer.body, new RegExp(`action="${base}/search/"`))
    const bare = await ask(`${base}/search`, { host: `${host}:8080` })
    assert.deepEqual([bare.statusCode, bare.headers.location], [301, `${base}/search/`])
    const asked = await ask('/search?q=%E4%BE%9B%E6%9A%96&in=site')
    assert.deepEqual([asked.statusCode, asked.headers.location], [301, '/search/?q=%E4%BE%9B%E6%9A%96&in=site'])
  })

  test('looks at every hit once more: what was taken down a moment ago is not shown', async () => {
    const gone = await publish('撤下的公告', '内容有误。')
    assert.match((await ask(q('撤下'))).body, /撤下<\/mark>的公告/)
    await system.work((work) => withdraw(work, { itemId: gone.card.itemId ?? '', reason: 'error', note: '' }))
    const after = await ask(q('撤下'))
    assert.equal(after.statusCode, 200)
    assert.doesNotMatch(after.body, /的公告/)
  })

  test('turns its pages, tells how far one can get, and survives a page nobody reaches', async () => {
    const second = await ask(q('路灯', '&p=2'))
    assert.match(second.body, /第 11–20 条，共 24 条/)
    assert.match(second.body, /aria-current="page"><span class="unseen">第<\/span>2/)
    const far = await ask(q('路灯', '&p=999999'))
    assert.equal(far.statusCode, 200)
    assert.match(far.body, /这一页没有/)
    say = { total: 5_000 }
    assert.match((await ask(q('路灯', '&p=100'))).body, /最多显示前 1,000 条/)
    say = {}
  })

  test('says how the words were taken', async () => {
    say = { correction: '供暖', isCorrected: true }
    const corrected = await ask(q('供暧 公告'))
    assert.match(corrected.body, /没有找到“供暧 公告”，已按“供暖”搜索。/)
    assert.match(corrected.body, /href="\/search\/\?q=%22/)
    say = { correction: '供暖' }
    assert.match((await ask(q('公告'))).body, /您是不是要找：<a href="\/search\/\?q=%E4%BE%9B%E6%9A%96">供暖<\/a>/)
    say = { isTotalExact: false, total: 12_000 }
    assert.match((await ask(q('公告'))).body, /找到超过 12,000 条/)
    say = {}
    assert.match((await ask(q('供暖 飞碟'))).body, /不一定都包含“飞碟”/)
    say = { isBehind: true, isTotalExact: false, total: 12_000 }
    const behind = await ask(q('公告'))
    for (const words of ['找到约 12,000 条结果', '共约 12,000 条', '检索库正在更新'])
      assert.ok(behind.body.includes(words), words)
    assert.equal((await ask('/api/search?q=公告')).json<{ isBehind: boolean }>().isBehind, true)
    say = {}
  })

  test('finds nothing in a way that helps', async () => {
    const { body, statusCode } = await ask(q('量子火星', '&in=site&kind=article'))
    assert.equal(statusCode, 200)
    for (const help of ['没有找到“量子火星”', '去掉全部筛选条件', '在全平台搜索', '怎样搜得准', '通知公告', '网站地图'])
      assert.ok(body.includes(help), help)
  })

  test('stays up where search is out: the site map and the channels are offered', async () => {
    isOut = true
    const { body, statusCode, headers } = await ask(q('供暖'))
    assert.deepEqual([statusCode, headers['retry-after']], [503, '60'])
    for (const help of ['搜索暂时不能使用', '通知公告', '网站地图', 'value="供暖"'])
      assert.ok(body.includes(help), help)
    assert.equal((await ask('/search/')).statusCode, 200)
    assert.equal((await ask('/tzgg/')).statusCode, 200)
    assert.deepEqual((await ask('/search/suggest?q=a')).json(), { q: 'a', suggestions: [] })
    assert.equal((await ask('/search/feed.xml?q=a')).statusCode, 503)
    assert.equal((await ask('/api/search?q=a')).statusCode, 503)
    isOut = false
  })

  test('keeps the search when the reader changes how it looks', async () => {
    const { body } = await ask(q('供暖', '&sort=date'))
    assert.match(body, /href="\?q=%E4%BE%9B%E6%9A%96&amp;sort=date&amp;view=elder"/)
    const chosen = await ask(q('供暖', '&view=elder'))
    assert.deepEqual([chosen.statusCode, chosen.headers.location], [303, q('供暖')])
    assert.match((await ask(q('供暖'), { cookie: 'yw-view=elder' })).body, /data-view="elder"/)
  })

  const bad: Record<string, string> = {
    'one letter': 'q=a',
    'one character': 'q=%E7%9A%84',
    'only blanks': 'q=%20%E3%80%80%09',
    'unbalanced quotes': 'q=%22%E4%BE%9B%E6%9A%96',
    operators: 'q=NEAR(a%20b)%20OR%20*%20AND%20NOT%20-%20%5E%7B%7D%3A',
    SQL: `q=${encodeURIComponent("'; DROP TABLE library.item; --")}`,
    markup: `q=${encodeURIComponent('<script>alert(1)</script>"><img src=x>')}`,
    'control characters': 'q=%00%01%02%1b%7f%c2%85',
    'broken escapes': 'q=%E4%B&p=%',
    'half a character': 'q=%ED%A0%80',
    emoji: `q=${encodeURIComponent('👨‍👩‍👧🏽🇨🇳')}`,
    'wrong values': 'q=a&p=-1&sort=x&in=y&from=z&to=2026-99-99&kind=&year=abc&valid=%00&place=../../etc&site=%27',
    'many values': `q=a&${Array.from({ length: 300 }, (_, at) => `kind=k${at}`).join('&')}`,
    'a huge page': `q=a&p=${'9'.repeat(400)}`,
    'the same name twice': 'q=a&q=b&p=1&p=2&sort=date&sort=x',
    'ten thousand characters': `q=${encodeURIComponent('字'.repeat(10_000))}`,
  }
  for (const [name, query] of Object.entries(bad)) {
    test(`takes ${name} without a fault`, async () => {
      for (const url of [`/search/?${query}`, `/search/suggest?${query}`, `/search/feed.xml?${query}`]) {
        const answer = await ask(url, { address: '10.1.0.1' })
        assert.ok(answer.statusCode === 200 || answer.statusCode === 404, `${url}: ${answer.statusCode}`)
        if (url.startsWith('/search/?')) assert.doesNotMatch(answer.body, /<script>alert|<img src=x/)
      }
      const api = await ask(`/api/search?${query}`, { address: '10.1.0.1' })
      assert.ok([200, 422].includes(api.statusCode), String(api.statusCode))
    })
  }

  test('tells that the words were cut', async () => {
    const { body } = await ask(q('供'.repeat(10_000)))
    assert.match(body, /搜索词太长，只用了前 200 个字/)
    assert.doesNotMatch(body, /精确查找/)
    assert.match((await ask(q('供暖公告'))).body, /精确查找“供暖公告”/)
  })

  test('can be switched off', async () => {
    const { county } = place
    await set(county, 'feature.search', false)
    const answer = await ask('/search/?q=a', { host: `${county.host}:8080` })
    assert.equal(answer.statusCode, 404)
    assert.doesNotMatch(answer.body, /role="search"/)
  })

  test('asks for patience when one address asks too often, and no other one', async () => {
    let last = await ask(q('供暖'), { address: '10.9.9.9' })
    for (let count = 0; count < 120; count++) last = await ask(q('供暖'), { address: '10.9.9.9' })
    assert.deepEqual([last.statusCode, last.headers['retry-after']], [429, '60'])
    for (const words of ['搜索得太快了', '请过一分钟再试', 'value="供暖"', '从栏目里找', '网站地图', 'lang="zh-CN"'])
      assert.ok(last.body.includes(words), words)
    assert.match(String(last.headers['content-type']), /^text\/html; charset=utf-8/)
    assert.match(last.body, /<title>供暖 - 搜索/)
    assert.doesNotMatch(last.body, /没有找到|找到 \d/)
    const feed = await ask('/search/feed.xml?q=a', { address: '10.9.9.9' })
    assert.deepEqual([feed.statusCode, feed.body], [429, '搜索过于频繁，请过一分钟再试。\n'])
    assert.equal((await ask(q('供暖'), { address: '10.9.9.8' })).statusCode, 200)
    assert.equal((await ask('/tzgg/', { address: '10.9.9.9' })).statusCode, 200)
  })
})

describe('suggestions', () => {
  test('lead to the page at once; browsers get a list of their own kind', async () => {
    const { suggestions } = (await ask('/search/suggest?q=%E4%BE%9B')).json<{
      suggestions: { text: string; url: string }[]
    }>()
    assert.deepEqual(suggestions, [{ text: '供暖公告', kind: 'title', url: heating.card.path }])
    const list = await ask('/search/suggest?q=%E4%BE%9B&as=list')
    assert.match(String(list.headers['content-type']), /^application\/x-suggestions\+json/)
    assert.deepEqual(list.json(), ['供', ['供暖公告']])
    assert.equal(list.headers['cache-control'], 'private, no-store')
  })

  test('without words are what the site recommends', async () => {
    await set(place.city, 'search.hotWords', ['社保卡'])
    const answer = await ask('/search/suggest?q=', { host: `${place.city.host}:8080` })
    assert.deepEqual(answer.json(), { q: '', suggestions: [{ text: '社保卡', kind: 'hot', url: null }] })
  })
})

test('what is remembered of a site is never older than its newest change, also where nothing is kept', async () => {
  for (let turn = 0; turn < 40; turn++) {
    const word = `第${turn}个词`
    await set(place.city, 'search.hotWords', [word])
    const answer = await ask('/search/suggest?q=', { host: `${place.city.host}:8080` })
    assert.deepEqual(answer.json(), { q: '', suggestions: [{ text: word, kind: 'hot', url: null }] })
    await set(place.city, 'footer.copyright', word)
    const { body } = await ask('/?print=1', { host: `${place.city.host}:8080` })
    assert.ok(body.includes(word), word)
  }
})

describe('before anything is typed', () => {
  const suggested = async (of: { host: string | null }) =>
    (await ask('/search/suggest?q=', { host: `${of.host}:8080` })).json<{
      suggestions: { text: string; kind: string; url: string | null }[]
    }>().suggestions

  test('a site where nobody has asked yet offers its channels, in the box and on the page', async () => {
    const offered = await suggested(place.province)
    assert.deepEqual(offered, [{ text: '通知公告', kind: 'channel', url: '/tzgg/' }])
    const { body } = await ask('/search/')
    assert.match(body, /从栏目里找<\/h2>\s*<ul class="places plain">\s*<li><a href="\/tzgg\/">通知公告<\/a>/)
    assert.doesNotMatch(body, /大家在搜/)
  })

  test('or its services, where its home page has them', async () => {
    const group = { icon: 'work', title: '就业与创业', url: '/tzgg/', links: [] }
    await set(place.province, 'home.lifeEvents', [group])
    await set(place.province, 'home.modules', [{ type: 'services' }])
    assert.deepEqual(await suggested(place.province), [{ text: '就业与创业', kind: 'service', url: '/tzgg/' }])
  })

  test('what readers ask on several days stands there, and what finds nothing does not', async () => {
    const asked = { place: place.province.code, searches: 3, positions: new Map<number, number>() }
    // Nobody has asked for it before: what was asked today already counts no earlier days.
    const words = '城市书房'
    for (let ago = 5; ago >= 0; ago--) {
      const day = dayOf(new Date(Date.now() - ago * 86_400_000))
      await system.work((work) =>
        countSearches(work, [
          { ...asked, day, words, zero: 0 },
          { ...asked, day, words: '量子火星', zero: 3 },
        ]),
      )
    }
    // They are looked up anew every few minutes.
    system.setNow(new Date(Date.now() + 3_600_000))
    assert.deepEqual(await suggested(place.province), [{ text: words, kind: 'hot', url: null }])
    for (const url of ['/search/', q('路灯'), q('量子火星')])
      assert.match(
        (await ask(url)).body,
        new RegExp(`大家在搜[^]*<a href="/search/\\?q=${encodeURIComponent(words)}">${words}</a>`),
        url,
      )
  })
})

describe('for other programs', () => {
  test('a saved search is an RSS feed', async () => {
    const { body, headers } = await ask('/search/feed.xml?q=%E4%BE%9B%E6%9A%96&sort=date')
    assert.match(String(headers['content-type']), /^application\/rss\+xml/)
    assert.match(body, /<title>供暖公告<\/title><link>http:\/\/[^<]+\/tzgg\/\d{6}\/\w+\.html<\/link>/)
    assert.equal((await ask('/search/feed.xml')).statusCode, 404)
  })

  test('the site describes its search, and its pages say where', async () => {
    const { body, headers } = await ask('/search/opensearch.xml')
    assert.match(String(headers['content-type']), /^application\/opensearchdescription\+xml/)
    assert.ok(body.includes(`template="http://${host}/search/?q={searchTerms}&amp;p={startPage?}"`))
    assert.match((await ask('/tzgg/')).body, /<link rel="search" type="application\/opensearchdescription\+xml"/)
    assert.match((await ask('/robots.txt')).body, /Disallow: \//)
  })

  test('the API finds the same with full addresses, as anybody', async () => {
    const answer = await ask('/api/search?q=%E4%BE%9B%E6%9A%96&of=' + place.province.code)
    assert.equal(answer.statusCode, 200)
    const found = answer.json<{ total: number; results: { title: string; url: string; site: { code: string } }[] }>()
    assert.equal(found.total, 1)
    assert.deepEqual(
      found.results.map(({ title, url, site }) => [title, url, site.code]),
      [['供暖公告', `http://${host}${heating.card.path}`, place.province.code]],
    )
    assert.equal(engine.asked.at(-1)?.siteId, place.province.id)
    const wrong = await ask('/api/search?q=a&p=0&in=moon&from=x')
    assert.equal(wrong.statusCode, 422)
    assert.equal(wrong.json<{ errors: unknown[] }>().errors.length, 3)
    assert.equal((await ask('/api/search?q=a&of=nowhere')).statusCode, 422)
  })
})

describe('statistics', () => {
  test('know words, places and positions; which link was opened comes by a beacon, and leads nowhere', async () => {
    const click = (payload: string) =>
      server.inject({
        method: 'POST',
        url: '/search/click?to=https://evil.example/',
        headers: { host, 'content-type': 'text/plain;charset=UTF-8' },
        payload,
      })
    for (let count = 0; count < 3; count++) await ask(q('路灯', '&p=2'))
    await ask(q('路灯', '&kind=article'))
    const sent = await click('q=%E8%B7%AF%E7%81%AF&n=3')
    assert.deepEqual([sent.statusCode, sent.body, sent.headers.location], [204, '', undefined])
    for (const payload of ['', 'n=3', 'q=a&n=0', 'q=a&n=9999999', 'q=a&n=x', '\u0000', 'q=%E4%B'])
      assert.equal((await click(payload)).statusCode, 204, payload)
    const elsewhere = await server.inject({ method: 'POST', url: '/tzgg/', headers: { host } })
    assert.equal(elsewhere.statusCode, 405)
    await server.close()
    const { rows } = await pool.query<{ words: string; place: string; clicks: number }>(
      `SELECT words, place, sum(clicks)::int AS clicks FROM search.query_day WHERE clicks > 0 GROUP BY 1, 2`,
    )
    assert.deepEqual(rows, [{ words: '', place: place.province.code, clicks: 1 }])
    const { rows: columns } = await pool.query<{ name: string }>(
      `SELECT DISTINCT column_name AS name FROM information_schema.columns WHERE table_schema = 'search'
       AND table_name IN ('query_day', 'click_day', 'query_waiting') ORDER BY 1`,
    )
    assert.deepEqual(
      columns.map(({ name }) => name),
      ['clicks', 'day', 'days', 'last_day', 'mark', 'place', 'position', 'position_sum', 'searches', 'words', 'zero'],
    )
  })
})
