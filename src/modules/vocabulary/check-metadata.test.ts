import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isDay, metadataChecker } from './check-metadata.ts'
import { standardCodes } from './migrations/standard-codes.ts'
import { articleElements, officialDocumentElements } from './migrations/standard-elements.ts'
import { lookupOf } from './queries/find-codes.ts'
import { faultsOfElements, mergeElements, type SchemeElement, validityOf } from './rules.ts'

const entries = standardCodes.map((code) => ({
  ...code,
  parentCode: code.parent_code,
  overlay: '',
  validFrom: '1949-10-01',
  validUntil: null,
}))
const lookup = lookupOf(Map.groupBy(entries, (code) => code.list))
const check = metadataChecker(officialDocumentElements, lookup)
const letter = { issuer: '云岭省人民政府办公厅', formedOn: '2026-11-02' }
const faultsOf = (given: Record<string, unknown>) => {
  const result = check(given)
  return result.ok ? [] : result.faults.map((fault) => `${fault.pointer} ${fault.code}`)
}

describe('metadata of an official document', () => {
  it('are cleaned: blanks dropped, names become codes, single values become lists where lists are due', () => {
    const result = check({
      ...letter,
      documentNumber: ' 云政办发〔２０２６〕１２号 ',
      genre: '通知',
      themeClass: '综合政务\\政务公开',
      declaredValidity: '有效',
      note: '  ',
    })
    assert.deepEqual(result, {
      ok: true,
      metadata: {
        ...letter,
        documentNumber: '云政办发〔2026〕12号',
        genre: '通知',
        themeClass: ['综合政务\\政务公开'],
        declaredValidity: 'valid',
      },
    })
  })

  it('tell every fault with its place', () => {
    const given = {
      formedOn: '2026-02-30',
      documentNumber: '云政办发[2026]012号',
      genre: '便条',
      themeClass: ['综合政务', '杂项'],
      sourceUrl: 'javascript:alert(1)',
      signer: '某人',
      note: '字'.repeat(201),
    }
    assert.deepEqual(faultsOf(given), [
      '/metadata/signer fault.metadata.unknown',
      '/metadata/themeClass/1 fault.metadata.code',
      '/metadata/formedOn fault.metadata.day',
      '/metadata/documentNumber fault.metadata.pattern',
      '/metadata/genre fault.metadata.code',
      '/metadata/note fault.metadata.too-long',
      '/metadata/sourceUrl fault.metadata.url',
      '/metadata/issuer fault.metadata.required',
    ])
  })

  it('take the numbers of letters and orders, and refuse padded ones', () => {
    for (const documentNumber of ['国办发〔2017〕47号', '国令第706号', '冀人社字〔2024〕146号']) {
      assert.deepEqual(faultsOf({ ...letter, documentNumber }), [], documentNumber)
    }
    for (const documentNumber of ['国科发政字〔2000〕063号', '国办发(2017)47号', '〔2017〕47号']) {
      assert.equal(faultsOf({ ...letter, documentNumber }).length, 1, documentNumber)
    }
  })

  it('keep days in order and lists within their bounds', () => {
    assert.deepEqual(faultsOf({ ...letter, effectiveOn: '2026-11-01' }), ['/metadata/effectiveOn fault.metadata.order'])
    assert.deepEqual(faultsOf({ ...letter, issuer: ['甲', '乙'] }), ['/metadata/issuer fault.metadata.too-many'])
    assert.deepEqual(faultsOf({ ...letter, issuer: 7 }), ['/metadata/issuer fault.metadata.text'])
  })

  it('never carry what a public copy must not show', () => {
    const names = officialDocumentElements.map((element) => element.name)
    for (const hidden of ['密级', '份号', '签发人']) assert.ok(!names.includes(hidden))
  })
})

describe('schemes', () => {
  it('of this release are sound themselves', () => {
    const lists = new Set(entries.map((code) => code.list))
    assert.deepEqual(faultsOfElements(articleElements, lists, []), [])
    assert.deepEqual(faultsOfElements(officialDocumentElements, lists, []), [])
    assert.equal(entries.filter((code) => code.list === 'columnType').length, 18)
    assert.equal(entries.filter((code) => code.list === 'genre').length, 15)
    assert.equal(entries.filter((code) => code.list === 'themeClass' && code.parentCode === null).length, 22)
  })

  it('take an overlay: same code replaced in place, new ones at the end', () => {
    const base = officialDocumentElements.slice(0, 2)
    const [first] = base
    assert.ok(first)
    const mine: SchemeElement = { ...first, obligation: 'M' }
    const added: SchemeElement = { ...first, code: 'fileFormat', name: '信息格式' }
    const merged = mergeElements(base, [added, mine])
    assert.deepEqual(
      merged.map((one) => one.code),
      ['indexNumber', 'themeClass', 'fileFormat'],
    )
    assert.equal(merged[0]?.obligation, 'M')
  })

  it('with faults are refused by name', () => {
    const [first] = officialDocumentElements
    assert.ok(first)
    const wrong: SchemeElement[] = [
      { ...first, pattern: '[', requiredWith: 'nothing' },
      { ...first, type: 'code' },
      { ...first, code: 'x', pattern: '\\d+', example: 'abc', codeList: 'nowhere' },
    ]
    assert.deepEqual(
      faultsOfElements(wrong, new Set(), []).map((fault) => `${fault.pointer} ${fault.code}`),
      [
        '/body/elements/0/requiredWith fault.scheme.required-with',
        '/body/elements/0/pattern fault.scheme.pattern',
        '/body/elements/1/code fault.scheme.code-repeated',
        '/body/elements/1/codeList fault.scheme.list-needed',
        '/body/elements/2/codeList fault.scheme.list-absent',
        '/body/elements/2/example fault.scheme.example',
      ],
    )
  })
})

describe('validity', () => {
  it('follows from the dates, and from the declaration only where the dates say nothing', () => {
    const day = '2026-11-21'
    assert.equal(validityOf({ effectiveOn: '2026-12-01' }, day), 'pending')
    assert.equal(validityOf({ effectiveOn: '2026-11-21' }, day), 'valid')
    assert.equal(validityOf({ expiresOn: '2026-11-21' }, day), 'valid')
    assert.equal(validityOf({ expiresOn: '2026-11-20', declaredValidity: 'valid' }, day), 'expired')
    assert.equal(validityOf({ repealedOn: '2026-11-21', expiresOn: '2030-01-01' }, day), 'repealed')
    assert.equal(validityOf({ declaredValidity: 'amended' }, day), 'amended')
    assert.equal(validityOf({}, day), null)
  })

  it('counts real days only', () => {
    assert.ok(isDay('2024-02-29'))
    for (const text of ['2023-02-29', '2026-13-01', '2026-1-1', '20261101', '']) assert.ok(!isDay(text), text)
  })
})
