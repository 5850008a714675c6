import assert from 'node:assert/strict'
import { test } from 'node:test'
import { organisations } from './organisations.ts'
import { factsOf } from './place-facts.ts'
import { childrenOf, divisions, places } from './places.ts'
import { isUscc } from './uscc.ts'

test('the province has 14 cities, about 90 counties and one county down to its villages', () => {
  const count = (level: number): number => divisions().filter((row) => row.level === level).length
  assert.deepEqual([count(1), count(2), count(4), count(5)], [1, 14, 12, 50])
  assert.ok(count(3) >= 85 && count(3) <= 95)
})

test('division codes are unique, outside the assigned range and nested in their parents', () => {
  const rows = divisions()
  const byCode = new Map(rows.map((row) => [row.code, row]))
  assert.equal(byCode.size, rows.length)
  const digits = [0, 2, 4, 6, 9]
  for (const { code, level, parent } of rows) {
    assert.match(code, /^99\d{10}$/)
    if (level === 1) continue
    assert.equal(byCode.get(parent)?.level, level - 1)
    assert.equal(code.slice(0, digits[level - 1]), parent.slice(0, digits[level - 1]))
  }
})

test('the kind of place decides the range of its code', () => {
  for (const { code, name, level } of divisions()) {
    const county = Number(code.slice(4, 6))
    const town = Number(code.slice(6, 9))
    const village = Number(code.slice(9))
    if (level === 3)
      assert.ok(
        name.endsWith('区') ? county <= 18 : name.endsWith('县') ? county >= 21 && county <= 80 : county >= 81,
        name,
      )
    if (level === 4) assert.ok(name.endsWith('道') ? town < 100 : name.endsWith('镇') ? town < 200 : town < 400, name)
    if (level === 5) assert.ok(name.endsWith('区') ? village < 200 : village >= 200, name)
  }
})

test('names and address labels of places are unique down to the county', () => {
  const upper = places().filter(({ level }) => level <= 3)
  assert.equal(new Set(upper.map(({ name }) => name)).size, upper.length)
  assert.equal(new Set(upper.map(({ slug }) => slug)).size, upper.length)
})

test('people and area of a place are the sum of its parts', () => {
  for (const place of places()) {
    const parts = childrenOf(place.code).map(factsOf)
    if (parts.length === 0) continue
    const facts = factsOf(place)
    assert.equal(
      facts.population,
      parts.reduce((all, part) => all + part.population, 0),
      place.name,
    )
    assert.ok(Math.abs(facts.area - parts.reduce((all, part) => all + part.area, 0)) < 0.1, place.name)
    assert.ok(facts.intro.includes(place.name))
  }
})

test('every body has a unique code and name, a known parent before it and a valid credit code', () => {
  const seen = new Set<string>()
  const all = organisations()
  for (const body of all) {
    assert.ok(body.parentCode === '' || seen.has(body.parentCode), body.name)
    seen.add(body.code)
    assert.ok(isUscc(body.uscc), body.name)
    assert.match(body.phone, /^0000-555-\d{4}$/)
    for (const text of [body.name, body.shortName, body.address, body.officeHours, body.functions])
      assert.ok(text.trim().length > 1, body.code)
    assert.ok(body.people.length >= 2 && body.people.every(({ name, title, duties }) => name && title && duties))
  }
  assert.equal(seen.size, all.length)
  assert.equal(new Set(all.map(({ uscc }) => uscc)).size, all.length)
  assert.equal(new Set(all.map(({ name }) => name)).size, all.length)
  assert.equal(all.filter(({ parentCode }) => parentCode === '').length, 1)
  assert.equal(all.filter(({ parentCode, kind }) => parentCode === 'yunling' && kind === 'department').length, 28)
})
