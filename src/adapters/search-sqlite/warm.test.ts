import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SearchAnswer } from '../../modules/search/port.ts'
import { warm, type Warmed } from './warm.ts'

const TITLES = Array.from({ length: 160 }, (_, n) => `关于印发第${n}号“住房公积金”提取办法的通知`)

function engineOf(isIdle: () => boolean) {
  const asked: { text: string; kind: string }[] = []
  const engine: Warmed = {
    titles: async (most) => TITLES.slice(0, most),
    search: async ({ text, sort }) => {
      asked.push({ text, kind: text.startsWith('"') ? 'phrase' : sort })
      return {} as SearchAnswer
    },
    suggest: async ({ text }) => void asked.push({ text, kind: 'suggestion' }),
    get isIdle() {
      return isIdle()
    },
  }
  return { asked, engine }
}

/** Time that passes when it is told to. */
function clockOf() {
  const waiting = new Set<() => void>()
  return {
    wait: (_: number, signal: AbortSignal): Promise<void> =>
      new Promise((resolve, reject) => {
        waiting.add(resolve)
        signal.addEventListener('abort', () => reject(new Error('ended')))
      }),
    async pass(times: number): Promise<void> {
      for (let n = 0; n < times; n++) {
        for (const go of waiting) go()
        waiting.clear()
        await new Promise((resolve) => setImmediate(resolve))
      }
    },
  }
}

test('every kind of question is asked before an engine is ready, more while nobody else asks, and nothing when it closes', async () => {
  let isIdle = false
  const { asked, engine } = engineOf(() => isIdle)
  const clock = clockOf()
  const end = await warm(engine, 2, clock.wait)
  const first = asked.length
  // As many as there is time for; all of them where an answer takes none.
  assert.ok(first >= 5 && first <= 40)
  assert.deepEqual(new Set(asked.map(({ kind }) => kind)), new Set(['phrase', 'relevance', 'date', 'suggestion']))
  assert.ok(asked.every(({ text }) => text.replaceAll('"', '').length > 2))
  await clock.pass(20)
  assert.equal(asked.length, first)
  isIdle = true
  await clock.pass(20)
  assert.ok(asked.length > first + 5 && asked.length < 160)
  const more = asked.length
  end()
  await clock.pass(20)
  assert.equal(asked.length, more)
})

test('no more is asked than was meant to be', async () => {
  const { asked, engine } = engineOf(() => true)
  const clock = clockOf()
  const end = await warm(engine, 1, clock.wait)
  await clock.pass(1_000)
  end()
  assert.ok(asked.length > 120 && asked.length <= 160)
})

test('an index that cannot say its titles is opened all the same', async () => {
  const { asked, engine } = engineOf(() => true)
  const end = await warm({ ...engine, titles: () => Promise.reject(new Error('no')) }, 2)
  end()
  assert.equal(asked.length, 0)
})
