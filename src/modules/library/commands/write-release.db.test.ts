import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aChannel, aProvince, problem, startKit } from '../../../../test/kit/index.ts'
import { newId } from '../../../kernel/ids.ts'
import type { ReleaseWish } from '../item.ts'
import { release } from './release.ts'

const kit = await startKit()
const place = await kit.work(aProvince)
const notices = await kit.work((work) => aChannel(work, place.province, { code: 'tzgg', name: '通知公告' }))

const wish = (sourceId: string, channelIds: readonly string[] = [notices.id]): ReleaseWish => ({
  kind: 'article',
  siteId: notices.siteId,
  organisationId: place.organisations.government.id,
  source: { module: 'test', id: sourceId },
  content: {
    title: '停水通知',
    subtitle: '',
    summary: '',
    body: '<p>上午停水。</p>',
    source: '云岭省水利厅',
    author: '',
    editor: '',
    keywords: ['停水', '检修'],
    cover: null,
    files: [{ blob: 'a'.repeat(64), name: '附件.pdf', mediaType: 'application/pdf', bytes: 10 }],
    origin: { name: '水利厅', url: 'https://slt.example/1' },
    metadata: { topic: '水利' },
  },
  placements: channelIds.map((channelId, at) => ({ channelId, isPrimary: at === 0, isPinned: false })),
  visibleFrom: new Date('2026-11-20T00:00:00Z'),
  visibleUntil: null,
})

/** Gives the next address of the channel away to another item, as if it had been there first. */
async function occupyNext(itemId: string): Promise<void> {
  const { rows } = await kit.pool.query<{ no: number }>(
    "SELECT nextval(pg_get_serial_sequence('library.item', 'no')) + 1 AS no",
  )
  const path = `/${notices.path}/202611/${(rows[0]?.no ?? 0).toString(36)}.html`
  await kit.pool.query(
    "INSERT INTO library.path (site_id, path, item_id, kind, since) VALUES ($1, $2, $3, 'item', now())",
    [notices.siteId, path, itemId],
  )
}

test('one item and many are written alike', async () => {
  const others = await Promise.all(
    ['a', 'b', 'c'].map((code) => kit.work((work) => aChannel(work, place.province, { code, name: code }))),
  )
  const few = newId()
  const many = newId()
  await kit.work((work) => release(work, wish(few)))
  await kit.work((work) =>
    release(
      work,
      wish(
        many,
        [notices, ...others].map((channel) => channel.id),
      ),
    ),
  )
  const { rows } = await kit.pool.query<{ version: object }>(
    `SELECT to_jsonb(v) - 'item_id' - 'valid_from' AS version FROM library.version v JOIN library.item i ON i.id = v.item_id
     WHERE i.source_id = ANY ($1)`,
    [[few, many]],
  )
  assert.equal(rows.length, 2)
  assert.deepEqual(rows[0]?.version, rows[1]?.version)
})

test('an address that another item has is refused, and nothing is left of the release', async () => {
  const { itemId } = await kit.work((work) => release(work, wish(newId())))
  await occupyNext(itemId)
  const source = newId()
  await assert.rejects(
    kit.work((work) => release(work, wish(source))),
    problem('path-taken'),
  )
  const { rows } = await kit.pool.query('SELECT 1 FROM library.item WHERE source_id = $1', [source])
  assert.deepEqual(rows, [])
})
