import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { globSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import Fastify from 'fastify'
import cookie from '@fastify/cookie'
import { createApi } from '../src/kernel/http.ts'
import type { Operation } from '../src/kernel/contract.ts'
import { noNode } from '../src/modules/search/index.ts'
import { searchApi } from '../src/roles/search-api.ts'
import { describeApi } from '../src/roles/web.ts'
import { allLabels, migrations, modules } from '../src/modules.ts'
import { startKit } from './kit/index.ts'

const root = path.join(import.meta.dirname, '..')
const read = (file: string) => readFileSync(path.join(root, file), 'utf8')

function cruise(...where: string[]) {
  const found = spawnSync(
    process.execPath,
    ['node_modules/.bin/depcruise', '--config', '.dependency-cruiser.cjs', ...where],
    {
      cwd: root,
      encoding: 'utf8',
    },
  )
  return { isClean: found.status === 0, text: found.stdout }
}

describe('boundaries', () => {
  test('hold, and something was really looked at', () => {
    const { isClean, text } = cruise('src')
    assert.ok(isClean, text)
    const looked = Number(/\((\d+) modules/.exec(text)?.[1] ?? 0)
    assert.ok(looked > 100, text)
  })

  const planted: [rule: string, file: string, code: string][] = [
    ['downhill-only-library', 'src/modules/library/zz-planted.ts', `export { routes } from '../content/index.ts'`],
    ['kernel-knows-no-module', 'src/kernel/zz-planted.ts', `export { release } from '../modules/library/index.ts'`],
    ['only-the-front-door', 'src/modules/content/zz-planted.ts', `export { digestOf } from '../library/rules.ts'`],
    [
      'portal-never-sees-authoring',
      'src/portal/zz-planted.ts',
      `export { contentLabels } from '../modules/content/labels.ts'`,
    ],
    [
      'adapters-wired-once',
      'src/modules/content/zz-planted.ts',
      `export { blobDisk } from '../../adapters/blob-disk.ts'`,
    ],
    [
      'queries-never-write',
      'src/modules/content/queries/zz-planted.ts',
      `export { createDocument } from '../commands/create-document.ts'`,
    ],
  ]
  for (const [rule, file, code] of planted) {
    test(`a planted violation of ${rule} turns the checker red`, () => {
      writeFileSync(path.join(root, file), `${code}\n`)
      try {
        const { isClean, text } = cruise(file)
        assert.ok(!isClean && text.includes(rule), text)
      } finally {
        rmSync(path.join(root, file))
      }
    })
  }
})

/** Tables of other modules that a file names; their views (v_…) are doors, names of events go on after the table's. */
function foreignTables(own: string, text: string): string[] {
  const names = modules.map((module) => module.name).join('|')
  const table = new RegExp(
    `(?:'|\\bFROM |\\bJOIN |\\bINTO |\\bUPDATE )((?:${names})\\.(?!v_)[a-z_]+)(?=['\\s)])(?!\\.)`,
    'g',
  )
  return [...text.matchAll(table)].flatMap(([, name = '']) => (name.startsWith(`${own}.`) ? [] : name))
}

test('a module touches only its own schema, and others through their views', () => {
  assert.deepEqual(foreignTables('content', `db.selectFrom('library.item as i')`), ['library.item'])
  assert.deepEqual(foreignTables('content', 'JOIN sites.site s ON true'), ['sites.site'])
  assert.deepEqual(foreignTables('content', `'content.edition' JOIN sites.v_site s 'sites.site.changed.v1'`), [])
  for (const file of globSync('src/modules/*/{commands,queries}/**/*.ts', { cwd: root })) {
    if (!file.endsWith('.test.ts')) assert.deepEqual(foreignTables(file.split(path.sep)[2] ?? '', read(file)), [], file)
  }
})

test('every label of one language has its word in the other', () => {
  for (const labels of allLabels) {
    assert.deepEqual(Object.keys(labels.en).sort(), Object.keys(labels['zh-CN']).sort())
  }
})

test('every code of a Problem thrown anywhere has words in both languages', () => {
  const known = new Set(allLabels.flatMap((labels) => Object.keys(labels['zh-CN'])))
  const thrown = /(?:new Problem|wrongState)\(\s*'([a-z-]+)'/g
  for (const file of globSync('src/**/*.ts', { cwd: root })) {
    if (file.endsWith('.test.ts')) continue
    for (const [, code = ''] of read(file).matchAll(thrown)) {
      assert.ok(known.has(`problem.${code}`), `${file}: problem.${code} has no words`)
    }
  }
})

test('every action that goes on record has words', () => {
  const known = new Set(allLabels.flatMap((labels) => Object.keys(labels['zh-CN'])))
  for (const file of globSync('src/modules/**/*.ts', { cwd: root })) {
    if (file.endsWith('.test.ts')) continue
    for (const [, action = ''] of read(file).matchAll(/\baction: '([a-z-]+\.[a-z.-]+)'/g)) {
      assert.ok(known.has(`action.${action}`), `${file}: action.${action} has no words`)
    }
  }
})

test('every part of the platform that acts by itself has words', () => {
  const known = new Set(allLabels.flatMap((labels) => Object.keys(labels['zh-CN'])))
  for (const file of globSync('src/**/*.ts', { cwd: root })) {
    if (file.endsWith('.test.ts') || file.includes('/testing/')) continue
    for (const [, name = ''] of read(file).matchAll(/\bsystem\('([^']*)'\)/g)) {
      assert.ok(known.has(`actor.${name}`), `${file}: actor.${name} has no words`)
    }
  }
})

test('every migration of a module’s folder is in its list, once, and they ran from empty', async () => {
  const kit = await startKit()
  const { rows } = await kit.pool.query<{ name: string }>('SELECT name FROM kernel.migration')
  const applied = new Set(rows.map((row) => row.name))
  for (const { name } of migrations) assert.ok(applied.has(name), name)
  assert.equal(new Set(migrations.map((migration) => migration.name)).size, migrations.length)
  for (const file of globSync('src/modules/*/migrations/[0-9]*.ts', { cwd: root })) {
    const name = /name: '([^']+)'/.exec(read(file))?.[1]
    assert.ok(name !== undefined && applied.has(name), `${file} is in no list`)
  }
})

test('the OpenAPI document in docs is what the contracts say', async () => {
  const declared: Operation[] = []
  const server = Fastify()
  await server.register(cookie)
  const engine = { pool: null as never, clock: () => new Date(), ledger: null as never }
  const api = createApi(server, { engine, authenticate: async () => null, declared, blobs: null as never })
  for (const module of modules) module.routes?.(api)
  searchApi(api, noNode)
  const fresh = `${JSON.stringify(describeApi(declared), null, 1)}\n`
  if (process.env['UPDATE_OPENAPI']) writeFileSync(path.join(root, 'docs/openapi.json'), fresh)
  assert.equal(read('docs/openapi.json'), fresh, 'run: UPDATE_OPENAPI=1 node --test test/house.test.ts')
})
