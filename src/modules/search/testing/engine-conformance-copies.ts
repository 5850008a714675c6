import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SearchAnswer, SearchDoc } from '../port.ts'
import { aDoc, DAY, NOW } from './sample-docs.ts'

type Means = {
  put: (...docs: SearchDoc[]) => Promise<void>
  search: (text: string, wish?: object) => Promise<SearchAnswer>
  anId: () => string
}

/** What is one result, and which of several comes first; a part of what every engine must do. */
export function foldsCopies({ put, search, anId }: Means): void {
  test('a number alone finds what bears it before the house of that number', async () => {
    const [bearer, house] = [anId(), anId()]
    await put(
      aDoc(house, { title: '便民服务点地址', text: '望山路 9317 号，欢迎前来办事。' }),
      aDoc(bearer, { title: '关于防汛的通知', numbers: ['霁政发〔2024〕9317号'] }),
    )
    for (const text of ['9317号', '第9317号', '9317号文件']) assert.equal((await search(text)).hits[0]?.id, bearer)
  })

  test('folds guides that differ in their offices alone, and shows the one that was asked for', async () => {
    const guide = (office: string, days: number) =>
      `缴存职工可以提取。\n要带居民身份证和提取原因证明，材料不齐的一次告知。\n办理期限 ${days} 个工作日，从受理次日起算，不收费。\n` +
      `在哪里办：${office}政务服务中心 ${office.length} 号窗口，望山路 ${office.length} 号。\n电话：0000-555-01${office.length}。`
    const of = (id: string, place: string, days = 3) =>
      aDoc(id, { title: `${place}灵活就业人员公积金提取指南`, text: guide(place, days), isService: true, level: 3 })
    const [one, two, other, notice] = [anId(), anId(), anId(), anId()]
    await put(of(one, '霁川市'), of(two, '青松县'), of(other, '云麓县', 20), {
      ...of(notice, '苹野县'),
      isService: false,
    })
    const { hits, total } = await search('灵活就业人员公积金提取')
    assert.equal(total, 3)
    const folded = hits.find(({ also }) => also.total > 0)
    assert.ok(folded && [one, two].includes(folded.id))
    assert.deepEqual([folded.also.total, folded.isService], [1, true])
    assert.equal((await search('青松县灵活就业人员公积金提取')).hits[0]?.id, two)
  })

  test('folds copies on many sites into one hit', async () => {
    const text =
      '为进一步规范农村宅基地审批管理，切实保障农民合法权益，根据土地管理法的规定，结合本省实际，制定本办法，请各地遵照执行。'
    const ids = [anId(), anId(), anId(), anId()]
    const title = '农村宅基地审批管理办法'
    await put(
      ...ids.map((id, n) =>
        aDoc(id, { title, text, level: 4 - n, facets: { site: [`site-${n}`], place: ['省'] }, at: NOW - DAY + n }),
      ),
    )
    const answer = await search('宅基地审批', { wantsFacets: true })
    assert.equal(answer.total, 1)
    assert.equal(answer.hits.length, 1)
    assert.equal(answer.hits[0]?.also.total, 3)
    assert.deepEqual(answer.facets.place, [{ value: '省', count: 1 }])
    assert.equal(answer.facets.site?.length, 4)
    assert.equal((await search('宅基地审批', { filters: { site: ['site-2'] } })).hits[0]?.id, ids[2])
  })

  test('shows a channel that many sites have once', async () => {
    const card = { type: 'channel', siteId: 'site-1', path: '/jwgk/', kind: 'channel' } as const
    await put(...[anId(), anId()].map((id, n) => aDoc(id, { title: '井务公开', text: `${'甲乙'[n]}村井务公开`, card })))
    const { total, hits } = await search('井务公开')
    assert.deepEqual([total, hits[0]?.also.total], [1, 1])
  })
}
