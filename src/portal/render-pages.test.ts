import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import {
  assertAccessible,
  assertFitsWidth,
  findChromium,
  launchBrowser,
  noJava,
  nuErrors,
} from '../../test/kit/browser.ts'
import { fixturePages } from './fixtures/pages.ts'
import type { Reader } from './model.ts'
import { readAssets } from './render-assets.ts'
import { openTheme, renderPage } from './render.ts'

const themes = {
  government: openTheme('government'),
  department: openTheme('department'),
  village: openTheme('village'),
}
const standard: Reader = { view: 'standard', contrast: 'standard', text: 'standard' }
const readers: Record<string, Reader> = {
  standard,
  elder: { ...standard, view: 'elder', text: 'large' },
  'high contrast': { ...standard, contrast: 'high' },
}

test('the Nu HTML checker finds no error on any page kind', { skip: noJava }, async () => {
  const pages = fixturePages.map(({ name, theme, model }) => [name, renderPage(themes[theme], model)] as const)
  assert.deepEqual(await nuErrors(new Map(pages)), [])
})

describe('in a browser', { skip: findChromium() === null && 'no Chromium on this machine' }, () => {
  let browser: Browser
  let page: Page
  let html = ''

  before(async () => {
    browser = await launchBrowser()
    page = await browser.newPage()
    const { css, js } = readAssets()
    await page.route('**/*', async (route) => {
      const { pathname } = new URL(route.request().url())
      const asset = [css, js].find(({ url }) => url === pathname)
      await route.fulfill({ contentType: asset?.type ?? 'text/html; charset=utf-8', body: asset?.body ?? html })
    })
  })
  after(() => browser.close())

  async function show(name: string, reader: Reader, width: number): Promise<void> {
    const found = fixturePages.find((fixture) => fixture.name === name)
    assert.ok(found)
    html = renderPage(themes[found.theme], { ...found.model, frame: { ...found.model.frame, reader } })
    await page.context().clearCookies()
    const cookies = Object.entries(reader).map(([key, value]) => ({
      name: `yw-${key}`,
      value,
      url: 'http://portal.localhost',
    }))
    await page.context().addCookies(cookies)
    await page.setViewportSize({ width, height: 900 })
    await page.goto(`http://portal.localhost/${name}`)
  }

  for (const [look, reader] of Object.entries(readers)) {
    for (const { name } of fixturePages) {
      test(`${name}, ${look}: axe finds nothing and nothing is cut off, wide and narrow`, async () => {
        await show(name, reader, 1280)
        await assertAccessible(page)
        await assertFitsWidth(page)
        await page.setViewportSize({ width: 390, height: 900 })
        // What a page is made of does not change with the look, and its colours not with the width.
        if (look === 'standard') await assertAccessible(page)
        await assertFitsWidth(page)
      })
    }
  }

  test('the reader’s choice changes the page at once and is kept in the cookie the server reads', async () => {
    await show('home-province', standard, 1280)
    await page.click('[data-set=view]')
    assert.equal(await page.getAttribute('html', 'data-view'), 'elder')
    const cookies = await page.context().cookies()
    assert.equal(cookies.find(({ name }) => name === 'yw-view')?.value, 'elder')
    assert.equal(await page.getAttribute('[data-set=view]', 'href'), '?view=standard')
  })

  test('leaving for a site that is not the government’s asks first', async () => {
    await show('home-city', standard, 1280)
    const asked: string[] = []
    page.once('dialog', (dialog) => {
      asked.push(dialog.message())
      void dialog.dismiss()
    })
    await page.click('a[data-leave]')
    assert.match(asked[0] ?? '', /您即将离开本站，前往 clinic\.example\.com/)
    assert.match(page.url(), /home-city$/)
  })

  test('the first stop of the keyboard is the way past the navigation', async () => {
    await show('article-document', standard, 1280)
    await page.keyboard.press('Tab')
    assert.equal(await page.evaluate('document.activeElement.textContent'), '跳到正文')
    await page.keyboard.press('Enter')
    assert.equal(await page.evaluate('document.activeElement.id'), 'main')
  })
})
