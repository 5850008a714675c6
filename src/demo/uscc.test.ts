import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isUscc, organisationCheck, uscc } from './uscc.ts'

const samples = [
  '11100000000013338W',
  '11220000013544541J',
  '11430000006122244L',
  '11650000010183859F',
  '11441700007280420Y',
  '11341702486344515H',
]

test('published codes pass the check of GB 32100', () => {
  for (const code of samples) assert.ok(isUscc(code), code)
})

test('a code with one wrong character is refused', () => {
  for (const code of samples)
    assert.equal(isUscc(`${code.slice(0, 10)}${code[10] === '7' ? '8' : '7'}${code.slice(11)}`), false)
  assert.equal(isUscc('1110000000001333IW'), false)
})

test('the inner organisation code of published codes carries the check of GB 11714', () => {
  for (const code of ['11100000000013338W', '11220000013544541J', '11430000006122244L']) {
    assert.equal(organisationCheck(code.slice(8, 16)), code.charAt(16))
  }
})

test('made codes carry both checks', () => {
  for (let serial = 1; serial < 500; serial++) {
    const code = uscc({ kind: '11', region: '990100', serial })
    assert.ok(isUscc(code), code)
    assert.equal(organisationCheck(code.slice(8, 16)), code.charAt(16))
  }
})
