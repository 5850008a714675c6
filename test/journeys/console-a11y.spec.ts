import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { sql } from 'kysely'
import type { Page } from 'playwright-core'
import { newId } from '../../src/kernel/ids.ts'
import { addEntries, createBatch } from '../../src/modules/content/index.ts'
import {
  assertAccessible,
  assertFitsWidth,
  assertReadable,
  assertTablesFit,
  desktop,
  journeys,
  phone,
  see,
} from '../kit/browser.ts'

/** A page of the console: who looks at it, where it is, and what shows that it is all there. */
type Sight = { name: string; login: string; path: string; whole: (page: Page) => Promise<unknown> }

const row = (page: Page) => page.getByRole('rowheader').first().waitFor()
const shows = (text: string) => (page: Page) => see(page, text)

await journeys('the console', async (stage) => {
  const idOf = async (text: string) => {
    const { rows } = await stage.view((view) => sql.raw<{ id: string }>(text).execute(view.db))
    assert.ok(rows[0], text)
    return rows[0].id
  }
  const site = await idOf(`SELECT id FROM sites.site WHERE code = 'jichuan'`)
  const village = await idOf(`SELECT id FROM identity.account WHERE login = 'village'`)
  const channel = await idOf(`SELECT id FROM sites.channel WHERE site_id = '${site}' AND code = 'tzgg'`)
  const documentIn = (state: string) =>
    idOf(`SELECT d.id FROM content.document d JOIN sites.site s ON s.id = d.site_id
      WHERE s.code = 'yunling' AND d.state = '${state}' AND d.stage < 2 ORDER BY d.id LIMIT 1`)
  const [draft, submitted] = [await documentIn('draft'), await documentIn('submitted')]

  const approved = await idOf(`SELECT d.id FROM content.document d JOIN sites.site s ON s.id = d.site_id
    WHERE s.code = 'jichuan' AND d.state = 'approved' ORDER BY d.id LIMIT 1`)
  const batch = await stage.work(async (work) => {
    const made = await createBatch(work, {
      params: {},
      query: {},
      body: { siteId: site, name: '医保新政发布', note: '市、县同时生效' },
    })
    await addEntries(work, {
      params: { id: made.id },
      query: {},
      body: {
        expectedVersion: made.version,
        entries: [
          { kind: 'publish', documentId: approved },
          { kind: 'setting', siteId: site, key: 'appearance.colour', value: 'teal' },
        ],
      },
    })
    return made.id
  })

  const { synonyms, pin } = await stage.work(async (work) => {
    const acts = { version: 1, created_at: work.now, changed_at: work.now, changed_by: null, changed_by_name: '臧亦舟' }
    const kept = { note: '百姓的说法', is_on: true, deleted_at: null, ...acts }
    const made = { synonyms: newId(), pin: newId() }
    await work.db
      .insertInto('search.synonym_group')
      .values({ id: made.synonyms, words: ['低保', '最低生活保障'], ...kept })
      .execute()
    const docs = JSON.stringify([{ id: `item:${newId()}`, title: '住房公积金提取指南' }])
    await work.db
      .insertInto('search.pin')
      .values({ id: made.pin, words: ['公积金'], docs, site_id: site, ends_on: null, ...kept })
      .execute()
    const day = new Date(work.now.getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
    const asked = { day, place: 'jichuan', searches: 40, zero: 8 }
    await work.db
      .insertInto('search.query_day')
      .values({ ...asked, words: '电动车上牌', clicks: 20, position_sum: 44 })
      .execute()
    await work.db
      .insertInto('search.click_day')
      .values({ day, place: 'jichuan', words: '电动车上牌', position: 2, clicks: 20 })
      .execute()
    await sql`INSERT INTO search.file_text (blob, reader, file_name, media_type, bytes, reason, took_ms, read_at)
      VALUES (${'a'.repeat(64)}, 1, '附件1.pdf', 'application/pdf', 204800, 'encrypted', 12, ${work.now})`.execute(
      work.db,
    )
    return made
  })

  const sights: Sight[] = [
    { name: 'inbox', login: 'editor', path: '/inbox', whole: row },
    { name: 'documents', login: 'editor', path: '/documents', whole: row },
    { name: 'no such document', login: 'editor', path: '/documents/1', whole: shows('没有这个页面') },
    { name: 'new document', login: 'editor', path: '/documents/new', whole: shows('开始写') },
    { name: 'editor', login: 'editor', path: `/documents/${draft}`, whole: shows('图片都有替代文字') },
    { name: 'history', login: 'editor', path: `/documents/${draft}/history`, whole: shows('起草人') },
    { name: 'review', login: 'reviewer1', path: `/documents/${submitted}/review`, whole: shows('图片都有替代文字') },
    { name: 'batches', login: 'manager', path: '/batches', whole: row },
    { name: 'batch', login: 'manager', path: `/batches/${batch}`, whole: shows('已检查 2 项，全部可以发布。') },
    { name: 'sites', login: 'system', path: '/sites', whole: row },
    { name: 'new site', login: 'system', path: '/sites/new', whole: shows('选择模板后，这里列出将建的栏目。') },
    { name: 'site register', login: 'system', path: `/sites/${site}`, whole: shows('联系方式') },
    { name: 'site settings', login: 'system', path: `/sites/${site}/settings`, whole: shows('主色') },
    { name: 'channels', login: 'system', path: `/channels?site=${site}&channel=${channel}`, whole: shows('栏目描述') },
    {
      name: 'organisations',
      login: 'system',
      path: '/organisations',
      whole: (page) => page.getByRole('tree').waitFor(),
    },
    { name: 'imports', login: 'manager', path: '/imports', whole: shows('还没有导入过') },
    { name: 'new import', login: 'manager', path: '/imports/new', whole: shows('1　导入到哪里') },
    { name: 'accounts', login: 'security', path: '/organisations/accounts', whole: row },
    { name: 'account', login: 'security', path: `/organisations/accounts/${village}`, whole: shows('授权') },
    { name: 'search figures', login: 'operator', path: '/search', whole: shows('点击位置') },
    { name: 'search words', login: 'operator', path: '/search/words', whole: row },
    { name: 'search worklist', login: 'operator', path: '/search/worklist', whole: row },
    { name: 'synonyms', login: 'operator', path: '/search/synonyms', whole: row },
    { name: 'synonym', login: 'operator', path: `/search/synonyms/${synonyms}`, whole: shows('低保') },
    { name: 'pins', login: 'operator', path: '/search/pins', whole: row },
    { name: 'pin', login: 'operator', path: `/search/pins/${pin}`, whole: shows('已撤下') },
    { name: 'search tried', login: 'operator', path: '/search/try', whole: shows('看读者会搜到什么') },
    { name: 'search index', login: 'operator', path: '/search/index', whole: row },
    { name: 'page changes', login: 'operator', path: '/page-changes', whole: shows('95% 用时不超过') },
    { name: 'templates', login: 'system', path: '/templates', whole: row },
    {
      name: 'template',
      login: 'system',
      path: '/templates/shown-by?template=base%2Fbottom',
      whole: shows('关于这个模板'),
    },
    { name: 'audit', login: 'audit', path: '/audit', whole: row },
  ]

  test('signing in', async () => {
    const page = await stage.visitor()
    for (const { viewport } of [desktop, phone]) {
      await page.setViewportSize(viewport)
      await page.goto(stage.at('localhost', '/console/'))
      await page.getByRole('heading', { level: 1 }).waitFor()
      await assertAccessible(page)
      await assertFitsWidth(page)
    }
  })

  test('on a phone a task and its button are both in sight', async () => {
    const page = await stage.staff('editor', phone)
    await page.goto(stage.at('localhost', '/console/inbox'))
    await row(page)
    const button = page
      .getByRole('row')
      .getByRole('link', { name: /^(修改|继续写)：/ })
      .first()
    const box = await button.boundingBox()
    assert.ok(box && box.x >= 0 && box.x + box.width <= phone.viewport.width, JSON.stringify(box))
  })

  describe('each page, light and dark, wide and narrow', () => {
    const pages = new Map<string, Promise<Page>>()
    for (const { name, login, path, whole } of sights) {
      test(name, async () => {
        const arriving = pages.get(login) ?? stage.staff(login)
        pages.set(login, arriving)
        const page = await arriving
        await page.setViewportSize(desktop.viewport)
        await page.goto(stage.at('localhost', `/console${path}`))
        await whole(page)
        for (const turn of ['as it was', 'other']) {
          const shade = page.getByRole('button', { name: '深色' })
          const isDark = (await shade.getAttribute('aria-pressed')) === 'true'
          if (isDark) await assertReadable(page, 'dark')
          else {
            for (const { viewport } of [phone, desktop]) {
              await page.setViewportSize(viewport)
              await assertAccessible(page, `${viewport.width} px`)
              await assertFitsWidth(page)
            }
            for (const width of [1280, 1440]) {
              await page.setViewportSize({ ...desktop.viewport, width })
              await assertTablesFit(page)
            }
          }
          if (turn === 'other') break
          await shade.click()
          await page.getByRole('button', { name: '深色', pressed: !isDark }).waitFor()
        }
      })
    }
  })
})
