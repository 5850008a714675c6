import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { sql } from 'kysely'
import { aChannel, aProvince, digest, startKit, type TestChannel } from '../../test/kit/index.ts'
import { visitor } from '../kernel/actor.ts'
import { kyselyOn } from '../kernel/database.ts'
import { newId } from '../kernel/ids.ts'
import { inPast, rewriteFor } from '../kernel/past.ts'
import type { View, Work } from '../kernel/work.ts'
import { keepCuts, release, withdraw } from '../modules/library/index.ts'
import { setPersons } from '../modules/organisations/commands/set-persons.ts'
import { archiveChannel } from '../modules/sites/commands/archive-channel.ts'
import { moveChannel } from '../modules/sites/commands/move-channel.ts'
import { setDomains } from '../modules/sites/commands/set-domains.ts'
import { putSettingsOnSites } from '../modules/sites/index.ts'
import { type Means, produce } from './produce.ts'
import { createReader } from './reader.ts'

const kit = await startKit()
const HOUR = 3_600_000
const FOREVER = sql<Date>`'infinity'`
let clock = Date.UTC(2026, 10, 1)
/** Every act happens an hour after the one before. */
async function later<T>(act: (work: Work) => Promise<T>): Promise<T> {
  clock += HOUR
  kit.setNow(new Date(clock))
  const done = await kit.work(act)
  await kit.drain()
  return done
}

const place = await later(aProvince)
const news = await later((work) => aChannel(work, place.province, { code: 'xinwen', name: '新闻' }))
const notices = await later((work) => aChannel(work, place.province, { code: 'tzgg', name: '通知公告' }))
const papers = await later((work) =>
  aChannel(work, place.province, { code: 'zcwj', name: '政策文件', itemKind: 'official_document' }),
)
const old = await later((work) =>
  aChannel(work, place.province, { code: 'guidang', name: '归档文件', itemKind: 'official_document' }),
)
const modules = [
  { type: 'feed', channelCode: 'tzgg', count: 5 },
  { type: 'people', title: '领导' },
]
await later(async (work) => {
  await work.db.updateTable('sites.channel').set({ in_nav: true }).where('site_id', '=', place.province.id).execute()
  await putSettingsOnSites(work, [{ siteId: place.province.id, key: 'home.modules', value: modules }])
  await work.db
    .insertInto('sites.channel')
    .values({
      id: newId(),
      site_id: place.county.id,
      parent_id: null,
      code: 'sjtz',
      name: '省级通知',
      kind: 'mounted',
      path: 'sjtz',
      tree_path: '/mounted/',
      item_kind: 'article',
      mounted_channel_id: notices.id,
    })
    .execute()
})

type Text = { source?: string; title: string; body?: string; channel?: TestChannel; at?: Date; kind?: string }
async function publish({
  source = newId(),
  title,
  body = '照溪路改造。',
  channel = notices,
  at,
  kind = 'article',
}: Text) {
  const released = await later((work) =>
    release(work, {
      kind,
      siteId: channel.siteId,
      organisationId: place.organisations.government.id,
      source: { module: 'test', id: source },
      content: {
        title,
        subtitle: '',
        summary: '',
        body: `<p>${body}</p>`,
        source: '',
        author: '',
        editor: '',
        keywords: [],
        cover: null,
        files: [{ blob: digest(title), name: '附件.pdf', mediaType: 'application/pdf', bytes: 10 }],
        origin: null,
        metadata:
          kind === 'article'
            ? {}
            : { issuer: '云岭省人民政府', formedOn: '2026-10-12', documentNumber: '云政发〔2026〕3号' },
      },
      placements: [{ channelId: channel.id, isPrimary: true, isPinned: false }],
      visibleFrom: at ?? work.now,
      visibleUntil: null,
    }),
  )
  return { ...released, source, path: released.paths[0]?.path ?? '' }
}

async function renderIn(view: View, host: string, path: string, cut?: Means['cut']): Promise<string> {
  const url = new URL(path, `http://${host}`)
  const { found, text } = await produce(cut ? { open: () => view, cut } : { open: () => view }, {
    host,
    path: url.pathname,
    query: url.searchParams,
    origin: url.origin,
    choices: { view: 'standard', contrast: 'standard', text: 'standard' },
  })
  if (found.kind !== 'page') return JSON.stringify(found)
  return `${found.status}\n${text}`
}
/** As the portal does: a list that has outgrown its pages is cut first. */
const cut: Means['cut'] = (wishes) =>
  kit.work(async (work) => {
    for (const wish of wishes) await keepCuts(work, wish)
    return true
  })
const live = (host: string, path: string, now = new Date(clock)) =>
  renderIn({ db: kyselyOn(kit.pool), actor: visitor, now }, host, path, cut)
const past = (at: Date, host: string, path: string) => inPast(kit.pool, at, (view) => renderIn(view, host, path))

const host = place.province.host
const pages: [string, string][] = [
  [host, '/'],
  [host, '/tzgg/'],
  [host, '/xinwen/'],
  [host, '/zcwj/'],
  [host, '/about/'],
  [host, '/sitemap/'],
  [host, '/sitemap.xml'],
  [host, '/tzgg/rss.xml'],
  [place.county.host, '/'],
  [place.county.host, '/sjtz/'],
  [place.city.host, '/about/'],
]
type Taken = { at: Date; pages: Map<string, string> }
const album: Taken[] = []

/** Keep what every page shows half an hour after the last act. */
async function photograph(): Promise<Taken> {
  const at = new Date(clock + HOUR / 2)
  const taken = { at, pages: new Map<string, string>() }
  for (const [on, path] of pages) taken.pages.set(`${on} ${path}`, await live(on, path, at))
  album.push(taken)
  return taken
}

async function assertSame(...photographs: Taken[]) {
  for (const { at, pages: shown } of photographs) {
    for (const [address, text] of shown) {
      const [on = '', path = ''] = address.split(' ')
      assert.equal(await past(at, on, path), text, `${address} at ${at.toISOString()}`)
    }
  }
}

/** The page is another one after the act, and every page of the instant before is still what it was, byte for byte. */
async function proves(act: () => Promise<unknown>, changed: [string, string]) {
  const before = await photograph()
  await act()
  const key = changed.join(' ')
  assert.notEqual(await live(...changed), before.pages.get(key), `${key} was to change`)
  await assertSame(before)
}

const first = await publish({ title: '供暖公告' })
const paper = await publish({ title: '公共租赁住房保障办法', channel: papers, kind: 'official_document' })
const next = await publish({ title: '公共租赁住房保障办法（修订）', channel: papers, kind: 'official_document' })
const moving = await publish({ title: '搬走的公告' })
const personal = await publish({ title: '含个人信息的公示', body: '张某某，身份证号从略' })
for (const one of [first, paper, next, moving, personal]) pages.push([host, one.path])
pages.push([place.county.host, `/sjtz/${first.path.split('/').slice(-2).join('/')}`])
pages.push([host, '/xinwen/tzgg/'], [host, `/xinwen${first.path}`])

const change = (table: 'sites.site' | 'sites.channel' | 'organisations.organisation', id: string, set: object) =>
  later((work) => work.db.updateTable(table).set(set).where('id', '=', id).execute())
const versionOf = async (table: 'sites.site' | 'sites.channel' | 'organisations.organisation', id: string) => {
  const row = await kit.view((view) =>
    view.db.selectFrom(table).select('version').where('id', '=', id).executeTakeFirstOrThrow(),
  )
  return row.version
}

describe('a page of the past is the page that was shown, byte for byte, after', () => {
  test('a site was renamed, and suspended', async () => {
    await proves(() => change('sites.site', place.province.id, { name: '云岭省政府网', version: 2 }), [host, '/'])
    await proves(() => change('sites.site', place.county.id, { state: 'suspended' }), [place.county.host, '/'])
    await proves(() => change('sites.site', place.county.id, { state: 'running' }), [place.county.host, '/'])
  })

  test('a setting was changed', async () => {
    const set = (value: unknown) =>
      later((work) => putSettingsOnSites(work, [{ siteId: place.province.id, key: 'appearance.slogan', value }]))
    await proves(() => set('为人民服务'), [host, '/'])
    await proves(() => set('一网通办'), [host, '/'])
  })

  test('an organisation was renamed', async () => {
    const { government } = place.organisations
    await proves(
      () => change('organisations.organisation', government.id, { name: '云岭省政府', phone: '0999-1234567' }),
      [host, '/about/'],
    )
  })

  test('the responsible persons changed, twice', async () => {
    const { government } = place.organisations
    const set = async (...names: string[]) => {
      const expectedVersion = await versionOf('organisations.organisation', government.id)
      const persons = names.map((name) => ({ name, title: '省长', duties: '主持工作' }))
      await later((work) => setPersons(work, { params: { id: government.id }, body: { expectedVersion, persons } }))
    }
    await proves(() => set('简小禾', '陆远'), [host, '/'])
    await proves(() => set('陆远'), [host, '/'])
  })

  test('a text was edited, and edited again', async () => {
    await proves(() => publish({ source: first.source, title: '供暖公告（更正）' }), [host, first.path])
    await proves(() => publish({ source: first.source, title: '供暖公告（再次更正）' }), [host, first.path])
    assert.match(await live(host, first.path), /\?v=2/)
  })

  test('a text was withdrawn, and released again', async () => {
    await proves(
      () => later((work) => withdraw(work, { itemId: first.itemId, reason: 'error', note: '数字有误' })),
      [host, first.path],
    )
    await proves(() => publish({ source: first.source, title: '供暖公告（重发）' }), [host, first.path])
  })

  test('a document was repealed and replaced', async () => {
    await proves(
      () =>
        later((work) =>
          withdraw(work, { itemId: paper.itemId, reason: 'repealed', note: '另行规定', successorItemId: next.itemId }),
        ),
      [host, next.path],
    )
  })

  test('a text moved away and its address redirects', async () => {
    await proves(
      () =>
        later((work) => withdraw(work, { itemId: moving.itemId, reason: 'moved', note: '', redirectTo: '/xinwen/' })),
      [host, moving.path],
    )
  })

  test('a channel was renamed', async () => {
    await proves(() => change('sites.channel', notices.id, { name: '公示公告' }), [host, '/tzgg/'])
  })

  test('a channel was moved, and everything in it', async () => {
    const move = async (parentId: string | null) => {
      const expectedVersion = await versionOf('sites.channel', notices.id)
      await later((work) =>
        moveChannel(work, { params: { id: notices.id }, body: { expectedVersion, parentId, position: 0 } }),
      )
    }
    await proves(() => move(news.id), [host, '/tzgg/'])
    await proves(() => move(null), [host, '/tzgg/'])
  })

  test('a channel was made, and archived into another', async () => {
    await proves(async () => {
      await later((work) => aChannel(work, place.province, { code: 'lishi', name: '历史' }))
    }, [host, '/sitemap/'])
    const body = {
      expectedVersion: await versionOf('sites.channel', papers.id),
      moveDocumentsTo: old.id,
      endMounts: false,
    }
    await proves(() => later((work) => archiveChannel(work, { params: { id: papers.id }, body })), [host, paper.path])
  })

  test('a template was replaced, and put back', async () => {
    const replace = (source: string) =>
      later(async (work) => {
        await work.db
          .updateTable('sites.template')
          .set({ valid_to: work.now })
          .where('valid_to', '=', FOREVER)
          .execute()
        await work.db
          .insertInto('sites.template')
          .values({
            theme: 'base',
            name: 'parts/after',
            source,
            digest: digest(source),
            note: '',
            valid_from: work.now,
            set_by: null,
          })
          .execute()
      })
    await proves(() => replace('<p>本页内容如有变动，以纸质文件为准。</p>'), [host, first.path])
    await proves(() => replace('<p>以纸质文件为准。</p>'), [host, first.path])
  })

  test('a list grew by pages', async () => {
    await later((work) => putSettingsOnSites(work, [{ siteId: place.province.id, key: 'list.pageSize', value: 5 }]))
    for (let n = 1; n <= 11; n++) await publish({ title: `动态 ${n}`, channel: news })
    pages.push([host, '/xinwen/p/1/'], [host, '/xinwen/p/2/'])
    await proves(async () => {
      for (let n = 12; n <= 17; n++) await publish({ title: `动态 ${n}`, channel: news })
    }, [host, '/xinwen/'])
    assert.match(await live(host, '/xinwen/p/2/'), /^200/)
  })

  test('a site got another domain', async () => {
    const set = async (...hosts: string[]) => {
      const expectedVersion = await versionOf('sites.site', place.city.id)
      const domains = hosts.map((one, index) => ({ host: one, isMain: index === 0 }))
      await later((work) => setDomains(work, { params: { id: place.city.id }, body: { expectedVersion, domains } }))
    }
    await proves(() => set('www.jichuan.localhost'), [place.city.host, '/about/'])
    await proves(() => set(place.city.host, 'www.jichuan.localhost'), [place.city.host, '/about/'])
  })
})

test('each instant of all of these is still what it was', () => assertSame(...album))

describe('the past', () => {
  test('knows nothing of a site before it was registered', async () => {
    assert.match(await past(new Date(Date.UTC(2026, 9, 1)), host, '/'), /no-site/)
  })

  test('never shows what was erased for privacy, at no instant', async () => {
    const at = new Date(clock + HOUR / 2)
    assert.match(await live(host, personal.path, at), /张某某/)
    await later((work) => withdraw(work, { itemId: personal.itemId, reason: 'privacy', note: '' }))
    for (const moment of [at, ...album.map((one) => one.at)]) {
      for (const path of [personal.path, '/tzgg/', '/', '/sitemap.xml', '/tzgg/rss.xml']) {
        assert.doesNotMatch(await past(moment, host, path), /张某某|含个人信息|内容已清除/)
      }
      assert.match(await past(moment, host, personal.path), /^410/)
      const file = await inPast(kit.pool, moment, (view) => createReader(view).file(digest('含个人信息的公示')))
      assert.equal(file, null)
    }
    const left = await kit.pool.query('SELECT FROM library.item_past WHERE id = $1', [personal.itemId])
    assert.equal(left.rowCount, 0)
  })

  test('serves the files that were shown then, and no later ones', async () => {
    const { at } = album[0] ?? { at: new Date() }
    const fileAt = (title: string) => inPast(kit.pool, at, (view) => createReader(view).file(digest(title)))
    assert.ok(await fileAt('搬走的公告'))
    assert.equal(await fileAt('供暖公告（重发）'), null)
    assert.equal(
      await createReader({ db: kyselyOn(kit.pool), actor: visitor, now: new Date(clock) }).file(digest('搬走的公告')),
      null,
    )
  })

  test('keeps nothing of a change that changes nothing, and one row a change of thousands', async () => {
    const count = async () => Number((await kit.pool.query('SELECT count(*) AS n FROM sites.site_past')).rows[0].n)
    const before = await count()
    await later((work) =>
      sql`UPDATE sites.site SET name = name, version = version + 1, updated_at = now()`.execute(work.db),
    )
    assert.equal(await count(), before)
    await later((work) => sql`UPDATE sites.site SET contact_name = '值班室'`.execute(work.db))
    assert.equal(await count(), before + 3)
  })

  test('is written by nobody and changed by nobody', async () => {
    for (const statement of [
      'UPDATE sites.site_past SET valid_to = valid_to',
      'DELETE FROM sites.site_past',
      'INSERT INTO sites.site_past SELECT * FROM sites.site_past',
    ]) {
      await assert.rejects(kit.pool.query(statement), /the past is not changed/)
    }
    await assert.rejects(
      kit.work((work) => sql`UPDATE sites.domain SET host = 'x.localhost' WHERE host = ${host}`.execute(work.db)),
      /never changes/,
    )
  })

  test('takes what stood before the history began as having always been so', async () => {
    await later((work) =>
      sql`INSERT INTO sites.former_path (site_id, path, channel_id, left_at, born_at)
        VALUES (${place.city.id}, 'jiu', ${notices.id}, ${work.now}, '-infinity')`.execute(work.db),
    )
    const seen = async () => {
      const found = await inPast(kit.pool, new Date(Date.UTC(1999, 0, 1)), (view) =>
        sql<{ id: string }>`SELECT channel_id AS id FROM sites.former_path WHERE path = 'jiu'`.execute(view.db),
      )
      return found.rows.map((row) => row.id)
    }
    assert.deepEqual(await seen(), [notices.id])
    await later((work) => sql`UPDATE sites.former_path SET channel_id = ${news.id} WHERE path = 'jiu'`.execute(work.db))
    assert.deepEqual(await seen(), [notices.id])
  })

  test('follows a column that is added later', async () => {
    await kit.pool.query(
      `ALTER TABLE sites.former_path ADD COLUMN note text NOT NULL DEFAULT 'x'; SELECT kernel.follow_histories()`,
    )
    const at = new Date(clock)
    const row = await inPast(kit.pool, at, (view) => sql`SELECT note FROM sites.former_path LIMIT 1`.execute(view.db))
    assert.deepEqual(row.rows[0], { note: 'x' })
  })
})

describe('the future', () => {
  test('shows what is scheduled, and the present does not', async () => {
    const soon = new Date(clock + 48 * HOUR)
    const planned = await publish({ title: '明天的公告', at: soon })
    assert.match(await live(host, planned.path), /^404/)
    assert.match(await live(host, planned.path, new Date(soon.getTime() + 1)), /明天的公告/)
    assert.match(await live(host, '/tzgg/', new Date(soon.getTime() + 1)), /明天的公告/)
  })
})

describe('a statement that looks back', () => {
  const back = rewriteFor([
    { schema_name: 'sites', table_name: 'site' },
    { schema_name: 'sites', table_name: 'domain' },
    { schema_name: 'library', table_name: 'path' },
  ])

  test('reads the tables with a history as they stood, and all others as they are', () => {
    assert.equal(
      back(
        'SELECT s.path FROM sites.site s, "sites"."domain" AS "d", sites.site_state x, library.placement p, mysites.site m',
      ),
      'SELECT s.path FROM sites.site_at s, sites.domain_at AS "d", sites.site_state x, library.placement p, mysites.site m',
    )
    assert.equal(back('library.path.item_id "sites"."site"."id"'), 'library.path_at.item_id sites.site_at."id"')
  })

  test('is refused when it names a view of today', () => {
    assert.throws(() => back('SELECT 1 FROM "sites"."v_site"'), /shows the present/)
    assert.doesNotThrow(() => back('SELECT 1 FROM vocabulary.v_code'))
  })
})
