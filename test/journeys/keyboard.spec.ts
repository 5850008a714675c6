import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import type { Locator, Page } from 'playwright-core'
import { journeys, see } from '../kit/browser.ts'

/** Waits until this has the focus. */
async function hasFocus(what: Locator): Promise<void> {
  await what.and(what.page().locator(':focus')).waitFor()
}

const isGone = (page: Page, role: 'dialog' | 'menu' = 'dialog') => page.getByRole(role).waitFor({ state: 'hidden' })

await journeys('by keyboard', async (stage) => {
  const { rows } = await stage.view((view) =>
    sql<{ id: string }>`SELECT d.id FROM content.document d JOIN sites.site s ON s.id = d.site_id
      WHERE s.code = 'yunling' AND d.state = 'draft' ORDER BY d.id LIMIT 1`.execute(view.db),
  )
  const draft = rows[0]?.id
  assert.ok(draft)

  /** Presses Tab, or Shift and Tab, until this has the focus. */
  async function tabsTo(what: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    const page = what.page()
    for (let presses = 0; presses < 40; presses++) {
      if ((await what.and(page.locator(':focus')).count()) > 0) return
      await page.keyboard.press(key)
    }
    assert.fail(`${key} does not lead to ${String(what)}`)
  }

  test('a clerk writes a notice and publishes it without a mouse, and always knows where the keyboard is', async () => {
    const page = await stage.staff('village')
    await page.goto(stage.at('localhost', '/console/documents'))
    await page.getByRole('rowheader').first().waitFor()
    await tabsTo(page.getByRole('button', { name: '写稿' }))
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: '写稿' }).waitFor()
    const channel = page.getByRole('combobox', { name: '栏目' })
    await tabsTo(channel)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.type('通知')
    await page.getByRole('treeitem', { name: '通知', exact: true }).waitFor()
    await page.keyboard.press('Enter')
    await see(page, /^放.*不设审核/)
    await hasFocus(channel)
    await page.keyboard.press('Tab')
    const cross = page.getByRole('button', { name: '清除所选' }).last()
    await hasFocus(cross)
    assert.equal(await page.evaluate('getComputedStyle(document.activeElement).opacity'), '1')
    await tabsTo(page.getByLabel('标题'))
    await page.keyboard.type('村卫生室周日接种疫苗')
    await tabsTo(page.getByRole('button', { name: '开始写' }))
    await page.keyboard.press('Enter')
    const body = page.getByRole('textbox', { name: '正文' })
    await hasFocus(body)
    // What was typed is saved before the dialog opens, and that takes its time; the clerk goes on meanwhile.
    const saving = Promise.withResolvers<void>()
    await page.route('**/api/documents/*', async (route) => {
      if (route.request().method() === 'PUT') await saving.promise
      await route.continue()
    })
    await page.keyboard.type('周日上午八点开始，请带接种证。')
    await page.keyboard.press('Alt+F10')
    await hasFocus(page.getByRole('toolbar').getByRole('button').first())
    await page.keyboard.press('Escape')
    await hasFocus(body)

    await tabsTo(page.getByRole('button', { name: '发布', exact: true }), 'Shift+Tab')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    await hasFocus(page.getByLabel('标题'))
    saving.resolve()
    const dialog = page.getByRole('dialog')
    await dialog.waitFor()
    await tabsTo(dialog.getByRole('button', { name: '立即发布' }))
    await page.keyboard.press('Enter')
    await see(page, '读者现在可以看到，点开核对：')
    await hasFocus(dialog.getByRole('button', { name: '关闭' }).last())
    await page.keyboard.press('Enter')
    await isGone(page)
    await hasFocus(page.locator('main'))
    await see(page, /已更新 \d+ 个网站的 \d+ 个页面|没有已缓存的页面受影响/)
  })

  test('a dialog that was opened from a menu gives the focus back to the button of the menu', async () => {
    const page = await stage.staff('editor')
    await page.goto(stage.at('localhost', `/console/documents/${draft}`))
    const more = page.getByRole('button', { name: '更多' })
    const item = page.getByRole('menuitem', { name: '删除' })
    const dialog = page.getByRole('dialog', { name: '删除' })

    await more.click()
    await item.click()
    await hasFocus(dialog.getByRole('button', { name: '取消' }))
    await page.keyboard.press('Escape')
    await isGone(page)
    await hasFocus(more)

    await page.keyboard.press('Enter')
    await hasFocus(page.getByRole('menuitem').first())
    await page.keyboard.press('End')
    await hasFocus(item)
    await page.keyboard.press('Enter')
    await hasFocus(dialog.getByRole('button', { name: '取消' }))
    await isGone(page, 'menu')
    await page.keyboard.press('Enter')
    await isGone(page)
    await hasFocus(more)

    await page.keyboard.press('Enter')
    await hasFocus(page.getByRole('menuitem').first())
    await page.keyboard.press('Escape')
    await isGone(page, 'menu')
    await hasFocus(more)
  })

  test('a dialog that is taken away, and a drawer, give the focus back to their button', async () => {
    const page = await stage.staff('editor')
    await page.goto(stage.at('localhost', `/console/documents/${draft}`))
    const link = page.getByRole('button', { name: '链接', exact: true })
    await link.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
    await isGone(page)
    await hasFocus(link)

    const preview = page.getByRole('button', { name: '预览' })
    await preview.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: '预览' }).waitFor()
    await page.keyboard.press('Escape')
    await isGone(page)
    await hasFocus(preview)
  })

  test('who shows a channel is listed by site, then page by page, in a drawer that keeps the focus', async () => {
    const host = 'www.yunling.localhost'
    const { port } = new URL(stage.at(host))
    const ask = (url: string) => stage.server.inject({ url, headers: { host: `${host}:${port}` } })
    const map = await ask('/sitemap/')
    const paths = [...new Set([...map.body.matchAll(/href="(\/[^"?#:]+\/)"/g)].map(([, path]) => path ?? ''))]
    assert.ok(paths.length > 21, `${paths.length} pages`)
    for (const path of paths.slice(0, 30)) await ask(path)

    const { rows: channels } = await stage.view((view) =>
      sql<{ id: string; site: string; name: string }>`SELECT c.id, c.site_id AS site, c.name FROM sites.channel c
        JOIN sites.site s ON s.id = c.site_id
        WHERE s.code = 'yunling' AND c.in_nav AND c.parent_id IS NULL ORDER BY c.position LIMIT 1`.execute(view.db),
    )
    const [channel] = channels
    assert.ok(channel)
    const page = await stage.staff('system')
    await page.goto(stage.at('localhost', `/console/channels?site=${channel.site}&channel=${channel.id}`))
    const opener = page.getByRole('button', { name: `谁在展示：${channel.name}` })
    await opener.focus()
    await page.keyboard.press('Enter')
    const drawer = page.getByRole('dialog', { name: `谁在展示：${channel.name}` })
    await drawer.getByText(/^1 个网站的 \d+ 个页面正在展示它$/).waitFor()
    await drawer.getByText('它在导航栏里，所以本站每个页面的页头都展示它。').waitFor()
    // Whoever goes on before the shorter list is there leaves none behind: on the way back it is asked for again.
    let asked = 0
    await page.route('**/api/shown-by/sites?*pageSize=20*', (route) => (asked++ === 0 ? undefined : route.continue()))
    await drawer.getByLabel('每页').selectOption('20')
    const site = drawer.getByRole('rowheader').getByRole('button', { name: '云岭省人民政府' })
    await site.focus()
    await page.keyboard.press('Enter')
    const back = drawer.getByRole('button', { name: '全部网站' })
    await hasFocus(back)
    await drawer.getByRole('rowheader').nth(19).waitFor()
    assert.equal(await drawer.getByRole('rowheader').count(), 20)
    const firstPath = await drawer.getByRole('rowheader').first().innerText()
    await drawer.getByRole('button', { name: '2', exact: true }).click()
    await drawer.getByText(/^第 21–/).waitFor()
    assert.notEqual(await drawer.getByRole('rowheader').first().innerText(), firstPath)
    assert.ok(page.url().endsWith(`channel=${channel.id}`), 'the address is that of the screen below')
    await back.focus()
    await page.keyboard.press('Enter')
    await hasFocus(site)
    assert.equal(asked, 2)
    await page.keyboard.press('Escape')
    await isGone(page)
    await hasFocus(opener)
  })

  test('an entry of the ledger gives the focus back to its row', async () => {
    const page = await stage.staff('audit')
    await page.goto(stage.at('localhost', '/console/audit'))
    const entry = page.getByRole('rowheader').getByRole('link').nth(1)
    await entry.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
    await isGone(page)
    await hasFocus(entry)
  })
})
