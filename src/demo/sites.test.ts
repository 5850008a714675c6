import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accounts } from './accounts.ts'
import { channelsOf } from './blueprints.ts'
import { blueprints } from './load-blueprints.ts'
import { settingsOf } from './load-settings.ts'
import { organisations } from './organisations.ts'
import { sites } from './sites.ts'

const all = sites()
const channels = all.flatMap(channelsOf)
const bodies = new Set(organisations().map(({ code }) => code))

test('there are about 260 sites on every level', () => {
  assert.ok(all.length >= 255 && all.length <= 265, String(all.length))
  const count = (level: string, kind: string): number =>
    all.filter((site) => site.level === level && site.kind === kind).length
  assert.deepEqual([count('province', 'portal'), count('province', 'department'), count('city', 'portal')], [1, 28, 14])
  assert.deepEqual([count('town', 'subportal'), count('village', 'subportal')], [12, 50])
})

test('codes, addresses and numbers of sites are unique and well formed', () => {
  for (const list of [
    all.map(({ code }) => code),
    all.map(({ host, basePath }) => host + basePath),
    all.map(({ siteIdCode }) => siteIdCode),
    all.map(({ icpNumber }) => icpNumber),
    all.map(({ policeNumber }) => policeNumber),
    all.map(({ name }) => name),
  ])
    assert.equal(new Set(list).size, list.length)
  for (const site of all) {
    assert.match(site.code, /^[a-z0-9][a-z0-9-]{0,62}$/)
    assert.match(site.siteIdCode, /^99\d{8}$/)
    assert.match(site.basePath, /^(\/[a-z0-9][a-z0-9-]*){0,2}$/)
    assert.match(site.host, /\.yunling\.localhost$|^www\.yunling\.localhost$/)
    for (const text of [site.name, site.shortName, site.contactName, site.contactPhone, site.contactAddress])
      assert.ok(text.length > 1)
  }
})

test('parents stand before their sites, and owner and operator exist', () => {
  const seen = new Set<string>()
  for (const site of all) {
    assert.ok(site.parentCode === '' || seen.has(site.parentCode), site.code)
    seen.add(site.code)
    assert.ok(bodies.has(site.ownerOrgCode) && bodies.has(site.operatorOrgCode), site.code)
  }
})

test('towns and villages live on the host of their county, under the path of the town', () => {
  const byCode = new Map(all.map((site) => [site.code, site]))
  for (const site of all.filter(({ kind }) => kind === 'subportal')) {
    const parent = byCode.get(site.parentCode)
    assert.equal(site.host, parent?.host)
    assert.ok(site.basePath.startsWith(`${parent?.basePath}/`))
  }
})

test('neighbouring portals differ in colour and in the order of their home page', () => {
  const siblings = Map.groupBy(
    all.filter(({ kind }) => kind !== 'department'),
    ({ parentCode }) => parentCode,
  )
  for (const group of siblings.values()) {
    for (const [index, site] of group.entries()) {
      const next = group[index + 1]
      if (next === undefined || site.level === 'city') continue
      assert.notEqual(site.settings.colour, next.settings.colour, site.code)
      assert.notDeepEqual(site.settings.homeParts, next.settings.homeParts, site.code)
    }
  }
})

test('every link of a site leads to one of its channels', () => {
  for (const site of all) {
    const paths = new Set(channelsOf(site).map(({ path }) => `/${path}/`))
    const { hotLinks = [], lifeEvents = [] } = site.settings
    for (const { url } of [...hotLinks, ...lifeEvents, ...lifeEvents.flatMap(({ links }) => links)])
      assert.ok(paths.has(url), `${site.code} ${url}`)
  }
})

test('channels have unique codes and paths, parents before them and words that are filled in', () => {
  for (const site of all) {
    const own = channelsOf(site)
    const seen = new Set<string>()
    for (const channel of own) {
      assert.ok(channel.parentCode === null || seen.has(channel.parentCode), `${site.code}/${channel.code}`)
      seen.add(channel.code)
      assert.match(channel.path, /^[a-z0-9]+(\/[a-z0-9]+)*$/)
      assert.ok(channel.name && channel.description && channel.keywords.length > 0 && channel.columnTypes.length > 0)
      assert.doesNotMatch(channel.name + channel.description, /[{}]/)
      assert.equal(channel.writing === null, channel.kind === 'aggregate' || channel.kind === 'mounted')
    }
    assert.equal(seen.size, own.length)
    assert.equal(new Set(own.map(({ path }) => path)).size, own.length)
    assert.ok(own.some(({ inNav }) => inNav))
  }
})

test('a mounted channel points at a real channel of a site above', () => {
  const known = new Map(channels.map((channel) => [`${channel.siteCode}/${channel.code}`, channel]))
  const mounts = channels.filter(({ kind }) => kind === 'mounted')
  assert.ok(mounts.length > 300)
  for (const { mountOf, siteCode } of mounts) {
    assert.ok(mountOf !== null && mountOf.siteCode !== siteCode)
    assert.notEqual(known.get(`${mountOf.siteCode}/${mountOf.channelCode}`)?.writing ?? null, null)
  }
})

const channelsOnHome = (modules: unknown): string[] =>
  [...JSON.stringify(modules).matchAll(/"channelCode":"([^"]+)"/g)].map(([, code = '']) => code)

test('the home page of every government below the province shows the notices of one above it', () => {
  const below = all.filter(({ level, kind }) => level !== 'province' && kind !== 'department')
  assert.ok(below.length > 60)
  for (const site of below) {
    const shown = channelsOnHome(settingsOf(site)['home.modules'])
    const mounts = channelsOf(site).filter(({ code, kind }) => kind === 'mounted' && shown.includes(code))
    assert.ok(
      mounts.some(({ mountOf }) => mountOf?.channelCode === 'tzgg'),
      site.code,
    )
  }
})

test('and so does that of a site made from their blueprints', () => {
  const below = blueprints().filter(({ code }) => !['province-portal', 'department'].includes(code))
  assert.deepEqual(
    below.map(({ code }) => code),
    ['city-portal', 'county-portal', 'town', 'village'],
  )
  for (const { code, channels, settings } of below) {
    const shown = channelsOnHome(settings['home.modules'])
    const mounts = channels.filter((channel) => channel.mount && shown.includes(channel.code))
    assert.ok(
      mounts.some(({ mount }) => mount?.channelCode === 'tzgg'),
      code,
    )
  }
})

test('accounts stand in real bodies, act on real sites, and no one is two administrators', () => {
  const codes = new Set(all.map(({ code }) => code))
  const people = accounts()
  assert.equal(new Set(people.map(({ login }) => login)).size, people.length)
  assert.equal(new Set(people.map(({ name }) => name)).size, people.length)
  for (const { organisationCode, grants } of people) {
    assert.ok(bodies.has(organisationCode), organisationCode)
    assert.ok(grants.filter(({ role }) => role.endsWith('_admin')).length <= 1)
    for (const { role, stage, scope } of grants) {
      assert.ok((scope.tree === 'site' ? codes : bodies).has(scope.code), scope.code)
      assert.equal(role === 'reviewer', stage !== null)
    }
  }
})
