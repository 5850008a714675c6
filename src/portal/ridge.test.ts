import assert from 'node:assert/strict'
import { test } from 'node:test'
import { drawRidge, ridgeFromSeed } from './ridge.ts'

test('a place always has the same skyline, and another place another', () => {
  assert.deepEqual(ridgeFromSeed('下河村'), ridgeFromSeed('下河村'))
  assert.notDeepEqual(ridgeFromSeed('下河村'), ridgeFromSeed('上河村'))
})

test('three closed ranges span the whole ground and stay on it', () => {
  for (const heights of [ridgeFromSeed('云岭省'), [5, 5], [0, 8848]]) {
    for (const path of Object.values(drawRidge(heights))) {
      const [, start = '', moves = ''] = /^M0 (\d+)l([\d -]+)V144H0z$/.exec(path) ?? assert.fail(path)
      const steps = Array.from(moves.matchAll(/-?\d+/g), ([step]) => Number(step))
      assert.equal(
        steps.filter((_, index) => index % 2 === 0).reduce((sum, step) => sum + step, 0),
        1440,
      )
      let top = Number(start)
      for (const step of steps.filter((_, index) => index % 2 === 1)) {
        top += step
        assert.ok(top > 0 && top <= 148, `${top} in ${path}`)
      }
    }
  }
})
