import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sharedText, sharedTitle } from './guides.ts'

test('the title of a guide is the same wherever it is of', () => {
  for (const place of ['云岭省', '霁川市', '霁川市云麓区', '梨津县', '桃蹊镇', '黔东南苗族侗族自治州', ''])
    assert.equal(sharedTitle(`${place}住房公积金提取办事指南`), '住房公积金提取办事指南', place)
})

test('what only looks like a place stays', () => {
  for (const title of [
    '市场主体登记指南',
    '社区矫正对象报到指南',
    '小区加装电梯指南',
    '农村危房改造指南',
    '霁川市指南',
  ])
    assert.equal(sharedTitle(title), title)
})

test('what an office has of its own is left out, how long it takes is not', () => {
  const text =
    '要带身份证。\n在哪里办：3 号窗口，望山路 43 号。工作日 8:30–12:00。\n办理期限 3 个工作日，不收费。\n咨询：0000-555-0114'
  assert.equal(sharedText(text), '要带身份证\n办理期限 3 个工作日，不收费')
  assert.notEqual(sharedText(text), sharedText(text.replace('3 个工作日', '20 个工作日')))
})
