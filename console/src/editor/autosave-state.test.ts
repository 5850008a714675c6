import assert from 'node:assert/strict'
import { test } from 'node:test'
import { autosaveAfter, failureOf, freshAutosave, isUnsaved, nextSave, type AutosaveAct } from './autosave-state.ts'
import { countCharacters } from './count-characters.ts'

const run = (...acts: AutosaveAct<string>[]) => acts.reduce(autosaveAfter<string>, freshAutosave('甲'))

test('nothing typed, nothing to save', () => {
  const state = run({ act: 'typed', value: '甲' })
  assert.equal(state.status, 'idle')
  assert.equal(nextSave(state, 1500), undefined)
  assert.equal(isUnsaved(state), false)
})

test('typing is saved after a pause', () => {
  const state = run({ act: 'typed', value: '乙' })
  assert.equal(nextSave(state, 1500), 1500)
  assert.equal(isUnsaved(state), true)
})

test('what is typed while saving is saved afterwards', () => {
  const saving = run({ act: 'typed', value: '乙' }, { act: 'sent' }, { act: 'typed', value: '丙' })
  assert.equal(saving.status, 'saving')
  assert.equal(saving.sending, '乙')
  assert.equal(nextSave(saving, 1500), undefined)
  const after = autosaveAfter(saving, { act: 'saved', at: '10:29' })
  assert.equal(after.status, 'dirty')
  assert.equal(after.savedAt, '10:29')
})

test('saved means that what is on screen is what the server has', () => {
  assert.equal(run({ act: 'typed', value: '乙' }, { act: 'sent' }, { act: 'saved', at: '10:29' }).status, 'saved')
})

test('failures are tried again, ever more rarely, and typing does not hurry them', () => {
  let state = run({ act: 'typed', value: '乙' })
  const waits: (number | undefined)[] = []
  for (let time = 0; time < 7; time += 1) {
    state = autosaveAfter(autosaveAfter(state, { act: 'sent' }), { act: 'failed', because: 'failed' })
    state = autosaveAfter(state, { act: 'typed', value: `乙${time}` })
    waits.push(nextSave(state, 1500))
  }
  assert.deepEqual(waits, [2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000])
  assert.equal(isUnsaved(state), true)
})

test('a stale write stops saving until the writer has decided', () => {
  const stopped = run({ act: 'typed', value: '乙' }, { act: 'sent' }, { act: 'failed', because: failureOf(409) })
  assert.equal(nextSave(autosaveAfter(stopped, { act: 'typed', value: '丙' }), 1500), undefined)
  assert.equal(autosaveAfter(stopped, { act: 'replaced', value: '丁' }).status, 'idle')
})

test('refused content is sent again only once it has changed', () => {
  const refused = run({ act: 'typed', value: '' }, { act: 'sent' }, { act: 'failed', because: failureOf(422) })
  assert.equal(nextSave(refused, 1500), undefined)
  assert.equal(nextSave(autosaveAfter(refused, { act: 'typed', value: '丙' }), 1500), 1500)
})

test('a lost connection or a failing server is worth another try', () => {
  assert.deepEqual([0, 401, 429, 500, 503].map(failureOf), ['failed', 'failed', 'failed', 'failed', 'failed'])
})

test('characters are counted as writers count them', () => {
  assert.equal(countCharacters('第一条　为规范，'), 7)
  assert.equal(countCharacters('2026年 GB/T 2260'), 6)
  assert.equal(countCharacters(''), 0)
})
