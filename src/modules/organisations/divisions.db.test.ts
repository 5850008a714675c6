import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, it } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { z } from 'zod'
import { anActor, problem, startKit } from '../../../test/kit/index.ts'
import { abolishDivision } from './commands/abolish-division.ts'
import { createDivision } from './commands/create-division.ts'
import { importDivisions } from './commands/import-divisions.ts'
import { registerOrganisations } from './commands/register-organisations.ts'
import { renameDivision } from './commands/rename-division.ts'
import { replaceDivisions } from './commands/replace-divisions.ts'
import { findDivision } from './queries/find-division.ts'
import { getDivision } from './queries/get-division.ts'
import { listDivisionChildren } from './queries/list-division-children.ts'
import { listDivisions } from './queries/list-divisions.ts'
import { listDivisionsUnder } from './queries/list-divisions-under.ts'

const kit = await startKit()
kit.setNow('2026-11-21T08:00:00Z')
const rows = [
  { code: '990000000000', name: '云岭省', level: 1, parent: '' },
  { code: '990100000000', name: '霁川市', level: 2, parent: '990000000000' },
  { code: '990121000000', name: '云麓县', level: 3, parent: '990100000000' },
  { code: '990122000000', name: '芦汀县', level: 3, parent: '990100000000' },
  { code: '990121100000', name: '桃蹊镇', level: 4, parent: '990121000000' },
]
const idOf = async (code: string) => {
  const found = await kit.view((view) => findDivision(view, code))
  assert.ok(found, code)
  return found.id
}

describe('importing divisions', () => {
  it('adds, then changes only what changed', async () => {
    const first = await kit.work((work) => importDivisions(work, rows))
    assert.deepEqual(first, { read: 5, imported: 5, updated: 0, unchanged: 0, rejected: 0, rejections: [] })
    const again = rows.map((row) => (row.name === '芦汀县' ? { ...row, name: '芦汀区' } : row))
    const second = await kit.work((work) => importDivisions(work, again))
    assert.deepEqual([second.imported, second.updated, second.unchanged], [0, 1, 4])
    assert.equal((await kit.view((view) => findDivision(view, '990122000000')))?.name, '芦汀区')
  })

  it('says which line is at fault and keeps the rest', async () => {
    const bad = [
      { code: '990199000000', name: '孤县', level: 3, parent: '988800000000', line: 17 },
      { code: '990123000000', name: '望溪县', level: 3, parent: '990100000000', line: 18 },
    ]
    const report = await kit.work((work) => importDivisions(work, bad))
    assert.deepEqual([report.imported, report.rejected, report.rejections[0]?.line], [1, 1, 17])
    assert.ok(await idOf('990123000000'))
  })
})

describe('looking at divisions', () => {
  it('opens one level at a time', async () => {
    const parentId = await idOf('990100000000')
    const { items } = await kit.view((view) => listDivisionChildren(view, { query: { parentId } }))
    assert.deepEqual(
      items.map((one) => [one.name, one.hasChildren]),
      [
        ['云麓县', true],
        ['芦汀区', false],
        ['望溪县', false],
      ],
    )
  })

  it('finds by name with the way to it', async () => {
    const query = { page: 1, pageSize: 50, text: '桃蹊', state: 'valid' as const, sort: 'code' as const }
    const { items } = await kit.view((view) => listDivisions(view, { query }))
    assert.deepEqual(
      items.map((one) => one.pathName),
      ['云岭省 / 霁川市 / 云麓县 / 桃蹊镇'],
    )
  })

  it('lists a subtree down to a level, parents first', async () => {
    const rootId = await idOf('990000000000')
    const under = await kit.view((view) => listDivisionsUnder(view, rootId, 3))
    assert.deepEqual(
      under.map((one) => one.name),
      ['云岭省', '霁川市', '云麓县', '芦汀区', '望溪县'],
    )
  })
})

describe('changing divisions', () => {
  const government = async () => {
    const [made] = await kit.work(async (work) =>
      registerOrganisations(work, [
        {
          code: `gov-${Math.random()}`,
          name: '霁川市人民政府',
          shortName: '霁川市政府',
          kind: 'government',
          divisionId: await idOf('990100000000'),
          parentCode: null,
        },
      ]),
    )
    assert.ok(made)
    return made
  }

  it('keeps history: a merger closes the old ones and takes what lay below', async () => {
    const office = await government()
    const keeper = anActor({ permissions: ['division.manage'], organisation: office })
    const [yunlu, luting, parentId] = [
      await idOf('990121000000'),
      await idOf('990122000000'),
      await idOf('990100000000'),
    ]
    const body = {
      code: '990103000000',
      level: 3,
      name: '云汀区',
      parentId,
      on: '2026-10-01',
      predecessorIds: [yunlu, luting],
    }
    const merged = await kit.workAs(keeper, (work) => replaceDivisions(work, { body }))
    assert.deepEqual(
      merged.predecessors.map((one) => [one.name, one.validUntil]),
      [
        ['云麓县', '2026-10-01'],
        ['芦汀区', '2026-10-01'],
      ],
    )
    const names = async (on: string) => {
      const { items } = await kit.view((view) => listDivisionChildren(view, { query: { parentId, on } }))
      return items.map((one) => one.name)
    }
    assert.deepEqual(await names('2026-09-30'), ['云麓县', '芦汀区', '望溪县'])
    assert.deepEqual(await names('2026-10-01'), ['云汀区', '望溪县'])
    const town = await kit.view(async (view) => getDivision(view, { params: { id: await idOf('990121100000') } }))
    assert.deepEqual(
      town.line.map((one) => one.name),
      ['云岭省', '霁川市', '云汀区'],
    )
    const old = await kit.view((view) => getDivision(view, { params: { id: yunlu } }))
    assert.deepEqual(
      old.successors.map((one) => one.name),
      ['云汀区'],
    )
    const again = { params: { id: yunlu }, body: { name: '新名', expectedVersion: old.version } }
    await assert.rejects(
      kit.workAs(keeper, (work) => renameDivision(work, again)),
      problem('division-not-valid'),
    )
    const refused = { params: { id: merged.id }, body: { on: '2026-11-01', expectedVersion: merged.version } }
    await assert.rejects(
      kit.workAs(keeper, (work) => abolishDivision(work, refused)),
      problem('division-has-children'),
    )
  })

  it('is refused outside one’s government, for a taken code and for a parent of no higher level', async () => {
    const office = await government()
    const keeper = anActor({ permissions: ['division.manage'], organisation: office })
    const stranger = anActor({ permissions: ['division.manage'] })
    const [city, province] = [await idOf('990100000000'), await idOf('990000000000')]
    const body = { code: '990104000000', level: 3, name: '听泉区', parentId: city, validFrom: '2026-11-01' }
    await assert.rejects(
      kit.workAs(stranger, (work) => createDivision(work, { body })),
      problem('forbidden'),
    )
    await assert.rejects(
      kit.workAs(keeper, (work) => createDivision(work, { body: { ...body, level: 2, parentId: province } })),
      problem('forbidden'),
    )
    await kit.workAs(keeper, (work) => createDivision(work, { body }))
    await assert.rejects(
      kit.workAs(keeper, (work) => createDivision(work, { body })),
      problem('division-exists'),
    )
    await assert.rejects(
      kit.workAs(keeper, (work) => createDivision(work, { body: { ...body, code: '990105000000', level: 2 } })),
      problem('division-parent-level'),
    )
  })
})

// Folder of the national tables, which are not part of the project.
const real = path.join(import.meta.dirname, '../../../../shared/data')
const file = `${real}/divisions/divisions-1-4.csv.gz`
const Row = z.object({ code: z.string(), name: z.string(), level: z.coerce.number(), parent: z.string() })

it('takes the real table of 44,703 rows whole', { skip: !existsSync(file) }, async () => {
  const table = z.array(Row).parse(parse(gunzipSync(readFileSync(file)), { columns: true }))
  const report = await kit.work((work) => importDivisions(work, table))
  assert.deepEqual([report.imported, report.rejected], [44_703, 0])
})
