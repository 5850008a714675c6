import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isUscc } from './rules.ts'

const REAL = [
  '11100000000013338W',
  '11220000013544541J',
  '11430000006122244L',
  '11650000010183859F',
  '11441700007280420Y',
  '11341702486344515H',
]

test('real unified social credit codes pass', () => {
  for (const code of REAL) assert.equal(isUscc(code), true, code)
})

test('one wrong character anywhere is found', () => {
  for (const code of REAL) {
    for (let i = 0; i < code.length; i++) {
      const wrong = code.slice(0, i) + (code[i] === '7' ? '8' : '7') + code.slice(i + 1)
      assert.equal(isUscc(wrong), false, wrong)
    }
  }
})

test('letters outside the alphabet, small letters and wrong lengths are refused', () => {
  for (const code of ['', '1110000000001333', '11100000000013338w', '1110000000001333OW', '11100000000013338W0']) {
    assert.equal(isUscc(code), false, code)
  }
})
