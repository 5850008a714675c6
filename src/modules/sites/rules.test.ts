import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  basePathsOf,
  faultAt,
  fitsBelow,
  fitsKind,
  isReservedCode,
  lineageOf,
  missingToRun,
  nextStates,
  normaliseHost,
  refusedBy,
} from './rules.ts'

const portal = (level: 'province' | 'city' | 'county') => ({ level, kind: 'portal' as const })
const department = (level: 'province' | 'city') => ({ level, kind: 'department' as const })
const sub = (level: 'town' | 'village') => ({ level, kind: 'subportal' as const })

describe('the place of a site', () => {
  it('follows the levels of government', () => {
    assert.ok(fitsBelow(portal('province'), null))
    assert.ok(fitsBelow(portal('county'), portal('city')))
    assert.ok(fitsBelow(portal('county'), portal('province')))
    assert.ok(fitsBelow(department('city'), portal('city')))
    assert.ok(fitsBelow(sub('town'), portal('county')))
    assert.ok(fitsBelow(sub('village'), sub('town')))
    assert.ok(!fitsBelow(portal('county'), null))
    assert.ok(!fitsBelow(portal('city'), portal('county')))
    assert.ok(!fitsBelow(portal('county'), department('city')))
    assert.ok(!fitsBelow(department('province'), portal('city')))
    assert.ok(!fitsBelow(sub('village'), portal('province')))
    assert.ok(!fitsBelow(sub('town'), department('city')))
  })

  it('gives towns and villages sub-portals, and nobody else', () => {
    assert.ok(fitsKind('town', 'subportal'))
    assert.ok(!fitsKind('town', 'portal'))
    assert.ok(!fitsKind('county', 'subportal'))
  })
})

describe('the life of a site', () => {
  it('has no way back to draft and none to closed', () => {
    assert.deepEqual(nextStates('draft'), ['running'])
    assert.deepEqual(nextStates('running'), ['exceptional', 'suspended'])
    assert.deepEqual(nextStates('suspended'), ['running'])
    assert.deepEqual(nextStates('closed'), [])
  })

  it('begins when the checklist before launch is complete', () => {
    const bare = {
      kind: 'portal' as const,
      is_demo: false,
      host: 'www.jichuan.gov.cn',
      site_id_code: '9901000001',
      icp_number: '',
      police_number: '99010002000001',
      mark_url: '',
      contact_phone: '0990-1234567',
    }
    assert.deepEqual(missingToRun(bare), ['icpNumber', 'markUrl'])
    assert.deepEqual(missingToRun({ ...bare, is_demo: true }), [])
    assert.deepEqual(missingToRun({ ...bare, is_demo: true, host: null }), ['host'])
  })
})

describe('hosts', () => {
  it('are kept in lower case and ASCII, and must be names', () => {
    assert.equal(normaliseHost(' WWW.Jichuan.GOV.cn. '), 'www.jichuan.gov.cn')
    assert.equal(normaliseHost('霁川.政务'), 'xn--5rtw58j.xn--zfr164b')
    for (const bad of [
      '',
      'localhost',
      '10.0.0.1',
      'a b.gov.cn',
      '-a.gov.cn',
      'www.jichuan.gov.cn/x',
      'http://a.gov.cn',
    ]) {
      assert.equal(normaliseHost(bad), null, bad)
    }
  })

  it('pass when any rule for their kind matches', () => {
    const rules = [
      { kind: 'portal' as const, pattern: '^www\\..+\\.gov\\.cn$', example: 'www.地名.gov.cn' },
      { kind: 'department' as const, pattern: '\\.gov\\.cn$', example: '部门.地名.gov.cn' },
    ]
    assert.equal(refusedBy('www.jichuan.gov.cn', 'portal', rules), null)
    assert.equal(refusedBy('mzj.jichuan.gov.cn', 'portal', rules), 'www.地名.gov.cn')
  })
})

describe('paths', () => {
  it('list what may lie on the way', () => {
    assert.deepEqual(lineageOf('/1/15/203/'), ['/1/', '/1/15/', '/1/15/203/'])
    assert.deepEqual(basePathsOf('/taoxi/xiahe/tzgg/202611/x.html'), [
      '',
      '/taoxi',
      '/taoxi/xiahe',
      '/taoxi/xiahe/tzgg',
    ])
    assert.deepEqual(basePathsOf('/'), [''])
  })

  it('keep words of the platform and of paging free', () => {
    assert.ok(isReservedCode('api', true))
    assert.ok(!isReservedCode('api', false))
    assert.ok(isReservedCode('p', false))
    assert.ok(isReservedCode('202611', false))
    assert.ok(!isReservedCode('2026', false))
  })
})

it('a fault carries its code and values beside the Chinese words', () => {
  assert.deepEqual(faultAt('/body/host', 'fault.site.domain-taken', { site: '霁川市' }), {
    pointer: '/body/host',
    detail: '域名已被站点“霁川市”使用',
    code: 'fault.site.domain-taken',
    values: { site: '霁川市' },
  })
})
