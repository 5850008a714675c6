import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { anActor, aProvince, digest, problem, startKit } from '../../../test/kit/index.ts'
import type { Actor } from '../../kernel/actor.ts'
import { Problem } from '../../kernel/problem.ts'
import { portalTemplates } from '../../portal/template-check.ts'
import { putTemplate, resetTemplate } from './commands/put-template.ts'
import { templatesInForce, templateStamp } from './queries/find-templates.ts'
import { getTemplate, getTemplateHistory, listTemplates } from './queries/read-templates.ts'

const kit = await startKit()
let minute = 0
const tick = () => {
  const now = new Date(Date.UTC(2026, 10, 21, 8, ++minute))
  kit.setNow(now)
  return now
}
tick()
const { organisations } = await kit.work(aProvince)
const permissions = ['template.manage']
const admin = anActor({ permissions, organisation: organisations.government })
const countyAdmin = anActor({ permissions, organisation: organisations.county })

type Key = { theme: 'base' | 'government' | 'department' | 'village'; name: string }
const nav: Key = { theme: 'base', name: 'parts/nav' }

const get = (params: Key, at?: Date) =>
  kit.viewAs(admin, (view) => getTemplate(view, { params, query: at ? { at: at.toISOString() } : {} }, portalTemplates))
const digestNow = async (params: Key) => (await get(params).catch(() => null))?.digest ?? null
async function put(
  params: Key,
  source: string,
  options: { actor?: Actor; expect?: string | null; note?: string } = {},
) {
  const { actor = admin, note = '' } = options
  const expectedDigest = options.expect === undefined ? await digestNow(params) : options.expect
  return kit.workAs(actor, (work) =>
    putTemplate(work, { params, body: { source, note, expectedDigest } }, portalTemplates),
  )
}
async function reset(params: Key) {
  const expectedDigest = (await digestNow(params)) ?? ''
  return kit.workAs(admin, (work) => resetTemplate(work, { params, query: { expectedDigest } }, portalTemplates))
}
const inForce = (at?: Date) =>
  kit.view(async (view) => (await templatesInForce(view, at)).map((one) => `${one.theme}/${one.name}`))
const stamp = () => kit.view((view) => templateStamp(view))
const history = () => kit.view((view) => getTemplateHistory(view, { params: nav }))
const refused = (code: string, extra: Record<string, unknown>) => (error: unknown) => {
  assert.ok(error instanceof Problem, String(error))
  const { reason, ...rest } = error.extra
  assert.deepEqual([error.code, error.status, rest], [code, 422, extra], String(reason))
  return true
}

describe('templates', () => {
  it('are the shipped ones until somebody replaces one, and again when it is reset', async () => {
    const before = await get(nav)
    assert.deepEqual([before.isShipped, before.isReplaced, before.source], [true, false, before.shippedSource])
    const quiet = await stamp()
    tick()
    const after = await put(nav, '<nav class="nav"><a href="/">首页</a></nav>\n', { note: '试一试' })
    assert.deepEqual([after.isReplaced, after.note, after.setBy], [true, '试一试', admin.id])
    assert.equal(after.digest, digest(after.source))
    assert.deepEqual(await inForce(), ['base/parts/nav'])
    assert.notEqual(await stamp(), quiet)
    tick()
    const { template } = await reset(nav)
    assert.equal(template?.source, before.source)
    assert.deepEqual([await inForce(), await stamp()], [[], quiet])
    await assert.rejects(reset(nav), problem('template-not-replaced'))
  })

  it('keep their history: what stood at any instant can be read, and nobody can change it', async () => {
    const first = tick()
    await put(nav, '<nav>一</nav>')
    const second = tick()
    await put(nav, '<nav>二</nav>')
    assert.equal((await get(nav, first)).source, '<nav>一</nav>')
    assert.equal((await get(nav, second)).source, '<nav>二</nav>')
    const [now, earlier] = await history()
    assert.deepEqual([now?.to, earlier?.from, earlier?.to], [null, first.toISOString(), second.toISOString()])
    for (const change of [
      sql`UPDATE sites.template SET source = 'x' WHERE valid_to = 'infinity'`,
      sql`UPDATE sites.template SET valid_to = now() WHERE valid_to <> 'infinity'`,
      sql`DELETE FROM sites.template`,
    ]) {
      await assert.rejects(
        kit.work((work) => change.execute(work.db)),
        /templates are never/,
      )
    }
  })

  it('lose nothing when the clock stands still or is set back', async () => {
    const now = tick()
    await put(nav, '<nav>三</nav>')
    await put(nav, '<nav>四</nav>')
    kit.setNow(new Date(Number(now) - 3_600_000))
    await put(nav, '<nav>五</nav>', { expect: digest('<nav>四</nav>') })
    const sources = (await history()).map((one) => one.digest).slice(0, 3)
    assert.deepEqual(
      sources,
      ['五', '四', '三'].map((text) => digest(`<nav>${text}</nav>`)),
    )
    kit.setNow(new Date(Number(now) + 1000))
    assert.equal((await get(nav)).source, '<nav>五</nav>')
  })

  it('are on record, and announced', async () => {
    tick()
    await put(nav, '<nav>六</nav>', { note: '改导航' })
    const { rows } = await kit.pool.query(`SELECT action, target_id, after FROM audit.entry ORDER BY at DESC LIMIT 1`)
    assert.deepEqual(
      [rows[0].action, rows[0].target_id, rows[0].after.note],
      ['template.put', 'base/parts/nav', '改导航'],
    )
    const events = await kit.pool.query(`SELECT payload FROM kernel.outbox WHERE name = 'sites.template.changed.v1'`)
    assert.deepEqual(events.rows.at(-1).payload, nav)
    const noted = await kit.pool.query(`SELECT keys FROM kernel.change WHERE 'template:base/parts/nav' = ANY (keys)`)
    assert.ok(noted.rows.length > 0)
  })

  it('are saved only over what was seen, and not twice the same', async () => {
    tick()
    await assert.rejects(put(nav, '<nav>七</nav>', { expect: digest('other') }), problem('template-stale'))
    await assert.rejects(put({ ...nav, name: 'parts/own' }, 'x', { expect: digest('x') }), problem('template-stale'))
    const before = (await history()).length
    await put(nav, '<nav>六</nav>')
    assert.equal((await history()).length, before)
  })

  it('are for administrators of the whole platform, in the command and in the database', async () => {
    tick()
    await assert.rejects(put(nav, '<nav>八</nav>', { actor: countyAdmin }), problem('forbidden'))
    for (const actor of [countyAdmin, anActor({ permissions: ['site.manage'], organisation: organisations.county })]) {
      await assert.rejects(
        kit.viewAs(actor, (view) => listTemplates(view, { query: {} }, portalTemplates)),
        problem('forbidden'),
      )
    }
    const behind = (actor: Actor) =>
      kit.workAs(actor, (work) =>
        work.db
          .insertInto('sites.template')
          .values({
            ...nav,
            name: 'wall',
            source: '',
            digest: digest(''),
            note: '',
            valid_from: work.now,
            set_by: null,
          })
          .execute(),
      )
    await assert.rejects(behind(countyAdmin), /row-level security/)
    await behind(admin)
  })

  it('are listed once, shipped or own, with the unusable ones named', async () => {
    tick()
    await put({ theme: 'village', name: 'parts/own' }, '<p>{{ site.name }}</p>')
    await kit.work((work) =>
      work.db
        .insertInto('sites.template')
        .values({
          theme: 'department',
          name: 'top',
          source: '{% gone %}',
          digest: digest('{% gone %}'),
          note: '',
          valid_from: work.now,
          set_by: null,
        })
        .execute(),
    )
    const rows = await kit.viewAs(admin, (view) => listTemplates(view, { query: {} }, portalTemplates))
    const find = (theme: string, name: string) => rows.filter((row) => row.theme === theme && row.name === name)
    assert.deepEqual(
      find('village', 'parts/own').map((row) => [row.isShipped, row.isReplaced, row.fault]),
      [[false, true, null]],
    )
    assert.match(find('department', 'top')[0]?.fault ?? '', /^department\/top:1 tag "gone" not found/)
    assert.equal(find('base', 'shell').length, 1)
    // What is broken already keeps nobody from changing another one, or from putting it right.
    await put({ theme: 'department', name: 'parts/crumbs' }, '<p>位置</p>')
    await put({ theme: 'department', name: 'top' }, '<p>{{ site.name }}</p>')
  })
})

describe('a template is refused, and nothing is stored,', () => {
  const refusals: [what: string, source: string, code: string, line: number][] = [
    ['that is not closed', '<p>\n{% if a %}', 'template-unclosed', 2],
    ['with a tag of another kind', '<p>\n\n{% include "x" %}', 'template-tag', 3],
    ['with a filter that prints markup', '{{ site.name | raw }}', 'template-filter', 1],
    ['that cannot be read', '{% for in %}{% endfor %}', 'template-syntax', 1],
    ['that renders what is not there', "\n{% render 'nowhere' %}", 'template-missing', 2],
    ['that renders itself', "a\n{% render 'parts/nav' %}", 'template-depth', 2],
    [
      'that loops without end',
      '{% assign s = "xxxxxxxxxx" | split: "" %}\n{% for a in s %}{% for b in s %}{% for c in s %}{% for d in s %}{% for e in s %}{% for f in s %}{% for g in s %}{% for h in s %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}',
      'template-time',
      2,
    ],
    [
      'that grows without end',
      '{% assign a = "xxxx" %}{% for i in (1..60) %}\n{% assign a = a | append: a %}{% endfor %}',
      'template-memory',
      2,
    ],
    [
      'that prints without end',
      '{% for a in (1..9999) %}{% for b in (1..99) %}0123456789{% endfor %}{% endfor %}',
      'template-output',
      1,
    ],
    ['that is nested without end', '{% if a %}'.repeat(8_000) + '{% endif %}'.repeat(8_000), 'template-depth', 1],
  ]
  for (const [what, source, code, line] of refusals) {
    it(what, async () => {
      tick()
      const before = await stamp()
      await assert.rejects(put(nav, source), refused(code, { template: 'base/parts/nav', line }))
      assert.equal(await stamp(), before)
    })
  }

  it('that another one still renders', async () => {
    tick()
    await put({ theme: 'base', name: 'parts/extra' }, '<p>附</p>')
    await put({ theme: 'government', name: 'parts/after' }, "<div>\n{% render 'parts/extra' %}</div>")
    await assert.rejects(
      reset({ theme: 'base', name: 'parts/extra' }),
      refused('template-missing', { template: 'government/parts/after', line: 2 }),
    )
    await reset({ theme: 'government', name: 'parts/after' })
    assert.deepEqual(await reset({ theme: 'base', name: 'parts/extra' }), { template: null })
  })

  it('with characters no page may carry', async () => {
    for (const [character, name] of [
      ['\0', 'U+0000'],
      ['\u0007', 'U+0007'],
      ['\ud800', 'U+D800'],
    ] as const) {
      await assert.rejects(
        put(nav, `<p>\n${character}</p>`),
        refused('template-characters', { line: 2, character: name }),
      )
    }
  })
})

it('a source is kept without byte order mark and with plain line ends', async () => {
  tick()
  const kept = await put(nav, '\ufeff<nav>\r\n<p>九</p>\r</nav>\r\n')
  assert.equal(kept.source, '<nav>\n<p>九</p>\n</nav>\n')
})
