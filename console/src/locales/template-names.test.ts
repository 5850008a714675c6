import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { test } from 'node:test'
import { templateNames } from './zh-CN/template-names.ts'

const root = new URL('../../../themes/', import.meta.url)

test('every template that is shipped has a name in words, and no name is left over', () => {
  const files = readdirSync(root).flatMap((theme) =>
    readdirSync(new URL(`${theme}/templates/`, root), { recursive: true, encoding: 'utf8' }),
  )
  const names = files.filter((file) => file.endsWith('.liquid')).map((file) => file.replace(/\.liquid$/, ''))
  assert.deepEqual(Object.keys(templateNames).toSorted(), [...new Set(names)].toSorted())
})
