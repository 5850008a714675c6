import { at, hash, random } from '../random.ts'
import { type ArticleContext, diceFor } from './context.ts'
import type { Draft } from './draft.ts'
import { p, table } from './html.ts'
import { cycleTime, EVERY_MONTH, monthBefore } from './when.ts'

interface Series {
  name: string
  /** Name, unit, size for a place of a million people, and how many decimals. */
  rows: readonly (readonly [label: string, unit: string, size: number, decimals: number])[]
}

const SERIES: readonly Series[] = [
  {
    name: '主要经济指标',
    rows: [
      ['规模以上工业增加值', '亿元', 42, 1],
      ['固定资产投资', '亿元', 36, 1],
      ['社会消费品零售总额', '亿元', 31, 1],
      ['一般公共预算收入', '亿元', 6.2, 2],
      ['全社会用电量', '亿千瓦时', 4.8, 2],
    ],
  },
  {
    name: '民生服务数据',
    rows: [
      ['城镇新增就业', '人', 1850, 0],
      ['基本医保结算人次', '人次', 168_000, 0],
      ['低保在册对象', '人', 21_400, 0],
      ['发放惠农补贴', '万元', 3260, 0],
      ['公租房在住家庭', '户', 6400, 0],
    ],
  },
  {
    name: '居民消费价格和供应情况',
    rows: [
      ['大米零售均价', '元/千克', 5.6, 2],
      ['鸡蛋零售均价', '元/千克', 10.2, 2],
      ['猪肉零售均价', '元/千克', 27.5, 2],
      ['蔬菜日均上市量', '吨', 620, 0],
      ['平价商店数量', '家', 86, 0],
    ],
  },
]

const BUSINESS: Series['rows'] = [
  ['办理事项', '件', 5200, 0],
  ['线上办理', '件', 3900, 0],
  ['平均办理用时', '工作日', 3.4, 1],
  ['现场检查', '次', 240, 0],
  ['群众咨询', '人次', 3100, 0],
]

/** Monthly figures with the same month of the year before. */
export function writeStatistics(n: number, context: ArticleContext): Draft {
  const isDepartment = context.site.kind === 'department'
  const series = isDepartment ? null : at(SERIES, n)
  const perMonth = isDepartment ? context.topics.length : SERIES.length
  const publishedAt = cycleTime(
    Math.floor(n / perMonth),
    { months: EVERY_MONTH, day: 12 + (context.seed % 9) },
    context.spread.now,
  )
  const { year, month } = monthBefore(publishedAt)
  const topic = at(context.topics, n)
  const name = series === null ? `${topic.name}工作数据` : series.name
  const title = `${year}年${month}月${isDepartment ? context.all : context.area}${name}`
  const rows = (series === null ? BUSINESS : series.rows).map((row) => figures(row, context, { year, month, name }))
  const dice = diceFor(context, n)
  return {
    title,
    publishedAt,
    keywords: [name, '数据发布', `${year}年`],
    summary: `${title}，附指标单位和上年同月对照。`,
    body: [
      p(`${year}年${month}月，${context.all}${series === null ? topic.name : '经济社会运行'}总体平稳，主要数据如下。`),
      table(['指标', '单位', '本月', '上年同月', '同比'], rows),
      p(`<strong>统计范围：</strong>${context.area}行政区域。<strong>数据截止：</strong>${year}年${month}月末。`),
      p(
        `本期与上期口径一致。价格类指标为 ${dice.int(12, 60)} 个监测点平均值；因四舍五入，分项之和与合计可能略有差异。`,
      ),
      p(`对数据有疑问的，可以拨打 ${context.owner.phone} 咨询。表中数字均为演示数据。`),
    ].join(''),
  }
}

function figures(
  row: Series['rows'][number],
  context: ArticleContext,
  period: { year: number; month: number; name: string },
): string[] {
  const [label, unit, size, decimals] = row
  const isPerHead = /元\/|工作日/.test(unit)
  const scale = isPerHead ? 1 : context.facts.population / 1_000_000
  const value = (year: number): number => {
    const dice = random(hash(`${context.area}/${period.name}/${label}/${year}/${period.month}`))
    const growth = 1 + (year - 2022) * 0.03
    return size * scale * growth * (0.92 + dice.next() * 0.12)
  }
  const now = value(period.year)
  const before = value(period.year - 1)
  const change = ((now / before - 1) * 100).toFixed(1)
  return [label, unit, now.toFixed(decimals), before.toFixed(decimals), `${Number(change) >= 0 ? '+' : ''}${change}%`]
}
