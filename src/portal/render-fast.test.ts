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
  no: false,
  yes: true,
  five: 5,
  key: 'title',
  empty_list: [],
  empty_text: '',
  list: [{ title: '甲' }, { title: '乙', deep: { size: 7 } }],
  numbers: [3, 1, 2, 5, 4],
  deep: { a: { b: '丙' } },
  day: new Date(0),
}

const parts = {
  item: '({{ item.title }}{{ text }}{{ site.name }})',
  stop: '{% if x %}停{% break %}{% endif %}后',
  sets: '{% assign a = "里" %}{{ a }}',
  with: '{{ with.title }}{{ thing.title }}{{ part }}',
  deep: "{% if n > 0 %}{{ n }}{% assign m = n | minus: 1 %}{% render 'deep', n: m %}{% endif %}",
}

const templates = [
  '{{ text }}{{ none }}{{ zero }}{{ missing }}{{ missing.deeper }}',
  '{{ deep.a.b }}{{ list.size }}{{ list.first.title }}{{ list.last.deep.size }}{{ list[0].title }}',
  '{{ list[-1].title }}{{ list[9].title }}{{ list[zero].title }}{{ list[zero][key] }}{{ deep["a"].b }}{{ deep[missing] }}',
  '{{ text.size }}{{ deep.size }}{{ deep.a.size }}{{ list.first.size }}{{ five.size }}{{ empty_text.size }}{{ none.size }}',
  '{{ deep.constructor }}{{ deep.toString }}{{ list.length }}{{ list.map }}{{ text.length }}{{ deep.__proto__ }}{{ day.getTime }}',
  '{{ deep }}{{ list }}{{ numbers }}{{ day.missing }}{{ yes }}{{ "a".size }}{{ 3.5 }}{{ -2 }}{{ nil }}{{ empty }}',
  '{{ list | size }}{{ text | append: "<b>" }}{{ missing | default: "无" }}{{ text | upcase | slice: 0, 2 }}',
  '{{ no | default: "无", allow_false: true }}{{ numbers | join: text }}{{ list | map: "title" | join: "、" }}',
  '{{ list | where: "title", "乙" | size }}{{ five | times: 3 | plus: zero | at_most: 9 }}{{ "a,b" | split: "," | last }}',
  '{% if text %}1{% else %}2{% endif %}{% if none %}1{% elsif zero %}2{% else %}3{% endif %}{% if missing %}1{% endif %}',
  '{% if list.size > 1 %}1{% endif %}{% if zero == 0 and text != null %}2{% endif %}{% if text == "<云岭>" %}3{% endif %}',
  '{% if empty_list == empty %}1{% endif %}{% if none == nil %}2{% endif %}{% if text contains "云" %}3{% endif %}',
  '{% if missing == nil %}1{% endif %}{% if none == missing %}2{% endif %}{% if no == false %}3{% endif %}{% if zero != nil %}4{% endif %}',
  '{% if empty_text == blank %}1{% endif %}{% if empty_text == empty %}2{% endif %}{% if nil == none %}3{% endif %}{% if empty_text %}4{% endif %}',
  '{% if no or yes and no %}1{% endif %}{% if yes and no or yes %}2{% endif %}{% if not no and yes %}3{% endif %}{% if not text %}4{% endif %}',
  '{% if five >= 5 and five <= 5 %}1{% endif %}{% if five < "7" %}2{% endif %}{% if text < 3 %}3{% endif %}{% if none > 1 %}4{% endif %}',
  '{% if numbers contains 3 %}1{% endif %}{% if numbers contains "3" %}2{% endif %}{% if numbers == numbers %}3{% endif %}{% if deep == deep %}4{% endif %}',
  '{% for item in list %}{{ forloop.index }}{% if forloop.last %}末{% continue %}{% endif %}{{ item.title }}{% endfor %}',
  '{% for item in list %}{% if item.title == "甲" %}{% break %}{% endif %}{{ item.title }}{% endfor %}后',
  '{% for n in numbers %}{{ forloop.index0 }}{{ forloop.rindex }}{{ forloop.rindex0 }}{{ forloop.first }}{{ forloop.length }}{{ forloop.name }}{% endfor %}',
  '{% for n in numbers limit: 2 offset: 1 %}{{ n }}{% endfor %}{% for n in numbers reversed %}{{ n }}{% endfor %}',
  '{% for n in numbers limit: 2 %}{{ n }}{% endfor %}-{% for n in numbers offset: continue limit: 2 %}{{ n }}{% endfor %}-{% for n in numbers offset: continue %}{{ n }}{% endfor %}',
  '{% for n in (1..five) %}{{ n }}{% else %}无{% endfor %}{% for n in (3..1) %}{{ n }}{% else %}无{% endfor %}{% for n in none %}{% else %}空{% endfor %}',
  '{% for n in text %}{{ n }}{% endfor %}{% for n in five %}{{ n }}{% else %}无{% endfor %}{% for p in deep %}{{ p[0] }}{{ p[1].b }}{% endfor %}',
  '{% for a in numbers %}{% for b in numbers %}{% if b == a %}{% break %}{% endif %}{{ b }}{% endfor %}{{ forloop.index }}{% endfor %}{{ forloop.index }}',
  '{% for item in list %}{% assign last = item.title %}{% assign item = 1 %}{{ item }}{% endfor %}{{ last }}{{ item }}',
  '{% assign a = "x" %}{% if a == "x" %}{% assign a = "y" %}{% endif %}{{ a }}{{ "raw <" }}{{ 3 }}{{ true }}',
  '{% assign n = numbers | size %}{{ n }}{% assign text = none %}{{ text }}{% assign deep = deep.a %}{{ deep.b }}',
  '{% case text %}{% when "a" %}1{% else %}{% if text %}2{% endif %}{% endcase %}{% unless none %}{{ text }}{% endunless %}',
  '{% case five %}{% when 1, 5 %}1{% when 5 or 6 %}2{% else %}3{% endcase %}{% case none %}{% when nil %}1{% endcase %}{% case missing %}{% when none %}1{% else %}2{% endcase %}',
  '{% unless text %}1{% elsif none %}2{% elsif zero %}3{% else %}4{% endunless %}{% unless yes %}1{% else %}2{% endunless %}',
  'a{% comment %}{% if x %}{{ b }}{% endcomment %}b{% # nothing %}c{%- if yes -%} d {%- endif -%} e',
  "{% for item in list %}{% render 'item', item: item %}{% endfor %}{% render 'item' item: list[1], text: 'x' %}",
  "{% render 'with' with list[0] as thing, part: 1 %}{% render 'with' with list[1] %}{% render 'item' for list as item %}",
  "{% for x in numbers %}{% render 'stop', x: x %}{{ x }}{% endfor %}{% assign a = '外' %}{% render 'sets' %}{{ a }}{% render 'deep', n: five %}",
  '{% break %}一{{ text }}',
  '{% if yes %}{% continue %}一{% endif %}{{ text }}',
]

for (const template of templates) {
  test(`means the same as in LiquidJS itself: ${template}`, () => {
    const plain = new Liquid({ ownPropertyOnly: true, outputEscape: escapeHtml, templates: parts })
    const layers = [{ from: 'base' as const, templates: { ...parts, page: template } }]
    const theme = createTheme({ name: 'own', layers, icons: '' })
    const globals = { site: province }
    const expected: unknown = plain.parseAndRenderSync(template, scope, { globals })
    assert.equal(theme.render('page', scope, globals), expected)
  })
}
