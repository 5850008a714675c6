import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import type { BrowserContextOptions, Page, Request } from 'playwright-core'
import { assertAccessible, desktop, journeys, phone, see, signIn, signInAgain, type Stage } from '../kit/browser.ts'
import { startProxy } from '../kit/proxy.ts'
import { beginsDocument, seesItSaved } from './newsroom.ts'
import { chooses, goesTo } from './office.ts'

const MB = 1024 ** 2
const folder = mkdtempSync(path.join(tmpdir(), 'yiwang-upload-'))
after(() => rmSync(folder, { recursive: true }))

/** A text file on the disk, as a person has it: with a date that stays the same. */
function aFile(name: string, bytes: number): { at: string; digest: string } {
  const line = `${name} 云岭省预算公开明细表\n`
  const content = Buffer.from(line.repeat(Math.ceil(bytes / Buffer.byteLength(line))))
  const at = path.join(folder, name)
  writeFileSync(at, content)
  utimesSync(at, 1_760_000_000, 1_760_000_000)
  return { at, digest: digestOf(content) }
}

const digestOf = (content: Buffer) => createHash('sha256').update(content).digest('hex')

/** The console by way of a line that can be cut, and what went out on it. */
async function onALine(stage: Stage, options: BrowserContextOptions = desktop, login = 'village') {
  const line = await startProxy(stage.at('localhost', '/'))
  after(() => line.close())
  const page = await stage.visitor(options)
  await page.goto(new URL('/console/', line.url).href)
  await signIn(page, login)
  const pieces = { sent: 0, answered: 0 }
  const isPiece = (request: Request) => request.method() === 'PATCH' && request.url().includes('/api/partial-')
  page.on('request', (request) => {
    if (isPiece(request))
      pieces.sent += Number(request.headers()['content-length'] ?? request.postDataBuffer()?.length ?? 0)
  })
  page.on('response', (response) => {
    if (isPiece(response.request()) && response.ok()) pieces.answered++
  })
  return { line, page, pieces }
}

async function choosesAttachment(page: Page, at: string): Promise<void> {
  await page.getByRole('button', { name: '加附件' }).click()
  await page.locator('.attachments input[type=file]').setInputFiles(at)
}

async function stored(stage: Stage, name: string): Promise<string[]> {
  const { rows } = await stage.view((view) =>
    sql<{ blob: string }>`SELECT blob FROM content.upload WHERE name = ${name}`.execute(view.db),
  )
  return rows.map(({ blob }) => blob)
}

async function until(page: Page, isSo: () => boolean): Promise<void> {
  for (let tries = 0; !isSo(); tries++) {
    assert.ok(tries < 400, 'it never came to that')
    await page.waitForTimeout(25)
  }
}

await journeys('uploads on a bad line', async (stage) => {
  test('a line cut in the middle: it is said, tried again, and nothing that arrived is sent twice', async () => {
    const { line, page, pieces } = await onALine(stage)
    const { at, digest } = aFile('预算公开.txt', 12 * MB)
    await beginsDocument(page, { channel: '通知', title: '村级预算公开' })
    await slowDown(page)
    await choosesAttachment(page, at)
    await until(page, () => pieces.answered >= 4)
    await line.down()
    await see(page, '网络中断，正在重试…')
    await page.getByRole('progressbar', { name: '预算公开.txt' }).waitFor()
    await see(page, /^\d+\.\d MB \/ 12\.0 MB$/)
    await page.getByRole('button', { name: '继续上传' }).waitFor()
    await page.getByRole('button', { name: '取消上传' }).waitFor()
    await see(page, /^网络仍未恢复/)
    await assertAccessible(page, 'while the line is broken')
    assert.deepEqual(await stored(stage, '预算公开.txt'), [])
    await line.up()
    await page.getByRole('button', { name: '继续上传' }).click()
    await page.getByRole('link', { name: '预算公开.txt' }).waitFor()
    assert.deepEqual(await stored(stage, '预算公开.txt'), [digest])
    assert.ok(pieces.sent < 14 * MB, `${pieces.sent} bytes were sent for 12 MB`)
    await seesItSaved(page)
  })

  test('the line comes back by itself, and nobody has to do anything', async () => {
    const { line, page, pieces } = await onALine(stage)
    const { at, digest } = aFile('村规民约.txt', 5 * MB)
    await beginsDocument(page, { channel: '通知', title: '村规民约' })
    await slowDown(page)
    await choosesAttachment(page, at)
    await until(page, () => pieces.answered >= 2)
    await line.down()
    await see(page, '网络中断，正在重试…')
    await line.up()
    await page.getByRole('link', { name: '村规民约.txt' }).waitFor()
    assert.deepEqual(await stored(stage, '村规民约.txt'), [digest])
    assert.ok(pieces.sent < 6.5 * MB, `${pieces.sent} bytes were sent for 5 MB`)
  })

  test('after a reload the same file, chosen again, goes on where it stopped', async () => {
    const { line, page, pieces } = await onALine(stage, phone)
    const { at, digest } = aFile('征地公告.txt', 8 * MB)
    await beginsDocument(page, { channel: '通知', title: '征地公告' })
    await slowDown(page)
    await choosesAttachment(page, at)
    await until(page, () => pieces.answered >= 4)
    await line.down()
    await see(page, '网络中断，正在重试…')
    await line.up()
    const before = pieces.sent
    await page.reload()
    await page.getByRole('button', { name: '加附件' }).waitFor()
    await choosesAttachment(page, at)
    await see(page, /^上次已传 [4-8]\.\d MB，接着继续上传。$/)
    await page.getByRole('link', { name: '征地公告.txt' }).waitFor()
    assert.deepEqual(await stored(stage, '征地公告.txt'), [digest])
    assert.ok(pieces.sent - before < 4.5 * MB, `${pieces.sent - before} bytes were sent after the reload`)
  })

  test('the session ends in the middle: after signing in again it goes on', async () => {
    const { page, pieces } = await onALine(stage)
    const { at, digest } = aFile('低保公示.txt', 5 * MB)
    await beginsDocument(page, { channel: '通知', title: '低保公示' })
    await slowDown(page)
    await choosesAttachment(page, at)
    await until(page, () => pieces.answered >= 2)
    await page.context().clearCookies()
    await signInAgain(page)
    await page.getByRole('link', { name: '低保公示.txt' }).waitFor()
    assert.deepEqual(await stored(stage, '低保公示.txt'), [digest])
  })

  test('cancelled, it is gone from the server, and the keyboard stands on the button to choose another', async () => {
    const { line, page, pieces } = await onALine(stage)
    const { at } = aFile('误选文件.txt', 6 * MB)
    await beginsDocument(page, { channel: '通知', title: '误选文件' })
    await slowDown(page)
    await choosesAttachment(page, at)
    await until(page, () => pieces.answered >= 2)
    const gone = page.waitForResponse((response) => response.request().method() === 'DELETE')
    await page.getByRole('button', { name: '取消上传' }).focus()
    await page.keyboard.press('Enter')
    assert.equal((await gone).status(), 204)
    await page.locator('.attachments').getByRole('button', { name: '选择文件' }).and(page.locator(':focus')).waitFor()
    const { rows } = await stage.view((view) =>
      sql`SELECT id FROM content.partial_upload WHERE name = '误选文件.txt'`.execute(view.db),
    )
    assert.deepEqual(rows, [])
    await line.close()
  })

  test('a file to be imported goes on as well, and is there to the byte', async () => {
    const { line, page, pieces } = await onALine(stage, desktop, 'manager')
    const rows = Array.from(
      { length: 40_000 },
      (_, n) => `${n},供水保障公告第${n}号,<p>值守到位，供水正常。</p>,2026-01-20`,
    )
    const at = path.join(folder, '旧站.csv')
    const content = Buffer.from(['编号,标题,正文,发布日期', ...rows].join('\n'))
    writeFileSync(at, content)
    await goesTo(page, '导入')
    await page.getByRole('link', { name: '导入文件' }).click()
    await chooses(page, '站点 必填', '霁川市人民政府')
    await page.getByLabel('栏目').selectOption({ label: '　部门动态' })
    await slowDown(page)
    await page.locator('input[type=file]').setInputFiles(at)
    await until(page, () => pieces.answered >= 1)
    await line.down()
    await see(page, '网络中断，正在重试…')
    await line.up()
    await see(page, '供水保障公告第0号')
    assert.equal(await stage.app.blobs.size(digestOf(content)), content.length)
    assert.ok(pieces.sent < content.length + 1.5 * MB, `${pieces.sent} bytes were sent for ${content.length}`)
  })

  test('a small file goes in one; cut, it is offered to be sent again', async () => {
    const { line, page, pieces } = await onALine(stage)
    const { at, digest } = aFile('便民电话.txt', 20_000)
    await beginsDocument(page, { channel: '通知', title: '便民电话' })
    await line.down()
    await choosesAttachment(page, at)
    await see(page, '网络中断，文件没有传完。')
    await line.up()
    await page.getByRole('button', { name: '继续上传' }).click()
    await page.getByRole('link', { name: '便民电话.txt' }).waitFor()
    assert.deepEqual(await stored(stage, '便民电话.txt'), [digest])
    assert.equal(pieces.sent, 0)
  })
})

/** A piece takes a moment, so that the line can be cut between two. */
async function slowDown(page: Page): Promise<void> {
  await page.route('**/api/partial-*/*', async (route) => {
    if (route.request().method() === 'PATCH') await page.waitForTimeout(150)
    await route.continue().catch(() => undefined)
  })
}
