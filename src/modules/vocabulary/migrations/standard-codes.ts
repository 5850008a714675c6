/** Rows of the first code lists. Part of migration 002: a later change is a new migration or an act on the platform. */
export type SeedCode = {
  list: string
  code: string
  name: string
  parent_code: string | null
  position: number
  attributes: Record<string, unknown>
  basis: string
}

const PAGE_RULES = '国办发〔2017〕47号附件 网页设计规范'
const INDICATORS = '国办秘函〔2019〕19号'

function plain(list: string, names: readonly string[], basis: string): SeedCode[] {
  return names.map((name, index) => row(list, { code: name, name, position: index + 1, basis }))
}

function row(list: string, seed: Pick<SeedCode, 'code' | 'name' | 'position' | 'basis'> & Partial<SeedCode>): SeedCode {
  return { parent_code: null, attributes: {}, ...seed, list }
}

const columnTypes =
  '首页 概况信息 机构职能 负责人信息 工作动态 政策文件 信息公开指南 信息公开目录 信息公开年报 依法申请公开 数据发布 数据开放 政策解读 回应关切 办事服务 咨询投诉 征集调查 在线访谈'.split(
    ' ',
  )

/** Days a column may stay without a new item, and the veto it counts for. */
const indicatorClasses: [name: string, days: number | null, counts: string | null, basis: string][] = [
  ['动态要闻', 14, 'V4a', INDICATORS],
  ['通知公告', 183, 'V4a', INDICATORS],
  ['政策文件', 183, 'V4a', INDICATORS],
  ['人事规划', 365, 'V4b', '2015年普查评分表（现行依据待核）'],
  ['数据发布', 183, 'V4b', '待核'],
  ['政策解读', 183, 'V4b', '待核'],
  ['概况信息', 365, 'V4b', '待核'],
  ['机构职能', null, null, INDICATORS],
  ['负责人信息', null, null, INDICATORS],
  ['信息公开', 365, 'V4b', '待核'],
  ['办事服务', null, null, INDICATORS],
  ['互动交流', null, null, INDICATORS],
  ['其他', 365, 'V4b', '待核'],
]

const THEME_BASIS = '国务院公文主题分类（两级，待核）'
const themes: [name: string, children: string][] = [
  ['国务院组织机构', '国务院 国务院办公厅 国务院组成部门 国务院直属机构 议事协调机构 其他'],
  ['综合政务', '政务公开 政务督查 电子政务 文秘工作 保密工作 信访 应急管理 参事、文史 其他'],
  ['国民经济管理、国有资产监管', '宏观经济 经济体制改革 统计 物价 国有资产监管 其他'],
  ['财政、金融、审计', '财政 税务 银行 证券 保险 货币（含外汇） 审计 其他'],
  ['国土资源、能源', '土地 矿产 水资源 海洋 煤炭 石油与天然气 电力 其他'],
  ['农业、林业、水利', '农业、畜牧业、渔业 林业 水利、水务 其他'],
  ['工业、交通', '机械制造与重工业 信息产业（含电信） 铁路 公路 水运 民航 邮政 其他'],
  ['商贸、海关、旅游', '国内贸易（含供销） 对外经贸合作 海关 旅游 其他'],
  ['市场监管、安全生产监管', '工商 质量监督 食品药品监管 安全生产监管 其他'],
  [
    '城乡建设、环境保护',
    '城乡规划 城乡建设（含住房） 环境监测、保护与治理 节能与资源综合利用 气象、水文、测绘、地震 其他',
  ],
  ['科技、教育', '科技 教育 知识产权 其他'],
  ['文化、广电、新闻出版', '文化 文物 新闻出版 广播、电影、电视 其他'],
  ['卫生、体育', '卫生 医药管理 体育 其他'],
  ['人口与计划生育、妇女儿童工作', '人口与计划生育 妇女儿童 其他'],
  ['劳动、人事、监察', '劳动就业 社会保障 人事工作 监察 其他'],
  ['公安、安全、司法', '公安 安全 司法 其他'],
  ['民政、扶贫、救灾', '减灾救济 优抚安置 社会福利 行政区划与地名 社团管理 扶贫 其他'],
  ['民族、宗教', '民族事务 宗教事务 其他'],
  ['对外事务', '外交、外事 其他'],
  ['港澳台侨工作', '港澳工作 对台工作 侨务工作 其他'],
  ['国防', '国防动员 国防建设 军队工作 其他'],
  ['其他', ''],
]

function themeRows(): SeedCode[] {
  const list = 'themeClass'
  return themes.flatMap(([name, children], index) => [
    row(list, { code: name, name, position: (index + 1) * 100, basis: THEME_BASIS }),
    ...children
      .split(' ')
      .filter(Boolean)
      .map((child, place) =>
        row(list, {
          code: `${name}\\${child}`,
          name: child,
          parent_code: name,
          position: (index + 1) * 100 + place + 1,
          basis: THEME_BASIS,
        }),
      ),
  ])
}

const genres = [
  '决议',
  '决定',
  '命令（令）',
  '公报',
  '公告',
  '通告',
  '意见',
  '通知',
  '通报',
  '报告',
  '请示',
  '批复',
  '议案',
  '函',
  '纪要',
]

const validityStates: [code: string, name: string][] = [
  ['pending', '尚未施行'],
  ['valid', '有效'],
  ['amended', '已修改'],
  ['expired', '失效'],
  ['repealed', '废止'],
]

export const standardCodes: readonly SeedCode[] = [
  ...plain('columnType', columnTypes, PAGE_RULES),
  ...indicatorClasses.map(([name, updateLimitDays, countsFor, basis], index) =>
    row('indicatorClass', { code: name, name, position: index + 1, attributes: { updateLimitDays, countsFor }, basis }),
  ),
  ...themeRows(),
  ...plain('genre', genres, '党政机关公文处理工作条例（中办发〔2012〕14号）第八条'),
  ...validityStates.map(([code, name], index) =>
    row('validityState', { code, name, position: index + 1, basis: '国办发〔2017〕47号' }),
  ),
  ...plain('disclosureAttribute', ['主动公开', '依申请公开', '不予公开'], '政府信息公开条例（国务院令第711号）'),
  row('itemKind', { code: 'article', name: '文章', position: 1, basis: '' }),
  row('itemKind', { code: 'official_document', name: '公文', position: 2, basis: '' }),
]
