import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Page } from 'playwright-core'
import { plainQuery } from '../../src/modules/search/index.ts'
import { openSearchNode } from '../../src/roles/search.ts'
import { serveSearch } from '../../src/roles/search-server.ts'
import { journeys, see } from '../kit/browser.ts'
import { goesTo } from './office.ts'

const SETTLED_MS = 120_000
/** What an operator teaches counts within a second; on busy machines a little later. */
const SOON_MS = 5_000

/** Somebody was about to leave what is not saved, is asked, and goes on writing. */
async function staysFor(page: Page): Promise<void> {
  const asked = page.getByRole('dialog', { name: '有修改还没有保存' })
  await asked.getByRole('button', { name: '留在本页' }).click()
  await asked.waitFor({ state: 'hidden' })
}

await journeys('tuning the search', async (stage) => {
  const node = await openSearchNode(stage.app)
  const server = await serveSearch(stage.app, node)
  after(async () => {
    await server.close()
    await node.close()
  })
  assert.ok(await node.caughtUp({ milliseconds: SETTLED_MS }), 'the index is not built')

  const total = async (text: string) => {
    const answer = await node.search(plainQuery(text, Date.now(), { limit: 5 }))
    return answer.total
  }
  const comesTo = async (text: string, isFound: boolean) => {
    const until = Date.now() + SOON_MS
    while ((await total(text)) > 0 !== isFound) {
      assert.ok(Date.now() < until, `${text} is ${isFound ? 'not ' : ''}found`)
      await node.caughtUp({ milliseconds: 100 })
    }
  }

  test('the operator sees what a synonym would do, saves it, and readers find by it; then takes it back', async () => {
    const operator = await stage.staff('operator')
    await goesTo(operator, '搜索')
    await operator.getByRole('link', { name: '同义词', exact: true }).click()
    await operator.getByRole('link', { name: '新建同义词' }).click()
    const words = operator.getByRole('combobox', { name: '词语' })
    await words.fill('飞碟、通知、')
    await operator
      .getByRole('region', { name: '效果预览' })
      .getByText(/现在 0 条，改动后 [1-9]/)
      .waitFor()
    assert.equal(await total('飞碟'), 0)
    await goesTo(operator, '站点')
    await staysFor(operator)
    await operator.getByRole('button', { name: '保存' }).click()
    await operator.getByRole('rowheader', { name: '飞碟 = 通知' }).waitFor()
    await comesTo('飞碟', true)

    await operator.getByRole('button', { name: '删除' }).click()
    await see(operator, '没有符合条件的同义词')
    await comesTo('飞碟', false)
    await operator.getByRole('button', { name: '撤销' }).click()
    await operator.getByRole('rowheader', { name: '飞碟 = 通知' }).waitFor()
    await comesTo('飞碟', true)
  })

  test('a site’s manager pins a document for that site, found by searching', async () => {
    const manager = await stage.staff('manager')
    await manager.goto(stage.at('localhost', '/console/search/pins/new?word=婚姻'))
    await manager.getByRole('searchbox', { name: '查找内容' }).fill('通知')
    const found = manager.getByRole('region', { name: '找到的内容' })
    await found
      .getByRole('button', { name: /^置顶：/ })
      .first()
      .click()
    await manager.getByRole('region', { name: '效果预览' }).getByText('置顶').first().waitFor()
    await goesTo(manager, '待办')
    await staysFor(manager)
    await manager.getByRole('button', { name: '保存' }).click()
    await see(manager, '请选择站点')
    // What is offered before a name is typed holds it too, and is exchanged in a moment.
    await Promise.all([
      manager.waitForResponse((reply) => new URL(reply.url()).searchParams.get('text') === '霁川市人民政府'),
      manager.getByRole('combobox', { name: '范围' }).fill('霁川市人民政府'),
    ])
    await manager.getByTitle('霁川市人民政府').first().click()
    await manager.getByText('请选择站点').waitFor({ state: 'hidden' })
    await manager.getByRole('button', { name: '保存' }).click()
    await manager.getByRole('rowheader', { name: '婚姻' }).waitFor()
  })
})
