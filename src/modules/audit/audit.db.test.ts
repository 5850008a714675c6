import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { anActor, aProvince, problem, startKit } from '../../../test/kit/index.ts'
import { text as readText } from 'node:stream/consumers'
import { system } from '../../kernel/actor.ts'
import { type Locale, textIn } from '../../kernel/i18n.ts'
import { runVerification } from './commands/run-verification.ts'
import type { AuditFilters } from './contract.ts'
import { auditLabels } from './labels.ts'
import { exportAudit } from './queries/export-audit.ts'
import { getAuditEntry } from './queries/get-audit-entry.ts'
import { listAuditActions } from './queries/list-audit-actions.ts'
import { listAudit } from './queries/list-audit.ts'
import { verifyAudit } from './queries/verify-audit.ts'

const kit = await startKit()
kit.setNow('2026-11-21T08:00:00Z')
const { organisations } = await kit.work(aProvince)
const { government, city, county } = organisations
const auditor = anActor({ permissions: ['audit.read', 'audit.verify'], organisation: government })
const local = anActor({ permissions: ['audit.read', 'audit.verify'], organisation: city })
const clerk = anActor({ name: '巫拾穗', permissions: ['document.write'], organisation: county })

const record = (action: string, label: string, over: object = {}) =>
  kit.workAs(clerk, async (work) => {
    const target = { kind: 'document', id: `d-${label}`, label }
    work.record({ action, target, organisationId: county.id, ...over })
  })
const verify = () => kit.view((view) => verifyAudit(view))
const list = (query: Partial<Parameters<typeof listAudit>[1]['query']>, actor = auditor) =>
  kit.viewAs(actor, (view) => listAudit(view, { query: { page: 1, pageSize: 50, ...query } }))

/** What somebody with full power over the tables could do behind the platform's back. */
async function behindItsBack(...statements: string[]): Promise<void> {
  await kit.pool.query(
    ['ALTER TABLE audit.entry DISABLE TRIGGER USER', ...statements, 'ALTER TABLE audit.entry ENABLE TRIGGER USER'].join(
      ';',
    ),
  )
}
const rowsOfLongestChain = async () => {
  const { rows } = await kit.pool.query<{ chain: number; seq: number }>(
    'SELECT chain, last_seq AS seq FROM (SELECT no AS chain, last_seq FROM audit.chain) c ORDER BY last_seq DESC, chain LIMIT 1',
  )
  assert.ok(rows[0] && rows[0].seq >= 3, 'a chain of three entries is needed')
  return rows[0]
}

describe('the trail', () => {
  it('keeps before and after to the letter', async () => {
    const before = { 标题: '“引号”、\\、\u0000 与 \n', list: [1.0, 1e21, 0.1], html: '<p>&nbsp;</p>', half: '\ud83d' }
    const after = { b: 1, a: 2, '': null, nested: { text: '😀'.repeat(3) } }
    await record('document.save', '\u0000坏\ud800字', { before, after })
    const { rows } = await kit.pool.query(
      "SELECT before::text, after::text, target_label FROM audit.entry WHERE action = 'document.save'",
    )
    assert.deepEqual(rows, [
      { before: JSON.stringify(before), after: JSON.stringify(after), target_label: '\ufffd坏\ufffd字' },
    ])
    assert.equal((await verify()).isIntact, true)
  })

  it('takes many commands at once and stays whole', async () => {
    await Promise.all(Array.from({ length: 300 }, (_, i) => record('document.create', `稿件${i}`, { after: { i } })))
    const result = await verify()
    assert.deepEqual([result.isIntact, result.entries >= 300, result.faults], [true, true, []])
  })

  it('has all entries of one command in their order', async () => {
    await kit.workAs(clerk, async (work) => {
      for (let i = 0; i < 5; i++) work.record({ action: 'order.test', target: { kind: 'x', id: String(i) } })
    })
    const { rows } = await kit.pool.query(
      "SELECT target_id FROM audit.entry WHERE action = 'order.test' ORDER BY chain, seq",
    )
    assert.deepEqual(
      rows.map((row) => row.target_id),
      ['0', '1', '2', '3', '4'],
    )
  })

  it('cannot be changed, cut or emptied by ordinary means', async () => {
    for (const attempt of ["UPDATE audit.entry SET action = 'x'", 'DELETE FROM audit.entry', 'TRUNCATE audit.entry']) {
      await assert.rejects(kit.pool.query(attempt), /never changed or removed/)
    }
  })

  it('leaves no trace of a command that failed', async () => {
    const count = (await verify()).entries
    await assert.rejects(
      kit.workAs(clerk, async (work) => {
        work.record({ action: 'never', target: { kind: 'x', id: 'y' } })
        throw new Error('no')
      }),
    )
    assert.equal((await verify()).entries, count)
  })
})

describe('reading the trail', () => {
  it('filters by time, actor, action, target, organisation and text', async () => {
    kit.setNow('2026-11-22T08:00:00Z')
    await record('document.publish', '关于防汛的通知')
    kit.setNow('2026-11-23T08:00:00Z')
    const published = { action: 'document.publish' }
    assert.equal((await list(published)).total, 1)
    assert.equal((await list({ ...published, from: '2026-11-22T16:00:00+08:00' })).total, 1)
    assert.equal((await list({ ...published, until: '2026-11-22T16:00:00+08:00' })).total, 0)
    assert.equal((await list({ text: '防汛' })).items[0]?.targetLabel, '关于防汛的通知')
    assert.equal((await list({ text: '防汛', action: 'document.create' })).total, 0)
    assert.equal((await list({ text: '巫拾', targetKind: 'document', targetId: 'd-关于防汛的通知' })).total, 1)
    assert.equal(
      (await list({ actorId: clerk.id ?? '', organisationId: county.id })).items[0]?.organisationName,
      county.name,
    )
    assert.equal((await list({ actorId: government.id })).total, 0)
    const pages = await Promise.all([1, 2].map((page) => list({ page, pageSize: 20 })))
    const ids = pages.flatMap((page) => page.items.map((one) => one.id))
    assert.equal(new Set(ids).size, 40)
  })

  it('shows before and after of one entry, and names the actions there are', async () => {
    const [entry] = (await list({ action: 'document.create', text: '稿件7' })).items
    const detail = await kit.viewAs(auditor, (view) => getAuditEntry(view, { params: { id: entry?.id ?? '' } }))
    assert.deepEqual([detail.before, detail.after], [null, { i: Number(detail.targetLabel.slice(2)) }])
    const { items } = await kit.viewAs(auditor, listAuditActions)
    assert.ok(items.some((one) => one.action === 'document.publish'))
    assert.equal(new Set(items.map((one) => one.action)).size, items.length)
  })

  it('leaves as a table, with the words of the reader, what was before and after, and no more than the reader may see', async () => {
    await record('document.publish', '=HYPERLINK("坏")', { after: { title: '供暖' } })
    const exported = async (filters: AuditFilters, actor = auditor, locale: Locale = 'zh-CN') => {
      const table = await readText(exportAudit(kit.engine, actor, filters, textIn([auditLabels], locale)))
      return table.slice(1).trimEnd().split('\r\n')
    }
    const [heading, row, ...rest] = await exported({ text: 'HYPERLINK' })
    assert.match(heading ?? '', /^编号,时间,人员,人员类别,动作,/)
    assert.match(
      row ?? '',
      /^\d+-\d+,2026-11-23 16:00:00,巫拾穗,人员,document\.publish,document\.publish,"'=HYPERLINK\(""坏""\)"/,
    )
    assert.match(row ?? '', /"\{""title"":""供暖""\}",[0-9a-f]{64}$/)
    assert.deepEqual(rest, [])
    const [english] = await exported({ text: 'HYPERLINK' }, auditor, 'en')
    assert.match(english ?? '', /^Number,Time,Person,/)
    await record('site.update', '省府的设置', { organisationId: government.id })
    assert.equal((await exported({ text: '省府的设置' })).length, 2)
    assert.equal((await exported({ text: '省府的设置' }, local)).length, 1)
    const all = await exported({})
    assert.equal(all.length, (await verify()).entries + 1)
    assert.equal(new Set(all).size, all.length)
  })

  it('calls a part of the platform by its name in the reader’s language, and finds it so', async () => {
    const target = { kind: 'document', id: 'd-0', label: '导入的稿件' }
    await kit.workAs(system('command-line'), async (work) => work.record({ action: 'document.create', target }))
    for (const [text, locale] of [
      ['命令行', 'zh-CN'],
      ['command LINE', 'en'],
    ] as const) {
      const { items } = await list({ text })
      assert.deepEqual(
        items.map((one) => [one.actorName, one.actorKind]),
        [['command-line', 'system']],
      )
      const table = await readText(exportAudit(kit.engine, auditor, { text }, textIn([auditLabels], locale)))
      assert.ok(table.includes(auditLabels[locale]['actor.command-line']))
    }
  })

  it('stops at one’s own organisations', async () => {
    const secret = { organisationId: government.id }
    await record('site.update', '省府门户', secret)
    assert.equal((await list({ action: 'site.update', text: '省府门户' })).total, 1)
    assert.equal((await list({ action: 'site.update' }, local)).total, 0)
    assert.equal((await list({ action: 'document.publish', text: '防汛' }, local)).total, 1)
    assert.equal((await list({}, clerk)).total, 0)
    const id = (await list({ action: 'site.update' })).items[0]?.id ?? ''
    await assert.rejects(
      kit.viewAs(local, (view) => getAuditEntry(view, { params: { id } })),
      problem('not-found'),
    )
  })
})

describe('verifying', () => {
  it('is for who answers for the whole tree, and goes on record', async () => {
    for (const actor of [local, clerk]) {
      await assert.rejects(
        kit.workAs(actor, (work) => runVerification(work, { body: { limit: 10 } })),
        problem('forbidden'),
      )
    }
    const result = await kit.workAs(auditor, (work) => runVerification(work, { body: { limit: 10 } }))
    assert.equal(result.isIntact, true)
    const { items } = await list({ action: 'audit.verify' })
    assert.deepEqual(
      items.map((one) => [one.targetKind, one.targetLabel]),
      [['audit', '']],
    )
  })

  it('finds an edited row', async () => {
    const { chain, seq } = await rowsOfLongestChain()
    const at = `WHERE chain = ${chain} AND seq = ${seq - 1}`
    const { rows } = await kit.pool.query(`SELECT target_label FROM audit.entry ${at}`)
    await behindItsBack(`UPDATE audit.entry SET target_label = '别的' ${at}`)
    const { faults } = await verify()
    assert.deepEqual(
      faults.map((one) => [one.kind, one.chain, one.seq]),
      [['edited', chain, seq - 1]],
    )
    assert.match(String(faults[0]?.detail), /被改动过$/)
    const english = await kit.viewAs({ ...auditor, locale: 'en' }, (view) => verifyAudit(view))
    assert.match(String(english.faults[0]?.detail), /was edited$/)
    await behindItsBack(`UPDATE audit.entry SET target_label = '${rows[0].target_label}' ${at}`)
    assert.equal((await verify()).isIntact, true)
  })

  it('finds an edited row whose digest was made to fit', async () => {
    const { chain, seq } = await rowsOfLongestChain()
    const at = `chain = ${chain} AND seq = ${seq - 1}`
    await behindItsBack('CREATE TABLE kept AS SELECT * FROM audit.entry WHERE ' + at)
    await behindItsBack(
      `UPDATE audit.entry SET actor_name = '别人' WHERE ${at}`,
      `UPDATE audit.entry e SET digest = audit.digest(p.digest, e) FROM audit.entry p
       WHERE e.${at.replace('AND ', 'AND e.')} AND p.chain = e.chain AND p.seq = e.seq - 1`,
    )
    const { faults } = await verify()
    assert.deepEqual(
      faults.map((one) => [one.kind, one.chain, one.seq]),
      [['edited', chain, seq]],
    )
    await behindItsBack(
      `DELETE FROM audit.entry WHERE ${at}`,
      'INSERT INTO audit.entry SELECT * FROM kept',
      'DROP TABLE kept',
    )
    assert.equal((await verify()).isIntact, true)
  })

  it('finds a deleted row, a cut end, a row put behind the end, and a forged head', async () => {
    const { chain, seq } = await rowsOfLongestChain()
    await behindItsBack('CREATE TABLE kept AS SELECT * FROM audit.entry')
    const restore = () => behindItsBack('DELETE FROM audit.entry', 'INSERT INTO audit.entry SELECT * FROM kept')
    const kinds = async () => (await verify()).faults.map((one) => [one.kind, one.chain, one.seq, one.untilSeq])

    await behindItsBack(`DELETE FROM audit.entry WHERE chain = ${chain} AND seq = ${seq - 1}`)
    assert.deepEqual(await kinds(), [['missing', chain, seq - 1, seq - 1]])
    await restore()
    await behindItsBack(`DELETE FROM audit.entry WHERE chain = ${chain} AND seq > ${seq - 2}`)
    assert.deepEqual(await kinds(), [['missing', chain, seq - 1, seq]])
    await restore()
    await behindItsBack(`DELETE FROM audit.entry WHERE chain = ${chain}`)
    assert.deepEqual(await kinds(), [['missing', chain, 1, seq]])
    await restore()
    await behindItsBack(
      `INSERT INTO audit.entry SELECT (r).* FROM (SELECT jsonb_populate_record(e, '{"seq": ${seq + 1}}') AS r
       FROM audit.entry e WHERE chain = ${chain} AND seq = ${seq}) AS copy`,
    )
    assert.deepEqual(await kinds(), [['foreign', chain, seq + 1, seq + 1]])
    await restore()
    assert.deepEqual(await kinds(), [])
    const seal = (await verify()).seal
    await behindItsBack(
      `DELETE FROM audit.entry WHERE chain = ${chain} AND seq = ${seq}`,
      `UPDATE audit.chain c SET last_seq = ${seq - 1} WHERE no = ${chain}`,
    )
    assert.deepEqual(await kinds(), [['head', chain, seq - 1, seq - 1]])
    // Whoever also forges the head is betrayed by the seal that was written down before.
    await behindItsBack(
      `UPDATE audit.chain c SET last_digest = (SELECT digest FROM audit.entry WHERE chain = ${chain} AND seq = ${seq - 1})
       WHERE no = ${chain}`,
    )
    assert.deepEqual(await kinds(), [])
    assert.notEqual((await verify()).seal, seal)
  })
})
