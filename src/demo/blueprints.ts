import { type ChannelSeed, DOCUMENT, group, list, mounted, NEWS, NOTICE, page, YEARLY } from './channel.ts'
import { DEPARTMENTS } from './departments.ts'
import { disclosureChannels, PORTAL_CHANNELS } from './portal-blueprint.ts'
import { type DemoSite, siteByCode } from './sites.ts'

export type { ChannelSeed } from './channel.ts'

export type BlueprintCode = DemoSite['blueprint']

/** A channel as one site has it: words filled in, mount resolved. */
export interface DemoChannel extends Omit<ChannelSeed, 'mount'> {
  siteCode: string
  /** Address below the site's base, `zwgk/zcwj/gfxwj`. */
  path: string
  mountOf: { siteCode: string; channelCode: string } | null
}

const DEPARTMENT_CHANNELS: readonly ChannelSeed[] = [
  list('gzdt', '工作动态', '{place}的工作进展和活动。', { ...NEWS, inNav: true }),
  list('tzgg', '通知公告', '{place}发布的通知、公告和公示。', { ...NOTICE, inNav: true }),
  group('zwgk', '政务公开', '{place}主动公开的政府信息。', { inNav: true, columnTypes: ['信息公开目录'] }),
  group('zcwj', '政策文件', '{place}制发的政策文件，标明有效性。', {
    parentCode: 'zwgk',
    columnTypes: ['政策文件'],
    indicatorClass: '政策文件',
  }),
  list('gfxwj', '行政规范性文件', '{place}制发的行政规范性文件。', {
    ...DOCUMENT,
    parentCode: 'zcwj',
    reviewStages: 3,
  }),
  list('qtwj', '其他文件', '{place}制发的其他文件。', { ...DOCUMENT, parentCode: 'zcwj' }),
  mounted('sjwj', '省政府文件', '统一调用省政府门户的行政规范性文件。', {
    parentCode: 'zcwj',
    columnTypes: ['政策文件'],
    mount: { level: 'province', channelCode: 'gfxwj' },
  }),
  list('zcjd', '政策解读', '对{place}政策文件的解读，与文件互相链接。', {
    parentCode: 'zwgk',
    writing: 'interpretation',
    columnTypes: ['政策解读'],
    indicatorClass: '解读',
    updateLimitDays: 183,
  }),
  ...disclosureChannels('zwgk'),
  group('ywgz', '业务工作', '{place}的主要业务。', { inNav: true }),
  list('bszn', '办事指南', '{place}办理事项的条件、材料和时限。', {
    writing: 'guide',
    columnTypes: ['办事服务'],
    updateLimitDays: 365,
    inNav: true,
  }),
  list('sjfb', '数据发布', '{place}业务数据和统计信息。', {
    writing: 'statistics',
    columnTypes: ['数据发布'],
    indicatorClass: '数据',
    updateLimitDays: 183,
    inNav: true,
  }),
]

const TOWN_CHANNELS: readonly ChannelSeed[] = [
  list('gzdt', '{place}动态', '{place}的工作进展和村（社区）新鲜事。', { ...NEWS, inNav: true }),
  list('tzgg', '通知公告', '{place}发布的通知、公告和公示。', { ...NOTICE, inNav: true }),
  mounted('xjtz', '县里通知', '统一调用县政府门户的通知公告。', { mount: { level: 'county', channelCode: 'tzgg' } }),
  group('zwgk', '政务公开', '{place}主动公开的政府信息。', { inNav: true, columnTypes: ['信息公开目录'] }),
  page('jgzn', '机构职能', '{place}的职责、办公地址和联系方式。', {
    parentCode: 'zwgk',
    columnTypes: ['机构职能'],
    writing: 'functions',
  }),
  page('ldxx', '领导分工', '{place}负责人姓名、职务和工作分工。', {
    parentCode: 'zwgk',
    columnTypes: ['负责人信息'],
    writing: 'leaders',
  }),
  list('zcwj', '本级文件', '{place}制发的文件。', { ...DOCUMENT, parentCode: 'zwgk' }),
  mounted('sjwj', '省政府文件', '统一调用省政府门户的行政规范性文件。', {
    parentCode: 'zwgk',
    columnTypes: ['政策文件'],
    mount: { level: 'province', channelCode: 'gfxwj' },
  }),
  mounted('gwyxx', '国务院信息', '统一调用省政府门户转载的国务院重要政策信息。', {
    parentCode: 'zwgk',
    mount: { level: 'province', channelCode: 'gwyxx' },
  }),
  list('czxx', '财政信息', '{place}预算、决算和专项资金信息。', {
    ...YEARLY,
    parentCode: 'zwgk',
    indicatorClass: '其他',
    writing: 'finance',
  }),
  list('hmbt', '惠民补贴', '{place}经办的惠民补贴发放情况。', {
    parentCode: 'zwgk',
    writing: 'subsidy',
    columnTypes: ['信息公开目录'],
    updateLimitDays: 92,
  }),
  list('ghjh', '规划计划', '{place}年度计划和工作要点。', { ...YEARLY, parentCode: 'zwgk', writing: 'plan' }),
  list('xczx', '乡村振兴', '{place}乡村产业、设施和公共服务的进展。', {
    writing: 'topic',
    subject: '乡村振兴',
    updateLimitDays: 183,
    inNav: true,
  }),
  list('bszn', '办事指南', '{place}便民服务中心可以办理的事项。', {
    writing: 'guide',
    columnTypes: ['办事服务'],
    updateLimitDays: 365,
    inNav: true,
  }),
  page('gk', '{place}概况', '{place}的位置、人口、村（社区）和产业。', { writing: 'overview', inNav: true }),
]

/** Rhythms of open village affairs follow the organic law of villagers' committees: monthly, quarterly, or as it happens. */
const VILLAGE_CHANNELS: readonly ChannelSeed[] = [
  list('tzgg', '通知', '{place}停水、收费、评议等事项的通知。', {
    writing: 'villageNotice',
    indicatorClass: '通知公告',
    updateLimitDays: 183,
    inNav: true,
  }),
  mounted('zltz', '镇里通知', '统一调用乡镇（街道）的通知公告。', { mount: { level: 'town', channelCode: 'tzgg' } }),
  mounted('sltz', '省里通知', '统一调用省政府门户的通知公告。', { mount: { level: 'province', channelCode: 'tzgg' } }),
  group('cwgk', '{affairs}', '{place}依法公开的集体事务。', { inNav: true, columnTypes: ['信息公开目录'] }),
  list('jtsz', '集体收支', '{place}集体收支逐笔明细，每月公布。', {
    parentCode: 'cwgk',
    writing: 'ledger',
    columnTypes: ['数据发布'],
    updateLimitDays: 31,
  }),
  list('jzbt', '低保和救助', '{place}低保、特困和临时救助名单，每季度公布。', {
    parentCode: 'cwgk',
    writing: 'relief',
    columnTypes: ['信息公开目录'],
    updateLimitDays: 92,
  }),
  list('hnbt', '惠农补贴', '{place}惠农补贴发放情况，每季度公布。', {
    parentCode: 'cwgk',
    writing: 'subsidy',
    columnTypes: ['信息公开目录'],
    updateLimitDays: 92,
  }),
  list('zjd', '宅基地审批', '{place}宅基地申请与审批结果，随办随公布。', {
    parentCode: 'cwgk',
    writing: 'homestead',
    columnTypes: ['信息公开目录'],
    mayBeEmpty: true,
  }),
  list('hyjd', '会议决定', '{place}会议讨论决定的事项及执行情况。', {
    parentCode: 'cwgk',
    writing: 'decision',
    columnTypes: ['信息公开目录'],
    updateLimitDays: 92,
  }),
  list('gysy', '公益事业', '{place}修路、修渠、亮化等公益项目和用工。', {
    parentCode: 'cwgk',
    writing: 'works',
    columnTypes: ['信息公开目录'],
    updateLimitDays: 183,
  }),
  list('bszn', '便民办事', '{place}便民服务点可以代办的事项。', {
    writing: 'guide',
    columnTypes: ['办事服务'],
    updateLimitDays: 365,
    inNav: true,
  }),
  page('cgb', '找干部', '{place}干部姓名、分工和联系方式。', {
    writing: 'cadres',
    columnTypes: ['负责人信息'],
    inNav: true,
  }),
  page('gk', '{place}概况', '{place}的人口、土地和出产。', { writing: 'overview', inNav: true }),
]

/** The channel trees; new sites are made from them. */
export const BLUEPRINTS: Readonly<Record<BlueprintCode, { name: string; channels: readonly ChannelSeed[] }>> = {
  portal: { name: '政府门户网站', channels: PORTAL_CHANNELS },
  department: { name: '部门网站', channels: DEPARTMENT_CHANNELS },
  town: { name: '乡镇（街道）子门户', channels: TOWN_CHANNELS },
  village: { name: '村（社区）子门户', channels: VILLAGE_CHANNELS },
}

/** All channels of a site, parents before children. */
export function channelsOf(site: DemoSite): DemoChannel[] {
  const seeds = [...BLUEPRINTS[site.blueprint].channels, ...specialLines(site)]
  const own = seeds.filter(({ levels }) => levels === null || levels.includes(site.level))
  const paths = new Map<string, string>()
  return own.map(({ mount, ...seed }) => {
    const path = seed.parentCode === null ? seed.code : `${paths.get(seed.parentCode) ?? ''}/${seed.code}`
    paths.set(seed.code, path)
    const mountOf = mount && { siteCode: above(site, mount.level).code, channelCode: mount.channelCode }
    return {
      ...seed,
      name: fill(seed.name, site),
      description: fill(seed.description, site),
      siteCode: site.code,
      path,
      mountOf,
    }
  })
}

/** Each department adds the two lines of work that set it apart. */
function specialLines(site: DemoSite): ChannelSeed[] {
  const department = DEPARTMENTS.find(({ field }) => field === site.field)
  return (department?.lines ?? []).map(([code, name]) =>
    list(code, name, `{place}${name}方面的工作信息。`, {
      parentCode: 'ywgz',
      writing: 'topic',
      subject: name,
      updateLimitDays: 183,
    }),
  )
}

function above(site: DemoSite, level: DemoSite['level']): DemoSite {
  let next = siteByCode(site.parentCode)
  while (next.level !== level || next.kind === 'department') next = siteByCode(next.parentCode)
  return next
}

function fill(text: string, site: DemoSite): string {
  return text
    .replaceAll('{place}', site.shortName)
    .replaceAll('{affairs}', site.name.endsWith('社区') ? '居务公开' : '村务公开')
}
