import { at, type Random } from '../random.ts'
import type { Topic } from '../topics/topic.ts'
import { type ArticleContext, diceFor, fillingOf } from './context.ts'
import type { Draft } from './draft.ts'
import { h2, p, signed, table, ul } from './html.ts'
import { choose } from './news.ts'
import { fill, type Filling } from './template.ts'
import { addDays, chineseDay, type Day, dayOf, isoDay, spreadTime } from './when.ts'

interface Story {
  topic: Topic
  sub: string
  context: ArticleContext
  dice: Random
  filling: Filling
  today: Day
}

interface Shape {
  title: (story: Story) => string
  body: (story: Story) => string
}

const SHAPES: readonly Shape[] = [
  { title: ({ topic, sub }) => `关于${sub}${topic.name}有关事项的通告`, body: announcement },
  { title: ({ topic, sub, today }) => `关于做好${sub}${today.month}月份${topic.name}工作的通知`, body: instruction },
  { title: ({ topic, sub, today }) => `${sub}${today.year}年${topic.name}拟安排项目公示`, body: listing },
  { title: ({ topic, sub, today }) => `关于公布${sub}${today.year}年${topic.name}检查结果的公告`, body: result },
  { title: ({ topic, sub }) => `关于${sub}${topic.name}咨询点地址和时间的公告`, body: places },
]

export function writeNotice(n: number, context: ArticleContext): Draft {
  const publishedAt = spreadTime(n, context.spread)
  const today = dayOf(publishedAt)
  const { topic, sub, shape, round } = choose(n, context, { shapes: SHAPES.length, month: today.month })
  const dice = diceFor(context, n)
  const filling = fillingOf(context, dice, { sub, name: topic.name })
  const story: Story = { topic, sub, context, dice, filling, today }
  const { title, body } = at(SHAPES, shape)
  const name = title(story)
  return {
    title: round === 0 ? name : `${name}（第 ${round + 1} 批）`,
    publishedAt,
    body: body(story) + signed(context.organ, chineseDay(today)),
    keywords: [topic.name, sub, '通知公告'],
  }
}

function announcement({ topic, context, dice, filling, today }: Story): string {
  const from = addDays(today, dice.int(3, 12))
  return [
    p(`为方便群众了解和办理，现将${topic.name}有关事项通告如下：`),
    h2('一、时间'),
    p(`自${chineseDay(from)}起至${chineseDay(addDays(from, dice.int(10, 40)))}止，节假日照常受理。`),
    h2('二、内容'),
    ...topic.facts.slice(0, 2).map((fact) => p(fill(fact, filling))),
    h2('三、注意事项'),
    p(fill(topic.tip, filling)),
    p(`咨询电话：${context.owner.phone}（${context.owner.officeHours}）。`),
  ].join('')
}

function instruction({ topic, sub, context, filling }: Story): string {
  return [
    p(`${sub}，${context.all}各有关单位：`),
    p(`为做好${topic.name}工作，结合实际，现就有关要求通知如下：`),
    h2('一、摸清底数'),
    p(fill(topic.facts[0], filling)),
    h2('二、规范办理'),
    ul(topic.rules.slice(0, 3).map((rule) => fill(rule, filling))),
    h2('三、公开接受监督'),
    p(`办理情况每月在本网站公布，群众可以拨打 ${context.owner.phone} 反映问题。${fill(topic.tip, filling)}`),
  ].join('')
}

const RESULTS = ['符合条件', '符合条件', '符合条件', '补正后符合']

function listing({ topic, context, dice, filling, today }: Story): string {
  const end = addDays(today, 10)
  const rows = Array.from({ length: dice.int(5, 9) }, (_, index) => [
    String(index + 1),
    at(context.subs, dice.int(0, 40)),
    `${dice.int(1, 9)} 个项目`,
    `${dice.int(6, 68)} 万元`,
    dice.pick(RESULTS),
  ])
  return [
    p(`按照公开、公平、公正的原则，经申报、审核和集体研究，现将${topic.name}拟安排项目予以公示。`),
    p(
      `公示期自${chineseDay(today)}至${chineseDay(end)}，不少于 7 个工作日。公示期内对项目有异议的，可以书面或者电话反映，请写明理由和联系方式。`,
    ),
    table(['序号', '单位所在地', '申报内容', '拟安排资金', '审核结果'], rows),
    p(`${fill(topic.rules[2], filling)}受理电话：${context.owner.phone}，地址：${context.owner.address}。`),
  ].join('')
}

function result({ topic, context, dice, filling, today }: Story): string {
  const rows = context.subs.slice(0, 8).map((sub) => {
    const checked = dice.int(12, 96)
    const passed = checked - dice.int(0, 5)
    return [sub, String(checked), String(passed), `${((passed / checked) * 100).toFixed(1)}%`]
  })
  return [
    p(`${today.year}年以来，按照年度检查计划，对${topic.name}情况开展了检查，现将结果公布如下：`),
    table(['单位', '检查数（个）', '合格数（个）', '合格率'], rows),
    p(`对检查中发现的问题，已逐项书面告知，整改期限为 ${dice.int(10, 30)} 个工作日，整改结果将继续公布。`),
    p(fill(topic.facts[2], filling)),
    p(`群众对检查结果有疑问的，可以拨打 ${context.owner.phone} 查询。`),
  ].join('')
}

function places({ topic, context, dice, filling, today }: Story): string {
  const rows = context.subs
    .slice(0, 6)
    .map((sub, index) => [
      sub,
      `${sub}便民服务中心 ${dice.int(1, 6)} 号窗口`,
      `0000-555-${String(700 + index * 13 + dice.int(0, 9)).padStart(4, '0')}`,
      '工作日 8:30–17:30',
    ])
  return [
    p(`为方便群众就近咨询${topic.name}政策，自${isoDay(addDays(today, 1))}起在下列地点设立咨询点：`),
    table(['所在地', '地点', '电话', '时间'], rows),
    p(fill(topic.facts[1], filling)),
    p(`来访时不需要携带证明材料，工作人员将提供一次性告知单。${fill(topic.tip, filling)}`),
  ].join('')
}
