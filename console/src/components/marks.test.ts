import assert from 'node:assert/strict'
import { test } from 'node:test'
import i18next from 'i18next'
import { aside, clauseMark, listMark, pair } from './marks.ts'

test('marks between words are those of the language that is shown', async () => {
  await i18next.init({ lng: 'zh-CN', resources: {} })
  assert.equal(pair('来源', '办公厅'), '来源：办公厅')
  assert.equal(['甲', '乙'].join(listMark()) + clauseMark(), '甲、乙；')
  assert.equal(aside('公告', '省政府'), '公告（省政府）')
  await i18next.changeLanguage('en')
  assert.equal(pair('Source', '办公厅'), 'Source: 办公厅')
  assert.equal(['甲', '乙'].join(listMark()) + clauseMark(), '甲, 乙; ')
  assert.equal(aside('公告', '省政府'), '公告 (省政府)')
})
