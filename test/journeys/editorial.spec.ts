import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import type { Page } from 'playwright-core'
import { signIn, signInAgain, journeys, phone, see } from '../kit/browser.ts'
import {
  anySubmitted,
  beginsDocument,
  bodyOf,
  isAlso,
  isSubmittedAgain,
  type Notice,
  passes,
  publishes,
  reads,
  returns,
  seesItSaved,
  submits,
  takesFromInbox,
  writesNotice,
} from './newsroom.ts'

const PROVINCE = 'www.yunling.localhost'
const COUNTY = 'www.lutingxian.jichuan.yunling.localhost'

/** A plain link on a page that has been open all the while. */
const clicksHome = (page: Page) => page.getByRole('link', { name: '首页', exact: true }).first().click()

await journeys('the newsroom', (stage) => {
  test('who may not write is told so, before anything is filled in', async () => {
    const reviewer = await stage.staff('reviewer1')
    for (const path of ['/documents/new', '/documents/reprint', '/sites/new', '/imports/new']) {
      await reviewer.goto(stage.at('localhost', `/console${path}`))
      await see(reviewer, '您的角色不能做这件事。')
      assert.equal(await reviewer.getByRole('textbox').count(), 0)
    }
    const editor = await stage.staff('editor')
    await editor.goto(stage.at('localhost', '/console/documents/new'))
    await editor.getByRole('button', { name: '开始写' }).waitFor()
  })

  test('a notice is written, returned, mended, reviewed three times, published, read and withdrawn', async () => {
    const notice: Notice = {
      site: '云岭省人民政府',
      channel: '通知公告',
      title: '关于开展冬季燃气安全入户检查的通知',
      text: '各市人民政府于十二月十日前完成老旧小区燃气安全入户检查。',
      source: '云岭省人民政府办公厅',
    }
    const editor = await stage.staff('editor')
    await writesNotice(editor, notice)
    await submits(editor, '初审')

    const first = await stage.staff('reviewer1')
    await returns(first, notice.title, '请写明牵头单位。')

    await takesFromInbox(editor, notice.title)
    await see(editor, '请写明牵头单位。')
    await bodyOf(editor).click()
    await editor.keyboard.press('Control+End')
    await editor.keyboard.type('由省住房城乡建设厅牵头。')
    await seesItSaved(editor)
    await submits(editor, '初审')

    await passes(first, notice.title, '复审')
    await passes(await stage.staff('reviewer2'), notice.title, '终审')
    await passes(await stage.staff('reviewer3'), notice.title, '发布')
    const window = await stage.visitor()
    await window.goto(stage.at(COUNTY, '/'))
    assert.equal(await window.getByText(notice.title).count(), 0)

    const publisher = await stage.staff('publisher')
    await takesFromInbox(publisher, notice.title)
    await publishes(publisher)
    await clicksHome(window)
    await window.getByRole('region', { name: '省政府通知' }).getByRole('link', { name: notice.title }).waitFor()
    await see(publisher, /已更新 \d+ 个网站的 \d+ 个页面|没有已缓存的页面受影响/)

    const reader = await stage.visitor()
    await reads(reader, stage.at(PROVINCE, '/zwgk/tzgg/'), notice)
    await see(reader, '由省住房城乡建设厅牵头。')
    const address = reader.url()
    await reads(reader, stage.at(COUNTY, '/zwgk/sjtz/'), notice)

    await publisher.getByRole('button', { name: '更多' }).click()
    await publisher.getByRole('menuitem', { name: '撤回发布' }).click()
    const dialog = publisher.getByRole('dialog', { name: '撤回发布' })
    await dialog.getByRole('radio', { name: '内容有误' }).check()
    await dialog.getByRole('textbox', { name: '说明' }).fill('检查日期有误，核对后重新发布。')
    for (const [reason, verb] of [
      ['废止或失效', '标为废止'],
      ['涉及个人隐私', '撤回并彻底清除'],
      ['内容有误', '撤回'],
    ] as const) {
      await dialog.getByRole('radio', { name: reason }).check()
      await dialog.getByRole('button', { name: verb, exact: true }).waitFor()
    }
    await dialog.getByRole('button', { name: '撤回', exact: true }).click()
    await see(publisher, '已撤回，读者现在看不到原内容')
    await see(publisher, /^已于 .* 撤回：内容有误$/)
    await see(publisher, '已撤回，读者在任何页面都看不到它。')

    const answer = await reader.goto(address)
    assert.equal(answer?.status(), 410)
    await see(reader, '检查日期有误，核对后重新发布。')
    await reader.goto(stage.at(COUNTY, '/zwgk/sjtz/'))
    await reader.getByRole('heading', { level: 1, name: '省政府通知' }).waitFor()
    assert.equal(await reader.getByText(notice.title).count(), 0)
    await clicksHome(window)
    await see(window, '省政府通知')
    assert.equal(await window.getByText(notice.title).count(), 0)
  })

  test('a village clerk publishes a notice on a phone, and a reader finds it on the village’s home page', async () => {
    const notice: Notice = {
      channel: '通知',
      title: '周六上午全村自来水管检修停水',
      text: '周六上午八点到十一点检修水管，请各家提前存水。',
      source: '桃蹊镇下河村村民委员会',
    }
    const clerk = await stage.staff('village', phone)
    await beginsDocument(clerk, notice)
    await clerk.keyboard.type(notice.text)
    assert.equal(await clerk.getByRole('textbox', { name: '来源' }).inputValue(), notice.source)
    await seesItSaved(clerk)
    await publishes(clerk)
    await reads(await stage.visitor(phone), stage.at(COUNTY, '/taoxi/xiahe/'), notice)
  })

  test('a text that comes back within seconds can be reviewed at once', async () => {
    const { id, title } = await anySubmitted(stage)
    const reviewer = await stage.staff('reviewer1')
    await returns(reviewer, title, '请写明联系电话。')
    await isSubmittedAgain(stage, id)
    await passes(reviewer, title, '复审')
  })

  test('two people write in one document, and neither text is lost', async () => {
    await isAlso(stage, { login: 'editor', role: 'editor', site: 'lt-taoxi-xiahe' })
    const title = '下河村年终集体分红测算说明（征求意见）'
    const clerk = await stage.staff('village')
    await takesFromInbox(clerk, title)
    await bodyOf(clerk).click()
    await clerk.keyboard.press('Control+Home')
    await clerk.keyboard.type('村信息员先写的一句。')
    await seesItSaved(clerk)

    const colleague = await stage.staff('editor')
    await colleague.goto(clerk.url())
    await see(colleague, /正在编辑$/)
    await colleague.getByRole('button', { name: '接管编辑' }).click()
    await bodyOf(colleague).click()
    await colleague.keyboard.press('Control+Home')
    await colleague.keyboard.type('同事接管后写的一句。')
    await seesItSaved(colleague)

    await clerk.keyboard.type('村信息员又写的一句。')
    const conflict = clerk.getByRole('dialog', { name: '在您编辑期间，别人保存了新的版本' })
    await conflict.getByText('同事接管后写的一句。').waitFor()
    await conflict.getByText('村信息员又写的一句。').waitFor()
    await conflict.getByRole('button', { name: '保留我的并覆盖' }).click()
    await conflict.waitFor({ state: 'hidden' })
    await seesItSaved(clerk)
    await bodyOf(clerk).getByText('村信息员先写的一句。村信息员又写的一句。').waitFor()
  })

  test('a session ends while somebody writes: they sign in again, and nothing is lost', async () => {
    const editor = await stage.staff('editor')
    await beginsDocument(editor, {
      site: '云岭省人民政府',
      channel: '通知公告',
      title: '关于冬季公园闭园时间调整的通告',
    })
    await editor.keyboard.type('全省公园冬季闭园时间调整为晚上八点。')
    await seesItSaved(editor)
    await editor.context().clearCookies()
    await editor.keyboard.type('儿童乐园提前一小时关闭。')
    await editor.getByRole('dialog', { name: '请重新登录' }).waitFor()
    await signInAgain(editor)
    await editor.getByRole('dialog', { name: '请重新登录' }).waitFor({ state: 'hidden' })
    await seesItSaved(editor)
    await editor.reload()
    await bodyOf(editor).getByText('全省公园冬季闭园时间调整为晚上八点。儿童乐园提前一小时关闭。').waitFor()
  })

  test('a session is begun anew in another window: the same person goes on unasked, and another one is named', async () => {
    const clerk = await stage.staff('village', { viewport: { width: 1270, height: 900 } })
    await beginsDocument(clerk, { channel: '通知', title: '村卫生室冬季开诊时间' })
    await clerk.keyboard.type('冬季每天八点开诊。')
    await seesItSaved(clerk)
    const window = await clerk.context().newPage()
    await window.goto(stage.at('localhost', '/console/'))
    await window.getByRole('button', { name: /耿明溪/ }).click()
    await window.getByRole('menuitem', { name: '退出登录' }).click()
    await signIn(window, 'village')
    await bodyOf(clerk).click()
    await clerk.keyboard.press('Control+End')
    await clerk.keyboard.type('周日休息。')
    await see(clerk, '未保存')
    await seesItSaved(clerk)
    assert.equal(await clerk.getByRole('dialog').count(), 0)

    await window.getByRole('button', { name: /耿明溪/ }).click()
    await window.getByRole('menuitem', { name: '退出登录' }).click()
    await signIn(window, 'editor')
    await bodyOf(clerk).click()
    await clerk.keyboard.press('Control+End')
    await clerk.keyboard.type('急诊随时可来。')
    await clerk.getByRole('dialog').getByText('本浏览器的另一个窗口已用“麻小禾”的账号登录。').waitFor()
    // The password has the focus: whoever was typing types it and goes on.
    await clerk.getByLabel('密码', { exact: true }).and(clerk.locator(':focus')).waitFor()
    await signInAgain(clerk)
    await clerk.getByRole('dialog').waitFor({ state: 'hidden' })
    await seesItSaved(clerk)
    await clerk.reload()
    await bodyOf(clerk).getByText('冬季每天八点开诊。周日休息。急诊随时可来。').waitFor()
  })

  test('a save that fails says so where one is writing, and is tried again', async () => {
    const page = await stage.staff('village', phone)
    await beginsDocument(page, { channel: '通知', title: '断网时写的通知' })
    await page.route('**/api/documents/*', (route) =>
      route.request().method() === 'PUT' ? route.abort() : route.continue(),
    )
    await page.keyboard.type('第一段。\n'.repeat(40))
    const alert = page.getByRole('alert').filter({ hasText: '已填写的内容不会丢失' })
    await alert.waitFor()
    assert.ok(await page.evaluate('scrollY > 400 || document.querySelector("main").scrollTop > 400'), 'it was scrolled')
    const box = await alert.boundingBox()
    const { height } = page.viewportSize() ?? { height: 0 }
    assert.ok(box && box.y >= 0 && box.y + box.height <= height, JSON.stringify(box))
    await page.unrouteAll()
    await alert.getByRole('button').click()
    await seesItSaved(page)
    await page.close()
  })

  test('whoever clicks twice begins one document', async () => {
    const clerk = await stage.staff('village')
    const title = '关于冬季取暖安全的提醒'
    await clerk.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '采编' }).click()
    await clerk.getByRole('button', { name: '写稿' }).click()
    await clerk.getByLabel('栏目').click()
    await clerk.getByLabel('栏目').fill('通知')
    await clerk.getByRole('treeitem', { name: '通知', exact: true }).click()
    await clerk.getByLabel('标题').fill(title)
    await clerk.getByRole('button', { name: '开始写' }).dblclick()
    await bodyOf(clerk).waitFor()
    const { rows } = await stage.view((view) =>
      sql`SELECT id FROM content.document WHERE title = ${title}`.execute(view.db),
    )
    assert.equal(rows.length, 1)
  })

  test('what cannot be taken is refused once, and a dialog begins at its first field', async () => {
    const clerk = await stage.staff('village')
    await beginsDocument(clerk, { channel: '通知', title: '农机检修通知' })
    const tools = clerk.getByRole('toolbar', { name: '排版' })
    await tools.getByRole('button', { name: '表格', exact: true }).click()
    const table = clerk.getByRole('dialog', { name: '插入表格' })
    await table.getByLabel('行数').and(clerk.locator(':focus')).waitFor()
    await clerk.keyboard.press('Escape')
    await table.waitFor({ state: 'hidden' })
    await clerk.getByRole('button', { name: '加附件' }).click()
    const page = {
      name: '公告.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.from('<html><script>1</script></html>'),
    }
    await clerk.locator('.attachments input[type=file]').setInputFiles(page)
    await see(clerk, /^文件内容与扩展名不符，或不是允许的类型：公告\.pdf/)
    assert.equal(await clerk.getByRole('button', { name: '继续上传' }).count(), 0)
    await clerk.getByRole('button', { name: '选择文件' }).first().waitFor()
  })

  // Last, because it moves the clock of the platform.
  test('what is scheduled appears at its time by itself', async () => {
    const title = '省道改建工程三处互通立交建成通车'
    const publisher = await stage.staff('publisher')
    await takesFromInbox(publisher, title)
    await publisher.getByRole('button', { name: '发布', exact: true }).click()
    const dialog = publisher.getByRole('dialog', { name: '发布' })
    await see(publisher, '发布之后：')
    await dialog.getByRole('radio', { name: '定时' }).check()
    const tomorrow = new Date(Date.now() + 24 * 3_600_000)
    await dialog
      .getByLabel('发布时间')
      .last()
      .fill(`${tomorrow.toISOString().slice(0, 10)} 09:00`)
    await publisher.keyboard.press('Enter')
    await dialog.getByRole('button', { name: '定时发布' }).click()
    await see(publisher, '到时自动出现，之前读者看不到。')

    const reader = await stage.visitor()
    const list = stage.at(PROVINCE, '/xwzx/ywdt/')
    await reader.goto(list)
    await reader.getByRole('heading', { level: 1 }).waitFor()
    assert.equal(await reader.getByText(title).count(), 0)

    stage.setNow(new Date(tomorrow.getTime() + 24 * 3_600_000))
    await reader.goto(list)
    await reader.getByRole('main').getByRole('link', { name: title }).click()
    await reader.getByRole('heading', { level: 1, name: title }).waitFor()
  })
})
