import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { z } from 'zod'
import { assertAccessible, assertFitsWidth, journeys, noJava, nuErrors, phone, see } from '../kit/browser.ts'
import { fakeSearch } from '../kit/fake-search.ts'
import { findPlaces, preparePages, type Sample, samplesOf, standstills } from './portal-addresses.ts'

const LIMIT_BYTES = 100 * 1024
const PROVINCE = 'www.yunling.localhost'
/** A page enlarged four times on a common screen, and the smallest phones. */
const narrow = { width: 320, height: 640 }
const Numbers = z.object({ numbers: z.number(), broken: z.array(z.string()) })
/** One site of each look. */
const looks = new Set(['province', 'department', 'village'])

await journeys(
  'the portals',
  async (stage) => {
    await preparePages(stage)
    const places = await findPlaces(stage)
    const perSite = await Promise.all(places.map((place) => samplesOf(stage, place)))
    const samples = [...perSite.flat(), ...(await standstills(stage))]
    const seen = new Map<string, string>()
    const nameOf = ({ site, kind }: Sample) => `${site}: ${kind}`
    const home = (site: string) => {
      const found = samples.find((one) => one.site === site && one.kind === 'home')
      assert.ok(found)
      return found
    }

    /** The page as the server sends it. */
    async function fetchPage(host: string, path: string) {
      const { port } = new URL(stage.at(host))
      const answer = await stage.server.inject({ url: path, headers: { host: `${host}:${port}` } })
      return { status: answer.statusCode, body: answer.body, location: answer.headers.location }
    }

    describe('each page kind is complete, accessible, light and as wide as the screen', async () => {
      const page = await stage.visitor()
      for (const sample of samples) {
        test(nameOf(sample), async () => {
          await page.setViewportSize({ width: 1280, height: 900 })
          const answer = await page.goto(stage.at(sample.host, sample.path))
          assert.equal(answer?.status(), sample.status)
          const html = (await answer?.text()) ?? ''
          seen.set(nameOf(sample), html)
          if (looks.has(sample.site)) await assertAccessible(page)
          await assertFitsWidth(page)
          await page.setViewportSize(phone.viewport)
          await assertFitsWidth(page)
          await page.setViewportSize(narrow)
          await assertFitsWidth(page)
          const weight = Buffer.byteLength(html) + (await weightOfParts(html, sample.host))
          assert.ok(weight < LIMIT_BYTES, `${weight} bytes before pictures`)
        })
      }
    })

    async function weightOfParts(html: string, host: string): Promise<number> {
      const parts = html.matchAll(/<(?:link rel="stylesheet" href|script src)="([^"]+)"/g)
      const answers = await Promise.all([...parts].map(([, url]) => fetchPage(host, url ?? '/')))
      return answers.reduce((sum, { body }) => sum + Buffer.byteLength(body), 0)
    }

    test('the Nu HTML checker finds no error on any of them', { skip: noJava }, async () => {
      assert.equal(seen.size, samples.length)
      assert.deepEqual(await nuErrors(seen), [])
    })

    describe('the reader’s choices', async () => {
      const page = await stage.visitor()
      const others = [
        'newest list',
        'list of documents',
        'topic',
        'site map',
        'about',
        'print view',
        'leave page',
        '410',
      ]
      const sampled = samples.filter(({ site, kind }) =>
        site === 'county'
          ? ['official document', '404'].includes(kind)
          : (kind === 'home' && looks.has(site)) || (site === 'province' && others.includes(kind)),
      )
      const choices = {
        'elder and large': [
          { name: 'yw-view', value: 'elder' },
          { name: 'yw-text', value: 'large' },
        ],
        'high contrast': [{ name: 'yw-contrast', value: 'high' }],
      }
      for (const [name, cookies] of Object.entries(choices)) {
        for (const sample of sampled) {
          test(`${nameOf(sample)}, ${name}, wide and narrow`, async () => {
            const url = stage.at(sample.host)
            await page.context().clearCookies()
            await page.context().addCookies(cookies.map((cookie) => ({ ...cookie, url })))
            await page.setViewportSize({ width: 1280, height: 900 })
            await page.goto(stage.at(sample.host, sample.path))
            await assertAccessible(page)
            await assertFitsWidth(page)
            await page.setViewportSize(phone.viewport)
            await assertFitsWidth(page)
            await page.setViewportSize(narrow)
            await assertFitsWidth(page)
          })
        }
      }

      test('add up: each of them makes the letters larger', async () => {
        const url = stage.at(PROVINCE)
        const sizes: number[] = []
        for (const choice of [[], ['yw-text=large'], ['yw-view=elder'], ['yw-view=elder', 'yw-text=large']]) {
          await page.context().clearCookies()
          const cookies = choice.map((one) => one.split('=')).map(([name = '', value = '']) => ({ name, value, url }))
          await page.context().addCookies(cookies)
          await page.goto(url)
          sizes.push(Number(await page.evaluate('parseFloat(getComputedStyle(document.body).fontSize)')))
        }
        assert.deepEqual(sizes, [18, 20.25, 22.5, 27])
      })

      test('are made with one press and go along to the next page', async () => {
        await page.context().clearCookies()
        await page.goto(stage.at(PROVINCE))
        await page.getByRole('link', { name: '长者版' }).click()
        await page.locator('html[data-view=elder]').waitFor()
        await page.mouse.move(0, 0)
        const looks = (name: string) =>
          page.evaluate(`getComputedStyle(document.querySelector('[data-set=${name}]')).textDecorationLine`)
        assert.deepEqual([await looks('view'), await looks('text')], ['underline', 'none'], 'what is on looks so')
        await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '政务公开' }).click()
        await page.getByRole('heading', { level: 1, name: '政务公开' }).waitFor()
        await page.locator('html[data-view=elder]').waitFor()
      })
    })

    test('without JavaScript one finds a notice, and the choices are kept', async () => {
      const page = await stage.visitor({ ...phone, javaScriptEnabled: false })
      await page.goto(stage.at(PROVINCE))
      await page.getByRole('link', { name: '高对比' }).click()
      assert.equal(page.url(), stage.at(PROVINCE))
      await page.locator('html[data-contrast=high]').waitFor()
      await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '政务公开' }).click()
      await page.getByRole('navigation', { name: '政务公开的栏目' }).getByRole('link', { name: '通知公告' }).click()
      const entry = page.getByRole('main').getByRole('heading', { level: 3 }).first().getByRole('link')
      const title = await entry.innerText()
      await entry.click()
      await page.getByRole('heading', { level: 1, name: title }).waitFor()
      await page.locator('html[data-contrast=high]').waitFor()
      await page.getByRole('link', { name: '打印版' }).click()
      await page.getByRole('link', { name: '返回网页版' }).click()
      await page.getByRole('link', { name: '高对比' }).click()
      await page.locator('html:not([data-contrast])').waitFor()
    })

    test('a link to a foreign site goes by a page that says so', async () => {
      const page = await stage.visitor({ ...phone, javaScriptEnabled: false })
      await page.goto(stage.at(PROVINCE, '/leave?to=https%3A%2F%2Fclinic.example.com%2F'))
      await see(page, 'clinic.example.com')
      await page.getByRole('link', { name: '留在本站' }).click()
      assert.equal(page.url(), stage.at(PROVINCE))
    })

    test('a telephone number stands on one line, however wide the screen is', async () => {
      const page = await stage.visitor()
      const village = home('village')
      for (const [host, path] of [
        [PROVINCE, '/'],
        [PROVINCE, '/about/'],
        [village.host, village.path],
      ] as const) {
        await page.goto(stage.at(host, path))
        for (let width = 320; width <= 760; width += 8) {
          await page.setViewportSize({ width, height: 640 })
          const { numbers, broken } = await numbersOn(page)
          assert.ok(numbers > 0, `no number on ${host}${path}`)
          assert.deepEqual(broken, [], `${host}${path} at ${width} px`)
        }
      }
    })

    /** Every telephone number in the text of the page, and those that begin on one line and end on another. */
    async function numbersOn(page: Page): Promise<{ numbers: number; broken: string[] }> {
      const found = await page.evaluate(`(() => {
        const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
        const broken = []
        let numbers = 0
        for (let text = texts.nextNode(); text; text = texts.nextNode())
          for (const { index, 0: number } of text.data.matchAll(/\\d{3,4}(?:-\\d{3,8})+/g)) {
            numbers++
            const range = document.createRange()
            range.setStart(text, index)
            range.setEnd(text, index + number.length)
            if (new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1) broken.push(number)
          }
        return { numbers, broken }
      })()`)
      return Numbers.parse(found)
    }

    test('a television set: letters for three metres, and the arrow keys lead everywhere', async () => {
      const userAgent =
        'Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36'
      const page = await stage.visitor({ userAgent, viewport: { width: 1920, height: 1080 } })
      await page.goto(stage.at(PROVINCE))
      assert.equal(await page.evaluate('getComputedStyle(document.body).fontSize'), '27px')
      await assertFitsWidth(page)
      const at = async (key: string) => {
        await page.keyboard.press(key)
        return page.evaluate(
          'document.activeElement.closest("main, footer, .nav, .topbar, header")?.className || document.activeElement.closest("main, header")?.localName',
        )
      }
      const seenPlaces = new Set<unknown>()
      for (let press = 0; press < 120 && !seenPlaces.has('footer'); press++) seenPlaces.add(await at('ArrowDown'))
      for (const part of ['topbar', 'nav', 'main', 'footer'])
        assert.ok(seenPlaces.has(part), `${part} is not on the way down`)
      for (let press = 0; press < 120 && !(await page.locator('.nav :focus').count()); press++) await at('ArrowUp')
      await page.getByRole('link', { name: '首页' }).focus()
      await at('ArrowRight')
      await page
        .getByRole('navigation', { name: '主导航' })
        .getByRole('link')
        .nth(1)
        .and(page.locator(':focus'))
        .waitFor()
      // In the search field left and right move among the letters.
      await page.getByRole('combobox').fill('供暖')
      await at('ArrowLeft')
      await page.getByRole('combobox').and(page.locator(':focus')).waitFor()
      await page.keyboard.press('Escape')
      await at('ArrowDown')
      await page.locator('main a:focus').waitFor()
    })

    for (const site of ['province', 'department', 'village']) {
      test(`${site}: the keyboard skips the navigation and always shows where it is`, async () => {
        const { host, path } = home(site)
        const page = await stage.visitor()
        await page.goto(stage.at(host, path))
        await page.keyboard.press('Tab')
        await page.getByRole('link', { name: '跳到正文' }).and(page.locator(':focus')).waitFor()
        assert.deepEqual(await unmarkedStops(page, 25), [])
        await page.goto(stage.at(host, path))
        await page.keyboard.press('Tab')
        await page.keyboard.press('Enter')
        await page.keyboard.press('Tab')
        assert.equal(await page.evaluate('document.querySelector("main").contains(document.activeElement)'), true)
      })
    }

    /** Stops of the Tab key at which nothing shows that they have the focus, or which are out of sight. */
    async function unmarkedStops(page: Page, stops: number): Promise<unknown[]> {
      const unmarked: unknown[] = []
      for (let stop = 0; stop < stops; stop++) {
        const lost = await page.evaluate(`(() => {
        const element = document.activeElement
        const style = getComputedStyle(element)
        const box = element.getBoundingClientRect()
        const isMarked = (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none'
        const isSeen = box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth
        return isMarked && isSeen ? null : element.outerHTML.slice(0, 120)
      })()`)
        if (lost !== null) unmarked.push(lost)
        await page.keyboard.press('Tab')
      }
      return unmarked
    }

    test('feeds and site maps for machines are well-formed and lead to pages', async () => {
      const page = await stage.visitor()
      await page.goto(stage.at(PROVINCE))
      const lists = samples.filter(({ kind }) => ['newest list', 'mounted channel', 'list of documents'].includes(kind))
      const homes = samples.filter(({ kind }) => kind === 'home')
      const documents = [
        ...lists.map(({ host, path }) => ({ host, path: `${path}rss.xml`, entry: 'item link' })),
        ...homes.map(({ host, path }) => ({ host, path: `${path}sitemap.xml`, entry: 'url loc' })),
      ]
      for (const { host, path, entry } of documents) {
        const { status, body } = await fetchPage(host, path)
        assert.equal(status, 200, path)
        const links = await page.evaluate(
          `(() => {
          const parsed = new DOMParser().parseFromString(${JSON.stringify(body)}, 'application/xml')
          if (parsed.querySelector('parsererror')) return parsed.querySelector('parsererror').textContent
          return [...parsed.querySelectorAll(${JSON.stringify(entry)})].map((link) => link.textContent)
        })()`,
        )
        assert.ok(Array.isArray(links), `${host}${path}: ${String(links)}`)
        assert.ok(links.length > 0, `${host}${path} is empty`)
        for (const link of [links[0], links.at(-1)]) await assertLeadsToPage(new URL(String(link)))
      }
    })

    for (const site of ['province', 'city', 'village']) {
      test(`${site}: every link of the home page leads to a page`, async () => {
        const { host, path } = home(site)
        const from = new URL(stage.at(host, path))
        const { body } = await fetchPage(host, path)
        const links = internalLinks(body, from)
        assert.ok(links.length > 20, `only ${links.length} links`)
        for (const link of links) await assertLeadsToPage(link)
      })
    }

    test('every link of every page kind leads to a page', async () => {
      const good = samples.filter(({ status }) => status === 200)
      const links = good.flatMap((sample) =>
        internalLinks(seen.get(nameOf(sample)) ?? '', new URL(stage.at(sample.host, sample.path))),
      )
      for (const link of links) await assertLeadsToPage(link)
    })

    const known = new Map<string, Promise<{ status: number; body: string }>>()

    async function assertLeadsToPage(link: URL): Promise<void> {
      const key = link.host + link.pathname + link.search
      const arriving = known.get(key) ?? arrive(link)
      known.set(key, arriving)
      const { status, body } = await arriving
      assert.equal(status, 200, `${link.href} answers ${status}`)
      const anchor = decodeURIComponent(link.hash.slice(1))
      assert.ok(anchor === '' || body.includes(`id="${anchor}"`), `${link.href}: no such place on the page`)
    }

    /** Follows redirects to other hosts of the platform too. */
    async function arrive(link: URL, hops = 0): Promise<{ status: number; body: string }> {
      const { status, body, location } = await fetchPage(link.hostname, link.pathname + link.search)
      if (status < 300 || status >= 400 || !location || hops > 3) return { status, body }
      return arrive(new URL(location, link.href), hops + 1)
    }
  },
  { search: fakeSearch([]) },
)

/** Links of a page to this platform; those to the page as other readers see it are left out. */
function internalLinks(html: string, from: URL): URL[] {
  const links = [...html.matchAll(/<a [^>]*?href="([^"]*)"/g)].map(([, href]) =>
    URL.parse((href ?? '').replaceAll('&amp;', '&'), from.href),
  )
  return links
    .filter((link) => link !== null)
    .filter(
      ({ hostname, search }) => hostname.endsWith('yunling.localhost') && !/^\?(view|contrast|text)=/.test(search),
    )
}
