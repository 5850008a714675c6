import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { aDivision, anActor, anOrganisation, problem, startKit } from '../../../test/kit/index.ts'
import { abolishOrganisation } from './commands/abolish-organisation.ts'
import { moveOrganisation } from './commands/move-organisation.ts'
import { registerOrganisation } from './commands/register-organisation.ts'
import { type OrganisationRow, registerOrganisations } from './commands/register-organisations.ts'
import { setPersons } from './commands/set-persons.ts'
import { updateOrganisation } from './commands/update-organisation.ts'
import { getOrganisation } from './queries/get-organisation.ts'
import { getOrganisationLine } from './queries/get-organisation-line.ts'
import { listOrganisationChildren } from './queries/list-organisation-children.ts'
import { listOrganisations } from './queries/list-organisations.ts'

const kit = await startKit()
kit.setNow('2026-11-21T08:00:00Z')
const { root, city, county, other, divisionId } = await kit.work(async (work) => {
  const root = await anOrganisation(work, { name: '云岭省人民政府' })
  const city = await anOrganisation(work, { name: '霁川市人民政府', parent: root })
  const county = await anOrganisation(work, { name: '芦汀县人民政府', parent: city })
  const other = await anOrganisation(work, { name: '望川市人民政府', parent: root })
  return { root, city, county, other, divisionId: await aDivision(work) }
})
const manager = anActor({ permissions: ['organisation.manage'], organisation: city })
const editor = anActor({ permissions: ['document.write'], organisation: city })

let serial = 0
const fields = (name: string) => ({
  name,
  shortName: name,
  kind: 'department' as const,
  divisionId,
  position: 0,
  uscc: null,
  phone: '',
  address: '',
  officeHours: '',
  functions: '',
})
const register = (parentId: string, over: { code?: string; uscc?: string } = {}) =>
  kit.workAs(manager, (work) => {
    const body = { ...fields(`第${++serial}局`), code: `dept-${serial}`, parentId, persons: [], ...over }
    return registerOrganisation(work, { body })
  })
const read = (id: string) => kit.viewAs(manager, (view) => getOrganisation(view, { params: { id } }))

describe('registering an organisation', () => {
  it('puts it below its parent with its persons', async () => {
    const made = await kit.workAs(manager, (work) =>
      registerOrganisation(work, {
        body: {
          ...fields('霁川市住房保障局'),
          code: 'zfbz',
          parentId: city.id,
          uscc: '11220000013544541J',
          persons: [{ name: '桑知秋', title: '局长', duties: '主持全面工作' }],
        },
      }),
    )
    assert.ok(made.path.startsWith(city.path))
    assert.deepEqual(
      made.line.map((step) => step.name),
      ['云岭省人民政府', '霁川市人民政府'],
    )
    assert.deepEqual(
      made.persons.map((one) => [one.name, one.title]),
      [['桑知秋', '局长']],
    )
    assert.equal(made.canManage, true)
    await assert.rejects(register(city.id, { uscc: '11220000013544541J' }), problem('uscc-taken'))
  })

  it('is refused for a wrong code of credit, a taken code, and outside one’s subtree', async () => {
    await assert.rejects(register(city.id, { uscc: '11220000013544541K' }), problem('uscc-wrong'))
    await assert.rejects(register(city.id, { code: 'zfbz' }), problem('organisation-code-taken'))
    await assert.rejects(register(root.id), problem('forbidden'))
    await assert.rejects(register(other.id), problem('forbidden'))
    const body = { ...fields('某局'), code: 'x', parentId: city.id, persons: [] }
    await assert.rejects(
      kit.workAs(editor, (work) => registerOrganisation(work, { body })),
      problem('forbidden'),
    )
  })
})

describe('changing an organisation', () => {
  it('keeps only what changed on record, and refuses a stale copy', async () => {
    const made = await register(city.id)
    const body = { ...fields(made.name), phone: '0999-8888000', expectedVersion: made.version }
    const changed = await kit.workAs(manager, (work) => updateOrganisation(work, { params: { id: made.id }, body }))
    assert.equal(changed.version, 2)
    const { rows } = await kit.pool.query(
      "SELECT before::text, after::text FROM audit.entry WHERE target_id = $1 AND action = 'organisation.update'",
      [made.id],
    )
    assert.deepEqual(rows, [{ before: '{"phone":""}', after: '{"phone":"0999-8888000"}' }])
    await assert.rejects(
      kit.workAs(manager, (work) => updateOrganisation(work, { params: { id: made.id }, body })),
      problem('version-conflict'),
    )
  })

  it('replaces the responsible persons', async () => {
    const made = await register(city.id)
    const persons = [
      { name: '冷嘉木', title: '局长', duties: '' },
      { name: '麻远山', title: '副局长', duties: '分管信息公开' },
    ]
    const body = { persons, expectedVersion: 1 }
    const changed = await kit.workAs(manager, (work) => setPersons(work, { params: { id: made.id }, body }))
    assert.deepEqual(
      changed.persons.map(({ id: _id, ...person }) => person),
      persons,
    )
    await assert.rejects(
      kit.workAs(editor, (work) => setPersons(work, { params: { id: made.id }, body })),
      problem('forbidden'),
    )
  })
})

describe('moving an organisation', () => {
  it('takes the whole subtree along and says so', async () => {
    const bureau = await register(county.id)
    const station = await register(bureau.id)
    const moved = await kit.workAs(manager, (work) =>
      moveOrganisation(work, { params: { id: bureau.id }, body: { parentId: city.id, expectedVersion: 1 } }),
    )
    assert.equal(moved.parentId, city.id)
    const below = await read(station.id)
    assert.ok(below.path.startsWith(moved.path))
    assert.deepEqual(
      below.line.map((step) => step.id),
      [root.id, city.id, bureau.id],
    )
    const { rows } = await kit.pool.query(
      "SELECT payload FROM kernel.outbox WHERE name = 'organisations.organisation.moved.v1'",
    )
    assert.deepEqual(
      rows.map((row) => row.payload),
      [{ organisationId: bureau.id, oldPath: bureau.path, newPath: moved.path }],
    )
    const inside = { params: { id: bureau.id }, body: { parentId: station.id, expectedVersion: moved.version } }
    await assert.rejects(
      kit.workAs(manager, (work) => moveOrganisation(work, inside)),
      problem('move-into-itself'),
    )
    const outside = { params: { id: bureau.id }, body: { parentId: other.id, expectedVersion: moved.version } }
    await assert.rejects(
      kit.workAs(manager, (work) => moveOrganisation(work, outside)),
      problem('forbidden'),
    )
  })
})

describe('abolishing an organisation', () => {
  it('waits for what is below, keeps it on record with its successor, and then nothing changes any more', async () => {
    const [bureau, heir] = [await register(city.id), await register(city.id)]
    const office = await register(bureau.id)
    const abolish = (id: string, successorId: string | null) =>
      kit.workAs(manager, (work) =>
        abolishOrganisation(work, { params: { id }, body: { on: '2026-12-01', successorId, expectedVersion: 1 } }),
      )
    await assert.rejects(abolish(bureau.id, heir.id), problem('organisation-has-children'))
    await abolish(office.id, null)
    await assert.rejects(abolish(bureau.id, bureau.id), problem('organisation-has-no-successor'))
    const gone = await abolish(bureau.id, heir.id)
    assert.deepEqual([gone.abolishedOn, gone.successor?.id], ['2026-12-01', heir.id])
    await assert.rejects(abolish(bureau.id, heir.id), problem('organisation-abolished'))
    await assert.rejects(register(bureau.id), problem('parent-abolished'))
  })
})

describe('the second wall', () => {
  it('leaves organisations and persons of others as they are, whatever the code says', async () => {
    const changed = await kit.workAs(manager, (work) =>
      work.db
        .updateTable('organisations.organisation')
        .set({ name: '改名' })
        .where('id', '=', other.id)
        .executeTakeFirst(),
    )
    assert.equal(changed.numUpdatedRows, 0n)
    const person = { id: crypto.randomUUID(), organisation_id: other.id, name: '某某', title: '市长' }
    await assert.rejects(
      kit.workAs(manager, (work) => work.db.insertInto('organisations.person').values(person).execute()),
      /row-level security/,
    )
    await assert.rejects(
      kit.workAs(manager, (work) =>
        work.db.updateTable('organisations.organisation').set({ path: '/x/' }).where('id', '=', county.id).execute(),
      ),
      /row-level security/,
    )
  })
})

describe('a tree of 50,000', () => {
  it('is registered in bulk, opens and is searched', async () => {
    const row = (code: string, parentCode: string | null, name = `机构${code}`): OrganisationRow => ({
      code,
      parentCode,
      name,
      shortName: name,
      kind: 'department',
      divisionId,
    })
    const rows = [row('b', null)]
    for (let i = 0; i < 50; i++) rows.push(row(`b${i}`, 'b'))
    for (let i = 0; i < 50; i++) for (let j = 0; j < 20; j++) rows.push(row(`b${i}-${j}`, `b${i}`))
    for (let i = 0; i < 50; i++)
      for (let j = 0; j < 20; j++) for (let k = 0; k < 49; k++) rows.push(row(`b${i}-${j}-${k}`, `b${i}-${j}`))
    const made = await kit.work((work) => registerOrganisations(work, rows.toReversed()))
    assert.equal(made.length, 50_051)
    await kit.pool.query('ANALYZE organisations.organisation')
    const parentId = made.find((one) => one.code === 'b7')?.id ?? ''
    const leaf = made.find((one) => one.code === 'b7-3-21')?.id ?? ''
    const children = await kit.view((view) => listOrganisationChildren(view, { query: { parentId, state: 'active' } }))
    assert.deepEqual([children.items.length, children.items.every((one) => one.hasChildren)], [20, true])
    const { line } = await kit.view((view) => getOrganisationLine(view, { params: { id: leaf } }))
    assert.deepEqual(
      line.map((step) => step.name),
      ['机构b', '机构b7', '机构b7-3', '机构b7-3-21'],
    )
    const query = { page: 1, pageSize: 50, text: 'b7-3-21', state: 'active' as const, sort: 'tree' as const }
    const found = await kit.view((view) => listOrganisations(view, { query }))
    assert.deepEqual(
      found.items.map((one) => one.pathName),
      ['机构b / 机构b7 / 机构b7-3 / 机构b7-3-21'],
    )
    const all = await kit.view((view) => listOrganisations(view, { query: { ...query, text: '' } }))
    assert.deepEqual([all.total, all.isCapped], [10_000, true])
  })
})
