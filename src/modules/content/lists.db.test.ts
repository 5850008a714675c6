import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { sql } from 'kysely'
import { aChannel, aProvince, anActor, startKit } from '../../../test/kit/index.ts'
import type { Actor } from '../../kernel/actor.ts'
import { createDocument } from './commands/create-document.ts'
import { deleteDocument } from './commands/discard-edition.ts'
import { publishDocument } from './commands/publish-document.ts'
import { saveDocument } from './commands/save-document.ts'
import { withdrawDocument } from './commands/withdraw-document.ts'
import * as contract from './contract.ts'
import { LIMITS, listDocuments, type Limits } from './queries/list-documents.ts'

const ALL = ['document.read', 'document.write', 'document.publish', 'document.withdraw']
const SORTS = ['-updatedAt', 'updatedAt', '-releasedAt', 'releasedAt'] as const

const kit = await startKit()
const place = await kit.work(aProvince)
const ofCity = await kit.work((work) => aChannel(work, place.city, { code: 'tzgg', name: '通知公告' }))
const ofCounty = await kit.work((work) => aChannel(work, place.county, { code: 'tzgg', name: '通知公告' }))
const everywhere = anActor({ permissions: ALL, site: place.province })
const inCity = anActor({ permissions: ALL, site: place.city })
const inCounty = anActor({ permissions: ALL, site: place.county })

const create = (channelId: string, title: string, isPublished: boolean) =>
  kit.workAs(everywhere, async (work) => {
    const body = { channelId, title, body: '<p>请绕行。</p>', source: '霁川市住房保障局', summary: '' }
    const document = await createDocument(work, { params: {}, query: {}, body })
    if (!isPublished) return document
    const asked = { params: { id: document.id }, query: {}, body: { expectedVersion: document.version } }
    return publishDocument(work, asked)
  })

// A word that is common, and all of it in the older half of the list; dates that repeat; some never published.
for (let n = 0; n < 66; n++) {
  const title = n < 48 && n % 4 < 3 ? `关于第${n}号道路封闭的通告` : `第${n}号道路恢复通行`
  await create(n % 3 === 0 ? ofCounty.id : ofCity.id, title, n % 5 > 0)
}
await kit.work((work) =>
  sql`
    UPDATE content.document SET updated_at = '2026-01-01T00:00:00Z'::timestamptz + make_interval(days => o.n / 2),
      released_at = CASE WHEN released_at IS NOT NULL THEN '2026-02-01T00:00:00Z'::timestamptz + make_interval(days => (o.n * 7) % 11) END
    FROM (SELECT id, row_number() OVER (ORDER BY id)::int AS n FROM content.document) o WHERE o.id = document.id`.execute(
    work.db,
  ),
)

type Filters = Record<string, string>
type Page = { titles: string[]; total: number; isCapped: boolean }

async function ask(actor: Actor, filters: Filters, limits: Partial<Limits> = {}): Promise<Page> {
  const query = contract.listDocuments.query.parse(filters)
  const asked = { query, limits: { ...LIMITS, ...limits } }
  const { items, total, isCapped } = await kit.viewAs(actor, (view) => listDocuments(view, asked))
  return { titles: items.map((one) => one.title), total, isCapped }
}

/** What a list without words says, looked through here. */
async function expected(actor: Actor, { text = '', page = '1', pageSize = '50', ...filters }: Filters) {
  const { titles } = await ask(actor, { ...filters, pageSize: '200' })
  const found = titles.filter((title) => title.includes(text))
  return { all: found, page: found.slice((Number(page) - 1) * Number(pageSize), Number(page) * Number(pageSize)) }
}

/** Each makes another way be taken, where a database of a few rows would always take the first. */
const WAYS: Record<string, Partial<Limits>> = {
  'by documents': {},
  'by the index of words': { few: 0 },
  'by a walk that finds it': { few: 0, counted: 3, samplePercent: 100, walked: 1000 },
  'by a walk that finds part of it': { few: 0, counted: 3, samplePercent: 100, walked: 40 },
  'by a cut': { few: 0, counted: 3, samplePercent: 100, walked: 0 },
}

describe('a list of a word', () => {
  for (const [way, limits] of Object.entries(WAYS)) {
    test(`is the same and in the same order ${way}`, async () => {
      for (const actor of [everywhere, inCity, inCounty]) {
        for (const sort of SORTS) {
          for (const filters of [{}, { live: 'true' }, { state: 'draft' }, { kind: 'article' }, { to: '2026-01-20' }]) {
            for (const page of ['1', '2', '9']) {
              const asked = { ...filters, sort, page, pageSize: '3', text: '关于' }
              const { all, page: titles } = await expected(actor, asked)
              const most = limits.counted ?? LIMITS.counted
              assert.deepEqual(
                await ask(actor, asked, limits),
                // A page counted as it is read is counted whole.
                { titles, total: Math.min(all.length, most), isCapped: all.length > most },
                JSON.stringify(asked),
              )
            }
          }
        }
      }
    })
  }

  test('is counted to a bound: below and at it the number, above it the bound', async () => {
    const { all } = await expected(everywhere, { text: '关于' })
    assert.ok(all.length > 5)
    const counted = async (most: number) => {
      const { total, isCapped } = await ask(everywhere, { text: '关于' }, { counted: most, samplePercent: 100, few: 0 })
      return [total, isCapped]
    }
    const { length } = all
    assert.deepEqual(
      [await counted(length + 1), await counted(length), await counted(length - 1)],
      [
        [length, false],
        [length, false],
        [length - 1, true],
      ],
    )
  })

  test('holds nothing from behind the wall, whichever way it is found', async () => {
    for (const limits of Object.values(WAYS)) {
      const { titles } = await ask(inCounty, { text: '号', pageSize: '200' }, limits)
      assert.ok(titles.length > 0)
      const { rows } = await kit.view((view) =>
        sql<{
          site_id: string
        }>`SELECT DISTINCT site_id FROM content.document WHERE title = ANY (${titles}::text[])`.execute(view.db),
      )
      assert.deepEqual(
        rows.map((row) => row.site_id),
        [place.county.id],
      )
    }
  })
})

describe('a list by first publication, the oldest first', () => {
  test('ends with what never was published, on every page of it', async () => {
    const { titles: all } = await ask(everywhere, { sort: 'releasedAt', pageSize: '200' })
    const drafts = new Set((await ask(everywhere, { state: 'draft', pageSize: '200' })).titles)
    assert.ok(drafts.size > 3)
    assert.deepEqual(new Set(all.slice(-drafts.size)), drafts)
    for (const counted of [3, 10_000]) {
      const pages: string[] = []
      for (let page = 1; page <= Math.ceil(all.length / 5); page++) {
        pages.push(
          ...(await ask(everywhere, { sort: 'releasedAt', page: String(page), pageSize: '5' }, { counted })).titles,
        )
      }
      assert.deepEqual(pages, all)
    }
  })
})

test('what the index of titles says of a document follows every act on it', async () => {
  const astray = async () => {
    const { rows } = await kit.view((view) =>
      sql<{ title: string }>`
        SELECT d.title FROM content.document d LEFT JOIN content.v_title t ON t.document_id = d.id
        WHERE (t.folded, t.site_id, t.updated_at, t.state, t.kind, t.is_live)
            IS DISTINCT FROM (content.fold_title(d.title), d.site_id, d.updated_at, d.state, d.kind, d.live_edition_number IS NOT NULL)
          OR t.released_at IS DISTINCT FROM d.released_at OR t.deleted_at IS DISTINCT FROM d.deleted_at`.execute(
        view.db,
      ),
    )
    return rows
  }
  assert.deepEqual(await astray(), [])
  const shown = await create(ofCity.id, '关于暂停供水的通告', true)
  assert.deepEqual(await astray(), [])
  const ofShown = (version: number) => ({ params: { id: shown.id }, query: {}, body: { expectedVersion: version } })
  const saved = await kit.workAs(everywhere, (work) =>
    saveDocument(work, {
      ...ofShown(shown.version),
      body: { expectedVersion: shown.version, title: '关于恢复供水的通告' },
    }),
  )
  assert.deepEqual(await astray(), [])
  const again = await kit.workAs(everywhere, (work) => publishDocument(work, ofShown(saved.version)))
  assert.deepEqual(await astray(), [])
  await kit.workAs(everywhere, (work) =>
    withdrawDocument(work, {
      ...ofShown(again.version),
      body: { expectedVersion: again.version, reason: 'error', note: '内容有误' },
    }),
  )
  assert.deepEqual(await astray(), [])
  const draft = await create(ofCity.id, '关于停气的通告', false)
  await kit.workAs(everywhere, (work) => deleteDocument(work, { params: { id: draft.id }, query: {}, body: {} }))
  assert.deepEqual(await astray(), [])
})
