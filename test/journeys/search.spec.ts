import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { type SearchDoc, SearchUnavailable } from '../../src/modules/search/index.ts'
import { loadDocs } from '../dev/load-docs.ts'
import { assertAccessible, assertFitsWidth, desktop, journeys, noJava, nuErrors, phone, see } from '../kit/browser.ts'
import { fakeSearch } from '../kit/fake-search.ts'

const PROVINCE = 'www.yunling.localhost'
const DEPARTMENT = 'mzt.yunling.localhost'
const COUNTY = 'www.lutingxian.jichuan.yunling.localhost'
const LIMIT_BYTES = 100 * 1024

/** Bytes of a page's style sheet and script. */
const PARTS = `Promise.all([...document.querySelectorAll('link[rel=stylesheet], script[src]')]
  .map(async ({ href, src }) => (await (await fetch(href ?? src)).blob()).size)).then((sizes) => sizes.reduce((sum, size) => sum + size, 0))`

const docs: SearchDoc[] = []
/** Some words stand for what an engine may answer. */
const search = fakeSearch(docs, (answer, { text }) => {
  if (text === '停用') throw new SearchUnavailable('out of service')
  if (text === '民正局') return { correction: '民政局', isCorrected: true }
  if (text === '供暖 通知') return { isTotalExact: false, areFacetsExact: false, optional: ['供暖'] }
  return text === '民正' ? { correction: '民政' } : {}
})

await journeys(
  'the search',
  async (stage) => {
    docs.push(...(await loadDocs(stage.pool)))
    const q = (text: string, rest = '') => `/search/?q=${encodeURIComponent(text)}${rest}`
    const samples: Record<string, [host: string, path: string, status: number]> = {
      results: [PROVINCE, q('民政'), 200],
      'results of a department': [DEPARTMENT, q('通知', '&sort=date&kind=article'), 200],
      'results of a village': [COUNTY, `/taoxi/xiahe${q('公告')}`, 200],
      'a later page': [PROVINCE, q('通知', '&p=2'), 200],
      nothing: [PROVINCE, q('量子火星', '&in=site'), 200],
      'a question of its own': [PROVINCE, q('民正'), 200],
      'what was meant': [PROVINCE, q('民正局'), 200],
      'an office as a card': [PROVINCE, q('云岭省民政厅', '&kind=organisation'), 200],
      'a phrase': [PROVINCE, q('"供暖"', '&from=2000-01-01&to=2100-01-01'), 200],
      'some of the words, about so many': [PROVINCE, q('供暖 通知'), 200],
      'out of service': [COUNTY, q('停用'), 503],
      'the empty page': [DEPARTMENT, '/search/', 200],
    }
    const seen = new Map<string, string>()

    describe('each of its pages is complete, accessible, light and as wide as the screen', async () => {
      const page = await stage.visitor()
      for (const [name, [host, path, status]] of Object.entries(samples)) {
        test(name, async () => {
          await page.context().clearCookies()
          await page.setViewportSize(desktop.viewport)
          const answer = await page.goto(stage.at(host, path))
          assert.equal(answer?.status(), status)
          const html = (await answer?.text()) ?? ''
          seen.set(name, html)
          await assertAccessible(page)
          await assertFitsWidth(page)
          await page.setViewportSize(phone.viewport)
          await assertAccessible(page)
          await assertFitsWidth(page)
          const parts = Number(await page.evaluate(PARTS))
          assert.ok(Buffer.byteLength(html) + parts < LIMIT_BYTES, `${Buffer.byteLength(html) + parts} bytes`)
        })
      }
      for (const view of ['standard', 'elder'] as const) {
        test(`results lead on a phone (${view}): the navigation is one row, and can be pushed aside`, async () => {
          const page = await stage.visitor(phone)
          const { hostname: domain } = new URL(stage.at(PROVINCE, '/'))
          await page.context().addCookies([{ name: 'yw-view', value: view, domain, path: '/' }])
          await page.goto(stage.at(PROVINCE, q('民政')))
          const { height: screen } = phone.viewport
          const top = (await page.locator('.hits > li').first().boundingBox())?.y ?? Infinity
          assert.ok(top < screen * 0.56, `the first result begins at ${top} of ${screen}`)
          const nav = page.getByRole('navigation', { name: '主导航' })
          const rows = await nav
            .getByRole('link')
            .evaluateAll((links) => new Set(links.map((link) => link.offsetTop)).size)
          assert.equal(rows, 1)
          const last = nav.getByRole('link').last()
          await last.focus()
          const box = await last.boundingBox()
          assert.ok(box && box.x >= 0 && box.x + box.width <= phone.viewport.width, 'the last of it comes into sight')
          await page.goto(stage.at(PROVINCE, '/'))
          const home = await nav
            .getByRole('link')
            .evaluateAll((links) => new Set(links.map((link) => link.offsetTop)).size)
          assert.ok(home > 1, 'elsewhere it stands whole')
        })
      }
      test('with the filters open on a phone', async () => {
        await page.context().clearCookies()
        await page.setViewportSize(phone.viewport)
        await page.goto(stage.at(PROVINCE, q('通知', '&kind=article')))
        await page.locator('.facets > details > summary').click()
        await page.getByLabel('从', { exact: true }).waitFor()
        await assertAccessible(page)
        await assertFitsWidth(page)
      })
      for (const [name, cookies] of Object.entries({
        elder: [
          { name: 'yw-view', value: 'elder' },
          { name: 'yw-text', value: 'large' },
        ],
        'high contrast': [{ name: 'yw-contrast', value: 'high' }],
      })) {
        test(`results, ${name}`, async () => {
          const url = stage.at(PROVINCE)
          await page.context().addCookies(cookies.map((cookie) => ({ ...cookie, url })))
          for (const size of [desktop.viewport, phone.viewport]) {
            await page.setViewportSize(size)
            await page.goto(stage.at(PROVINCE, q('民政')))
            await assertAccessible(page)
            await assertFitsWidth(page)
          }
        })
      }
    })

    test('the Nu HTML checker finds no error on any of them', { skip: noJava }, async () => {
      assert.equal(seen.size, Object.keys(samples).length)
      assert.deepEqual(await nuErrors(seen), [])
    })

    test('on a phone, without JavaScript: from any page to the answer, narrowed and back', async () => {
      const page = await stage.visitor({ ...phone, javaScriptEnabled: false })
      await page.goto(stage.at(PROVINCE, '/sitemap/'))
      await page.getByRole('searchbox', { name: '搜索' }).fill('民政')
      await page.getByRole('search').getByRole('button', { name: '搜索' }).click()
      await see(page, '条结果')
      const all = await totalOf(page)
      await page.locator('summary', { hasText: '筛选' }).click()
      await page.getByRole('navigation', { name: '筛选结果' }).getByRole('link', { name: /^机构/ }).click()
      await page
        .getByRole('list', { name: '已选条件' })
        .getByRole('link', { name: /类型：机构/ })
        .waitFor()
      assert.ok((await totalOf(page)) < all)
      assert.match(await page.locator('.hit').first().innerText(), /电话/)
      await page
        .getByRole('list', { name: '已选条件' })
        .getByRole('link', { name: /类型：机构/ })
        .click()
      assert.equal(await totalOf(page), all)
      await page.getByRole('navigation', { name: '排序' }).getByRole('link', { name: '最新' }).click()
      assert.match(page.url(), /sort=date/)
      await page.getByRole('navigation', { name: '结果分页' }).getByRole('link', { name: '下一页' }).click()
      await see(page, '第 11–20 条')
      await page.locator('.hit h2 a').first().click()
      await page.getByRole('heading', { level: 1 }).waitFor()
    })

    test('suggestions are worked with the keyboard alone', async () => {
      const page = await stage.visitor()
      await page.goto(stage.at(PROVINCE, '/sitemap/'))
      const box = page.getByRole('combobox', { name: '搜索' })
      await box.pressSequentially('云岭省民')
      const list = page.getByRole('listbox', { name: '搜索建议' })
      await list.getByRole('option').first().waitFor()
      assert.equal(await box.getAttribute('aria-expanded'), 'true')
      await assertAccessible(page)
      await page.keyboard.press('ArrowDown')
      const chosen = list.getByRole('option', { selected: true })
      assert.equal(await box.getAttribute('aria-activedescendant'), await chosen.getAttribute('id'))
      assert.equal(await box.inputValue(), await chosen.locator('span').first().innerText())
      await page.keyboard.press('Escape')
      await list.waitFor({ state: 'hidden' })
      assert.equal(await box.inputValue(), '云岭省民')
      await page.keyboard.press('Enter')
      await see(page, '条结果')
    })

    test('one’s own searches come back, and can be deleted', async () => {
      const page = await stage.visitor(phone)
      await page.goto(stage.at(PROVINCE, '/search/'))
      const box = page.getByRole('combobox', { name: '搜索' })
      await box.fill('供暖')
      await box.press('Enter')
      await see(page, '条结果')
      await page.goto(stage.at(PROVINCE, '/sitemap/'))
      await box.click()
      await page.getByRole('option', { name: '供暖 搜过' }).waitFor()
      await page.getByRole('button', { name: '清空搜索记录' }).click()
      await page.getByRole('option', { name: '供暖 搜过' }).waitFor({ state: 'detached' })
      assert.equal(await page.evaluate(`localStorage.getItem('yw-searches')`), null)
    })

    test('what is opened is counted by its place in the list', async () => {
      const page = await stage.visitor()
      await page.goto(stage.at(PROVINCE, q('供暖')))
      const beacon = page.waitForRequest((request) => request.url().endsWith('/search/click'))
      await page.locator('.hit h2 a').nth(1).click()
      assert.equal((await beacon).postData(), `q=${encodeURIComponent('供暖')}&n=2`)
    })

    test('the words that find more are one press away', async () => {
      const page = await stage.visitor(phone)
      await page.goto(stage.at(PROVINCE, q('民正')))
      await page.getByRole('link', { name: '民政', exact: true }).first().click()
      await see(page, '条结果')
    })
  },
  { search },
)

async function totalOf(page: Page): Promise<number> {
  const text = await page.getByRole('status').first().innerText()
  return Number(text.replaceAll(/\D/g, ''))
}
