import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { runImport } from '../../src/modules/migration/commands/run-import.ts'
import { journeys, see } from '../kit/browser.ts'
import { chooses, goesTo, opensAccount, opensSite } from './office.ts'

await journeys('the administration', (stage) => {
  test('the system administrator makes a site from a blueprint, opens it, and its portal is there', async () => {
    const host = 'www.xinqu.jichuan.yunling.localhost'
    const admin = await stage.staff('system')
    await goesTo(admin, '站点')
    await admin.getByRole('link', { name: '新建站点' }).click()
    await admin.getByLabel('建站模板').selectOption({ label: '县（市、区）政府门户网站（41 个栏目）' })
    await admin.getByRole('textbox', { name: '名称 必填', exact: true }).fill('霁川新区人民政府')
    await admin.getByRole('textbox', { name: '代码' }).fill('jcxinqu')
    await chooses(admin, '上级站点', '霁川市人民政府')
    await admin.getByRole('textbox', { name: '域名' }).fill(host)
    await admin.getByRole('button', { name: '建立站点' }).click()
    await admin.getByRole('heading', { level: 1, name: '站点已建成' }).waitFor()
    await see(admin, /^已建 41 个栏目/)

    const reader = await stage.visitor()
    assert.equal((await reader.goto(stage.at(host)))?.status(), 404)

    await admin.getByRole('link', { name: '查看状态' }).click()
    await admin.getByRole('button', { name: '变更为“正常运行”' }).click()
    const dialog = admin.getByRole('dialog')
    await dialog.getByRole('textbox', { name: '理由' }).fill('省政府办公厅批复同意开通。')
    await dialog.getByRole('button', { name: '变更为“正常运行”' }).click()
    await see(admin, '站点已变为“正常运行”')

    assert.equal((await reader.goto(stage.at(host)))?.status(), 200)
    await reader.getByRole('heading', { level: 1, name: '霁川新区人民政府' }).waitFor()
    await reader.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '政务公开' }).click()
    await reader.getByRole('heading', { level: 1, name: '政务公开' }).waitFor()
    await reader.getByRole('link', { name: '省政府通知' }).click()
    await reader.getByRole('main').getByRole('heading', { level: 3 }).first().waitFor()
  })

  test('the security administrator gives a role and reads what the account may do now, and why', async () => {
    const admin = await stage.staff('security')
    await opensAccount(admin, 'village')
    await admin.getByRole('button', { name: '授予角色' }).click()
    const dialog = admin.getByRole('dialog')
    await dialog.getByLabel('角色', { exact: true }).selectOption('审核员')
    await dialog.getByLabel('审次').selectOption('二审')
    await chooses(admin, '站点 必填', '桃蹊镇')
    await dialog.getByText(/在站点“桃蹊镇”及下级站点可以：/).waitFor()
    await dialog.getByRole('button', { name: '授予角色' }).click()
    await see(admin, '角色已授予')
    await dialog.waitFor({ state: 'hidden' })

    await admin.getByRole('region', { name: '授权' }).getByRole('rowheader', { name: '审核员（第 2 审）' }).waitFor()
    await chooses(admin, '地点', '桃蹊镇')
    const rights = admin.getByRole('region', { name: '此账号在这里能做什么，为什么' })
    await rights.getByText(/^在“桃蹊镇”可以做 \d+ 件事$/).waitFor()
    await rights
      .getByRole('listitem')
      .filter({ hasText: '审核稿件' })
      .getByText(/^审核员.*（桃蹊镇及下级）/)
      .waitFor()
    await rights.getByRole('listitem').filter({ hasText: '发布稿件：不可以' }).waitFor()
  })

  test('the audit administrator finds who gave the role, and proves that no record was touched', async () => {
    const auditor = await stage.staff('audit')
    await goesTo(auditor, '审计')
    await auditor.getByRole('combobox', { name: '操作' }).selectOption('授予角色')
    await auditor.getByRole('searchbox', { name: '按人员、对象查找' }).fill('耿明溪')
    await auditor.waitForURL(/[?&]q=/)
    const granted = auditor.getByRole('link', { name: '授予角色：耿明溪（village）' })
    await granted.first().click()
    const drawer = auditor.getByRole('dialog', { name: '授予角色' })
    const scope = drawer
      .getByRole('row')
      .filter({ has: auditor.getByRole('rowheader', { name: '授权范围', exact: true }) })
    await scope.getByRole('cell', { name: '桃蹊镇' }).waitFor()
    await auditor.keyboard.press('Escape')
    await drawer.waitFor({ state: 'hidden' })
    const [file] = await Promise.all([
      auditor.waitForEvent('download'),
      auditor.getByRole('link', { name: '导出（CSV）' }).click(),
    ])
    assert.match(file.suggestedFilename(), /^审计记录-.*\.csv$/)
    assert.match(await readFile(await file.path(), 'utf8'), /授予角色/)
    await auditor.getByRole('button', { name: '校验全部记录' }).click()
    await see(auditor, /^完好：[\d,]+ 条记录前后相符/)
  })

  test('a template tells which pages show it, site by site, to whom may see to templates and to nobody else', async () => {
    const reader = await stage.visitor()
    const [city, county] = ['www.jichuan.yunling.localhost', 'www.lutingxian.jichuan.yunling.localhost']
    for (const [host, path] of [
      [city, '/'],
      [city, '/sitemap/'],
      [county, '/'],
    ] as const) {
      await reader.goto(stage.at(host, path))
    }
    const admin = await stage.staff('system')
    await goesTo(admin, '页面模板')
    await admin.getByRole('searchbox', { name: '按名称或文件查找' }).fill('页脚')
    await admin.getByRole('row', { name: 'base/bottom' }).getByRole('cell', { name: '所有页面' }).waitFor()
    await admin.getByRole('link', { name: '页脚' }).click()
    await see(admin, /^\d+ 个网站的 \d+ 个页面正在展示它$/)
    await admin.getByRole('link', { name: '霁川市人民政府' }).click()
    const pages = admin.getByRole('region', { name: '霁川市人民政府：展示它的页面' })
    await pages.getByRole('link', { name: /^\/sitemap\// }).waitFor()
    assert.equal(await admin.getByRole('button', { name: '全部站点' }).count(), 1, 'the site one works on is another')
    await pages.getByRole('link', { name: '全部网站' }).click()
    await admin.getByRole('link', { name: '芦汀县人民政府' }).waitFor()

    const manager = await stage.staff('manager')
    assert.equal(await manager.getByRole('link', { name: '页面模板' }).count(), 0)
    await manager.goto(stage.at('localhost', '/console/templates'))
    await see(manager, '没有权限')
  })

  test('a setting tells where it comes from, and a new colour is on the portal at once', async () => {
    const admin = await stage.staff('system')
    await opensSite(admin, '云岭省发展和改革委员会', '设置')
    const colour = admin.getByRole('group', { name: '主色' })
    await see(admin, '继承自云岭省人民政府')
    await admin.getByRole('button', { name: '改为本站：主色' }).waitFor()
    await colour.getByRole('radio', { name: '松绿' }).check()

    // A jump within the page is no leaving; another page is, and what was changed is still there when one stays.
    const leaving = admin.getByRole('dialog', { name: '有修改还没有保存' })
    await admin.getByRole('navigation', { name: '设置分组' }).getByRole('link', { name: '页脚' }).click()
    assert.equal(await leaving.count(), 0)
    await admin.getByRole('navigation', { name: '站点页面' }).getByRole('link', { name: '状态' }).click()
    await leaving.getByRole('button', { name: '留在本页' }).click()

    await admin.getByRole('region', { name: '未保存的修改' }).getByRole('button', { name: '保存' }).click()
    await see(admin, '已保存 1 项设置')
    await admin.getByRole('button', { name: '恢复继承：主色' }).waitFor()

    const reader = await stage.visitor()
    await reader.goto(stage.at('fgw.yunling.localhost'))
    assert.equal(await reader.locator('html').getAttribute('data-colour'), 'green')
  })

  test('a channel gets another address, and the old addresses of its texts lead to the new ones', async () => {
    const host = 'www.jichuan.yunling.localhost'
    const reader = await stage.visitor()
    await reader.goto(stage.at(host, '/zwgk/tzgg/'))
    await reader.getByRole('main').getByRole('heading', { level: 3 }).first().getByRole('link').click()
    const title = await reader.getByRole('heading', { level: 1 }).innerText()
    const old = reader.url()
    assert.match(old, /\/zwgk\/tzgg\//)

    const manager = await stage.staff('manager')
    await goesTo(manager, '栏目')
    await chooses(manager, '管理哪个站点的栏目？', '霁川市人民政府')
    await manager.getByRole('treeitem', { name: '通知公告' }).click()
    await manager.getByRole('textbox', { name: '代码' }).fill('gongshi')
    await see(manager, /^保存后地址从 .*tzgg.* 变为 .*gongshi/)
    await manager.getByRole('button', { name: '保存', exact: true }).click()
    await see(manager, '栏目已保存')
    await stage.drain()

    await reader.goto(old)
    await reader.getByRole('heading', { level: 1, name: title }).waitFor()
    assert.equal(reader.url(), old.replace('/zwgk/tzgg/', '/zwgk/gongshi/'))
  })

  /** What the worker does with the import that the page shows. */
  async function isRun(page: Page): Promise<void> {
    const { engine, app } = stage
    const runId = page.url().split('/').at(-1) ?? ''
    await runImport({ runId }, { engine, log: app.log, signal: new AbortController().signal, blobs: app.blobs })
  }

  test('a file is tried out, imported from the trial as it stands, and its refused rows are told by field', async () => {
    const manager = await stage.staff('manager')
    await goesTo(manager, '导入')
    await manager.getByRole('link', { name: '导入文件' }).click()
    await chooses(manager, '站点 必填', '霁川市人民政府')
    await manager.getByLabel('栏目').selectOption({ label: '　部门动态' })
    await manager.getByRole('textbox', { name: '来源' }).fill('霁川市水务局旧站')
    const rows = [
      '编号,标题,正文,发布日期',
      '1,供水保障已经就绪,<p>值守到位。</p>,2026-01-20',
      '2,,<p>没有标题</p>,2026-01-21',
    ]
    await manager
      .locator('input[type=file]')
      .setInputFiles({ name: '旧站.csv', mimeType: 'text/csv', buffer: Buffer.from(rows.join('\n')) })
    await see(manager, '1 行有误')
    await manager.getByRole('button', { name: '试运行' }).click()
    await see(manager, '试运行已开始')
    await isRun(manager)
    await see(manager, '试运行没有写入任何内容。')

    await manager.getByRole('button', { name: '开始导入' }).click()
    await manager.getByRole('dialog').getByRole('button', { name: '开始导入' }).click()
    await see(manager, /^导入已开始/)
    await isRun(manager)
    await see(manager, '导入完成，内容已在网站上可见。')
    const refused = manager.getByRole('table', { name: '被拒绝的行' }).getByRole('row').nth(1)
    await refused.getByRole('rowheader', { name: '没有标题' }).waitFor()
    await refused.getByRole('button', { name: '标题', exact: true }).waitFor()
  })
})
