import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { facetNames, MOST_RESULTS, type SearchDoc, type SearchIndex, type SearchReader } from '../port.ts'
import { foldsCopies } from './engine-conformance-copies.ts'
import { aDoc, aPosition, aQuery, DAY, hostile, marked, NOW, plain } from './sample-docs.ts'

export type Engine = { index: SearchIndex; reader: SearchReader; close(): Promise<void> }

const FUND = '职工购买、建造、翻建、大修自住住房的，可以提取本人住房公积金账户内的存储余额，办理时限为三个工作日。'

/** What every engine must do, whatever it is made of. `open` gives an empty one. */
export function conformanceOf(name: string, open: () => Promise<Engine>): void {
  describe(`${name} does what the port of search says`, () => {
    let engine: Engine
    let number = 0
    before(async () => void (engine = await open()))
    after(() => engine.close())

    /** Each test has words of its own; so all can share one engine. */
    const put = (...docs: SearchDoc[]) => engine.index.apply({ docs, gone: [] })
    const search = (text: string, wish = {}) => engine.reader.search(aQuery(text, wish))
    const idsOf = async (text: string, wish = {}) => (await search(text, wish)).hits.map(({ id }) => id)
    const anId = () => `c${(number += 1)}`

    test('finds what was put in, shows it with its card and marks the words', async () => {
      const id = anId()
      await put(aDoc(id, { title: '住房公积金提取指南', text: FUND, facets: { site: ['site-1'] } }))
      const { hits, total, isTotalExact } = await search('公积金提取')
      assert.equal(total, 1)
      assert.ok(isTotalExact)
      const [hit] = hits
      assert.equal(hit?.id, id)
      assert.equal(plain(hit?.title ?? []), '住房公积金提取指南')
      assert.ok(
        marked(hit?.title ?? [])
          .join('')
          .includes('公积金'),
      )
      assert.ok(
        marked(hit?.snippet ?? [])
          .join('')
          .includes('提取'),
      )
      assert.equal(hit?.card.path, `/${id}.html`)
      assert.deepEqual(hit?.facets, { site: ['site-1'] })
      assert.equal(hit?.page, null)
      await engine.index.apply({ docs: [], gone: [id] })
    })

    test('replaces everything of a source together and finds nothing twice', async () => {
      const source = anId()
      const item = (title: string) => aDoc(`${source}-item`, { source, title })
      const file = (title: string) => aDoc(`${source}-file`, { source, title })
      await put(item('垃圾分类告知书'), file('垃圾分类附件'))
      assert.equal((await search('垃圾分类')).total, 2)
      await put(item('垃圾分类告知书（修订）'))
      assert.deepEqual(await idsOf('垃圾分类'), [`${source}-item`])
      assert.deepEqual(await idsOf('附件 垃圾分类 告知书 修订'), [`${source}-item`])
      await engine.index.apply({ docs: [], gone: [source] })
      assert.equal((await search('垃圾分类')).total, 0)
    })

    test('hides a source before the call resolves, keeps what waits with the position, and shows it again', async () => {
      const [id, other] = [anId(), anId()]
      await put(aDoc(id, { title: '森林防火戒严令' }), aDoc(other, { title: '森林防火提示' }))
      await engine.index.note({ hidden: [id], pending: [id, 'x1'], position: aPosition(7) })
      assert.deepEqual(await idsOf('森林防火'), [other])
      assert.equal((await search('森林防火', { wantsFacets: true })).total, 1)
      assert.equal(engine.index.position?.clock, 7)
      assert.deepEqual(engine.index.pending(10), [id, 'x1'])
      assert.deepEqual(engine.index.pending(1), [id])
      await put(aDoc(id, { title: '森林防火戒严令' }))
      assert.deepEqual((await idsOf('森林防火')).toSorted(), [id, other].toSorted())
      assert.deepEqual(engine.index.pending(10), ['x1'])
      await engine.index.apply({ docs: [], gone: ['x1', other] })
      assert.deepEqual(engine.index.pending(10), [])
    })

    test('filters by any of the values of each facet and counts what is left, exactly', async () => {
      const docs = Array.from({ length: 30 }, (_, n) =>
        aDoc(anId(), {
          title: `河道采砂许可公告第${n}期`,
          text: `第${n}期`,
          at: NOW - n * DAY,
          facets: { site: [`s${n % 3}`], place: ['省', `市${n % 2}`], kind: [n < 10 ? '公告' : '通知'] },
        }),
      )
      await put(...docs)
      const all = await search('采砂许可', { wantsFacets: true })
      assert.equal(all.total, 30)
      assert.ok(all.areFacetsExact)
      assert.deepEqual(all.facets.place, [
        { value: '省', count: 30 },
        { value: '市0', count: 15 },
        { value: '市1', count: 15 },
      ])
      assert.deepEqual(all.facets.kind, [
        { value: '通知', count: 20 },
        { value: '公告', count: 10 },
      ])
      assert.deepEqual(all.facets.theme, [])
      const filtered = await search('采砂许可', { filters: { site: ['s0', 's1'], kind: ['公告'] }, wantsFacets: true })
      assert.equal(filtered.total, 7)
      assert.deepEqual(filtered.facets.kind, [{ value: '公告', count: 7 }])
      assert.equal((await search('采砂许可', { filters: { site: ['nowhere'] } })).total, 0)
      assert.deepEqual((await search('采砂许可')).facets, {})
      const range = await search('采砂许可', { from: NOW - 5 * DAY, until: NOW - 2 * DAY })
      assert.equal(range.total, 4)
    })

    test('sorts by date exactly and pages without gaps or repetitions', async () => {
      const docs = Array.from({ length: 45 }, (_, n) =>
        aDoc(anId(), { title: `汛期值守安排${n}`, text: `其${n}`, at: NOW - ((n * 17) % 45) * 3_600_000 - DAY }),
      )
      await put(...docs)
      const expected = docs.toSorted((a, b) => b.at - a.at).map(({ id }) => id)
      const pages = await Promise.all([0, 20, 40].map((offset) => idsOf('汛期值守', { sort: 'date', offset })))
      assert.deepEqual(pages.flat(), expected)
      const byScore = await Promise.all([0, 20, 40].map((offset) => idsOf('汛期值守', { offset })))
      assert.deepEqual(byScore.flat().toSorted(), expected.toSorted())
      assert.deepEqual(await idsOf('汛期值守', { offset: MOST_RESULTS }), [])
      assert.deepEqual(await idsOf('汛期值守', { offset: 60 }), [])
      assert.equal((await search('汛期值守', { limit: 0 })).total, 45)
    })

    test('wants a phrase word for word', async () => {
      const [id, other] = [anId(), anId()]
      await put(
        aDoc(id, { text: '持证残疾人乘坐市内公共汽车免费。' }),
        aDoc(other, { text: '公共场所免费开放，残疾人专用汽车停放。' }),
      )
      assert.deepEqual(await idsOf('"乘坐市内公共汽车"'), [id])
      assert.deepEqual(await idsOf('“公共汽车免费”'), [id])
      assert.equal((await search('"汽车公共"')).total, 0)
    })

    test('leaves out what a minus sign is before', async () => {
      const [id, other] = [anId(), anId()]
      await put(aDoc(id, { title: '校车安全检查' }), aDoc(other, { title: '校车安全检查暑期安排' }))
      assert.deepEqual(await idsOf('校车安全 -暑期'), [id])
      assert.equal((await search('校车安全')).total, 2)
    })

    test('finds a document number however it is written, first where it is its own', async () => {
      const [own, citing] = [anId(), anId()]
      await put(
        aDoc(citing, {
          title: '转发云政发〔2019〕19号文件',
          text: '现将云政发〔2019〕19号转发给你们，请遵照执行。',
          at: NOW - DAY,
        }),
        aDoc(own, { title: '实施方案', numbers: ['云政发〔2019〕19号'], at: NOW - 900 * DAY }),
      )
      for (const text of ['云政发〔2019〕19号', '云政发[2019]19号', '云政发（2019）19号', '云政发【2019】19号']) {
        assert.equal((await idsOf(text))[0], own, text)
      }
      assert.equal(
        (await search('云政发〔2019〕91号')).hits.some(({ id }) => id === own),
        false,
      )
    })

    test('puts what has the words in its title before what has them somewhere', async () => {
      const [body, title] = [anId(), anId()]
      const far = '本县今年共办理各项业务若干。'.repeat(20)
      await put(
        aDoc(body, { title: '年度工作总结', text: `${far}居住证签注也已办理。`, at: NOW - DAY }),
        aDoc(title, { title: '居住证签注', text: '带上证件到派出所办理。', at: NOW - 300 * DAY }),
      )
      assert.deepEqual(await idsOf('居住证签注'), [title, body])
    })

    test('lets words go when nothing holds all of them, and says so', async () => {
      const id = anId()
      await put(aDoc(id, { title: '新生儿落户登记', text: '凭出生医学证明到派出所办理新生儿落户登记。' }))
      const answer = await search('新生儿 落户 火星')
      assert.equal(answer.hits[0]?.id, id)
      assert.deepEqual(answer.optional, ['火星'])
      assert.deepEqual((await search('新生儿 落户')).optional, [])
    })

    foldsCopies({ put, search, anId })

    test('obeys pins for exactly these words, and synonyms either way', async () => {
      const [id, pinned, own, crop] = [anId(), anId(), anId(), anId()]
      await put(
        aDoc(id, { title: '老年优待证办理' }),
        aDoc(pinned, { title: '敬老服务一览' }),
        aDoc(own, { title: '本站敬老专栏' }),
        aDoc(crop, { title: '番茄种植补贴' }),
      )
      await engine.index.setRules({
        synonyms: [['番茄', '西红柿']],
        pins: [
          { words: ['老年优待证'], docIds: [pinned, 'gone'], siteId: null },
          { words: ['老年优待证'], docIds: [own], siteId: 'site-9' },
        ],
      })
      const answer = await search('老年优待证')
      assert.deepEqual(
        answer.hits.slice(0, 2).map((hit) => [hit.id, hit.isPinned]),
        [
          [pinned, true],
          [id, false],
        ],
      )
      assert.equal(answer.total, 2)
      assert.deepEqual((await idsOf('老年优待证', { siteId: 'site-9' })).slice(0, 2), [pinned, own])
      assert.deepEqual(await idsOf('西红柿补贴'), [crop])
      await engine.index.setRules({ synonyms: [], pins: [] })
      assert.deepEqual(await idsOf('老年优待证'), [id])
    })

    test('shows what is scheduled only between its instants', async () => {
      const id = anId()
      await put(aDoc(id, { title: '停水预告', visibleFrom: NOW + DAY, visibleUntil: NOW + 3 * DAY }))
      const totalAt = async (now: number) => (await search('停水预告', { now, wantsFacets: true })).total
      assert.deepEqual([await totalAt(NOW), await totalAt(NOW + DAY), await totalAt(NOW + 3 * DAY)], [0, 1, 0])
    })

    test('finds single characters and names that are no words in titles', async () => {
      const id = anId()
      await put(aDoc(id, { title: '龘镇人民政府', text: '镇人民政府地址。' }))
      assert.deepEqual(await idsOf('龘'), [id])
      assert.deepEqual(await idsOf('龘镇'), [id])
    })

    test('says on which page of a file the words stand', async () => {
      const id = anId()
      await put(
        aDoc(id, { title: '附件：申报表', text: ['第一页是封面。', '第二页写明珊瑚礁保护范围。', '第三页签字。'] }),
      )
      const { hits } = await search('珊瑚礁保护')
      assert.equal(hits[0]?.page, 2)
      assert.ok(plain(hits[0]?.snippet ?? []).includes('珊瑚礁'))
    })

    test('sinks what is repealed, and says why a hit stands where it stands', async () => {
      const [old, valid] = [anId(), anId()]
      const law = { halfLifeDays: null, at: NOW - 100 * DAY }
      await put(
        aDoc(old, { ...law, title: '烟花爆竹燃放规定（旧）', isRepealed: true }),
        aDoc(valid, { ...law, title: '烟花爆竹燃放规定（新）' }),
      )
      const { hits } = await search('烟花爆竹燃放规定', { wantsReasons: true })
      assert.deepEqual(
        hits.map(({ id, isRepealed }) => [id, isRepealed]),
        [
          [valid, false],
          [old, true],
        ],
      )
      assert.ok(hits[1]?.reasons?.some(({ what, factor }) => what === 'repealed' && factor < 1))
      assert.equal((await search('烟花爆竹燃放规定')).hits[0]?.reasons, null)
    })

    test('suggests titles by what stands in them, and never what is hidden', async () => {
      const [organisation, item] = [anId(), anId()]
      await put(
        aDoc(item, { title: '青松县水务局招聘公告' }),
        aDoc(organisation, {
          title: '青松县水务局',
          card: { type: 'organisation', siteId: null, path: '/org', kind: 'organisation' },
        }),
      )
      const suggest = (text: string) => engine.reader.suggest({ text, limit: 8, places: [], siteId: null, now: NOW })
      const found = await suggest('松县水')
      assert.deepEqual(
        found
          .filter(({ id }) => id !== null)
          .map(({ id }) => id ?? '')
          .toSorted((a, b) => a.localeCompare(b)),
        [item, organisation].toSorted((a, b) => a.localeCompare(b)),
      )
      assert.equal(found.find(({ id }) => id === organisation)?.kind, 'organisation')
      await engine.index.note({ hidden: [item], pending: [], position: aPosition(8) })
      assert.equal(
        (await suggest('松县水')).some(({ id }) => id === item),
        false,
      )
      assert.deepEqual(await suggest(''), [])
      assert.deepEqual(await suggest('\u0000\u0001%_*"'), [])
    })

    test('answers whatever is typed', async () => {
      const before = await engine.index.figures()
      for (const text of hostile) {
        const answer = await search(text, { wantsFacets: true })
        assert.ok(answer.total >= answer.hits.length, text)
        assert.ok(
          answer.hits.every(({ id }) => id !== ''),
          text,
        )
        await engine.reader.suggest({ text, limit: 8, places: [], siteId: null, now: NOW })
      }
      assert.equal((await search('')).total, 0)
      for (const wish of [{ offset: -5 }, { limit: -1 }, { limit: 1e9 }, { from: 5, until: 1 }, { now: 0 }]) {
        await search('通知', wish)
      }
      assert.equal((await search('通知', { now: 0 })).total, 0)
      assert.deepEqual((await engine.index.figures()).docs, before.docs)
    })

    test('totals and counts agree with the documents, whatever came and went', async () => {
      const sources = Array.from({ length: 40 }, () => anId())
      let state = 7
      const random = (most: number) => (state = (state * 48_271) % 2_147_483_647) % most
      const expected = new Map<string, string>()
      for (let step = 0; step < 60; step++) {
        const source = sources[random(sources.length)] ?? ''
        const act = random(4)
        if (act === 0) {
          await engine.index.apply({ docs: [], gone: [source] })
          expected.delete(source)
        } else if (act === 1) {
          await engine.index.note({ hidden: [source], pending: [], position: aPosition(step) })
          expected.delete(source)
        } else {
          const kind = `类${random(3)}`
          await put(aDoc(source, { title: `湿地巡护记录${step}`, text: `巡护${step}`, facets: { kind: [kind] } }))
          expected.set(source, kind)
        }
      }
      const answer = await search('湿地巡护', { wantsFacets: true, limit: 50 })
      assert.equal(answer.total, expected.size)
      assert.deepEqual(answer.hits.map(({ id }) => id).toSorted(), [...expected.keys()].toSorted())
      const kinds = [...expected.values()]
      for (const { value, count } of answer.facets.kind ?? []) {
        assert.equal(count, kinds.filter((kind) => kind === value).length)
      }
      assert.deepEqual(Object.keys(answer.facets), [...facetNames])
    })

    test('builds anew beside what is in use, and what was noted meanwhile waits', async () => {
      const [old, kept, noted] = [anId(), anId(), anId()]
      await put(aDoc(old, { title: '古树名木名录' }), aDoc(noted, { title: '古树名木补充名录' }))
      const rebuild = await engine.index.rebuild()
      await assert.rejects(engine.index.rebuild())
      await rebuild.add([aDoc(kept, { title: '古树名木名录（新）' }), aDoc(noted, { title: '古树名木补充名录' })])
      assert.deepEqual((await idsOf('古树名木')).toSorted(), [old, noted].toSorted())
      await engine.index.note({ hidden: [noted], pending: [noted], position: aPosition(20) })
      assert.deepEqual(await idsOf('古树名木'), [old])
      await rebuild.switch(aPosition(21))
      assert.deepEqual(await idsOf('古树名木'), [kept])
      assert.deepEqual(engine.index.pending(10), [noted])
      assert.equal(engine.index.position?.clock, 21)
      assert.equal((await engine.index.figures()).docs, 1)
      const second = await engine.index.rebuild()
      await second.add([aDoc(old)])
      await second.discard()
      assert.deepEqual(await idsOf('古树名木'), [kept])
      await put(aDoc(noted, { title: '古树名木补充名录' }))
      assert.equal((await search('古树名木')).total, 2)
    })
  })
}
