import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fromAddress, toAddress } from './address-values.ts'
import { antdTokens } from './antd-tokens.ts'
import { keyName } from './hotkeys.ts'
import { parseSearch, stringifySearch } from './search-params.ts'

const noTags: readonly string[] = []
const defaults = { q: '', page: 1, tags: noTags, mine: false }

test('filters survive the way into the address and back', () => {
  const change = { q: '公租房', page: 3, tags: ['a', 'b'], mine: true }
  const address = stringifySearch(toAddress(change, defaults))
  assert.deepEqual(fromAddress(parseSearch(address), defaults), change)
})

test('defaults leave no trace in the address', () => {
  assert.equal(stringifySearch(toAddress(defaults, defaults)), '')
})

test('nonsense in the address counts as the default', () => {
  assert.deepEqual(fromAddress(parseSearch('?page=abc&mine=maybe'), defaults), defaults)
  for (const page of ['0', '-3', '1.5']) assert.equal(fromAddress(parseSearch(`?page=${page}`), defaults).page, 1)
  const far = fromAddress(parseSearch('?page=999999&pageSize=5000'), { page: 1, pageSize: 50 })
  assert.deepEqual(far, { page: 10_000, pageSize: 200 })
})

test('a number that looks like a code stays text where text is meant', () => {
  assert.equal(fromAddress(parseSearch('?q=0012'), defaults).q, '0012')
})

test('shortcuts are named alike on every keyboard', () => {
  assert.equal(keyName({ key: 'x', shiftKey: false }), 'X')
  assert.equal(keyName({ key: 'X', shiftKey: true }), 'Shift+X')
  assert.equal(keyName({ key: '?', shiftKey: true }), '?')
  assert.equal(keyName({ key: 'Enter', shiftKey: false }), 'Enter')
})

test('antd has the same colours as our own tokens', () => {
  const css = readFileSync(new URL('../../../themes/base/assets/tokens.css', import.meta.url), 'utf8').replaceAll(
    '"',
    "'",
  )
  const block = (selector: string) => css.slice(css.indexOf(`${selector} {`)).split('}')[0] ?? ''
  const names = {
    colorPrimary: 'main',
    colorSuccess: 'ok',
    colorWarning: 'warn',
    colorError: 'bad',
    colorText: 'ink',
    colorTextSecondary: 'ink-2',
    colorTextTertiary: 'ink-3',
    colorBorder: 'edge',
    colorBgContainer: 'ground',
    colorBgLayout: 'ground-2',
  } as const
  const root = block(':root')
  for (const [theme, selector] of [
    ['light', "[data-app='console']"],
    ['dark', "[data-app='console'][data-theme='dark']"],
  ] as const) {
    const tokens = block(`\n${selector}`)
    for (const [antd, ours] of Object.entries(names)) {
      const find = (text: string) => new RegExp(`--${ours}:\\s*(#[0-9a-f]+)`).exec(text)?.[1]
      assert.equal(
        Object.entries(antdTokens[theme]).find(([name]) => name === antd)?.[1],
        find(tokens) ?? find(root),
        `${theme} ${ours}`,
      )
    }
  }
})
