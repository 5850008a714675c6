import assert from 'node:assert/strict'
import { test } from 'node:test'
import { provinceHome } from './fixtures/home-province.ts'
import { province } from './fixtures/sites.ts'
import { TemplateError } from './render-errors.ts'
import { shippedLayer } from './render-sources.ts'
import { createTheme } from './render-theme.ts'
import { openTheme, openThemes, renderPage, templateKeys, templatesOf } from './render.ts'

const override = (theme: 'base' | 'government' | 'village', name: string, source: string) => ({
  theme,
  name,
  source,
  digest: source,
})
const shipped = (name: string) => shippedLayer('base').templates[name] ?? ''

test('a template depends on everything it can reach, wherever the source in force came from', () => {
  const government = openTheme('government')
  assert.deepEqual(government.dependencies('bottom'), ['base/bottom'])
  assert.deepEqual(government.dependencies('top'), [
    'base/parts/choice',
    'base/parts/nav',
    'base/parts/search',
    'base/parts/topbar',
    'base/top',
  ])
  assert.ok(government.dependencies('page-home').includes('government/modules/hero'))
  assert.ok(!government.dependencies('page-home').includes('base/modules/hero'))
  assert.ok(openTheme('village').dependencies('top').includes('village/parts/ancestors'))
  assert.ok(templatesOf(government, 'list').includes('base/parts/pager'))
  assert.ok(!templatesOf(government, 'list').includes('base/page-article'))
  assert.throws(() => government.dependencies('nowhere'))
})

test('an override in between changes what is reached', () => {
  const before = openTheme('government').dependencies('page-list')
  const { of } = openThemes([
    override('government', 'parts/crumbs', "{% if site.facts %}{% render 'parts/more' %}{% endif %}"),
    override('base', 'parts/more', "<p>{% render 'parts/ridge' %}</p>"),
  ])
  assert.ok(before.includes('base/parts/crumbs') && !before.includes('base/parts/ridge'))
  assert.deepEqual(
    of('government').dependencies('page-list'),
    [
      ...before.filter((id) => id !== 'base/parts/crumbs'),
      'government/parts/crumbs',
      'base/parts/more',
      'base/parts/ridge',
    ].toSorted(),
  )
  assert.deepEqual(of('village').dependencies('page-list'), openTheme('village').dependencies('page-list'))
})

test('templates that render each other are reached once', () => {
  const templates = { a: "{% render 'b' %}", b: "{% for x in list %}{% else %}{% render 'a' %}{% endfor %}", c: 'c' }
  const theme = createTheme({ name: 'own', layers: [{ from: 'base', templates }], icons: '' })
  assert.deepEqual(theme.dependencies('a'), ['base/a', 'base/b'])
  assert.deepEqual(theme.dependencies('c'), ['base/c'])
})

test('what a template renders must stand there by name', () => {
  const create = (page: string) => () =>
    createTheme({ name: 'own', layers: [{ from: 'base', templates: { page } }], icons: '' })
  const at = (line: number) => (error: unknown) =>
    error instanceof TemplateError && error.template === 'base/page' && error.line === line
  assert.throws(create("{% if a %}\n  {% render 'nowhere' %}\n{% endif %}"), at(2))
  assert.throws(create('<p>\n{% render a %}'), at(2))
  assert.throws(create("\n\n{% render 'parts/{{ a }}' %}"), at(3))
})

test('a digest changes with a source in force and with nothing else', () => {
  const plain = openThemes()
  assert.equal(openThemes([]).of('government'), plain.of('government'))
  const changed = openThemes([override('government', 'bottom', `${shipped('bottom')} `)])
  assert.notEqual(changed.digest, plain.digest)
  assert.notEqual(changed.of('government').digest, plain.of('government').digest)
  assert.equal(changed.of('village'), plain.of('village'))
  assert.equal(
    openThemes([override('government', 'bottom', `${shipped('bottom')} `)]).of('government'),
    changed.of('government'),
  )
})

test('an override wins over the shipped file of its theme, a look’s file over both of the base', () => {
  const { of } = openThemes([
    override('base', 'bottom', '<footer>{{ site.name }}</footer>'),
    override('base', 'modules/hero', 'never'),
    override('village', 'top', '<p>{{ site.name }}</p>'),
  ])
  const globals = { site: province }
  assert.equal(of('village').render('bottom', {}, globals), `<footer>${province.name}</footer>`)
  assert.equal(of('village').render('top', {}, globals), `<p>${province.name}</p>`)
  assert.equal(of('village').render('modules/hero', {}, globals), 'never')
  assert.ok(!renderPage(of('government'), provinceHome).includes('never'))
})

test('an override that this release cannot read leaves the shipped template in its place', () => {
  const themes = openThemes([
    override('base', 'bottom', '<footer>\n{{ site.name | rot13 }}</footer>'),
    override('village', 'top', "{% render 'gone' %}"),
    override('government', 'parts/crumbs', '{% if %}'),
  ])
  assert.deepEqual(themes.faults.map(({ template }) => template).toSorted(), [
    'base/bottom',
    'government/parts/crumbs',
    'village/top',
  ])
  assert.equal(renderPage(themes.of('government'), provinceHome), renderPage(openTheme('government'), provinceHome))
})

test('a page’s keys name its templates, and where one of its look would come before the base’s', () => {
  const keys = templateKeys(openTheme('government'), 'list')
  assert.ok(keys.includes('template:base/parts/pager') && keys.includes('template:government/parts/pager'))
  assert.ok(!keys.some((key) => key.includes('page-article') || key.startsWith('template:village/')))
  const home = templateKeys(openTheme('government'), 'home')
  assert.ok(home.includes('template:government/modules/hero') && !home.includes('template:base/modules/hero'))
})
