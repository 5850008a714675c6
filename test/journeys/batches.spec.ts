import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { journeys, see } from '../kit/browser.ts'
import { chooses, goesTo } from './office.ts'

const CITY = 'www.jichuan.yunling.localhost'
const COUNTY = 'www.lutingxian.jichuan.yunling.localhost'
const answer = '霁川市集中供暖测温退费办理办法问答'
const notice = '下河村年终集体分红测算说明（征求意见）'
const HOURS = '供暖季每日 7:00—22:00'
const MINUTE = 60_000

await journeys('a release batch', (stage) => {
  test('two texts on two sites and new service hours are prepared, scheduled, appear at one instant, and are undone as one', async () => {
    const manager = await stage.staff('manager')
    await goesTo(manager, '采编')
    for (const title of [answer, notice]) await picks(manager, title)
    await manager.getByRole('button', { name: '加入批次 2' }).click()
    await chooses(manager, '批次', '新建一个批次…')
    await manager.getByRole('dialog', { name: '加入批次' }).getByRole('button', { name: '加入批次' }).click()
    await manager.getByRole('textbox', { name: '名称' }).fill('冬季民生事项发布')
    await chooses(manager, '负责站点', '霁川市人民政府')
    await manager.getByRole('dialog', { name: '新建批次' }).getByRole('button', { name: '建立' }).click()
    await manager.getByRole('link', { name: '打开批次“冬季民生事项发布”' }).click()
    await manager.getByRole('heading', { level: 1, name: '冬季民生事项发布' }).waitFor()
    await offersWaiting(manager)
    await setsHours(manager, HOURS)
    await see(manager, '已检查 3 项，全部可以发布。')

    const due = new Date(Math.ceil(Date.now() / MINUTE) * MINUTE + 3 * MINUTE)
    await schedules(manager, due)
    await see(manager, '2 篇稿件、1 项设置，涉及 2 个网站')
    await manager.getByRole('button', { name: `预演：${answer} 霁川市人民政府` }).click()
    const opening = manager.waitForEvent('popup')
    await manager.getByRole('link', { name: '打开预演' }).click()
    const rehearsal = await opening
    await rehearsal.getByRole('heading', { level: 1, name: answer }).waitFor()
    await see(rehearsal, HOURS)

    const reader = await stage.visitor()
    const city = () => reader.goto(stage.at(CITY, '/zwgk/zcjd/'))
    const village = () => reader.goto(stage.at(COUNTY, '/taoxi/xiahe/tzgg/'))
    const sees = (text: string) => reader.getByText(text).count()
    await city()
    assert.deepEqual([await sees(answer), await sees(HOURS)], [0, 0])
    await village()
    assert.equal(await sees(notice), 0)

    stage.setNow(due)
    await city()
    await reader.getByRole('main').getByRole('link', { name: answer }).waitFor()
    await see(reader, HOURS)
    await village()
    await reader.getByRole('main').getByRole('link', { name: notice }).click()
    await reader.getByRole('heading', { level: 1, name: notice }).waitFor()
    const address = reader.url()

    stage.setNow(new Date(due.getTime() + MINUTE))
    await manager.reload()
    await manager.getByRole('button', { name: '撤销批次' }).click()
    await manager.getByRole('textbox', { name: '说明' }).fill('口径调整，另行发布。')
    await manager.getByRole('dialog', { name: '撤销批次' }).getByRole('button', { name: '撤销' }).click()
    await see(manager, '已撤销，页面已恢复原样')
    await city()
    assert.deepEqual([await sees(answer), await sees(HOURS)], [0, 0])
    assert.equal((await reader.goto(address))?.status(), 410)
    await see(reader, '口径调整，另行发布。')
  })
})

async function picks(page: Page, title: string): Promise<void> {
  await page.getByRole('searchbox').first().fill(title)
  await page.getByRole('row', { name: title }).getByRole('checkbox').check()
}

/** What waits to be published is offered before a word is typed; what is published already is not. */
async function offersWaiting(page: Page): Promise<void> {
  await page.getByRole('button', { name: '加入稿件' }).click()
  const field = page.getByRole('dialog', { name: '加入稿件' }).getByRole('combobox', { name: '稿件' })
  await field.click()
  await see(page, '霁川市主城区冬季公交运营时间调整公告')
  await field.fill('办事指南')
  await see(page, '没有找到等待发布的稿件')
  await page.keyboard.press('Escape')
  await page.getByRole('dialog', { name: '加入稿件' }).getByRole('button', { name: '取消' }).click()
}

async function setsHours(page: Page, hours: string): Promise<void> {
  await page.getByRole('button', { name: '加入设置' }).click()
  await chooses(page, '设置项', '联系时间')
  await page.getByRole('textbox', { name: '新的值' }).fill(hours)
  await page.getByRole('dialog', { name: '加入设置' }).getByRole('button', { name: '加入设置' }).click()
  await page.getByRole('dialog', { name: '加入设置' }).waitFor({ state: 'hidden' })
}

async function schedules(page: Page, at: Date): Promise<void> {
  await page.getByRole('button', { name: '发布批次 R' }).click()
  const dialog = page.getByRole('dialog', { name: '发布批次' })
  await dialog.getByRole('radio', { name: '定时' }).check()
  const wall = new Date(at.getTime() + 8 * 60 * MINUTE).toISOString()
  await dialog
    .getByLabel('生效时间')
    .last()
    .fill(`${wall.slice(0, 10)} ${wall.slice(11, 16)}`)
  await page.keyboard.press('Enter')
  await dialog.getByRole('button', { name: '定时发布' }).click()
  await see(page, /^已定于/)
  // The button that opened the dialog is gone by now: whoever uses the keyboard goes on from the top of the page.
  await page.locator('main:focus').waitFor()
}
