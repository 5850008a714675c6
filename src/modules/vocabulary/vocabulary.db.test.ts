import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { anActor, problem, startKit } from '../../../test/kit/index.ts'
import { addSchemeVersion } from './commands/add-scheme-version.ts'
import { putCode } from './commands/put-code.ts'
import { retireCode } from './commands/retire-code.ts'
import * as contract from './contract.ts'
import { codeNames } from './queries/find-codes.ts'
import { findScheme } from './queries/find-scheme.ts'
import { listSchemes } from './queries/list-schemes.ts'
import { getCodeList, listCodeLists } from './queries/read-vocabulary.ts'
import { validateMetadata } from './queries/validate-metadata.ts'

const kit = await startKit()
kit.setNow('2026-11-21T08:00:00Z')
const keeper = anActor({ permissions: ['blueprint.manage'] })
const editor = anActor({ permissions: ['document.write'] })
const now = new Date('2026-11-21T08:00:00Z')
const later = new Date('2027-01-01T08:00:00Z')

const local = {
  code: 'fileFormat',
  name: '信息格式',
  nameEn: 'Format',
  definition: '',
  type: 'text' as const,
  obligation: 'M' as const,
  maxOccurs: 1,
  isShown: true,
  basis: '地方规范',
}
const add = (given: Record<string, unknown>, actor = keeper) =>
  kit.workAs(actor, (work) =>
    addSchemeVersion(work, {
      params: { kind: 'article' },
      body: contract.addSchemeVersion.body.parse({
        name: '文章',
        elements: [local],
        validFrom: '2027-01-01',
        expectedVersion: 0,
        ...given,
      }),
    }),
  )

describe('schemes', () => {
  it('take a provincial overlay from a day on; before it, and elsewhere, nothing changes', async () => {
    const merged = await add({ overlay: 'yunling' })
    assert.deepEqual(merged.overlay, { code: 'yunling', version: 1 })
    assert.equal(merged.elements.at(-1)?.code, 'fileFormat')
    const faults = async (at: Date, overlay?: string) => {
      const result = await kit.view((view) => validateMetadata(view, { kind: 'article', at, overlay }, {}))
      return result.ok ? [] : result.faults.map((fault) => fault.pointer)
    }
    assert.deepEqual(await faults(later, 'yunling'), ['/metadata/fileFormat'])
    assert.deepEqual(await faults(later), [])
    assert.deepEqual(await faults(now, 'yunling'), [])
  })

  it('keep every version: a new one begins where the old one ends', async () => {
    const national = await kit.view((view) => findScheme(view, { kind: 'article', at: now }))
    assert.ok(national)
    await assert.rejects(add({ expectedVersion: 0 }), problem('scheme-stale'))
    await assert.rejects(add({ expectedVersion: 1, validFrom: '2019-01-01' }), problem('invalid'))
    await add({ expectedVersion: 1, elements: national.elements.slice(0, 3), validFrom: '2028-01-01' })
    const versions = await kit.view((view) => listSchemes(view, { query: { kind: 'article' } }))
    assert.deepEqual(
      versions.map((one) => [one.overlay, one.version, one.validFrom, one.validUntil]),
      [
        ['', 2, '2028-01-01', null],
        ['', 1, '2019-01-01', '2027-12-31'],
        ['yunling', 1, '2027-01-01', null],
      ],
    )
    assert.equal((await kit.view((view) => findScheme(view, { kind: 'article', at: now })))?.version, 1)
    assert.equal(await kit.view((view) => findScheme(view, { kind: 'video', at: now })), null)
  })

  it('are refused to those who may not keep them', async () => {
    await assert.rejects(add({ overlay: 'other' }, editor), problem('forbidden'))
  })
})

describe('code lists', () => {
  const put = (code: string, given: Record<string, unknown>, actor = keeper) =>
    kit.workAs(actor, (work) =>
      putCode(work, { params: { list: 'genre', code }, body: contract.putCode.body.parse({ name: code, ...given }) }),
    )
  const genres = (at: string, overlay = '') =>
    kit.view((view) => getCodeList(view, { params: { list: 'genre' }, query: { at, overlay } }))

  it('are read as they stood on a day', async () => {
    await put('函', { name: '函件', validFrom: '2027-01-01', position: 14 })
    assert.equal((await genres('2026-12-31')).find((one) => one.code === '函')?.name, '函')
    assert.equal((await genres('2027-01-01')).find((one) => one.code === '函')?.name, '函件')
    assert.equal((await kit.view((view) => codeNames(view, { list: 'genre', at: now }))).get('函'), '函')
    await assert.rejects(put('函', { validFrom: '2027-01-01' }), problem('code-clash'))
  })

  it('take additions of a province, and let codes end', async () => {
    await put('工作简报', { overlay: 'yunling', validFrom: '2026-01-01', position: 99 })
    assert.equal((await genres('2026-11-21')).length, 15)
    assert.equal((await genres('2026-11-21', 'yunling')).at(-1)?.code, '工作简报')
    const retire = (actor = keeper) =>
      kit.workAs(actor, (work) =>
        retireCode(work, {
          params: { list: 'genre', code: '工作简报' },
          body: { overlay: 'yunling', validUntil: '2026-06-30' },
        }),
      )
    await assert.rejects(retire(editor), problem('forbidden'))
    await retire()
    assert.equal((await genres('2026-11-21', 'yunling')).length, 15)
    assert.equal((await genres('2026-06-30', 'yunling')).length, 16)
  })

  it('refuse a parent that is not there, and those who may not keep them', async () => {
    await assert.rejects(put('子类', { parentCode: '没有', validFrom: '2026-01-01' }), problem('invalid'))
    await assert.rejects(put('子类', { validFrom: '2026-01-01' }, editor), problem('forbidden'))
  })

  it('are named with their counts', async () => {
    const lists = await kit.view((view) => listCodeLists(view, { query: { at: '2026-11-21', overlay: '' } }))
    assert.deepEqual(
      lists.find((one) => one.list === 'columnType'),
      { list: 'columnType', count: 18 },
    )
  })
})
