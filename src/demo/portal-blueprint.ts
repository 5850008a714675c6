import { type ChannelSeed, DOCUMENT, group, list, mounted, NEWS, NOTICE, page, YEARLY } from './channel.ts'
import type { SiteLevel } from './sites.ts'

const BELOW_PROVINCE: readonly SiteLevel[] = ['city', 'county']
const PROVINCE: readonly SiteLevel[] = ['province']

/** Channels that government portals and department sites share under 政府信息公开. */
export function disclosureChannels(parentCode: string): ChannelSeed[] {
  const under = (code: string): { parentCode: string } => ({ parentCode: code })
  return [
    group('zfxxgk', '政府信息公开', '{place}依法公开政府信息的统一栏目，包括指南、制度、法定主动公开内容和年报。', {
      ...under(parentCode),
      columnTypes: ['信息公开目录'],
    }),
    page('gkzn', '政府信息公开指南', '说明{place}政府信息的分类、编排、获取方式和公开工作机构。', {
      ...under('zfxxgk'),
      columnTypes: ['信息公开指南'],
      writing: 'disclosureGuide',
    }),
    list('gkzd', '政府信息公开制度', '{place}政府信息公开工作适用的制度。', {
      ...under('zfxxgk'),
      ...YEARLY,
      writing: 'system',
    }),
    group('fdzdgknr', '法定主动公开内容', '依照政府信息公开条例应当主动公开的{place}政府信息。', {
      ...under('zfxxgk'),
      columnTypes: ['信息公开目录'],
    }),
    page('jgzn', '机构职能', '{place}的职责、内设机构、办公地址、时间和联系方式。', {
      ...under('fdzdgknr'),
      columnTypes: ['机构职能'],
      writing: 'functions',
    }),
    page('ldxx', '负责人信息', '{place}负责人姓名、职务和工作分工。', {
      ...under('fdzdgknr'),
      columnTypes: ['负责人信息'],
      writing: 'leaders',
    }),
    list('rsxx', '人事信息', '{place}人事任免和公开招聘信息。', {
      ...under('fdzdgknr'),
      ...YEARLY,
      writing: 'personnel',
    }),
    list('ghjh', '规划计划', '{place}发展规划、年度计划和工作要点。', {
      ...under('fdzdgknr'),
      ...YEARLY,
      writing: 'plan',
    }),
    list('czxx', '财政信息', '{place}预算、决算和专项资金信息。', {
      ...under('fdzdgknr'),
      ...YEARLY,
      indicatorClass: '其他',
      writing: 'finance',
    }),
    list('gknb', '政府信息公开年报', '{place}历年政府信息公开工作年度报告。', {
      ...under('zfxxgk'),
      ...YEARLY,
      indicatorClass: '其他',
      columnTypes: ['信息公开年报'],
      writing: 'annualReport',
    }),
  ]
}

const GUIDE: Partial<ChannelSeed> = {
  parentCode: 'bsfw',
  columnTypes: ['办事服务'],
  updateLimitDays: 365,
  writing: 'guide',
}

/** Guides by what happens in a life; the last word of each line names what they are about. */
const GUIDE_CHANNELS: readonly (readonly [code: string, name: string, about: string])[] = [
  ['hjzj', '户籍证件', '户口登记、迁移和身份证、居住证'],
  ['sbyb', '社保医保', '参保缴费、就医结算和待遇领取'],
  ['zfbz', '住房保障', '公租房、公积金和住房补助'],
  ['jycy', '就业创业', '求职、失业待遇和创业扶持'],
  ['jyrx', '教育入学', '入学、转学和学生资助'],
  ['hysy', '婚育生养', '婚姻登记、生育登记和生育待遇'],
  ['ylfw', '养老服务', '退休、养老待遇和老年人福利'],
  ['qykb', '企业开办', '经营主体设立、变更和注销'],
]

/** Province, city and county portals. */
export const PORTAL_CHANNELS: readonly ChannelSeed[] = [
  group('xwzx', '新闻动态', '{place}政务活动、部门工作和基层动态。', { inNav: true }),
  list('ywdt', '{place}要闻', '{place}重要会议、重大活动和重点工作进展。', { ...NEWS, parentCode: 'xwzx' }),
  list('bmdt', '部门动态', '{place}各部门的工作进展。', { ...NEWS, parentCode: 'xwzx' }),
  list('jcdt', '基层动态', '{place}各地推进工作的做法和成效。', { ...NEWS, parentCode: 'xwzx' }),
  list('gwyxx', '国务院信息', '国务院重要政策信息的转载，发布后二十四小时内完成。', {
    parentCode: 'xwzx',
    writing: 'repost',
    columnTypes: ['工作动态', '政策文件'],
    indicatorClass: '其他',
    updateLimitDays: 14,
    levels: PROVINCE,
  }),
  mounted('gwyxx', '国务院信息', '统一调用省政府门户转载的国务院重要政策信息。', {
    parentCode: 'xwzx',
    columnTypes: ['工作动态', '政策文件'],
    mount: { level: 'province', channelCode: 'gwyxx' },
    levels: BELOW_PROVINCE,
  }),

  group('zwgk', '政务公开', '{place}主动公开的政府信息。', { inNav: true, columnTypes: ['信息公开目录'] }),
  list('tzgg', '通知公告', '{place}发布的通知、公告、通告和公示。', { ...NOTICE, parentCode: 'zwgk' }),
  mounted('sjtz', '省政府通知', '统一调用省政府门户的通知公告。', {
    parentCode: 'zwgk',
    mount: { level: 'province', channelCode: 'tzgg' },
    levels: BELOW_PROVINCE,
  }),
  group('zcwj', '政策文件', '{place}制发的各类政策文件，标明有效性并与解读互相链接。', {
    parentCode: 'zwgk',
    columnTypes: ['政策文件'],
    indicatorClass: '政策文件',
  }),
  list('gz', '省政府规章', '省政府制定的规章，提供现行文本。', {
    ...DOCUMENT,
    parentCode: 'zcwj',
    updateLimitDays: null,
    reviewStages: 3,
    levels: PROVINCE,
  }),
  list('gfxwj', '行政规范性文件', '{place}制发、在本行政区域内普遍适用的文件，每件标明是否有效。', {
    ...DOCUMENT,
    parentCode: 'zcwj',
    reviewStages: 3,
  }),
  list('qtwj', '其他文件', '{place}制发的批复、函、通知等其他文件。', { ...DOCUMENT, parentCode: 'zcwj' }),
  mounted('sjwj', '省政府文件', '统一调用省政府门户的行政规范性文件。', {
    parentCode: 'zcwj',
    columnTypes: ['政策文件'],
    mount: { level: 'province', channelCode: 'gfxwj' },
    levels: BELOW_PROVINCE,
  }),
  mounted('csj', '市政府文件', '统一调用市政府门户的行政规范性文件。', {
    parentCode: 'zcwj',
    columnTypes: ['政策文件'],
    mount: { level: 'city', channelCode: 'gfxwj' },
    levels: ['county'],
  }),
  list('zcjd', '政策解读', '对{place}政策文件的解读，与文件互相链接。', {
    parentCode: 'zwgk',
    writing: 'interpretation',
    columnTypes: ['政策解读'],
    indicatorClass: '解读',
    updateLimitDays: 183,
  }),
  ...disclosureChannels('zwgk'),

  group('bsfw', '办事服务', '{place}常办事项的办事指南，按一生中的事情编排。', {
    inNav: true,
    columnTypes: ['办事服务'],
  }),
  ...GUIDE_CHANNELS.map(([code, name, about]) => list(code, name, `${about}的办事指南。`, GUIDE)),

  group('sjfb', '数据发布', '{place}经济运行、民生和公共服务数据。', {
    inNav: true,
    columnTypes: ['数据发布'],
    indicatorClass: '数据',
  }),
  list('tjsj', '统计数据', '{place}月度、季度主要统计指标。', {
    parentCode: 'sjfb',
    writing: 'statistics',
    columnTypes: ['数据发布'],
    indicatorClass: '数据',
    updateLimitDays: 183,
  }),

  group('gk', '走进{place}', '{place}的基本情况、自然地理和历史文化。', {
    inNav: true,
    columnTypes: ['概况信息'],
    indicatorClass: '概况信息',
  }),
  page('jbgk', '{place}概况', '{place}的区划、人口、经济和社会发展概况。', { parentCode: 'gk', writing: 'overview' }),

  group('zt', '专题专栏', '{place}围绕一段时间的重点工作开设的专题。', { inNav: true }),
  list('dngn', '冬季供暖保障', '供暖运行、检修和困难家庭取暖帮扶信息。', {
    kind: 'topic',
    parentCode: 'zt',
    writing: 'topic',
    subject: '冬季供暖保障',
    updateLimitDays: null,
    levels: ['province', 'city'],
  }),
  mounted('dngn', '冬季供暖保障', '统一调用市政府门户的供暖专题。', {
    parentCode: 'zt',
    mount: { level: 'city', channelCode: 'dngn' },
    levels: ['county'],
  }),
  list('gxbc', '高效办成一件事', '跨部门联办主题的上线情况和办理方法。', {
    kind: 'topic',
    parentCode: 'zt',
    writing: 'topic',
    subject: '高效办成一件事',
  }),
  list('xczx', '乡村振兴', '乡村产业、基础设施和公共服务的进展。', {
    kind: 'topic',
    parentCode: 'zt',
    writing: 'topic',
    subject: '乡村振兴',
    levels: ['province', 'county'],
  }),
]
