import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { anActor, aProvince, problem, startKit } from '../../../test/kit/index.ts'
import type { Actor } from '../../kernel/actor.ts'
import { importSynonyms } from './commands/import-synonyms.ts'
import { createSynonym, deleteSynonym, restoreSynonym, updateSynonym } from './commands/save-synonym.ts'
import * as contract from './contract.ts'
import { rulesInForce } from './index.ts'
import { exportSynonyms } from './queries/export-synonyms.ts'
import { listSynonyms } from './queries/list-synonyms.ts'

const kit = await startKit()
const place = await kit.work(aProvince)
const permissions = ['search.tune']
const { government, city } = place.organisations
const everywhere = anActor({ name: '系统管理员', permissions, organisation: government })
const cityOnly = anActor({ permissions, organisation: city })

const add = (words: string[], actor: Actor = everywhere, more: { note?: string; isOn?: boolean } = {}) =>
  kit.workAs(actor, (work) => createSynonym(work, { body: { note: '', isOn: true, words, ...more } }))
const remove = (id: string, expectedVersion: number) =>
  kit.workAs(everywhere, (work) => deleteSynonym(work, { params: { id }, body: { expectedVersion } }))
const restore = (id: string) => kit.workAs(everywhere, (work) => restoreSynonym(work, { params: { id } }))
const list = (query: Record<string, string> = {}, actor = everywhere) =>
  kit.viewAs(actor, (view) => listSynonyms(view, { query: contract.listSynonyms.query.parse(query) }))
const inForce = async () => (await kit.view(rulesInForce)).synonyms
const bring = (text: string, isTrial = false) =>
  kit.workAs(everywhere, (work) => importSynonyms(work, { body: { text, isTrial } }))
const noted = async () => {
  const { rows } = await kit.pool.query<{ count: number }>(
    `SELECT count(*) AS count FROM kernel.change WHERE 'search-rules:' = ANY (keys)`,
  )
  return rows[0]?.count ?? 0
}
const faults =
  (...details: string[]) =>
  (error: unknown) => {
    const errors = error instanceof Error && 'extra' in error ? Reflect.get(error.extra as object, 'errors') : []
    assert.deepEqual(
      errors.map(({ detail }: { detail: string }) => detail),
      details,
    )
    return true
  }

const fund = await add(['公积金', '住房公积金'], everywhere, { note: '百姓的说法' })

describe('synonyms', () => {
  test('count at once, and whoever follows changes hears of it', async () => {
    assert.deepEqual(await inForce(), [['公积金', '住房公积金']])
    const before = await noted()
    const group = await add(['低保', '最低生活保障'])
    assert.equal(await noted(), before + 1)
    assert.equal(group.changedBy, '系统管理员')
    await kit.workAs(everywhere, (work) =>
      updateSynonym(work, {
        params: { id: group.id },
        body: { words: group.words, note: '', isOn: false, expectedVersion: 1 },
      }),
    )
    assert.equal(await noted(), before + 2)
    assert.deepEqual(await inForce(), [['公积金', '住房公积金']])
  })

  test('are refused with everything that is wrong', async () => {
    await assert.rejects(
      add(['住房公积金', '税']),
      faults('“税”只有一个字，会搜出大量无关的结果，至少两个字', '“住房公积金”已经在另一条里：公积金、住房公积金'),
    )
    await assert.rejects(add([]), faults('请填写词语'))
    await assert.rejects(add(['ＬＰＲ', 'lpr']), faults('至少 2 个不同的词'))
  })

  test('a word of a group that is switched off is still taken', async () => {
    await assert.rejects(add(['低保', '低保户']), problem('invalid'))
  })

  test('two who save the same word at the same time do not both succeed', async () => {
    const tries = await Promise.allSettled([add(['医保', '医疗保险']), add(['医保', '基本医疗保险'])])
    assert.equal(tries.filter(({ status }) => status === 'fulfilled').length, 1)
    assert.equal((await list({ q: '医保' })).total, 1)
  })

  test('a stale form changes nothing', async () => {
    const late = kit.workAs(everywhere, (work) =>
      updateSynonym(work, {
        params: { id: fund.id },
        body: { words: ['公积金', '公积'], note: '', isOn: true, expectedVersion: 9 },
      }),
    )
    await assert.rejects(late, problem('version-conflict'))
  })

  test('what was deleted can be put back, unless its words are taken', async () => {
    const group = await add(['养老金', '退休金'])
    await remove(group.id, group.version)
    assert.equal((await list({ q: '养老金' })).total, 0)
    assert.deepEqual((await restore(group.id)).words, ['养老金', '退休金'])
    await assert.rejects(restore(group.id), problem('search-not-deleted'))
    await remove(group.id, 3)
    await add(['退休金', '退休工资'])
    await assert.rejects(restore(group.id), problem('search-words-taken'))
  })

  test('are found by word and note, filtered and sorted', async () => {
    assert.deepEqual(
      (await list({ q: '百姓' })).items.map(({ id }) => id),
      [fund.id],
    )
    assert.deepEqual(
      (await list({ state: 'off' })).items.map(({ words }) => words[0]),
      ['低保'],
    )
    const ids = (await list({ sort: 'word' })).items.map(({ id }) => id)
    const reversed = (await list({ sort: '-word' })).items.map(({ id }) => id)
    assert.deepEqual(ids, reversed.toReversed())
    assert.equal((await list({ q: '%' })).total, 0)
  })

  test('are on record with before and after', async () => {
    const { rows } = await kit.pool.query<{ action: string; actor_name: string; after: { words: string[] } }>(
      `SELECT action, actor_name, after FROM audit.entry WHERE target_kind = 'search-synonym' AND target_id = $1`,
      [fund.id],
    )
    assert.deepEqual(rows[0]?.action, 'search.synonym.create')
    assert.deepEqual(rows[0]?.after.words, ['公积金', '住房公积金'])
  })

  test('belong to who answers for the whole province; others read them', async () => {
    for (const actor of [cityOnly, anActor({ permissions, site: place.city })]) {
      await assert.rejects(add(['车管所', '车辆管理所'], actor), problem('forbidden'))
      assert.equal((await list({}, actor)).mayChange, false)
    }
    assert.equal((await list()).mayChange, true)
    const portals = anActor({ permissions, site: place.province })
    assert.equal((await list({}, portals)).mayChange, true)
    assert.deepEqual((await add(['车管所', '车辆管理所'], portals)).words, ['车管所', '车辆管理所'])
    await remove((await list({ q: '车管所' })).items[0]?.id ?? '', 1)
  })

  test('the database refuses what a command would have forgotten', async () => {
    const sneak = kit.workAs(cityOnly, (work) =>
      work.db.updateTable('search.synonym_group').set({ note: '偷偷' }).execute(),
    )
    const [result] = await sneak
    assert.equal(result?.numUpdatedRows, 0n)
    const insert = kit.workAs(cityOnly, (work) =>
      work.db
        .insertInto('search.synonym_group')
        .values({
          id: crypto.randomUUID(),
          words: ['甲方', '乙方'],
          note: '',
          is_on: true,
          version: 1,
          created_at: work.now,
          changed_at: work.now,
          changed_by: null,
          changed_by_name: '',
          deleted_at: null,
        })
        .execute(),
    )
    await assert.rejects(insert, /row-level security/)
  })
})

describe('a table of synonyms', () => {
  test('that was written out changes nothing when it is read in', async () => {
    const { text, groups } = await kit.viewAs(everywhere, exportSynonyms)
    assert.deepEqual(await bring(text), { added: 0, changed: 0, unchanged: groups, rejected: [] })
  })

  test('adds and changes row by row, and tells what it did not take', async () => {
    const text =
      '词语,状态,备注\n公积金、住房公积金、住房公积,启用,百姓的说法\n车管所、车辆管理所,启用,\n税,启用,\n车管所、车管,启用,\n公积金、低保,启用,'
    const told = await bring(text, true)
    assert.equal((await list({ q: '车管所' })).total, 0)
    assert.deepEqual(await bring(text), told)
    assert.deepEqual([told.added, told.changed, told.unchanged], [1, 1, 0])
    assert.deepEqual(
      told.rejected.map(({ line, reason }) => [line, reason.slice(0, 12)]),
      [
        [4, '“税”只有一个字，会搜出'],
        [5, '“车管所”在第 3 行已'],
        [6, '“公积金”在第 2 行已'],
      ].map(([line, reason]) => [line, String(reason)]),
    )
    assert.equal((await list({ q: '住房公积' })).items[0]?.words.length, 3)
  })

  test('a word that one row gives up may stand in the next', async () => {
    await bring('驾照,驾驶证,机动车驾驶证')
    const told = await bring('驾照,驾驶证\n机动车驾驶证,驾驶执照')
    assert.deepEqual([told.added, told.changed, told.rejected], [1, 1, []])
    assert.deepEqual(
      (await list({ q: '驾驶执照' })).items.map(({ words }) => words),
      [['机动车驾驶证', '驾驶执照']],
    )
    assert.deepEqual(
      (await list({ q: '驾照' })).items.map(({ words, version }) => [words, version]),
      [[['驾照', '驾驶证'], 2]],
    )
  })

  test('a row over two groups is not taken', async () => {
    const { rejected } = await bring('公积金,低保')
    assert.match(rejected[0]?.reason ?? '', /分在几组里/)
  })

  test('an empty one is refused', async () => {
    await assert.rejects(bring('\n\n'), problem('search-table-empty'))
    await assert.rejects(bring('词语,状态,备注\n'), problem('search-table-empty'))
  })
})
