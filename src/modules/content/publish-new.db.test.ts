import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Work } from '../../kernel/work.ts'
import { aChannel, aProvince, anActor, problem, startKit } from '../../../test/kit/index.ts'
import { createDocument } from './commands/create-document.ts'
import { publishDocument } from './commands/publish-document.ts'
import { getDocument } from './queries/get-document.ts'

const query = {}
const kit = await startKit()
const place = await kit.work(aProvince)
const notices = await kit.work((work) => aChannel(work, place.city, { code: 'tzgg', name: '通知公告' }))
const news = await kit.work((work) => aChannel(work, place.city, { code: 'xwdt', name: '新闻动态' }))
const elsewhere = await kit.work((work) => aChannel(work, place.province, { code: 'tzgg', name: '通知公告' }))
const reviewed = await kit.work((work) => aChannel(work, place.city, { code: 'zcwj', name: '政策文件', stages: 1 }))
const permissions = ['document.read', 'document.write', 'document.publish']
const publisher = anActor({ permissions, site: place.city })

const text = {
  title: '照溪路改造工程封闭施工的通告',
  body: '<p>请绕行。</p>',
  source: '霁川市住房保障局',
  summary: '封闭施工',
}
type Body = Partial<Parameters<typeof createDocument>[1]['body']>
const create = (work: Work, body: Body) =>
  createDocument(work, { params: {}, query, body: { channelId: notices.id, ...text, ...body } })
const publishNew = (body: Body = {}, actor = publisher) =>
  kit.workAs(actor, (work) => create(work, { ...body, publish: true }))

async function inTwoActs(body: Body = {}) {
  const { id, version } = await kit.workAs(publisher, (work) => create(work, body))
  return kit.workAs(publisher, (work) =>
    publishDocument(work, { params: { id }, query, body: { expectedVersion: version } }),
  )
}

const stored = (id: string) => kit.viewAs(publisher, (view) => getDocument(view, { params: { id } }))

/** Without what tells one document, and one act, from another. */
function alike(document: Awaited<ReturnType<typeof stored>>) {
  const told = JSON.stringify(document, (key, value: unknown) =>
    ['id', 'itemId', 'version'].includes(key) || key === 'at' || key.endsWith('At') ? typeof value : value,
  )
  return told.replaceAll(/\d{6}\/[0-9a-z]+\.html/g, 'address')
}

const counted = () =>
  kit.view(async ({ db }) => {
    const of = (table: 'content.document' | 'content.edition' | 'library.item' | 'library.path' | 'audit.entry') =>
      db
        .selectFrom(table)
        .select((eb) => eb.fn.countAll<string>().as('n'))
        .executeTakeFirstOrThrow()
    const all = [
      of('content.document'),
      of('content.edition'),
      of('library.item'),
      of('library.path'),
      of('audit.entry'),
    ]
    return (await Promise.all(all)).map(({ n }) => n)
  })

describe('written and published in one act', () => {
  for (const [name, body] of Object.entries<Body>({
    'a plain text': {},
    'a text for two channels': { placements: [news.id], isPinned: true },
    'a text that is due later': { visibleFrom: '2099-01-01T00:00:00.000Z', visibleUntil: '2099-02-01T00:00:00.000Z' },
  })) {
    test(`${name} is what it would be after two acts, and as it is read again`, async () => {
      const one = await publishNew(body)
      assert.equal(one.state, 'released')
      assert.deepEqual(one, await stored(one.id))
      assert.equal(alike(one), alike(await stored((await inTwoActs(body)).id)))
      assert.deepEqual(
        one.history.map(({ act }) => act),
        ['create', 'publish'],
      )
    })
  }

  test('both acts are on record', async () => {
    const { id } = await publishNew()
    const rows = await kit.view(({ db }) =>
      db.selectFrom('audit.entry').select('action').where('target_id', '=', id).orderBy('action').execute(),
    )
    assert.deepEqual(
      rows.map(({ action }) => action),
      ['document.create', 'document.publish'],
    )
  })

  const writer = anActor({ permissions: ['document.read', 'document.write'], site: place.city })
  const whoPublishes = anActor({ permissions: ['document.read', 'document.publish'], site: place.city })
  for (const [name, refused, code] of [
    ['by whoever may not publish', () => publishNew({}, writer), 'forbidden'],
    ['by whoever may not write', () => publishNew({}, whoPublishes), 'forbidden'],
    ['where a review is asked for', () => publishNew({ channelId: reviewed.id }), 'review-needed'],
    ['while a duty is not met', () => publishNew({ source: '' }), 'not-ready'],
    ['in a channel of a site where one may not publish', () => publishNew({ placements: [elsewhere.id] }), 'forbidden'],
    [
      'with an end before its beginning',
      () => publishNew({ visibleUntil: '2020-01-01T00:00:00.000Z' }),
      'schedule-order',
    ],
  ] as const) {
    test(`is refused ${name}, and leaves nothing behind`, async () => {
      const before = await counted()
      await assert.rejects(refused, problem(code))
      assert.deepEqual(await counted(), before)
    })
  }
})
