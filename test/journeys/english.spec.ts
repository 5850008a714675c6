import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import type { Page } from 'playwright-core'
import { assertFitsWidth, journeys, phone, see, type Stage } from '../kit/browser.ts'

/** Somebody who reads English, in a window of their own. */
async function reader(stage: Stage, login: string, path: string): Promise<Page> {
  const page = await stage.staff(login, phone)
  await page.evaluate(() => localStorage.setItem('yw-language', 'en'))
  await page.goto(stage.at('localhost', `/console${path}`))
  await page.getByRole('navigation', { name: 'Main' }).waitFor()
  return page
}

await journeys('the console in English', (stage) => {
  test('changes its words, and those of the server, without another visit', async () => {
    const page = await stage.staff('security')
    await page.goto(stage.at('localhost', '/console/organisations/roles'))
    await see(page, '系统管理员')
    await page.getByRole('button', { name: /臧望舟/ }).click()
    await page.getByRole('menuitem', { name: 'English' }).click()
    await see(page, 'System administrator')
    await see(page, 'Registers organisations and sites and opens accounts; grants nothing and edits nothing.')
    await page.getByRole('button', { name: /臧望舟/ }).click()
    await page.getByRole('menuitem', { name: '中文' }).click()
    await see(page, '系统管理员')
  })

  test('puts words together with its own marks', async () => {
    const page = await reader(stage, 'audit', '/audit')
    await page.getByRole('link', { name: 'Signed in: 耿绿筠（audit）' }).first().click()
    await page.getByRole('dialog', { name: 'Signed in' }).getByRole('rowheader', { name: 'Browser' }).waitFor()

    await page.goto(stage.at('localhost', '/console/audit'))
    await page.getByRole('button', { name: 'Verify all entries' }).click()
    await page.getByText('Seal').waitFor()
    await page.reload()
    await page.getByRole('link', { name: 'Verified the audit trail: The audit trail' }).first().click()
    await page.getByRole('dialog').getByText('The audit trail', { exact: true }).waitFor()

    await page.goto(stage.at('localhost', '/console/audit?q=demonstration'))
    await page.getByText('Demonstration', { exact: true }).first().waitFor()
  })

  test('says what the platform itself wrote into the history of a site', async () => {
    const { rows } = await stage.view((view) =>
      sql<{ id: string }>`SELECT id FROM sites.site WHERE code = 'jichuan'`.execute(view.db),
    )
    const keeper = await reader(stage, 'system', `/sites/${rows[0]?.id}/state`)
    await keeper.getByRole('list', { name: 'History of states' }).getByText('Registered', { exact: true }).waitFor()
  })

  test('fits a phone in the dialog of the time machine', async () => {
    const page = await reader(stage, 'operator', '/sites')
    await page.getByRole('searchbox', { name: 'Name, code, site code or domain' }).fill('霁川市人民政府')
    await page.getByRole('link', { name: '霁川市人民政府', exact: true }).click()
    await page.getByRole('button', { name: 'Time machine' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'In 7 days' }).waitFor()
    await assertFitsWidth(page)
    const over = await dialog.evaluate((box) => {
      const edge = box.getBoundingClientRect().right
      return [...box.querySelectorAll('button, input')].filter((one) => one.getBoundingClientRect().right > edge).length
    })
    assert.equal(over, 0)
  })

  test('the list of bodies fits a small desk screen', async () => {
    const page = await stage.staff('system')
    await page.evaluate(() => localStorage.setItem('yw-language', 'en'))
    await page.goto(stage.at('localhost', '/console/organisations'))
    const list = page.getByRole('table', { name: 'Organisations' })
    await list.getByRole('rowheader').first().waitFor()
    await list.getByRole('columnheader', { name: 'Credit code' }).waitFor()
    const over = await list.evaluate((table) => table.scrollWidth - (table.parentElement?.clientWidth ?? 0))
    assert.ok(over <= 0, `${over} px too wide`)
  })

  test('a reprint without a place says which choice is missing', async () => {
    const page = await reader(stage, 'editor', '/documents/reprint')
    const window = await stage.visitor()
    await window.goto(stage.at('www.jichuan.yunling.localhost', '/zwgk/tzgg/'))
    const text = window.locator('.entries h3').getByRole('link').first()
    const address = new URL((await text.getAttribute('href')) ?? '', window.url()).href
    await page.getByRole('searchbox', { name: 'Address of the page, or a piece of its title' }).fill(address)
    await page.getByRole('button', { name: /^Reprint this: / }).click()
    const missing = page.getByRole('complementary', { name: 'Reprint to' }).getByText('Choose a site', { exact: true })
    await missing.last().waitFor()
    assert.ok(await missing.last().isVisible())
  })
})
