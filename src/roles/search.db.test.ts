import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { after, describe, test } from 'node:test'
import { aChannel, aProvince } from '../../test/kit/index.ts'
import { startProxy } from '../../test/kit/proxy.ts'
import { startSystem } from '../../test/kit/system.ts'
import { createPool } from '../kernel/database.ts'
import { newId } from '../kernel/ids.ts'
import { withdraw } from '../modules/library/index.ts'
import { plainQuery, type SearchClient, type SearchIndex, SearchUnavailable } from '../modules/search/index.ts'
import { aRelease } from '../modules/search/testing/a-release.ts'
import { openSearchNode } from './search.ts'
import { serveSearch } from './search-server.ts'
import { startSearchRole } from './search-watch.ts'

const ends: (() => Promise<unknown>)[] = []
after(async () => {
  for (const end of ends.toReversed()) await end()
})
const system = await startSystem()
const { app } = system
const place = await system.work(aProvince)
const notices = await system.work((work) => aChannel(work, place.city, { name: '通知公告' }))

const publish = (title: string, given: Partial<Parameters<typeof aRelease>[1]> = {}) =>
  system.work((work) =>
    aRelease(work, { channels: [notices], organisationId: place.organisations.city.id, title, ...given }),
  )
const query = (text: string) => plainQuery(text, Date.now() + 1_000)
const found = async (node: SearchClient, text: string) =>
  (await node.search(query(text))).hits.map((hit) => hit.title.map((piece) => piece.text).join(''))
const eventually = async (what: () => Promise<boolean>, milliseconds = 30_000) => {
  for (const until = Date.now() + milliseconds; Date.now() < until; await sleep(50)) {
    if (await what().catch(() => false)) return
  }
  assert.fail('did not come about in time')
}

describe('a node in this process', () => {
  test('answers over its socket what was released a moment ago, and nothing that was withdrawn', async () => {
    const lock = app.lockSearch()
    assert.ok(lock)
    assert.equal(app.lockSearch(), null, 'one process writes an index')
    const node = await openSearchNode(app)
    const server = await serveSearch(app, node)
    ends.push(async () => {
      await server.close()
      await node.close()
      lock.release()
    })
    assert.ok(await app.search.caughtUp({ milliseconds: 60_000 }))
    const times: number[] = []
    for (let at = 0; at < 20; at++) {
      const title = `瓯江大桥第${at}次封闭施工公告`
      const { itemId } = await publish(title)
      const begun = performance.now()
      while (!(await found(app.search, title)).includes(title)) await sleep(2)
      times.push(performance.now() - begun)
      if (at % 4 !== 0) continue
      await system.work((work) => withdraw(work, { itemId, reason: 'error', note: '错发' }))
      assert.ok(!(await found(app.search, title)).includes(title), 'withdrawn and found')
    }
    times.sort((a, b) => a - b)
    process.stderr.write(`released → found: median ${times[10]?.toFixed(0)} ms, p95 ${times[18]?.toFixed(0)} ms\n`)
  })

  test('tells how it stands', async () => {
    const ready = await system.server.inject('/readyz')
    assert.deepEqual([ready.statusCode, ready.json().search.status], [200, 'ok'])
    const metrics = await system.server.inject('/metrics')
    assert.match(metrics.body, /yiwang_search_up 1\n/)
    assert.match(metrics.body, /yiwang_search_documents [1-9]/)
  })

  test('reads what is attached, a page at a time, and nothing that a bomb holds', async () => {
    const folder = path.join(import.meta.dirname, '../modules/search/testing/files')
    const put = async (name: string, bytes: Buffer) => {
      const { blob, bytes: size } = await app.blobs.put(Readable.from([bytes]), 10_000_000)
      return { blob, name, mediaType: 'application/octet-stream', bytes: size }
    }
    const good = await put('申报指南.pdf', readFileSync(path.join(folder, 'two-pages.pdf')))
    const bad = await put('坏.pdf', Buffer.from('%PDF-1.7\nnothing'))
    await publish('职业技能补贴申报', { files: [good, bad] })
    assert.ok(await app.search.caughtUp({ milliseconds: 60_000, texts: true }))
    const answer = await app.search.search(query('ArticleTwo'))
    assert.deepEqual([answer.hits[0]?.card.fileName, answer.hits[0]?.page], ['申报指南.pdf', 2])
    const { rows } = await system.pool.query('SELECT reason FROM search.file_text WHERE blob = $1', [bad.blob])
    assert.equal(rows[0]?.reason, 'broken')
  })
})

test('a node that has missed changes answers on while its index is built anew, and nothing that is gone', async () => {
  const dataDir = path.join(app.config.dataDir, 'missed')
  const { openSearchEngine } = await import('../app.ts')
  const gate = Promise.withResolvers<void>()
  const followPool = createPool(system.url, { max: 3, name: 'missed', patienceMs: 5_000 })
  ends.push(() => followPool.end())
  const open = (isHeld: boolean) =>
    openSearchNode({
      ...app,
      followPool,
      config: { ...app.config, dataDir },
      async openSearch(words) {
        const engine = await openSearchEngine(path.join(dataDir, 'index'), { words, log: app.log })
        return isHeld ? { ...engine, index: heldBack(engine.index, gate.promise) } : engine
      },
    })
  const source = newId()
  const withdrawn = await publish('望渡码头撤下公告')
  await publish('望渡码头更正公告', { source, body: '<p>联系人手机写在这里。</p>' })
  await publish('望渡码头照旧公告')
  const before = await open(false)
  assert.ok(await before.caughtUp({ milliseconds: 60_000 }))
  assert.equal((await before.search(query('望渡码头'))).total, 3)
  const { snapshot } = before.index.position ?? assert.fail()
  await before.close()

  await system.work((work) => withdraw(work, { itemId: withdrawn.itemId, reason: 'privacy', note: '' }))
  await publish('望渡码头更正公告', { source, body: '<p>请联系值班室。</p>' })
  await system.pool.query('UPDATE kernel.identity SET forgotten = $1::text::xid8', [String(snapshot.xmax)])

  const node = await open(true)
  ends.push(() => {
    gate.resolve()
    return node.close()
  })
  const { isTrusted, isBehind } = await node.state()
  assert.deepEqual([isTrusted, isBehind], [false, true])
  const answer = await node.search(query('望渡码头'))
  const textOf = (pieces: readonly { text: string }[]) => pieces.map(({ text }) => text).join('')
  assert.deepEqual(answer.hits.map(({ title }) => textOf(title)).toSorted(), ['望渡码头更正公告', '望渡码头照旧公告'])
  assert.ok(!answer.hits.some(({ snippet }) => textOf(snippet).includes('手机')), 'what was corrected is not shown')
  assert.deepEqual([answer.isBehind, answer.isTotalExact, answer.total], [true, false, 2])
  const suggestions = await node.suggest({ text: '望渡', limit: 10, places: [], siteId: null, now: Date.now() + 1_000 })
  assert.ok(suggestions.some(({ text }) => text === '望渡码头照旧公告'))
  assert.ok(!suggestions.some(({ text }) => text === '望渡码头撤下公告'))

  await publish('望渡码头新公告')
  await eventually(async () => (await found(node, '望渡码头新公告')).includes('望渡码头新公告'))
  const late = await publish('望渡码头又一公告')
  await eventually(async () => (await found(node, '望渡码头又一公告')).includes('望渡码头又一公告'))
  await system.work((work) => withdraw(work, { itemId: late.itemId, reason: 'error', note: '' }))
  assert.ok(!(await found(node, '望渡码头又一公告')).includes('望渡码头又一公告'))

  gate.resolve()
  await eventually(async () => (await node.state()).isTrusted)
  assert.ok(await node.caughtUp({ milliseconds: 60_000 }))
  const anew = await node.search(query('望渡码头'))
  assert.deepEqual([anew.total, anew.isTotalExact, anew.isBehind ?? false], [3, true, false])
})

/** Takes nothing into a new index until it may. */
const heldBack = (index: SearchIndex, may: Promise<void>): SearchIndex => ({
  ...index,
  get position() {
    return index.position
  },
  get isOutdated() {
    return index.isOutdated ?? false
  },
  async rebuild() {
    const target = await index.rebuild()
    return {
      ...target,
      async add(docs) {
        await may
        await target.add(docs)
      },
    }
  },
})

test('cut off from the database it stops answering when its lease has run out, and answers again afterwards', async () => {
  const proxy = await startProxy(system.url)
  const followPool = createPool(proxy.url, { max: 3, name: 'cut off', patienceMs: 1_000 })
  const config = { ...app.config, pageLeaseMs: 2_000, dataDir: path.join(app.config.dataDir, 'second') }
  const { openSearchEngine } = await import('../app.ts')
  const node = await openSearchNode({
    ...app,
    config,
    followPool,
    openSearch: (words) => openSearchEngine(path.join(config.dataDir, 'index'), { words, log: app.log }),
  })
  ends.push(async () => {
    await node.close()
    await followPool.end()
    await proxy.close()
  })
  const { itemId } = await publish('断线时撤下的公告')
  assert.ok(await node.caughtUp({ milliseconds: 60_000 }))
  assert.ok((await found(node, '断线时撤下的公告')).includes('断线时撤下的公告'))
  proxy.freeze()
  const begun = performance.now()
  await system.work((work) => withdraw(work, { itemId, reason: 'error', note: '错发' }))
  assert.ok(performance.now() - begun > 1_000, 'whoever withdraws waits for the lease')
  const after = await found(node, '断线时撤下的公告').catch((error: unknown) => {
    assert.ok(error instanceof SearchUnavailable)
    return [] as string[]
  })
  assert.ok(!after.includes('断线时撤下的公告'))
  proxy.thaw()
  await eventually(async () => !(await found(node, '断线时撤下的公告')).includes('断线时撤下的公告'))
})

test(
  'killed with -9 it is started again, while the portal goes on, and has lost nothing',
  { timeout: 280_000 },
  async () => {
    const dataDir = path.join(app.config.dataDir, 'third')
    const role = startSearchRole({ ...app, config: { ...app.config, dataDir } })
    ends.push(() => role.stop())
    const { createSearchClient } = await import('../adapters/search-client.ts')
    const client = createSearchClient({ endpointFile: path.join(dataDir, 'search', 'endpoint.json') })
    ends.push(() => client.close())
    await eventually(async () => client.caughtUp({ milliseconds: 30_000 }), 120_000)
    const pid = role.pid()
    assert.ok(pid)
    await publish('杀死进程时发布的公告')
    process.kill(pid, 'SIGKILL')
    const portal = await system.server.inject({ url: '/', headers: { host: place.city.host } })
    assert.equal(portal.statusCode, 200)
    await assert.rejects(client.search(query('公告')), SearchUnavailable)
    await eventually(
      async () => (await found(client, '杀死进程时发布的公告')).includes('杀死进程时发布的公告'),
      120_000,
    )
    assert.notEqual(role.pid(), pid)
  },
)
