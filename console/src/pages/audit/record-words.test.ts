import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as identity from '../../../../src/modules/identity/contract.ts'
import * as organisations from '../../../../src/modules/organisations/contract.ts'
import * as sites from '../../../../src/modules/sites/contract.ts'
import { auditFields as en } from '../../locales/en/audit-fields.ts'
import { auditFields } from '../../locales/zh-CN/audit-fields.ts'
import { moduleWords } from './module-words.ts'
import { fieldInWords, valueInWords } from './record-words.ts'

const wordsIn = (fields: Readonly<Record<string, string | undefined>>, labels: Readonly<Record<string, string>>) => ({
  field: (name: string) => fields[name],
  label: (key: string) => labels[key],
  yes: '是',
  no: '否',
})
const words = wordsIn(auditFields, moduleWords['zh-CN'])

test('a field on record is called by its word, a column and a setting too', () => {
  assert.equal(fieldInWords('shortName', words), '简称')
  assert.equal(fieldInWords('visible_until', words), '定时下线')
  assert.equal(fieldInWords('appearance.colour', words), '主色')
  assert.equal(fieldInWords('appearance.colour.isLocked', words), '主色 › 锁定')
  assert.equal(
    fieldInWords('appearance.colour', wordsIn(en, moduleWords.en)),
    moduleWords.en['setting.appearance.colour'],
  )
})

test('what has no word stays as it is', () => {
  assert.equal(fieldInWords('unheard_of', words), 'unheard_of')
  assert.equal(fieldInWords('unheard.shortName', words), 'unheard › 简称')
})

test('values are words where they are one of a few, and as they are otherwise', () => {
  const value = (kind: string, name: string, text: string) => valueInWords(text, { kind, name }, words)
  assert.equal(value('site', 'state', 'running'), '正常运行')
  assert.equal(value('document', 'state', 'released'), '已发布')
  assert.equal(value('account', 'role', 'system_admin'), '系统管理员')
  assert.equal(value('channel', 'inNav', 'true'), '是')
  assert.equal(value('site', 'name', 'running'), 'running')
  assert.equal(value('document', 'visible_until', '2026-11-21T08:00:00.000Z'), '2026-11-21 16:00:00')
  assert.equal(valueInWords(undefined, { kind: 'site', name: 'name' }, words), undefined)
})

test('every field of the registers has a word', () => {
  const { updateSite, createChannel, updateChannel } = sites
  const { registerOrganisation, createDivision, replaceDivisions } = organisations
  const put = [updateSite, createChannel, updateChannel, registerOrganisation, createDivision, replaceDivisions]
  const fields = [...put, identity.setPasswordRule].flatMap(({ body }) => Object.keys(body.shape))
  assert.deepEqual(
    fields.filter((name) => name !== 'expectedVersion' && !Object.hasOwn(auditFields, name)),
    [],
  )
})
