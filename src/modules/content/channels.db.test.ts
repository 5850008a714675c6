import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { aChannel, aProvince, anActor, startKit, type TestChannel } from '../../../test/kit/index.ts'
import { channelArchived, channelMoved } from '../sites/events.ts'
import { findPath } from '../library/index.ts'
import { createDocument } from './commands/create-document.ts'
import { publishDocument } from './commands/publish-document.ts'
import { submitDocument } from './commands/submit-document.ts'
import { getDocument } from './queries/get-document.ts'

const kit = await startKit()
const place = await kit.work(aProvince)
const site = place.city
const publisher = anActor({
  permissions: ['document.read', 'document.write', 'document.publish'],
  site,
})
const query = {}

async function draft(channel: TestChannel, title: string) {
  return kit.workAs(publisher, (work) =>
    createDocument(work, {
      params: {},
      query,
      body: { channelId: channel.id, title, body: '<p>正文</p>', source: '市政府' },
    }),
  )
}
const publish = (document: { id: string; version: number }) =>
  kit.workAs(publisher, (work) =>
    publishDocument(work, { params: { id: document.id }, query, body: { expectedVersion: document.version } }),
  )
const look = (id: string) => kit.view((view) => getDocument(view, { params: { id } }))

async function archive(channel: TestChannel, moveDocumentsTo: string | null) {
  await kit.work(async (work) => {
    await work.db.updateTable('sites.channel').set({ archived_at: work.now }).where('id', '=', channel.id).execute()
    work.emit(channelArchived({ siteId: site.id, channelId: channel.id, path: channel.path, moveDocumentsTo }))
  })
  await kit.drain()
}

describe('a channel that gets a new address', () => {
  test('takes its texts along, and every old address redirects', async () => {
    const channel = await kit.work((work) => aChannel(work, site, { code: 'jiuming', name: '旧名' }))
    const document = await publish(await draft(channel, '换了栏目地址'))
    const old = document.addresses[0]?.path ?? ''
    await kit.work(async (work) => {
      await work.db.updateTable('sites.channel').set({ path: 'xinming' }).where('id', '=', channel.id).execute()
      const moved = [{ channelId: channel.id, oldPath: 'jiuming', newPath: 'xinming' }]
      work.emit(channelMoved({ siteId: site.id, channelId: channel.id, oldPath: 'jiuming', newPath: 'xinming', moved }))
    })
    await kit.drain()
    const address = (await look(document.id)).addresses[0]?.path ?? ''
    assert.match(address, /^\/xinming\//)
    const left = await kit.view((view) => findPath(view, site.id, old))
    assert.deepEqual([left?.kind, left?.redirectTo], ['redirect', `${site.id}:${address}`])
  })
})

describe('a channel that is archived while a text in it is under review', () => {
  test('gives the text back to its writer as a draft that says why', async () => {
    const channel = await kit.work((work) => aChannel(work, site, { stages: 2 }))
    const made = await draft(channel, '审核中的稿件')
    await kit.workAs(publisher, (work) =>
      submitDocument(work, { params: { id: made.id }, query, body: { expectedVersion: made.version, note: '' } }),
    )
    await archive(channel, null)
    const after = await look(made.id)
    assert.equal(after.state, 'draft')
    assert.equal(after.edition.body, '<p>正文</p>')
    assert.match(after.history.at(-1)?.note ?? '', /栏目已停用/)
  })

  test('hands its texts over where another channel was named: readers follow a redirect', async () => {
    const from = await kit.work((work) => aChannel(work, site, { code: 'yuan' }))
    const to = await kit.work((work) => aChannel(work, site, { code: 'xin' }))
    const released = await publish(await draft(from, '跟着搬家'))
    const old = released.addresses[0]?.path ?? ''
    await archive(from, to.id)
    const after = await look(released.id)
    assert.equal(after.channelId, to.id)
    assert.match(after.addresses[0]?.path ?? '', /^\/xin\//)
    assert.equal((await kit.view((view) => findPath(view, site.id, old)))?.kind, 'redirect')
  })
})
