import assert from 'node:assert/strict'
import { test } from 'node:test'
import { portalTemplates, templatesWithin } from './template-check.ts'

const draft = (theme: string, name: string, source: string) => ({ theme, name, source, digest: source })
const change = (theme: string, name: string, source: string) => ({
  theme,
  name,
  before: [],
  after: [draft(theme, name, source)],
})
const whole = { milliseconds: 60_000, megabytes: 128 }

test('a change that every sample page bears is let through', async () => {
  const [nav] = portalTemplates.shipped().filter(({ theme, name }) => theme === 'base' && name === 'parts/nav')
  assert.ok(nav)
  assert.equal(await portalTemplates.check(change('base', 'parts/nav', `${nav.source}\n`)), null)
})

test('a change is tried on pages of every kind in the look it is for', async () => {
  const fault = await portalTemplates.check(change('village', 'page-leave', '<p>\n{{ targetUrl | times: 2 | join }}'))
  assert.equal(fault, null)
  const other = await portalTemplates.check(change('village', 'page-leave', "<p>\n{% render 'page-leave' %}"))
  assert.deepEqual([other?.kind, other?.template, other?.line], ['depth', 'village/page-leave', 2])
})

test('a thread that takes too long or too much is ended, and the change refused', async () => {
  const harmless = change('base', 'parts/nav', '<nav></nav>')
  const slow = await templatesWithin({ ...whole, milliseconds: 20 }).check(harmless)
  assert.deepEqual([slow?.kind, slow?.template], ['time', 'base/parts/nav'])
  const fat = await templatesWithin({ ...whole, megabytes: 6 }).check(harmless)
  assert.deepEqual([fat?.kind, fat?.template], ['memory', 'base/parts/nav'])
})

test('what was broken before is named, and no reason to refuse another change', async () => {
  const broken = draft('department', 'top', '{% gone %}')
  assert.deepEqual(
    portalTemplates.unusable([broken]).map(({ kind, template }) => [kind, template]),
    [['tag', 'department/top']],
  )
  const good = draft('base', 'parts/nav', '<nav></nav>')
  const both = { theme: 'base', name: 'parts/nav', before: [broken], after: [broken, good] }
  assert.equal(await portalTemplates.check(both), null)
})
