import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { withdraw } from '../../src/modules/library/index.ts'
import { assertAccessible, assertFitsWidth, journeys, phone, see, type Stage } from '../kit/browser.ts'
import { opensSite } from './office.ts'

const SITE = '云岭省人民政府'
const HOUR = 3_600_000

await journeys('the time machine', (stage) => {
  test('shows the site under its old name, says until when, and leads back', async () => {
    const start = Date.now()
    stage.setNow(new Date(start + 3 * HOUR))
    await stage.work((work) =>
      work.db.updateTable('sites.site').set({ name: '云岭省政府网' }).where('name', '=', SITE).execute(),
    )
    stage.setNow(new Date(start + 3.5 * HOUR))

    const staff = await stage.staff('operator')
    await staff.clock.setSystemTime(start + 3.5 * HOUR)
    await opensSite(staff, '云岭省政府网', '登记信息')
    await staff.getByRole('button', { name: '时间机器' }).click()
    const dialog = staff.getByRole('dialog')
    await assertAccessible(staff, 'dialog')

    await dialog.getByRole('button', { name: '7 天前' }).click()
    await dialog.getByRole('button', { name: '生成链接' }).click()
    await see(staff, '在这个时间还没有建立，请选择更晚的时间')
    await dialog.getByRole('button', { name: '1 小时前' }).click()
    await dialog.getByRole('button', { name: '生成链接' }).click()
    await see(staff, '链接已生成')
    await assertAccessible(staff, 'link')
    const url = await dialog.getByRole('textbox', { name: '预览链接' }).inputValue()

    const reader = await stage.visitor(phone)
    await reader.goto(stage.at('www.yunling.localhost'))
    await reader.getByRole('heading', { level: 1, name: '云岭省政府网' }).waitFor()
    await reader.goto(url)
    await reader.getByRole('heading', { level: 1, name: SITE }).waitFor()
    await see(reader, '正在查看')
    await assertFitsWidth(reader)
    await assertAccessible(reader, 'preview')
    await reader.setViewportSize({ width: 1280, height: 900 })
    await reader.getByRole('link', { name: '首页', exact: true }).first().click()
    await see(reader, '正在查看')
    await reader.getByRole('link', { name: '回到现在' }).click()
    await reader.getByRole('heading', { level: 1, name: '云岭省政府网' }).waitFor()
    assert.equal(await reader.getByText('正在查看').count(), 0)

    const small = await stage.staff('operator', phone)
    await small.clock.setSystemTime(start + 3.5 * HOUR)
    await small.goto(staff.url())
    await small.getByRole('button', { name: '时间机器' }).click()
    await small.getByRole('dialog').waitFor()
    await assertFitsWidth(small)
    await small.getByRole('dialog').getByRole('button', { name: '1 小时前' }).click()
    await small.getByRole('dialog').getByRole('button', { name: '生成链接' }).click()
    await see(small, '链接已生成')
    await small.keyboard.press('Escape')
  })

  test('shows a text as it was before it was taken down, by the keyboard', async () => {
    const start = Date.now()
    stage.setNow(new Date(start))
    const { item, document, title } = await anyText(stage)
    stage.setNow(new Date(start + 2 * HOUR))
    await stage.work((work) => withdraw(work, { itemId: item, reason: 'error', note: '日期有误' }))
    stage.setNow(new Date(start + 2.5 * HOUR))

    const staff = await stage.staff('operator')
    await staff.clock.setSystemTime(start + 2.5 * HOUR)
    await staff.goto(stage.at('localhost', `/console/documents/${document}`))
    await staff.getByRole('button', { name: '时间机器' }).focus()
    await staff.keyboard.press('Enter')
    const dialog = staff.getByRole('dialog')
    await dialog.getByRole('button', { name: '1 小时前' }).focus()
    await staff.keyboard.press('Enter')
    await dialog.getByRole('button', { name: '生成链接' }).focus()
    await staff.keyboard.press('Enter')
    await see(staff, '链接已生成')
    const [page] = await Promise.all([
      staff.context().waitForEvent('page'),
      dialog.getByRole('link', { name: '打开页面' }).press('Enter'),
    ])
    await page.getByRole('heading', { level: 1, name: title }).waitFor()
    await see(page, '正在查看')
  })
})

type Text = { item: string; document: string; title: string }

/** Some text that the province shows. */
async function anyText(stage: Stage): Promise<Text> {
  const { rows } = await stage.view((view) =>
    sql<Text>`
      SELECT v.item_id AS item, d.id AS document, v.title FROM library.version v
      JOIN library.placement p ON p.item_id = v.item_id AND p.is_primary AND p.visible_until = 'infinity'
      JOIN sites.v_site s ON s.id = p.site_id AND s.code = 'yunling'
      JOIN sites.v_channel c ON c.id = p.channel_id AND c.kind = 'list'
      JOIN content.document d ON d.item_id = v.item_id AND d.site_id = s.id
      WHERE p.visible_from < ${view.now} ORDER BY v.item_id LIMIT 1`.execute(view.db),
  )
  const [text] = rows
  if (!text) throw new Error('the province shows nothing')
  return text
}
