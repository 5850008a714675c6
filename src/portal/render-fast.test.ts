import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Liquid } from 'liquidjs'
import { province } from './fixtures/sites.ts'
import { escapeHtml } from './render-escape.ts'
import { createTheme } from './render-theme.ts'

const scope = {
  text: '<云岭>',
  none: null,
  zero: 0,
  empty_list: [],
  list: [{ title: '甲' }, { title: '乙', deep: { size: 7 } }],
  deep: { a: { b: '丙' } },
}

const templates = [
  '{{ text }}{{ none }}{{ zero }}{{ missing }}{{ missing.deeper }}',
  '{{ deep.a.b }}{{ list.size }}{{ list.first.title }}{{ list.last.deep.size }}{{ list[0].title }}',
  '{{ list | size }}{{ text | append: "<b>" }}{{ missing | default: "无" }}{{ text | upcase | slice: 0, 2 }}',
  '{% if text %}1{% else %}2{% endif %}{% if none %}1{% elsif zero %}2{% else %}3{% endif %}{% if missing %}1{% endif %}',
  '{% if list.size > 1 %}1{% endif %}{% if zero == 0 and text != null %}2{% endif %}{% if text == "<云岭>" %}3{% endif %}',
  '{% if empty_list == empty %}1{% endif %}{% if none == nil %}2{% endif %}{% if text contains "云" %}3{% endif %}',
  '{% for item in list %}{{ forloop.index }}{% if forloop.last %}末{% continue %}{% endif %}{{ item.title }}{% endfor %}',
  '{% for item in list %}{% if item.title == "甲" %}{% break %}{% endif %}{{ item.title }}{% endfor %}后',
  '{% assign a = "x" %}{% if a == "x" %}{% assign a = "y" %}{% endif %}{{ a }}{{ "raw <" }}{{ 3 }}{{ true }}',
  '{% case text %}{% when "a" %}1{% else %}{% if text %}2{% endif %}{% endcase %}{% unless none %}{{ text }}{% endunless %}',
]

for (const template of templates) {
  test(`means the same as in LiquidJS itself: ${template}`, () => {
    const plain = new Liquid({ ownPropertyOnly: true, outputEscape: escapeHtml })
    const theme = createTheme({ name: 'own', layers: [{ from: 'base', templates: { page: template } }], icons: '' })
    const expected: unknown = plain.parseAndRenderSync(template, scope)
    assert.equal(theme.render('page', scope, { site: province }), expected)
  })
}
