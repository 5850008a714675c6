import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sitesLabels } from './labels.ts'
import { checkSetting, resolveSettings, type SetValue, valuesOf } from './setting-rules.ts'
import { SETTING_KEYS, SETTINGS } from './settings.ts'

const village = { level: 'village', kind: 'subportal', name: '下河村', short_name: '下河', is_demo: false } as const
const line = ['province', 'city', 'village']
const since = new Date('2026-11-21T00:00:00Z')
const set = (siteId: string, key: string, value: unknown, isLocked = false): SetValue => ({
  siteId,
  key,
  value,
  isLocked,
  since,
})
const find = (values: SetValue[], key: string) => {
  const found = resolveSettings(village, line, values).find((one) => one.key === key)
  assert.ok(found)
  return found
}

describe('the setting that holds', () => {
  it('is the highest lock, else the own one, else the nearest above, else the default', () => {
    const colour = 'appearance.colour'
    assert.equal(find([], colour).value, 'blue')
    const all = [set('province', colour, 'red'), set('city', colour, 'green'), set('village', colour, 'teal')]
    assert.deepEqual([find(all, colour).value, find(all, colour).origin], ['teal', 'own'])
    assert.deepEqual([find(all.slice(0, 2), colour).value, find(all.slice(0, 2), colour).originId], ['green', 'city'])
    const locked = [set('province', colour, 'red', true), set('city', colour, 'green', true), all[2]!]
    assert.deepEqual([find(locked, colour).value, find(locked, colour).origin], ['red', 'locked'])
    assert.equal(find(locked, colour).own?.value, 'teal')
  })

  it('of one site alone never comes from above, nor is locked from there', () => {
    const found = find([set('province', 'appearance.theme', 'government', true)], 'appearance.theme')
    assert.deepEqual([found.value, found.origin], ['village', 'default'])
  })

  it('falls back to the default when what is stored is no longer understood', () => {
    assert.equal(find([set('village', 'appearance.colour', 'mauve')], 'appearance.colour').value, 'blue')
  })

  it('has a valid default for every key and every kind of site', () => {
    for (const kind of ['portal', 'department', 'subportal'] as const) {
      const values = valuesOf(resolveSettings({ ...village, kind }, line, []))
      for (const key of SETTING_KEYS) assert.ok(SETTINGS[key].schema.safeParse(values[key]).success, key)
    }
  })
})

describe('the registry', () => {
  it('has a label and a hint for every key, in both languages', () => {
    for (const words of Object.values(sitesLabels) as Record<string, string>[]) {
      for (const key of SETTING_KEYS) {
        assert.ok(words[`setting.${key}`], key)
        assert.ok(words[`setting.${key}.hint`], key)
        assert.ok(words[`enum.settingGroup.${SETTINGS[key].group}`], key)
      }
    }
  })

  it('takes home pages of nested modules and refuses unknown ones', () => {
    const feed = { type: 'feed', channelCode: 'yaowen', count: 6, hasLead: true }
    const modules = [
      { type: 'hero', heading: '您要办什么事？' },
      {
        type: 'columns',
        layout: 'wide-start',
        columns: [[feed], [{ type: 'documents', channelCode: 'zcwj', count: 5 }]],
      },
      { type: 'band', modules: [{ type: 'places', title: '各县区' }] },
    ]
    assert.ok('value' in checkSetting('home.modules', modules, '/value'))
    const wrong = checkSetting(
      'home.modules',
      [{ type: 'band', modules: [{ type: 'carousel' }] }],
      '/body/values/0/value',
    )
    assert.ok('faults' in wrong)
    assert.equal(wrong.faults[0]?.pointer, '/body/values/0/value/0/modules/0/type')
  })
})
