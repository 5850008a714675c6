import type { Page } from 'playwright-core'

/** What administrators do in the console, step by step. */

export async function goesTo(page: Page, entry: string): Promise<void> {
  await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: entry }).click()
}

/** Types a piece of the name and takes what is offered. */
export async function chooses(page: Page, label: string, name: string): Promise<void> {
  await page.getByRole('combobox', { name: label }).fill(name)
  await page.getByTitle(name, { exact: true }).filter({ visible: true }).last().click()
}

export async function opensSite(page: Page, name: string, tab: string): Promise<void> {
  await goesTo(page, '站点')
  await page.getByRole('searchbox', { name: '按名称、代码、标识码、域名查找' }).fill(name)
  await page.getByRole('row').getByRole('link', { name, exact: true }).click()
  await page.getByRole('heading', { level: 1, name }).waitFor()
  await page.getByRole('navigation', { name: '站点页面' }).getByRole('link', { name: tab }).click()
}

export async function opensAccount(page: Page, login: string): Promise<void> {
  await goesTo(page, '机构与人员')
  await page.getByRole('navigation', { name: '机构与人员' }).getByRole('link', { name: '账号' }).click()
  await page.getByRole('searchbox', { name: '按姓名、登录名查找' }).fill(login)
  await page
    .getByRole('row')
    .filter({ has: page.getByRole('cell', { name: login, exact: true }) })
    .getByRole('link')
    .click()
  await page.getByRole('region', { name: '授权' }).waitFor()
}
