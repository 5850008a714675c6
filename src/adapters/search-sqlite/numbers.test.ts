import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import type { SearchIndex, SearchReader } from '../../modules/search/port.ts'
import { aDoc, aPosition, aQuery, NOW } from '../../modules/search/testing/sample-docs.ts'
import { openReaders, openSearchIndex } from '../search-sqlite.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'yiwang-search-'))
let index: SearchIndex
let reader: SearchReader
before(async () => {
  const opened = await openSearchIndex(folder)
  index = opened
  reader = await openReaders(opened, { readers: 1, timeLimitMs: 30_000 })
  const numbered = (id: string, number: string, title: string) => aDoc(id, { numbers: [number], title })
  const docs = [
    numbered('nineteen', '国办发〔2019〕24号', '关于规范行政规范性文件的通知'),
    numbered('twenty', '国办发〔2019〕2号', '关于推进养老服务的意见'),
    numbered('later', '国办发〔2020〕24号', '关于推进审评制度的意见'),
    numbered('school', '教基〔2018〕26号', '关于做好普通高中招生工作的通知'),
    aDoc('house', { title: '便民服务点地址', text: '望山路 26 号，欢迎前来办事。' }),
    aDoc('alone', { title: '望水路 8426 号', text: '办公地址。' }),
    aDoc('other', { title: '转发国办发〔2019〕24号文件的通知', text: '现将国办发〔2019〕24号转发给你们。' }),
  ]
  await index.apply({ docs, gone: [] })
})
after(async () => {
  await reader.close()
  await index.close()
  rmSync(folder, { recursive: true })
})

const suggested = async (text: string) =>
  (await reader.suggest({ text, limit: 8, places: [], siteId: null, now: NOW })).map((one) => one.id ?? one.text)

for (const text of ['国办发〔2019〕2', '国办发[2019]2', '国办发2019 2', '国办发〔2019〕第2', '〔2019〕2']) {
  test(`while ${text} is typed, what bears such a number is offered, that very one first`, async () => {
    assert.deepEqual(await suggested(text), ['twenty', 'nineteen'])
  })
}

test('a number is shown as it is written, before the title of what bears it', async () => {
  const [first] = await reader.suggest({ text: '国办发[2019]24', limit: 8, places: [], siteId: null, now: NOW })
  assert.equal(first?.text, '国办发〔2019〕24号 关于规范行政规范性文件的通知')
})

test('years are offered from the latest on, also while the year is typed', async () => {
  assert.deepEqual(await suggested('国办发〔20'), ['later', 'twenty', 'nineteen'])
  assert.deepEqual(await suggested('国办发〔2019'), ['twenty', 'nineteen'])
})

test('an agency whose word is known to nobody is found with its number', async () => {
  assert.deepEqual(await suggested('教基〔2018〕2'), ['school'])
  assert.deepEqual(await suggested('教基2018 26号'), ['school'])
})

test('what is no number is suggested as ever, and nothing that is hidden', async () => {
  assert.ok((await suggested('规范行政规范性')).includes('nineteen'))
  assert.deepEqual(await suggested('国办发〔2031〕1'), [])
  await index.note({ hidden: ['twenty'], pending: [], position: aPosition(1) })
  assert.deepEqual(await suggested('国办发〔2019〕2'), ['nineteen'])
})

test('a number alone finds what bears it, then the house; the house alone where nothing bears it', async () => {
  const found = async (text: string) => (await reader.search(aQuery(text))).hits.map(({ id }) => id)
  assert.deepEqual(await found('26号'), ['school', 'house'])
  assert.deepEqual(await found('8426号'), ['alone'])
})
