import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { z } from 'zod'
import type { Actor } from '../src/kernel/actor.ts'
import { noPages } from '../src/kernel/pages-in-use.ts'
import { createDocument, publishDocument } from '../src/modules/content/index.ts'
import { listShownPages as pagesAsked, listShownSites as sitesAsked } from '../src/modules/library/contract.ts'
import type { ShownKind } from '../src/modules/library/contract.ts'
import { getShownBy, listShownPages, listShownSites } from '../src/modules/library/queries/get-shown-by.ts'
import { listTemplateUse } from '../src/modules/library/queries/list-template-use.ts'
import { noTemplates } from '../src/kernel/templates.ts'
import { portalTemplates } from '../src/portal/template-check.ts'
import { putSettings } from '../src/modules/sites/commands/put-settings.ts'
import { aChannel, anActor, aProvince, problem } from './kit/index.ts'
import { startSystem } from './kit/system.ts'

const system = await startSystem()
const place = await system.work(aProvince)
const notices = await system.work((work) => aChannel(work, place.city, { code: 'tzgg', name: '通知公告' }))
const other = await system.work((work) => aChannel(work, place.city, { code: 'gsgg', name: '公示公告' }))
const manager = anActor({
  permissions: ['document.read', 'document.write', 'document.publish', 'template.manage', 'setting.manage'],
  site: place.province,
})

const publishes = (title: string, channelId: string) =>
  system.workAs(manager, async (work) => {
    const body = { channelId, title, body: '<p>十二月十日前完成检查。</p>', source: '霁川市住房保障局' }
    const document = await createDocument(work, { params: {}, query: {}, body })
    const fresh = { params: { id: document.id }, query: {}, body: { expectedVersion: document.version } }
    return publishDocument(work, fresh)
  })
const first = await publishes('冬季燃气安全入户检查的通知', notices.id)
const second = await publishes('城乡居民医保集中缴费公告', other.id)

const url = (site: { host: string }, path: string) => `http://${site.host}${path}`
const pathOf = ({ addresses }: { addresses: { path: string }[] }) => addresses[0]?.path ?? ''
const home = url(place.city, '/')
const list = url(place.city, '/tzgg/')
const otherList = url(place.city, '/gsgg/')
const article = url(place.city, pathOf(first))
const otherArticle = url(place.city, pathOf(second))
const cityPages = [home, list, otherList, article, otherArticle]
const countyHome = url(place.county, '/')
for (const look of system.engine.committed ?? []) look(true)
for (const page of [...cityPages, countyHome]) {
  const { host, pathname } = new URL(page)
  const answer = await system.server.inject({ url: pathname, headers: { host } })
  assert.equal(answer.statusCode, 200, page)
}

async function shownBy(
  kind: z.output<typeof ShownKind>,
  id: string,
  more: { siteId?: string; actor?: Actor } = {},
): Promise<string[]> {
  const { siteId, actor = manager } = more
  const query = { kind, id, ...(siteId === undefined ? {} : { siteId }) }
  const found = await system.viewAs(actor, (view) => getShownBy(view, { query }, system.app.pages))
  assert.equal(found.total, found.pages.length)
  return found.pages.map((page) => page.url).toSorted((a, b) => a.localeCompare(b))
}
const sorted = (...pages: string[]) => pages.toSorted((a, b) => a.localeCompare(b))

describe('who shows', () => {
  test('an item: its page and the lists in which it stands', async () => {
    assert.deepEqual(await shownBy('item', first.itemId ?? ''), sorted(list, article))
  })

  test('a channel: its page, the pages of its items, and no other channel', async () => {
    const pages = await shownBy('channel', notices.id)
    assert.ok(pages.includes(list) && pages.includes(article), pages.join())
    assert.ok(!pages.includes(otherArticle) && !pages.includes(countyHome), pages.join())
  })

  test('a template: the pages it takes part in', async () => {
    const pages = await shownBy('template', 'base/page-list')
    assert.deepEqual(pages, sorted(list, otherList))
    assert.deepEqual(await shownBy('template', 'base/bottom'), sorted(...cityPages, countyHome))
  })

  test('a setting: the site and those below, without those that have a value of their own', async () => {
    const key = 'footer.copyright'
    const ask = () => shownBy('setting', key, { siteId: place.city.id })
    assert.deepEqual(await ask(), sorted(...cityPages, countyHome))
    await system.workAs(manager, (work) =>
      putSettings(work, {
        params: { id: place.county.id },
        body: { values: [{ key, value: '芦汀县人民政府办公室', expectedSince: null }] },
      }),
    )
    assert.deepEqual(await ask(), sorted(...cityPages))
  })

  test('nothing that is unknown, and nothing where no pages are kept', async () => {
    const ask = (kind: z.output<typeof ShownKind>, id: string) => shownBy(kind, id, { siteId: place.city.id })
    for (const kind of ['channel', 'template', 'setting'] as const) {
      await assert.rejects(ask(kind, 'nothing of the kind'), problem('not-found'))
    }
    const query = { kind: 'item' as const, id: first.itemId ?? '' }
    const found = await system.viewAs(manager, (view) => getShownBy(view, { query }, noPages))
    assert.deepEqual([found.isKnown, found.total], [false, 0])
  })

  test('a template site by site, those with most pages first, and the pages of one of them', async () => {
    const asked = { kind: 'template' as const, id: 'base/bottom' }
    const sitesOn = (page: number) =>
      system.viewAs(manager, (view) =>
        listShownSites(view, { query: sitesAsked.query.parse({ ...asked, page, pageSize: 1 }) }, system.app.pages),
      )
    const [most, next] = [await sitesOn(1), await sitesOn(2)]
    assert.deepEqual([most.pages, most.total, most.isKnown], [cityPages.length + 1, 2, true])
    assert.deepEqual(
      [...most.items, ...next.items].map(({ siteId, pages }) => [siteId, pages]),
      [
        [place.city.id, cityPages.length],
        [place.county.id, 1],
      ],
    )
    assert.notEqual(most.items[0]?.siteName, '')

    const pagesOn = (onSite: string, page = 1) =>
      system.viewAs(manager, (view) =>
        listShownPages(
          view,
          { query: pagesAsked.query.parse({ ...asked, onSite, page, pageSize: 3 }) },
          system.app.pages,
        ),
      )
    const [first3, rest] = [await pagesOn(place.city.id), await pagesOn(place.city.id, 2)]
    assert.deepEqual([first3.total, first3.items.length, rest.items.length], [cityPages.length, 3, 2])
    const listed = [...first3.items, ...rest.items].map((one) => one.url)
    assert.deepEqual(sorted(...listed), sorted(...cityPages))
    assert.deepEqual(
      (await pagesOn(place.county.id)).items.map((one) => one.url),
      [countyHome],
    )
    assert.equal((await pagesOn(place.province.id)).total, 0)
  })

  test('an item, a channel and a setting site by site, and whether the navigation shows a channel', async () => {
    const things = [
      { kind: 'item', id: first.itemId ?? '' },
      { kind: 'channel', id: notices.id },
      { kind: 'setting', id: 'footer.copyright', siteId: place.city.id },
    ] as const
    for (const thing of things) {
      const { kind, id } = thing
      const expected = await shownBy(kind, id, 'siteId' in thing ? { siteId: thing.siteId } : {})
      const asked = { ...thing, page: 1, pageSize: 50 }
      const bySite = await system.viewAs(manager, (view) =>
        listShownSites(view, { query: sitesAsked.query.parse(asked) }, system.app.pages),
      )
      assert.equal(bySite.pages, expected.length, kind)
      assert.equal(bySite.isInNav, false, kind)
      const pages: string[] = []
      for (const { siteId } of bySite.items) {
        const query = pagesAsked.query.parse({ ...asked, onSite: siteId })
        const found = await system.viewAs(manager, (view) => listShownPages(view, { query }, system.app.pages))
        pages.push(...found.items.map((one) => one.url))
      }
      assert.deepEqual(sorted(...pages), expected, kind)
    }
    await system.work((work) =>
      work.db.updateTable('sites.channel').set({ in_nav: true }).where('id', '=', other.id).execute(),
    )
    const query = sitesAsked.query.parse({ kind: 'channel', id: other.id })
    const inNav = await system.viewAs(manager, (view) => listShownSites(view, { query }, system.app.pages))
    assert.equal(inNav.isInNav, true)
  })

  test('every template, with the pages it takes part in and what kinds of page can use it', async () => {
    const used = await system.viewAs(manager, (view) =>
      listTemplateUse(view, { templates: portalTemplates, pages: system.app.pages }),
    )
    const of = (id: string) => used.find(({ theme, name }) => `${theme}/${name}` === id)
    for (const id of ['base/page-list', 'base/page-article', 'base/bottom', 'department/top']) {
      assert.equal(of(id)?.pages, (await shownBy('template', id)).length, id)
    }
    assert.deepEqual(
      of('base/page-list')?.serves.map(({ look, kinds }) => [look, kinds]),
      ['government', 'department', 'village'].map((look) => [look, ['list']]),
    )
    assert.deepEqual(
      of('department/top')?.serves.map(({ look, kinds }) => [look, kinds.length]),
      [['department', 9]],
    )
    const unkept = await system.viewAs(manager, (view) =>
      listTemplateUse(view, { templates: noTemplates, pages: noPages }),
    )
    assert.deepEqual(unkept, [])
  })

  test('only to whom the thing itself is open', async () => {
    const clerk = anActor({ permissions: ['channel.manage'], site: place.city })
    await assert.rejects(shownBy('item', first.itemId ?? '', { actor: clerk }), problem('forbidden'))
    await assert.rejects(shownBy('template', 'base/bottom', { actor: clerk }), problem('forbidden'))
    const query = sitesAsked.query.parse({ kind: 'template', id: 'base/bottom' })
    const pages = system.app.pages
    const refused = [
      system.viewAs(clerk, (view) => listShownSites(view, { query }, pages)),
      system.viewAs(clerk, (view) => listShownPages(view, { query: { ...query, onSite: place.city.id } }, pages)),
      system.viewAs(clerk, (view) => listTemplateUse(view, { templates: portalTemplates, pages })),
    ]
    await Promise.all(refused.map((one) => assert.rejects(one, problem('forbidden'))))
  })
})
