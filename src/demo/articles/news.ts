import { DEPARTMENTS } from '../departments.ts'
import type { Field } from '../field.ts'
import { at, type Random, walk } from '../random.ts'
import type { Topic } from '../topics/topic.ts'
import { type ArticleContext, diceFor, fillingOf } from './context.ts'
import type { Draft } from './draft.ts'
import { h2, p, ul } from './html.ts'
import { fill } from './template.ts'
import { chineseDay, dayOf, spreadTime } from './when.ts'

type Headline = (story: { topic: Topic; sub: string; context: ArticleContext }) => string

const HEADLINES: Readonly<Record<'lead' | 'bureau' | 'base' | 'own', readonly Headline[]>> = {
  lead: [
    ({ topic, sub, context }) => `${context.all}${topic.name}工作现场推进会在${sub}召开`,
    ({ topic, sub, context }) => `${context.organShort}负责人到${sub}调研${topic.name}工作`,
    ({ topic, sub, context }) => `${context.organShort}专题研究${topic.name}，听取${sub}情况汇报`,
    ({ topic, sub }) => `${sub}${topic.heads[0]}`,
  ],
  bureau: [
    ({ topic, sub, context }) => `${bureau(topic.field, context)}到${sub}指导${topic.name}工作`,
    ({ topic, sub, context }) => `${bureau(topic.field, context)}公布${sub}${topic.name}进展`,
    ({ topic, sub, context }) => `${bureau(topic.field, context)}在${sub}开展${topic.name}业务培训`,
  ],
  base: [
    ({ topic, sub }) => `${sub}${topic.heads[1]}`,
    ({ topic, sub }) => `${sub}${topic.heads[2]}`,
    ({ topic, sub }) => `${sub}：${topic.name}先从群众反映最多的问题改起`,
    ({ topic, sub }) => `${sub}把${topic.name}的进度晒在公开栏上`,
  ],
  own: [
    ({ topic, sub }) => `${sub}${topic.heads[0]}`,
    ({ topic, sub }) => `${sub}${topic.heads[1]}`,
    ({ topic, sub }) => `${sub}${topic.heads[2]}`,
    ({ topic, sub, context }) => `${context.organShort}到${sub}查看${topic.name}工作进展`,
    ({ topic, sub, context }) => `${context.all}${topic.name}工作座谈会在${sub}举行`,
    ({ topic, sub }) => `${sub}${topic.name}工作通过年度验收`,
    ({ topic, sub }) => `${sub}晒出${topic.name}任务清单，逐项对账销号`,
  ],
}

const STYLES: Readonly<Record<string, keyof typeof HEADLINES>> = { ywdt: 'lead', bmdt: 'bureau', jcdt: 'base' }

const LEDES = [
  '{day}，{area}{name}工作在{sub}集中推进，{organ}有关负责同志到现场听取群众意见。',
  '{day}，{organ}在{sub}召开{name}工作会议，梳理存在的问题，逐项明确责任单位和完成时限。',
  '{day}，{area}组织有关单位到{sub}查看{name}进展，现场研究解决群众反映的困难。',
  '记者{day}从{organ}了解到，{sub}{name}年度任务进展顺利，多数项目已进入收尾阶段。',
]
const REASONS = [
  '{name}关系千家万户。今年以来，{area}把群众反映较多的事项列成清单，逐项明确牵头单位、完成时限和验收办法，办结一项、公布一项。',
  '此前，{area}用两个月时间走访村（社区）和服务对象，把意见归并为 {6-20} 类，能马上改的当月改完，需要投入的列入年度计划。',
  '据介绍，{name}由{organ}统筹安排，资金、进度和验收结果都在网上公布，群众可以随时查看，也可以打电话询问。',
  '为把{name}做实，{area}统一了办理标准和文书样式，工作人员先培训再上岗，同一件事在不同地方按同一个尺度办理。',
]
const VOICES = [
  '“以前办这件事要跑好几趟，现在在家门口就能办好。”一位正在办事的居民说。',
  '参加座谈的群众代表提出 {3-12} 条建议，能当场答复的已当场答复，其余在十个工作日内反馈。',
  '工作人员介绍，改进办法来自 {20-160} 份入户问卷，先改大家最不方便的地方。',
  '在现场，技术人员向群众逐项说明施工范围、完工时间和联系电话。',
]
const NEXT = [
  '下一步，{area}将按月公布进度，对没有达到计划的项目说明原因和补救办法。',
  '会议要求，各有关单位把底数摸清、把责任落细，年底前对照清单逐项验收。',
  '有关负责同志表示，将继续听取群众意见，把办得好的做法整理成规范，在{all}推广。',
  '按照安排，下一阶段将重点补上偏远村组的短板，确保同一标准、同样服务。',
]

export function writeNews(n: number, context: ArticleContext): Draft {
  const publishedAt = spreadTime(n, context.spread)
  const dice = diceFor(context, n)
  const headlines = HEADLINES[STYLES[context.channel.code] ?? 'own']
  const { topic, sub, shape, round } = choose(n, context, { shapes: headlines.length, month: dayOf(publishedAt).month })
  const headline = at(headlines, shape)({ topic, sub, context })
  const title = round === 0 ? headline : `${headline}（第 ${round + 1} 期）`
  return {
    title,
    publishedAt,
    body: report({ topic, sub, context, dice, publishedAt }),
    keywords: [topic.name, sub, context.area],
  }
}

/** Subject, place and shape of the n-th text: all combinations are used before one returns. */
export function choose(n: number, context: ArticleContext, plan: { shapes: number; month: number }) {
  const { always, seasonal } = poolsOf(context.topics)
  const inSeason = seasonal.filter(({ months }) => months?.includes(plan.month))
  const isSeasonal = inSeason.length > 0 && n % 4 === 0 && always.length > 0
  // A topic page keeps to its one subject all year round.
  const pool = isSeasonal ? inSeason : always.length > 0 ? always : seasonal
  const step = isSeasonal ? Math.floor(n / 4) : n
  const { subs, seed } = context
  const size = pool.length * subs.length * plan.shapes
  const index = walk(step, size, seed % size)
  return {
    topic: at(pool, index),
    sub: at(subs, Math.floor(index / pool.length)),
    shape: Math.floor(index / (pool.length * subs.length)),
    round: Math.floor(step / size),
  }
}

interface Pools {
  always: readonly Topic[]
  seasonal: readonly Topic[]
}

const pools = new WeakMap<readonly Topic[], Pools>()

function poolsOf(topics: readonly Topic[]): Pools {
  let found = pools.get(topics)
  if (found === undefined) {
    found = {
      always: topics.filter(({ months }) => months === undefined),
      seasonal: topics.filter(({ months }) => months !== undefined),
    }
    pools.set(topics, found)
  }
  return found
}

function report(story: {
  topic: Topic
  sub: string
  context: ArticleContext
  dice: Random
  publishedAt: number
}): string {
  const { topic, context, dice } = story
  const { month, day } = dayOf(story.publishedAt)
  const filling = fillingOf(context, dice, { sub: story.sub, name: topic.name, day: `${month}月${day}日` })
  const facts = topic.facts.map((fact) => fill(fact, filling))
  const start = dice.int(0, 2)
  const lines = [
    p(fill(dice.pick(LEDES), filling)),
    p(fill(dice.pick(REASONS), filling)),
    p(at(facts, start)),
    p(`${at(facts, start + 1)}${fill(dice.pick(VOICES), filling)}`),
  ]
  if (dice.next() < 0.4)
    lines.push(h2('具体做法'), ul([0, 1, 2].map((step) => fill(at(topic.rules, start + step), filling))))
  lines.push(p(`${at(facts, start + 2)}${fill(dice.pick(NEXT), filling)}`))
  if (dice.next() < 0.5) lines.push(p(`提示：${fill(topic.tip, filling)}`))
  return lines.join('')
}

const BUREAUX = new Map(DEPARTMENTS.map((seed) => [seed.field, seed]))

/** The body in charge of a field, as people of the place call it. */
export function bureau(field: Field, context: ArticleContext): string {
  const seed = BUREAUX.get(field)
  if (seed === undefined) return context.organShort
  if (context.place.level === 1) return seed.shortName
  const name = seed.shortName
    .slice(1)
    .replace(/厅$/, '局')
    .replace(/(?<![局委])$/, '局')
  const level = context.place.level >= 4 ? '县' : context.place.name.slice(-1)
  return `${level}${name}`
}

const REPOST_KINDS = ['国务院政策文件', '国务院要闻', '国务院常务会议信息', '国务院政策解读']

/** Entries that show where and how state texts are reposted; their texts are not invented. */
export function writeRepost(n: number, context: ArticleContext): Draft {
  const publishedAt = spreadTime(n, context.spread)
  const kind = at(REPOST_KINDS, n)
  const number = context.spread.count - n
  return {
    title: `${kind}转载（演示条目 ${number}）`,
    publishedAt,
    source: '演示条目',
    keywords: ['国务院信息', kind],
    body: [
      p(`本条为演示条目，用来说明${kind}在本网站的转载位置、格式和时限，不含转载正文。`),
      p('正式运行时，网站在国务院有关信息发布后二十四小时内转载，标明来源和原文发布时间，标题和正文不作改动。'),
      p(
        `本条于${chineseDay(dayOf(publishedAt))}由演示程序生成，同时显示在各市、县（市、区）和乡镇（街道）的“国务院信息”栏目中，只保存一份。`,
      ),
    ].join(''),
  }
}
