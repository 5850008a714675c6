import assert from 'node:assert/strict'
import { test } from 'node:test'
import { documentArticle } from './fixtures/articles.ts'
import { provinceHome } from './fixtures/home-province.ts'
import { documentList } from './fixtures/lists.ts'
import { leaving } from './fixtures/others.ts'
import { fixturePages } from './fixtures/pages.ts'
import { plainLiquid } from './fixtures/plain-liquid.ts'
import { aFrame, city, province } from './fixtures/sites.ts'
import { readAssets } from './render-assets.ts'
import { prepareBody } from './render-body.ts'
import { createTheme } from './render-theme.ts'
import { openTheme, renderPage, renderRss, renderSitemap, TemplateError } from './render.ts'
import { SafeHtml } from './safe-html.ts'

const themes = {
  government: openTheme('government'),
  department: openTheme('department'),
  village: openTheme('village'),
}
const pages = fixturePages.map((page) => ({ ...page, html: renderPage(themes[page.theme], page.model) }))
const layer = (templates: Record<string, string>) => ({ from: 'base' as const, templates })
const attack = '<script>alert("1")</script>&\'"'

for (const { name, model, html } of pages) {
  const { site } = model.frame

  test(`${name} is a whole document with every duty of the footer`, () => {
    assert.match(html, /^<!doctype html>\n<html lang="zh-CN"/)
    assert.match(html, /<\/html>$/)
    const footer = html.slice(html.indexOf('<footer'))
    const duties = [
      '党政机关标识',
      '我为政府网站找错',
      '网站地图',
      site.siteIdCode,
      site.owner,
      site.operator,
      site.contactPhone,
    ]
    for (const duty of [...duties, site.icpNumber, site.policeNumber])
      assert.ok(duty && footer.includes(duty), String(duty))
  })

  test(`${name} carries the meta tags of its kind`, () => {
    const required = ['SiteName', 'SiteDomain', 'SiteIDCode', ...(requiredTags[model.kind] ?? [])]
    const tags = new Map(
      Array.from(html.matchAll(/<meta name="(\w+)" content="([^"]*)">/g), ([, key, text]) => [key, text]),
    )
    for (const tag of required) assert.ok(tags.get(tag), `${tag} is missing or empty`)
    assert.equal(tags.get('SiteName'), site.name)
    assert.equal(tags.get('robots'), 'noindex')
  })

  test(`${name} is marked as a demonstration`, () => {
    assert.match(html, /<b>演示<\/b>/)
  })

  test(`${name} has one h1, skips no heading level and repeats no id`, () => {
    const levels = Array.from(html.matchAll(/<h([1-6])/g), ([, level]) => Number(level))
    assert.equal(levels.filter((level) => level === 1).length, 1)
    for (const [index, level] of levels.entries())
      assert.ok(level <= (levels[index - 1] ?? level) + 1, `h${level} skips`)
    const ids = Array.from(html.matchAll(/ id="([^"]+)"/g), ([, id]) => id)
    assert.deepEqual(ids, [...new Set(ids)])
    for (const [, target] of html.matchAll(/ (?:href="#|aria-labelledby=")([^"]+)"/g))
      assert.ok(ids.includes(target), target)
  })

  test(`${name} has no inline script or style and every symbol it uses, once`, () => {
    assert.doesNotMatch(html, / style="| on\w+="|<style|<script>/)
    const used = new Set(Array.from(html.matchAll(/<use href="#(i-[a-z-]+)"/g), ([, id]) => id))
    const drawn = Array.from(html.matchAll(/<symbol id="(i-[a-z-]+)"/g), ([, id]) => id)
    assert.equal(drawn.length, used.size)
    assert.deepEqual(new Set(drawn), used)
  })

  test(`${name} stays under 100 KB with style and script`, () => {
    const { css, js } = readAssets()
    assert.ok(Buffer.byteLength(html + css.body + js.body) < 100_000)
  })
}

const column = ['ColumnName', 'ColumnDescription', 'ColumnKeywords', 'ColumnType']
const content = [...column, 'ArticleTitle', 'PubDate', 'ContentSource']
const requiredTags: Record<string, string[]> = {
  home: ['ColumnType'],
  list: column,
  topic: column,
  article: content,
  print: content,
}

test('text from people stays text, wherever it stands', () => {
  const frame = { ...documentArticle.frame, title: attack, breadcrumbs: [{ title: attack, url: `/"${attack}/` }] }
  const article = { ...documentArticle.article, title: attack, source: attack, subtitle: attack }
  const html = renderPage(themes.government, { ...documentArticle, frame, article })
  assert.ok(!html.includes('<script>'))
  assert.ok(html.includes('<h1>&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;&quot;</h1>'))
})

test('a plain string is escaped even where a template asks for markup', () => {
  const theme = createTheme({ name: 'own', layers: [layer({ page: '{{ text | html }}' })], icons: '' })
  assert.equal(theme.render('page', { text: '<b>1</b>' }, { site: province }), '&lt;b&gt;1&lt;/b&gt;')
})

test('an address that would run code is not linked', () => {
  const bad = { ...documentList.channel, title: 'x', url: 'javascript:alert(1)' }
  const frame = { ...documentList.frame, breadcrumbs: [bad, bad] }
  const html = renderPage(themes.government, { ...documentList, frame })
  assert.ok(!html.includes('javascript:'))
  const target = renderPage(themes.government, { ...leaving, targetUrl: 'javascript:alert(1)' })
  assert.ok(!target.includes('href="javascript:'))
})

test('a link to another government site is direct, one that leaves goes through the warning', () => {
  const markup = '<p><a href="https://www.gov.cn/a">甲</a><a href="https://shop.example.com/?a=1&amp;b=2">乙</a></p>'
  const html = prepareBody(markup, province).body.toString()
  assert.ok(html.includes('<a href="https://www.gov.cn/a">甲</a>'))
  assert.ok(html.includes('href="/leave?to=https%3A%2F%2Fshop.example.com%2F%3Fa%3D1%26b%3D2"'))
  assert.match(html, /rel="external noopener noreferrer"/)
  assert.match(prepareBody('<a href="//evil.example/">丙</a>', province).body.toString(), /leave\?to=/)
  assert.match(prepareBody('<a href="/\\evil.example/">丁</a>', province).body.toString(), /href="#"/)
})

test('columns of figures stand right, others and joined ones stay', () => {
  const table = (...rows: string[]) =>
    prepareBody(
      `<table><tbody>${rows.map((row) => `<tr>${row}</tr>`).join('')}</tbody></table>`,
      province,
    ).body.toString()
  const ledger = table(
    '<th>日期</th><th>收入（元）</th><th>说明</th>',
    '<td>10月3日</td><td>35,605.00</td><td>2026</td>',
    '<td>10月5日</td><td></td><td>另附</td>',
    '<td>合计</td><td>−1,205.50</td><td></td>',
  )
  assert.equal(ledger.match(/class="figure"/g)?.length, 4)
  assert.match(ledger, /<th class="figure">收入（元）<\/th><th>说明<\/th>/)
  assert.match(ledger, /<td class="figure"><\/td><td>另附<\/td>/)
  const joined = table('<td colspan="2">1</td>', '<td>2</td><td>3</td>', '<td>4</td><td>5</td>')
  assert.doesNotMatch(joined, /figure/)
  assert.doesNotMatch(table('<th>网站标识码</th><td>9900000001</td>', '<th>电话</th><td>0000-555-0101</td>'), /figure/)
})

test('headings of a text start at h2, skip no level and are listed', () => {
  const { body, toc } = prepareBody('<h1>一</h1><h3>二</h3><p>文</p><h1>三 &amp; 四</h1>', province)
  assert.equal(body.toString(), '<h2 id="s1">一</h2><h3 id="s2">二</h3><p>文</p><h2 id="s3">三 &amp; 四</h2>')
  assert.deepEqual(
    toc.map((entry) => entry.text),
    ['一', '二', '三 & 四'],
  )
})

test('instants are shown in Asia/Shanghai and carry a valid machine time', () => {
  const html = renderPage(themes.government, documentArticle)
  assert.ok(html.includes('<time datetime="2026-11-14T09:30+08:00">2026-11-14 09:30</time>'))
  assert.ok(html.includes('<time datetime="2026-11-12">2026-11-12</time>'))
})

test('the reader’s choices are on the page from the first byte', () => {
  const reader = { view: 'elder', contrast: 'high', text: 'large' } as const
  const html = renderPage(themes.government, { ...provinceHome, frame: { ...provinceHome.frame, reader } })
  assert.match(html, /^<!doctype html>\n<html [^>]*data-view="elder" data-contrast="high" data-text="large">/)
  assert.match(html, /href="\?view=standard" data-set="view" aria-current="true"/)
})

test('a kept header is that of its own site and channel', () => {
  const first = renderPage(themes.government, documentList)
  const other = renderPage(themes.government, { ...documentList, frame: aFrame(city, { currentNav: 'nav2' }) })
  assert.match(first, /aria-current="true">政务公开/)
  assert.match(other, /aria-current="true">互动回应/)
  assert.ok(!other.includes(province.siteIdCode))
})

test('a theme’s own file wins over the base', () => {
  const theme = createTheme({ name: 'own', layers: [layer({ page: 'base' }), layer({ page: 'own' })], icons: '' })
  assert.equal(theme.render('page', {}, { site: province }), 'own')
})

type Runaway = { parts: Record<string, string>; kind: string; at: string; line: number }
const runaways: Record<string, Runaway> = {
  'a range without end': {
    parts: { page: '<p>\n{% for i in (1..900000000) %}{{ i }}{% endfor %}' },
    kind: 'memory',
    at: 'base/page',
    line: 2,
  },
  'loops in loops': {
    parts: {
      page: '{% for a in list %}\n{% for b in list %}\n{% for c in list %}{% for d in list %}{% endfor %}{% endfor %}\n{% endfor %}{% endfor %}',
    },
    kind: 'time',
    at: 'base/page',
    line: 3,
  },
  'loops in loops that do something': {
    parts: {
      page: "{% for a in list %}{% render 'b', list: list %}{% endfor %}",
      b: '{% for a in list %}\n  {% for c in list %}{% if c %}{% assign d = c %}{% endif %}{% endfor %}{% endfor %}',
    },
    kind: 'time',
    at: 'base/b',
    line: 2,
  },
  'a template that calls itself': {
    parts: { page: "\n\n  {% render 'page' %}" },
    kind: 'depth',
    at: 'base/page',
    line: 3,
  },
  'templates that call each other': {
    parts: { page: "{% render 'b' %}", b: "{% if list == nil %}\n{% render 'page' %}{% endif %}" },
    kind: 'depth',
    at: 'base/page',
    line: 1,
  },
  'a text that doubles itself': {
    parts: { page: "{% assign a = 'xxxx' %}{% for i in (1..60) %}\n{% assign a = a | append: a %}{% endfor %}{{ a }}" },
    kind: 'memory',
    at: 'base/page',
    line: 2,
  },
  'a text that multiplies itself': {
    parts: { page: "{% assign a = 'xxxxxxxx' %}{% for i in (1..9) %}{% assign a = a | replace: 'x', a %}{% endfor %}" },
    kind: 'memory',
    at: 'base/page',
    line: 1,
  },
  'more output than a page may have': {
    parts: { page: "{% render 'b' for list as a %}", b: '{% for b in (1..999) %}\n0123456789\n{% endfor %}' },
    kind: 'output',
    at: 'base/b',
    line: 2,
  },
}
for (const [name, { parts, kind, at, line }] of Object.entries(runaways)) {
  test(`${name} is stopped, and the template named`, () => {
    const theme = createTheme({ name: 'own', layers: [layer(parts)], icons: '', limits: { time: 300 } })
    const list = Array.from({ length: 3_000 }, (_, index) => index)
    const start = performance.now()
    assert.throws(
      () => theme.render('page', { list }, { site: province }),
      (error: unknown) => {
        assert.ok(error instanceof TemplateError, String(error))
        assert.deepEqual([error.kind, error.template, error.line], [kind, at, line], error.message)
        return true
      },
    )
    assert.ok(performance.now() - start < 2_000)
  })
}

test('a source without end, or nested without end, is refused when it is read', () => {
  const nested = '{% if a %}'.repeat(9_000) + '{% endif %}'.repeat(9_000)
  for (const page of ['x'.repeat(200_001), nested]) {
    assert.throws(() => createTheme({ name: 'own', layers: [layer({ page })], icons: '' }), TemplateError)
  }
})

test('a page of fifty megabytes is stopped, and the part that is too long named', () => {
  const text = new SafeHtml('<p>字</p>'.repeat(7_000_000))
  const long = { ...documentArticle, article: { ...documentArticle.article, body: text } }
  const inOnePart = (error: unknown) =>
    error instanceof TemplateError && error.kind === 'output' && error.template === 'base/page-article'
  assert.throws(() => renderPage(themes.government, long), inOnePart)
  const half = { ...long.article, body: new SafeHtml('字'.repeat(3_999_000)) }
  const tags = Array.from({ length: 200 }, () => ({ name: 'Keywords', content: '词'.repeat(100) }))
  const frame = { ...documentArticle.frame, metaTags: tags }
  assert.throws(() => renderPage(themes.government, { ...documentArticle, frame, article: half }), inOnePart)
})

test('every page is byte for byte what LiquidJS itself makes of its templates', () => {
  const plain = { government: plainLiquid(themes.government), department: plainLiquid(themes.department) }
  const all = { ...plain, village: plainLiquid(themes.village) }
  for (const { theme, model, html, name } of pages) assert.equal(renderPage(all[theme], model), html, name)
})

for (const unsafe of [
  '{{ a | raw }}',
  '{% capture a %}{% endcapture %}',
  '{% include a %}',
  '{% echo a %}',
  '{{ a | json }}',
]) {
  test(`a template with ${unsafe} is refused`, () => {
    assert.throws(() => createTheme({ name: 'own', layers: [layer({ page: unsafe })], icons: '' }))
  })
}

test('RSS and site map are well-formed for any text', () => {
  const item = { title: `${attack}\u0007`, url: 'http://a.localhost/?a=1&b=2', summary: attack, source: null }
  const feed = { title: attack, url: 'http://a.localhost/', feedUrl: 'http://a.localhost/rss.xml', description: attack }
  const rss = renderRss({ ...feed, updatedAt: null, items: [{ ...item, publishedAt: '2026-11-14T01:30:00Z' }] })
  assert.ok(rss.includes('<link>http://a.localhost/?a=1&amp;b=2</link>'))
  assert.ok(rss.includes('<pubDate>Sat, 14 Nov 2026 01:30:00 GMT</pubDate>'))
  assert.ok(!rss.includes('<script>') && !rss.includes('\u0007'))
  const map = renderSitemap([{ url: 'http://a.localhost/?a=1&b=2', changedAt: '2026-11-14T01:30:00Z' }])
  assert.ok(map.includes('<loc>http://a.localhost/?a=1&amp;b=2</loc><lastmod>2026-11-14T01:30:00.000Z</lastmod>'))
})
