import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { sql } from 'kysely'
import type { Actor } from '../../kernel/actor.ts'
import type { Work } from '../../kernel/work.ts'
import { aChannel, aProvince, anActor, problem, startKit } from '../../../test/kit/index.ts'
import { findItem, findPath, listCards } from '../library/index.ts'
import { createDocument } from './commands/create-document.ts'
import { deleteDocument, discardEdition } from './commands/discard-edition.ts'
import { lockDocument } from './commands/lock-document.ts'
import { publishDocument } from './commands/publish-document.ts'
import { reprintItem } from './commands/reprint-item.ts'
import { reviewDocument } from './commands/review-document.ts'
import { saveDocument } from './commands/save-document.ts'
import { recallDocument, submitDocument } from './commands/submit-document.ts'
import { withdrawDocument } from './commands/withdraw-document.ts'
import { getDocument } from './queries/get-document.ts'
import { getInbox } from './queries/get-inbox.ts'
import { getEdition } from './queries/list-editions.ts'
import { titleConditions } from './queries/list-conditions.ts'
import { listDocuments } from './queries/list-documents.ts'
import * as contract from './contract.ts'

const ALL = ['document.read', 'document.write', 'document.publish', 'document.withdraw']
const query = {}

const kit = await startKit()
const place = await kit.work(aProvince)
const notices = await kit.work((work) => aChannel(work, place.city, { code: 'tzgg', name: '通知公告' }))
const reviewed = await kit.work((work) => aChannel(work, place.city, { code: 'zcwj', name: '政策文件', stages: 2 }))
const publisher = anActor({ permissions: ALL, site: place.city })

const text = {
  body: '<p>照溪路改造工程自 11 月 24 日起分段封闭施工，请绕行。</p>',
  source: '霁川市住房保障局',
  summary: '施工安排',
}

const create = (work: Work, channelId = notices.id, title = '照溪路改造工程分段封闭施工的通告') =>
  createDocument(work, { params: {}, query, body: { channelId, title, ...text } })

const publish = (work: Work, document: { id: string; version: number }, body = {}) =>
  publishDocument(work, { params: { id: document.id }, query, body: { expectedVersion: document.version, ...body } })

async function published(title?: string) {
  return kit.workAs(publisher, async (work) => publish(work, await create(work, notices.id, title)))
}

describe('publishing', () => {
  test('a document without review stages is on its page and in its list with the commit', async () => {
    const document = await published('城乡居民医保集中缴费公告')
    assert.equal(document.state, 'released')
    const [address] = document.addresses
    assert.match(address?.path ?? '', /^\/tzgg\/\d{6}\/[0-9a-z]+\.html$/)
    const cards = await kit.view((view) => listCards(view, { channelIds: [notices.id], limit: 5, offset: 0 }))
    assert.ok(cards.some((card) => card.title === '城乡居民医保集中缴费公告'))
  })

  test('nothing is shown that was not released: a draft and a newer edition stay unseen', async () => {
    const document = await published('冬季流感疫苗接种门诊名单')
    await kit.workAs(publisher, (work) =>
      saveDocument(work, {
        params: { id: document.id },
        query,
        body: { expectedVersion: document.version, title: '冬季流感疫苗接种门诊名单（更新）' },
      }),
    )
    const item = await kit.view((view) => findItem(view, document.itemId ?? ''))
    assert.equal(item?.title, '冬季流感疫苗接种门诊名单')
  })

  test('a scheduled document shows from its instant on, with no job run', async () => {
    const from = new Date(Date.now() + 3_600_000)
    const document = await kit.workAs(publisher, async (work) =>
      publish(work, await create(work, notices.id, '明日起供暖'), { visibleFrom: from.toISOString() }),
    )
    const showsAt = async (at: Date) => {
      const cards = await kit.view((view) =>
        listCards({ ...view, now: at }, { channelIds: [notices.id], limit: 50, offset: 0 }),
      )
      return cards.some((card) => card.itemId === document.itemId)
    }
    assert.equal(await showsAt(new Date()), false)
    assert.equal(await showsAt(new Date(from.getTime() + 1)), true)
  })

  test('a correction with a date to come leaves the published text standing until then, and its place in the list', async () => {
    const first = await published('照溪路封闭施工')
    await published('更新的公告')
    const due = new Date(Date.now() + 3_600_000)
    const corrected = await kit.workAs(publisher, async (work) => {
      const saved = await saveDocument(work, {
        params: { id: first.id },
        query,
        body: { expectedVersion: first.version, title: '照溪路封闭施工（更正）' },
      })
      return publish(work, saved, { visibleFrom: due.toISOString() })
    })
    assert.deepEqual([corrected.state, corrected.visibleFrom], ['released', due.toISOString()])
    assert.equal(corrected.firstReleasedAt, first.firstReleasedAt)
    assert.equal(corrected.addresses.length, 1)
    const listAt = async (at: Date) => {
      const cards = await kit.view((view) =>
        listCards({ ...view, now: at }, { channelIds: [notices.id], limit: 50, offset: 0 }),
      )
      const titles = cards.map((card) => card.title)
      return [
        titles.find((title) => title.startsWith('照溪路封闭')),
        titles.findIndex((title) => title.startsWith('照溪路封闭')) > titles.indexOf('更新的公告'),
      ]
    }
    assert.deepEqual(await listAt(new Date(due.getTime() - 1)), ['照溪路封闭施工', true])
    assert.deepEqual(await listAt(due), ['照溪路封闭施工（更正）', true])
  })

  test('a publication that lies ahead may be brought forward, and its first date moves with it', async () => {
    const soon = new Date(Date.now() + 600_000)
    const document = await kit.workAs(publisher, async (work) => {
      const planned = await publish(work, await create(work, notices.id, '提前发布'), {
        visibleFrom: new Date(Date.now() + 3_600_000).toISOString(),
      })
      const saved = await saveDocument(work, {
        params: { id: planned.id },
        query,
        body: { expectedVersion: planned.version, title: '提前发布' },
      })
      return publish(work, saved, { visibleFrom: soon.toISOString() })
    })
    assert.equal(document.firstReleasedAt, soon.toISOString())
    const item = await kit.view((view) => findItem(view, document.itemId ?? ''))
    assert.deepEqual(item?.firstReleasedAt, soon)
  })

  test('the first publication date never changes, not even by a direct write', async () => {
    const document = await published('主城区集中供暖达标运行')
    await assert.rejects(
      kit.work((work) =>
        work.db
          .updateTable('library.item')
          .set({ first_released_at: '2020-01-01T00:00:00Z' })
          .where('id', '=', document.itemId ?? '')
          .execute(),
      ),
      /first publication date never changes/,
    )
  })

  test('released versions are never overwritten or removed, and an earlier one can still be read', async () => {
    const first = await published('公租房第六批房源公示')
    const released = new Date()
    await new Promise((resolve) => setTimeout(resolve, 5))
    await kit.workAs(publisher, async (work) => {
      const saved = await saveDocument(work, {
        params: { id: first.id },
        query,
        body: { expectedVersion: first.version, title: '公租房第六批房源公示（更正）' },
      })
      return publish(work, saved)
    })
    const then = await kit.view((view) => findItem({ ...view, now: released }, first.itemId ?? ''))
    const now = await kit.view((view) => findItem(view, first.itemId ?? ''))
    assert.equal(then?.title, '公租房第六批房源公示')
    assert.equal(now?.title, '公租房第六批房源公示（更正）')
    await assert.rejects(
      kit.work((work) => sql`UPDATE library.version SET body = 'x' WHERE item_id = ${first.itemId}`.execute(work.db)),
      /never overwritten/,
    )
    await assert.rejects(
      kit.work((work) => sql`DELETE FROM library.version WHERE item_id = ${first.itemId}`.execute(work.db)),
      /never removed/,
    )
  })

  test('one path belongs to one item for ever', async () => {
    const document = await published('唯一网址')
    const path = document.addresses[0]?.path ?? ''
    const other = await published('另一条')
    await assert.rejects(
      kit.work((work) =>
        sql`INSERT INTO library.path (site_id, path, item_id, kind, since)
          VALUES (${place.city.id}, ${path}, ${other.itemId}, 'item', now())`.execute(work.db),
      ),
      /duplicate key/,
    )
  })

  test('scripts in a body never reach the library', async () => {
    const document = await kit.workAs(publisher, async (work) => {
      const made = await createDocument(work, {
        params: {},
        query,
        body: {
          channelId: notices.id,
          title: '带脚本的稿件',
          source: '测试',
          body: '<p onclick="x()">甲<script>alert(1)</script></p>',
        },
      })
      return publish(work, made)
    })
    const item = await kit.view((view) => findItem(view, document.itemId ?? ''))
    assert.equal(item?.body, '<p>甲</p>')
  })

  test('an identity number in the text is refused until it is masked', async () => {
    await assert.rejects(
      kit.workAs(publisher, async (work) => {
        const made = await createDocument(work, {
          params: {},
          query,
          body: { channelId: notices.id, title: '名单', source: '测试', body: '<p>身份证 11010519491231002X</p>' },
        })
        return publish(work, made)
      }),
      problem('not-ready'),
    )
  })
})

describe('review', () => {
  const writer = () => anActor({ name: '简小禾', permissions: ['document.read', 'document.write'], site: place.city })
  const reviewer = (stage: number) =>
    anActor({ permissions: ['document.read', 'document.review'], site: place.city, stage })

  async function submitted(author: Actor) {
    return kit.workAs(author, async (work) => {
      const made = await create(work, reviewed.id, '公租房租金收缴办法解读')
      return submitDocument(work, { params: { id: made.id }, query, body: { expectedVersion: made.version, note: '' } })
    })
  }
  const pass = (actor: Actor, document: { id: string; version: number }) =>
    kit.workAs(actor, (work) =>
      reviewDocument(work, {
        params: { id: document.id },
        query,
        body: { expectedVersion: document.version, verdict: 'passed', reason: '' },
      }),
    )

  test('passes every stage in turn, then may be published', async () => {
    const document = await submitted(writer())
    assert.deepEqual([document.state, document.stage, document.stages], ['submitted', 1, 2])
    const second = await pass(reviewer(1), document)
    assert.equal(second.stage, 2)
    const approved = await pass(reviewer(2), second)
    assert.equal(approved.state, 'approved')
    const released = await kit.workAs(publisher, (work) => publish(work, approved))
    assert.equal(released.state, 'released')
  })

  test('a reviewer of another stage is refused', async () => {
    const document = await submitted(writer())
    await assert.rejects(pass(reviewer(2), document), problem('forbidden'))
  })

  test('nobody reviews their own text', async () => {
    const both = anActor({ permissions: ['document.read', 'document.write', 'document.review'], site: place.city })
    const document = await submitted(both)
    assert.ok(!document.acts.includes('review'))
    await assert.rejects(pass(both, document), problem('own-text'))
  })

  test('a text that skipped its stages cannot be published', async () => {
    await assert.rejects(
      kit.workAs(publisher, async (work) => publish(work, await create(work, reviewed.id))),
      problem('review-needed'),
    )
  })

  test('returning needs a reason, and brings the text back to its writer', async () => {
    const author = writer()
    const document = await submitted(author)
    const back = (reason: string) =>
      kit.workAs(reviewer(1), (work) =>
        reviewDocument(work, {
          params: { id: document.id },
          query,
          body: { expectedVersion: document.version, verdict: 'returned', reason },
        }),
      )
    await assert.rejects(back(''), problem('reason-required'))
    const returned = await back('录像保存期限没写')
    assert.equal(returned.state, 'returned')
    const inbox = await kit.viewAs(author, (view) => getInbox(view, { query: contract.getInbox.query.parse({}) }))
    const mine = inbox.items.find((item) => item.id === document.id)
    assert.deepEqual([mine?.task, mine?.note], ['revise', '录像保存期限没写'])
  })

  test('a returned text is kept as the reviewer saw it, and whoever wrote it still may not review the next', async () => {
    const author = anActor({ permissions: ['document.read', 'document.write', 'document.review'], site: place.city })
    const second = writer()
    const document = await submitted(author)
    const returned = await kit.workAs(reviewer(1), (work) =>
      reviewDocument(work, {
        params: { id: document.id },
        query,
        body: { expectedVersion: document.version, verdict: 'returned', reason: '改标题' },
      }),
    )
    const again = await kit.workAs(second, async (work) => {
      const saved = await saveDocument(work, {
        params: { id: document.id },
        query,
        body: { expectedVersion: returned.version, title: '改过的标题' },
      })
      return submitDocument(work, {
        params: { id: document.id },
        query,
        body: { expectedVersion: saved.version, note: '' },
      })
    })
    assert.deepEqual([again.editionNumber, again.state, again.stage], [2, 'submitted', 1])
    const first = await kit.view((view) =>
      getEdition(view, { params: { id: document.id, number: 1 }, query, body: {} }),
    )
    assert.equal(first.title, '公租房租金收缴办法解读')
    await assert.rejects(pass(author, again), problem('own-text'))
  })

  test('the inbox of a stage shows what waits in that stage, and not one’s own', async () => {
    const document = await submitted(writer())
    const seen = async (actor: Actor) => {
      const inbox = await kit.viewAs(actor, (view) =>
        getInbox(view, { query: contract.getInbox.query.parse({ task: 'review', pageSize: 200 }) }),
      )
      return inbox.items.some((item) => item.id === document.id)
    }
    assert.equal(await seen(reviewer(1)), true)
    assert.equal(await seen(reviewer(2)), false)
  })

  test('what is in review is not edited until it is recalled', async () => {
    const author = writer()
    const document = await submitted(author)
    const save = (expectedVersion: number) =>
      kit.workAs(author, (work) =>
        saveDocument(work, { params: { id: document.id }, query, body: { expectedVersion, title: '改一改' } }),
      )
    await assert.rejects(save(document.version), problem('document-state'))
    const recalled = await kit.workAs(author, (work) =>
      recallDocument(work, { params: { id: document.id }, query, body: { expectedVersion: document.version } }),
    )
    assert.equal((await save(recalled.version)).title, '改一改')
  })
})

describe('two people on one document', () => {
  test('a stale write is refused with the number of the newer version', async () => {
    const document = await kit.workAs(publisher, (work) => create(work))
    const save = (expectedVersion: number, title: string) =>
      kit.workAs(publisher, (work) =>
        saveDocument(work, { params: { id: document.id }, query, body: { expectedVersion, title } }),
      )
    await save(document.version, '先保存的')
    await assert.rejects(save(document.version, '后保存的'), (error: Error & { extra?: Record<string, unknown> }) => {
      assert.equal(error.message, 'version-conflict')
      assert.equal(error.extra?.['currentVersion'], document.version + 1)
      return true
    })
  })

  test('a lock keeps others out until it is taken over', async () => {
    const other = anActor({ name: '卓青苗', permissions: ALL, site: place.city })
    const document = await kit.workAs(publisher, (work) => create(work))
    const lock = (actor: Actor, takeOver: boolean) =>
      kit.workAs(actor, (work) => lockDocument(work, { params: { id: document.id }, query, body: { takeOver } }))
    await lock(publisher, false)
    await assert.rejects(lock(other, false), problem('document-locked'))
    await lock(other, true)
    await assert.rejects(
      kit.workAs(publisher, (work) =>
        saveDocument(work, {
          params: { id: document.id },
          query,
          body: { expectedVersion: document.version, title: '再写' },
        }),
      ),
      problem('document-locked'),
    )
  })
})

describe('withdrawing', () => {
  const withdraw = (document: { id: string; version: number }, body: object) =>
    kit.workAs(publisher, (work) =>
      withdrawDocument(work, {
        params: { id: document.id },
        query,
        body: contract.withdrawDocument.body.parse({ expectedVersion: document.version, note: '内容有误', ...body }),
      }),
    )
  const pathOf = async (document: { addresses: { path: string }[] }) =>
    kit.view((view) => findPath(view, place.city.id, document.addresses[0]?.path ?? ''))

  test('an error is gone at once and its address says why', async () => {
    const document = await published('写错了的公告')
    const after = await withdraw(document, { reason: 'error' })
    assert.equal(after.state, 'withdrawn')
    const path = await pathOf(document)
    assert.deepEqual([path?.kind, path?.reason], ['gone', '内容有误'])
    const cards = await kit.view((view) => listCards(view, { channelIds: [notices.id], limit: 50, offset: 0 }))
    assert.ok(!cards.some((card) => card.itemId === document.itemId))
  })

  test('what moved redirects', async () => {
    const document = await published('搬走的公告')
    await withdraw(document, { reason: 'moved', redirectTo: '/xin/dizhi.html' })
    const path = await pathOf(document)
    assert.deepEqual([path?.kind, path?.redirectTo], ['redirect', '/xin/dizhi.html'])
  })

  test('what moved does not lead to itself', async () => {
    const document = await published('哪里也没去的公告')
    const { host, path } = document.addresses[0] ?? assert.fail('no address')
    for (const redirectTo of [path, `${path}?from=list`, `https://${host}${path}`]) {
      await assert.rejects(withdraw(document, { reason: 'moved', redirectTo }), problem('invalid'), redirectTo)
    }
    const after = await withdraw(document, { reason: 'moved', redirectTo: `https://elsewhere.example${path}` })
    assert.equal(after.state, 'withdrawn')
  })

  test('what is repealed stays, marked and linked to its successor', async () => {
    const old = await published('旧办法')
    const next = await published('新办法')
    await assert.rejects(withdraw(old, { reason: 'repealed', successorId: old.id }), problem('invalid'))
    const { history } = await withdraw(old, { reason: 'repealed', successorId: next.id })
    assert.equal(history.at(-1)?.act, 'repeal')
    const item = await kit.view((view) => findItem(view, old.itemId ?? ''))
    assert.equal(item?.state, 'live')
    assert.equal(item?.successorItemId, next.itemId)
    assert.ok(item?.repealedOn)
    const asked = contract.listDocuments.query.parse({ text: '办法' })
    const listed = await kit.viewAs(publisher, (view) => listDocuments(view, { query: asked }))
    const repealed = listed.items.filter(({ repealedAt }) => repealedAt !== null)
    assert.deepEqual(
      repealed.map(({ id, state }) => [id, state]),
      [[old.id, 'released']],
    )
    assert.ok(listed.items.some(({ id }) => id === next.id))
  })

  test('why it was taken down, when and what takes its place is told with the document, until it is published again', async () => {
    const old = await published('旧规程')
    const next = await published('新规程')
    assert.equal(old.withdrawal, null)
    const { withdrawal: repealed } = await withdraw(old, { reason: 'repealed', successorId: next.id })
    assert.deepEqual(
      { ...repealed, at: '' },
      {
        reason: 'repealed',
        note: '内容有误',
        at: '',
        redirectTo: null,
        successor: { id: next.id, title: '新规程', isLive: true },
      },
    )
    assert.ok(Math.abs(Date.parse(repealed?.at ?? '') - Date.now()) < 60_000)
    await withdraw(next, { reason: 'error' })
    const alone = await kit.viewAs(publisher, (view) => getDocument(view, { params: { id: old.id } }))
    assert.equal(alone.withdrawal?.successor?.isLive, false)

    const moved = await withdraw(await published('迁走的规程'), { reason: 'moved', redirectTo: '/xin/guicheng.html' })
    assert.equal(moved.withdrawal?.redirectTo, '/xin/guicheng.html')
    const again = await kit.workAs(publisher, async (work) => {
      const saved = await saveDocument(work, {
        params: { id: moved.id },
        query,
        body: { expectedVersion: moved.version, title: '迁回的规程' },
      })
      return publish(work, saved)
    })
    assert.equal(again.withdrawal, null)
  })

  test('what touches privacy is erased in every version and edition', async () => {
    const document = await published('含个人信息的公示')
    await withdraw(document, { reason: 'privacy' })
    const rows = await kit.pool.query(
      `SELECT count(*)::int AS left FROM library.version v, content.edition e
       WHERE v.item_id = $1 AND e.document_id = $2 AND (v.body <> '' OR e.body <> '')`,
      [document.itemId, document.id],
    )
    assert.equal(rows.rows[0]?.left, 0)
  })
})

describe('the wall', () => {
  test('a document of another subtree is nobody’s to know of', async () => {
    const document = await published('市里的公告')
    const stranger = anActor({ permissions: ALL, site: place.county })
    await assert.rejects(
      kit.viewAs(stranger, (view) => getDocument(view, { params: { id: document.id } })),
      problem('not-found'),
    )
  })

  for (const [permission, act] of [
    ['document.write', (work: Work) => create(work)],
    [
      'document.publish',
      async (work: Work) => {
        const made = await create(work)
        return publish(work, made)
      },
    ],
  ] as const) {
    test(`without ${permission} it is refused`, async () => {
      const lacking = anActor({ permissions: ALL.filter((one) => one !== permission), site: place.city })
      await assert.rejects(kit.workAs(lacking, act), problem('forbidden'))
    })
  }

  test('without document.withdraw it is refused', async () => {
    const document = await published('不能撤回')
    const lacking = anActor({ permissions: ['document.read', 'document.publish'], site: place.city })
    await assert.rejects(
      kit.workAs(lacking, (work) =>
        withdrawDocument(work, {
          params: { id: document.id },
          query,
          body: { expectedVersion: document.version, reason: 'error', note: '试' },
        }),
      ),
      problem('forbidden'),
    )
  })

  test('behind the policies the database refuses too: a raw write outside the subtree touches nothing', async () => {
    const document = await published('第二道墙')
    const stranger = anActor({ permissions: ALL, site: place.county })
    const touched = await kit.workAs(stranger, async (work) => {
      const result = await work.db
        .updateTable('content.document')
        .set({ title: '改了' })
        .where('id', '=', document.id)
        .executeTakeFirst()
      return Number(result.numUpdatedRows)
    })
    assert.equal(touched, 0)
  })

  test('a View cannot write, not even by raw SQL', async () => {
    await assert.rejects(
      kit.view((view) => sql`UPDATE content.document SET title = 'x'`.execute(view.db)),
      /read-only transaction/,
    )
  })
})

describe('lists', () => {
  test('find any piece of a title, count, and stay inside what one may read', async () => {
    await published('霁川市老旧小区加装电梯补助办法')
    const find = (actor: Actor, words: string) =>
      kit.viewAs(actor, (view) => listDocuments(view, { query: contract.listDocuments.query.parse({ text: words }) }))
    const found = await find(publisher, '加装电梯')
    assert.deepEqual(
      found.items.map((item) => item.title),
      ['霁川市老旧小区加装电梯补助办法'],
    )
    assert.equal((await find(publisher, '梯')).total, 1)
    assert.equal((await find(publisher, '装加电梯')).total, 0)
    assert.equal((await find(anActor({ permissions: ALL, site: place.county }), '加装电梯')).total, 0)
  })

  test('of several sites are counted with the page, and on a page behind the last too', async () => {
    const both = anActor({ permissions: ALL, site: place.city })
    await published('堤防巡查甲')
    await published('堤防巡查乙')
    const ask = async (page: number) => {
      const asked = contract.listDocuments.query.parse({
        text: '堤防巡查',
        pageSize: 1,
        page,
        underSiteId: place.city.id,
      })
      const { items, total } = await kit.viewAs(both, (view) => listDocuments(view, { query: asked }))
      return [items.length, total]
    }
    assert.deepEqual(
      [await ask(1), await ask(2), await ask(3)],
      [
        [1, 2],
        [1, 2],
        [0, 2],
      ],
    )
  })

  test('a common word finds the same without its index', async () => {
    await published('公园夜间照明的公告')
    await published('公告栏更换的说明')
    const found = (isCommon: boolean) =>
      kit.viewAs(publisher, async (view) => {
        const conditions = sql.join(titleConditions('公告', isCommon), sql` AND `)
        const { rows } = await sql<{ folded: string }>`
          SELECT t.folded FROM content.v_title t WHERE ${conditions} ORDER BY 1`.execute(view.db)
        return rows.map((row) => row.folded)
      })
    const common = await found(true)
    assert.ok(common.includes('公园夜间照明的公告') && common.includes('公告栏更换的说明'), common.join())
    assert.deepEqual(common, await found(false))
  })

  test('the index of titles has its own wall, whatever a query forgets', async () => {
    await published('水库移民后期扶持方案')
    const seen = (actor: Actor) =>
      kit.viewAs(actor, async (view) => {
        const { rows } = await sql`SELECT 1 FROM content.v_title WHERE folded LIKE '%水库移民%'`.execute(view.db)
        return rows.length
      })
    assert.equal(await seen(publisher), 1)
    assert.equal(await seen(anActor({ permissions: ALL, site: place.county })), 0)
  })

  test('a changed title is found as it stands now, however its letters are written', async () => {
    const document = await published('关于５Ｇ基站建设的通知')
    const find = async (state: 'draft' | 'released', words: string) => {
      const asked = contract.listDocuments.query.parse({ text: words, state })
      return (await kit.viewAs(publisher, (view) => listDocuments(view, { query: asked }))).total
    }
    assert.deepEqual([await find('released', '5g 基站'), await find('draft', '5g 基站')], [1, 0])
    await kit.workAs(publisher, (work) =>
      saveDocument(work, {
        params: { id: document.id },
        query,
        body: { expectedVersion: document.version, title: '关于充电桩建设的通知' },
      }),
    )
    assert.deepEqual([await find('released', '5g 基站'), await find('draft', '充电桩')], [0, 1])
  })
})

describe('what may go into a batch', () => {
  test('what waits to be published and what readers see are found among all others', async () => {
    const shown = await published('公交优惠卡年审的通告')
    const changed = await published('公交优惠卡办理地点的通告')
    const saved = await kit.workAs(publisher, (work) =>
      saveDocument(work, {
        params: { id: changed.id },
        query,
        body: { expectedVersion: changed.version, title: '公交优惠卡办理地点增加的通告' },
      }),
    )
    const fresh = await kit.workAs(publisher, (work) => create(work, notices.id, '公交优惠卡停用的通告'))
    const find = async (only: 'pending' | 'live', text?: string) => {
      const asked = contract.listDocuments.query.parse({ text, [only]: 'true', pageSize: 200 })
      const { items } = await kit.viewAs(publisher, (view) => listDocuments(view, { query: asked }))
      return new Set(items.map((one) => one.id))
    }
    for (const text of ['公交优惠卡', undefined]) {
      const [pending, live] = [await find('pending', text), await find('live', text)]
      const among = (found: Set<string>) => [shown, saved, fresh].map((one) => found.has(one.id))
      assert.deepEqual(among(pending), [false, true, true])
      assert.deepEqual(among(live), [true, true, false])
    }
  })
})

describe('the rest of a document’s life', () => {
  test('an unreleased edition is given up and readers keep what they had', async () => {
    const document = await published('保持原样')
    const after = await kit.workAs(publisher, async (work) => {
      const saved = await saveDocument(work, {
        params: { id: document.id },
        query,
        body: { expectedVersion: document.version, title: '不要了' },
      })
      return discardEdition(work, { params: { id: document.id }, query, body: { expectedVersion: saved.version } })
    })
    assert.deepEqual([after.state, after.title], ['released', '保持原样'])
  })

  test('what was published is never deleted', async () => {
    const document = await published('不可删除')
    await assert.rejects(
      kit.workAs(publisher, (work) => deleteDocument(work, { params: { id: document.id }, query, body: {} })),
      problem('not-deletable'),
    )
  })

  test('a reprint is a draft of one’s own that names where it comes from', async () => {
    const document = await published('全省通用的公告')
    const channel = await kit.work((work) => aChannel(work, place.county, { code: 'zhuanzai' }))
    const countyEditor = anActor({ permissions: ALL, site: place.county })
    const reprint = await kit.workAs(countyEditor, (work) =>
      reprintItem(work, { params: {}, query, body: { itemId: document.itemId ?? '', channelId: channel.id } }),
    )
    assert.equal(reprint.state, 'draft')
    assert.equal(reprint.edition.origin?.itemId, document.itemId)
    assert.equal(reprint.edition.origin?.name, place.city.name)
  })

  test('every act is on record with who, what, before and after', async () => {
    const document = await published('有据可查')
    const { rows } = await kit.pool.query<{ action: string; actor_name: string }>(
      'SELECT action, actor_name FROM audit.entry WHERE target_id = $1 ORDER BY at, seq',
      [document.id],
    )
    assert.deepEqual(rows.map((row) => row.action).sort(), ['document.create', 'document.publish'])
    assert.equal(rows[0]?.actor_name, publisher.name)
  })
})
