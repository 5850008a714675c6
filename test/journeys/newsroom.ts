import { sql } from 'kysely'
import type { Page } from 'playwright-core'
import { see, type Stage } from '../kit/browser.ts'
import { signIn } from '../kit/system.ts'
import { DEMO_PASSWORD } from '../../src/demo/accounts.ts'

/** What people do in the console, step by step, as they would tell it. */

export type Notice = {
  /** Only somebody with several sites is asked for it. */
  site?: string
  channel: string
  title: string
  text: string
  source: string
}

export async function beginsDocument(page: Page, notice: Pick<Notice, 'site' | 'channel' | 'title'>): Promise<void> {
  const { site, channel, title } = notice
  await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '采编' }).click()
  await page.getByRole('button', { name: '写稿' }).click()
  await page.getByRole('heading', { level: 1, name: '写稿' }).waitFor()
  if (site !== undefined) {
    await page.getByRole('combobox', { name: '站点' }).fill(site)
    await page.getByTitle(site, { exact: true }).filter({ visible: true }).first().click()
  }
  await page.getByLabel('栏目').click()
  await page.getByLabel('栏目').fill(channel)
  await page.getByRole('treeitem', { name: channel, exact: true }).click()
  await page.getByLabel('标题').fill(title)
  await page.getByRole('button', { name: '开始写' }).click()
  await bodyOf(page).and(page.locator(':focus')).waitFor()
}

export const bodyOf = (page: Page) => page.getByRole('textbox', { name: '正文' })

export async function writesNotice(page: Page, notice: Notice): Promise<void> {
  await beginsDocument(page, notice)
  await page.keyboard.type(notice.text)
  await page.getByRole('textbox', { name: '来源' }).fill(notice.source)
  await seesItSaved(page)
}

export const seesItSaved = (page: Page) => see(page, /^已保存 \d\d:\d\d$/)

export async function submits(page: Page, stage: string): Promise<void> {
  await page.getByRole('button', { name: `提交${stage}` }).click()
  await page.getByRole('dialog').getByRole('button', { name: '提交审核' }).click()
  await see(page, `已提交${stage}`)
}

/** From the inbox to the page of the task. */
export async function takesFromInbox(page: Page, title: string): Promise<void> {
  await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '待办' }).click()
  await page.getByRole('heading', { level: 1, name: '待办' }).waitFor()
  await page.getByRole('row').getByRole('link', { name: title, exact: true }).click()
}

export async function returns(page: Page, title: string, reason: string): Promise<void> {
  await takesFromInbox(page, title)
  await page.getByRole('heading', { level: 1, name: title }).waitFor()
  await page.getByRole('textbox', { name: '意见' }).fill(reason)
  await page.getByRole('button', { name: '退回修改' }).click()
  await see(page, /^已退回修改/)
}

export async function passes(page: Page, title: string, goesTo: string): Promise<void> {
  await takesFromInbox(page, title)
  await page.getByRole('heading', { level: 1, name: title }).waitFor()
  await page.getByRole('button', { name: `通过，送${goesTo}` }).click()
  await see(page, /^已通过/)
}

export async function publishes(page: Page): Promise<void> {
  await page.getByRole('button', { name: '发布', exact: true }).click()
  await see(page, '发布之后：')
  await see(page, /^出现在 \d+ 个网站，.*至多 \d+ 个页面$/)
  await page.getByRole('dialog', { name: '发布' }).getByRole('button', { name: '立即发布' }).click()
  await see(page, '读者现在可以看到，点开核对：')
  await page.getByRole('dialog').getByRole('button', { name: '关闭' }).last().click()
}

/** A reader opens a list and follows the title to its page. */
export async function reads(reader: Page, list: string, { title, text }: Notice): Promise<void> {
  await reader.goto(list)
  await reader.getByRole('main').getByRole('link', { name: title }).click()
  await reader.getByRole('heading', { level: 1, name: title }).waitFor()
  await see(reader, text)
}

/** An account has a further role on a site, given by the security administrator beforehand. */
export async function isAlso(stage: Stage, { login, role, site }: { login: string; role: string; site: string }) {
  const call = await signIn(stage.server, 'security', DEMO_PASSWORD)
  const { rows } = await stage.pool.query<{ account: string; site: string }>(
    `SELECT a.id AS account, s.id AS site FROM identity.account a, sites.site s WHERE a.login = $1 AND s.code = $2`,
    [login, site],
  )
  const url = `/api/accounts/${rows[0]?.account}/grants`
  const answer = await call('POST', url, { role, tree: 'site', scopeId: rows[0]?.site })
  if (answer.statusCode >= 300) throw new Error(`${answer.statusCode} ${answer.body}`)
}

/** A text of the province that waits for its first review. */
export async function anySubmitted(stage: Stage): Promise<{ id: string; title: string }> {
  const { rows } = await stage.view((view) =>
    sql<{ id: string; title: string }>`
      SELECT d.id, d.title FROM content.document d JOIN sites.v_site s ON s.id = d.site_id
      WHERE s.code = 'yunling' AND d.state = 'submitted' AND d.stage = 1 ORDER BY d.id LIMIT 1`.execute(view.db),
  )
  if (!rows[0]) throw new Error('no text waits for its first review')
  return rows[0]
}

/** The writer hands it on again from elsewhere, before anybody can look twice. */
export async function isSubmittedAgain(stage: Stage, id: string): Promise<void> {
  const call = await signIn(stage.server, 'editor', DEMO_PASSWORD)
  const { version } = (await call('GET', `/api/documents/${id}`)).json<{ version: number }>()
  const answer = await call('POST', `/api/documents/${id}/submit`, { expectedVersion: version })
  if (answer.statusCode >= 300) throw new Error(`${answer.statusCode} ${answer.body}`)
}
