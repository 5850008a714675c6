import { GUIDE_ITEMS, GUIDES_BY_FIELD, type GuideItem } from '../guide-items.ts'
import { at } from '../random.ts'
import { type ArticleContext, diceFor } from './context.ts'
import type { Draft } from './draft.ts'
import { h2, p, table, ul } from './html.ts'
import { spreadTime } from './when.ts'

const NEAR_HOME = [
  '城乡居民医保参保缴费',
  '社会保障卡申领补换',
  '异地就医备案',
  '养老金领取资格认证',
  '高龄津贴申请',
  '求职登记',
  '新生儿出生登记',
  '生育登记',
]

/** The guides that a channel can hold; there are no more than these. */
export function guideItems(context: ArticleContext): readonly GuideItem[] {
  const { site, channel } = context
  if (site.blueprint === 'portal') return GUIDE_ITEMS.filter((item) => item.channel === channel.code)
  if (site.field === null) return GUIDE_ITEMS.filter(({ name }) => NEAR_HOME.includes(name))
  const channels = GUIDES_BY_FIELD[site.field] ?? []
  return [
    ...GUIDE_ITEMS.filter((item) => channels.includes(item.channel)),
    ...context.topics.flatMap(({ name }) => ownGuides(name)),
  ]
}

function ownGuides(topic: string): GuideItem[] {
  const rest = { channel: '', fee: '不收费' }
  return [
    {
      ...rest,
      name: `${topic}政策咨询`,
      who: '需要了解政策的单位和个人',
      materials: ['不需要材料'],
      days: 3,
      result: '书面或者电话答复',
    },
    {
      ...rest,
      name: `${topic}事项申请`,
      who: '符合条件的单位和个人',
      materials: ['申请书', '单位证照或者居民身份证'],
      days: 15,
      result: '办理结果通知',
    },
  ]
}

export function writeGuide(n: number, context: ArticleContext): Draft {
  // Sites that hold only some of the guides hold different ones.
  const item = at(guideItems(context), n + context.seed)
  const dice = diceFor(context, n)
  const isVillage = context.place.level === 5
  const window = isVillage ? '便民服务点' : context.place.level === 4 ? '便民服务中心' : '政务服务中心'
  return {
    title: `${context.area}${item.name}办事指南`,
    publishedAt: spreadTime(n, context.spread),
    keywords: [item.name, '办事指南', context.area],
    summary: `${item.who}可以申请，${item.days} 个工作日办结，${item.fee}。`,
    body: [
      h2('谁可以办'),
      p(`${item.who}。本人不便到场的，可以委托亲属或者由工作人员代办。`),
      h2('要带什么'),
      ul([...item.materials]),
      p('能够通过数据共享核验的材料不用提交；材料不齐的，一次告知。'),
      h2('怎么办'),
      table(
        ['步骤', '办理内容', '时限'],
        [
          ['申请', `到${context.area}${window}窗口或者由村（社区）代办`, '即时'],
          ['受理', '核对材料，出具受理回执', '当场'],
          ['审核', '核验信息，必要时电话联系申请人', `${item.days} 个工作日`],
          ['送达', item.result, '办结当日'],
        ],
      ),
      h2('费用和期限'),
      p(`${item.fee}。办理期限 ${item.days} 个工作日，从受理次日起算。`),
      h2('在哪里办'),
      p(`${context.area}${window} ${dice.int(1, 12)} 号窗口，${context.owner.address}；${context.owner.officeHours}。`),
      p(`咨询和监督电话：${context.owner.phone}。对办理结果有异议的，可以依法申请行政复议。`),
    ].join(''),
  }
}
