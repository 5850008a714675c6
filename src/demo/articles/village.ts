import { at, type Random } from '../random.ts'
import { type ArticleContext, diceFor } from './context.ts'
import type { Draft } from './draft.ts'
import { h2, p, signed, table, ul } from './html.ts'
import { addDays, chineseDay, cycleTime, dayOf, EVERY_MONTH, EVERY_QUARTER, monthBefore, spreadTime } from './when.ts'

const SURNAMES = Array.from('闻卓简舒褚卫蔺鄢郗荀耿宓冷蒯臧迟麻桑郦佟巫尉扈谌')

/** Names on public lists are masked: they show who is meant to neighbours, not to strangers. */
const masked = (dice: Random): string => `${dice.pick(SURNAMES)}*${dice.pick(['', '*'])}`

const INCOME = [
  '集体土地流转收入',
  '光伏电站发电收入',
  '仓房出租收入',
  '农机作业收入',
  '上级补助资金',
  '晒场和摊位收入',
  '林地发包收入',
  '利息收入',
]
const SPENDING = [
  '渠道清淤用工',
  '路灯电费和维修',
  '保洁员报酬',
  '老年食堂补贴',
  '办公用品和印刷',
  '水泵维修',
  '公益岗位补助',
  '活动室取暖费',
]

/** 集体收支: every entry with the running balance. */
export function writeLedger(n: number, context: ArticleContext): Draft {
  const publishedAt = cycleTime(n, { months: EVERY_MONTH, day: 5 }, context.spread.now)
  const { year, month } = monthBefore(publishedAt)
  const dice = diceFor(context, year * 12 + month)
  let balance = dice.int(180_000, 620_000)
  const opening = balance
  const sums = { income: 0, spending: 0 }
  const rows = Array.from({ length: dice.int(7, 11) }, (_, index) => {
    const isIncome = index % 5 < 2
    const amount = dice.int(6, 460) * 100 + dice.int(0, 99)
    balance += isIncome ? amount : -amount
    if (isIncome) sums.income += amount
    else sums.spending += amount
    const what = at(isIncome ? INCOME : SPENDING, dice.int(0, 7))
    return [
      `${month}月${Math.min(28, 2 + index * 2 + dice.int(0, 1))}日`,
      what,
      isIncome ? money(amount) : '',
      isIncome ? '' : money(amount),
      money(balance),
    ]
  })
  return {
    title: `${context.area}${year}年${month}月集体收支明细`,
    publishedAt,
    keywords: ['集体收支', '财务公开', `${year}年${month}月`],
    summary: `收入 ${money(sums.income)} 元，支出 ${money(sums.spending)} 元，月末结余 ${money(balance)} 元，经监督委员会核对。`,
    body: [
      p(`${context.area}${year}年${month}月集体收支逐笔公布如下，月初结余 ${money(opening)} 元。`),
      table(
        ['日期', '摘要', '收入（元）', '支出（元）', '结余（元）'],
        [...rows, ['合计', '', money(sums.income), money(sums.spending), money(balance)]],
      ),
      p('以上收支均有凭证，经监督委员会逐笔核对并签字。居民可以在便民服务点查看原始凭证。'),
      p(`对账目有疑问的，请在公布之日起十日内提出，联系电话 ${context.owner.phone}。表中数字均为演示数据。`),
    ].join(''),
  }
}

const money = (amount: number): string => `${Math.floor(amount).toLocaleString('en')}.00`
const QUARTERS = ['一', '二', '三', '四']

function quarterOf(publishedAt: number): { year: number; quarter: string } {
  const { year, month } = monthBefore(publishedAt)
  return { year, quarter: at(QUARTERS, Math.floor((month - 1) / 3)) }
}

export function writeRelief(n: number, context: ArticleContext): Draft {
  const publishedAt = cycleTime(n, { months: EVERY_QUARTER, day: 12 }, context.spread.now)
  const { year, quarter } = quarterOf(publishedAt)
  const dice = diceFor(context, n)
  const kinds = ['最低生活保障', '最低生活保障', '特困供养', '临时救助']
  const rows = Array.from({ length: dice.int(5, 9) }, (_, index) => {
    const kind = dice.pick(kinds)
    return [
      String(index + 1),
      masked(dice),
      at(context.subs, dice.int(0, 9)),
      kind,
      String(dice.int(1, 4)),
      String(dice.int(28, 92) * 10),
    ]
  })
  return {
    title: `${context.area}${year}年第${quarter}季度低保、特困和临时救助名单`,
    publishedAt,
    keywords: ['低保', '临时救助', '名单公示'],
    body: [
      p(`经本人申请、入户调查、民主评议和上级审核，${year}年第${quarter}季度享受救助的家庭公布如下，姓名已作遮盖。`),
      table(['序号', '户主', '所在小组', '救助类别', '人数', '月补助（元）'], rows),
      p('家庭人口、收入发生变化的，请在三十日内告知便民服务点，以便及时调整。'),
      p(`对名单有异议的，请在公示之日起七个工作日内反映，电话 ${context.owner.phone}，反映人信息依法保密。`),
    ].join(''),
  }
}

const SUBSIDIES = [
  '耕地地力保护补贴',
  '种粮农民一次性补贴',
  '农机购置与应用补贴',
  '生态公益林补偿',
  '退耕还林补助',
  '高龄津贴',
  '公益岗位补贴',
]

/** In a village by household, in a town by village. */
export function writeSubsidy(n: number, context: ArticleContext): Draft {
  const publishedAt = cycleTime(n, { months: EVERY_QUARTER, day: 15 }, context.spread.now)
  const { year, quarter } = quarterOf(publishedAt)
  const dice = diceFor(context, n)
  const kind = at(SUBSIDIES, n + context.seed)
  const rows = context.subs.map((sub) => {
    const households = dice.int(12, 160)
    return [sub, String(households), `${dice.int(80, 960)}`, (households * dice.int(90, 420)).toLocaleString('en')]
  })
  return {
    title: `${context.area}${year}年第${quarter}季度${kind}发放情况公示`,
    publishedAt,
    keywords: [kind, '惠农补贴', '公示'],
    body: [
      p(`${year}年第${quarter}季度${kind}已核定，通过惠民惠农财政补贴一卡通发放，汇总情况公示如下。`),
      table([context.place.level === 4 ? '村（社区）' : '小组', '户数', '核定数量（亩或人）', '金额（元）'], rows),
      p('补贴资金直接拨付到本人账户，任何人不得截留、抵扣。逐户明细可以凭身份证到便民服务点查询。'),
      p(`公示期七日。发现姓名、面积、金额有误的，请拨打 ${context.owner.phone} 更正。`),
    ].join(''),
  }
}

export function writeHomestead(n: number, context: ArticleContext): Draft {
  const publishedAt = spreadTime(n, context.spread)
  const { year } = dayOf(publishedAt)
  const dice = diceFor(context, n)
  const rows = Array.from({ length: dice.int(3, 5) }, () => [
    masked(dice),
    at(context.subs, dice.int(0, 9)),
    dice.pick(['原址翻建', '新建', '改建']),
    `${dice.int(90, 140)} 平方米`,
    dice.pick(['已批准', '已批准', '补正材料']),
  ])
  return {
    title: `${context.area}${year}年宅基地申请与审批结果（第 ${context.spread.count - n} 批）`,
    publishedAt,
    keywords: ['宅基地', '审批结果'],
    body: [
      p('经本人申请、小组讨论、村级审核和乡镇（街道）审批，本批宅基地申请结果公布如下。'),
      table(['申请人', '所在小组', '建房类别', '批准面积', '结果'], rows),
      p('批准后请在开工前联系工作人员到现场放线；建房不得超过批准面积，不得占用基本农田和行洪通道。'),
      p(`有异议的，请在公示之日起七个工作日内反映，电话 ${context.owner.phone}。`),
    ].join(''),
  }
}

const MATTERS = [
  '机耕路维修',
  '集体仓房出租',
  '老年食堂补贴标准',
  '灌溉用水轮灌办法',
  '垃圾清运费用',
  '晒场扩建',
  '公益岗位人选',
  '路灯更换',
  '林地发包方案',
  '文化活动室开放时间',
  '集体资产清查结果',
  '清明防火值守安排',
]

export function writeDecision(n: number, context: ArticleContext): Draft {
  const publishedAt = spreadTime(n, context.spread)
  const { year, month, day } = dayOf(publishedAt)
  const dice = diceFor(context, n)
  const matter = at(MATTERS, n + context.seed)
  const present = dice.int(38, 76)
  const agreed = present - dice.int(0, 6)
  return {
    title: `关于${matter}的会议决定（${context.area}${year}年${month}月${day}日）`,
    publishedAt,
    keywords: [matter, '会议决定'],
    summary: `到会代表 ${present} 人，同意 ${agreed} 人，决定通过。`,
    body: [
      p(
        `${year}年${month}月${day}日，${context.area}召开代表会议，讨论${matter}。应到代表 ${present + dice.int(2, 9)} 人，实到 ${present} 人，符合规定人数。`,
      ),
      h2('讨论意见'),
      ul([
        '费用从集体经营收入中列支，不向各户收取。',
        `由${at(context.subs, n)}先行试办，两个月后再看效果。`,
        '施工和采购过程由监督委员会全程参加。',
      ]),
      h2('表决结果'),
      table(
        ['事项', '同意', '不同意', '弃权'],
        [
          [
            matter,
            String(agreed),
            String(Math.floor((present - agreed) / 2)),
            String(Math.ceil((present - agreed) / 2)),
          ],
        ],
      ),
      p('本决定自公布之日起执行，执行情况在下一次会议上报告，并在本栏目公布。'),
      signed(context.organ, chineseDay({ year, month, day })),
    ].join(''),
  }
}

const WORKS = [
  '机耕路维修',
  '水渠清淤',
  '路灯亮化',
  '文化活动室修缮',
  '村道绿化',
  '垃圾收集点改造',
  '排水沟加盖',
  '饮水管道更换',
  '晒场硬化',
  '河岸护坡加固',
]

export function writeWorks(n: number, context: ArticleContext): Draft {
  const publishedAt = spreadTime(n, context.spread)
  const { year } = dayOf(publishedAt)
  const dice = diceFor(context, n)
  const work = at(WORKS, n + context.seed)
  const sub = at(context.subs, Math.floor(n / WORKS.length) + n)
  const items = [
    { what: '材料', unit: '吨', count: dice.int(8, 60), price: dice.int(180, 420) },
    { what: '机械', unit: '台班', count: dice.int(2, 18), price: dice.int(380, 760) },
    { what: '用工', unit: '个', count: dice.int(12, 80), price: 150 },
  ]
  const total = items.reduce((sum, { count, price }) => sum + count * price, 0)
  return {
    title: `${context.area}${sub}${work}项目完成情况（${year}年第 ${context.spread.count - n} 号）`,
    publishedAt,
    keywords: [work, '公益事业', sub],
    body: [
      p(`${sub}${work}项目已经完工并通过验收，有关情况公布如下。`),
      table(
        ['内容', '数量', '单价（元）', '金额（元）'],
        [
          ...items.map(({ what, unit, count, price }) => [
            what,
            `${count} ${unit}`,
            String(price),
            String(count * price),
          ]),
          ['合计', '', '', String(total)],
        ],
      ),
      p('资金来自集体经营收入和上级补助，没有向各户收取费用。用工报酬已通过银行卡发放，名单可在便民服务点查看。'),
      p(
        `验收由监督委员会和 ${dice.int(3, 9)} 名居民代表共同进行，质量保修期一年。发现问题请拨打 ${context.owner.phone}。`,
      ),
    ].join(''),
  }
}

interface Call {
  title: (sub: string, month: number) => string
  text: (day: string) => string
}

const CALLS: readonly Call[] = [
  {
    title: (sub) => `${sub}自来水管道停水检修通知`,
    text: (day) => `${day} 8:30 至 12:00 检修主管道，期间停水，请提前储水。检修完成后先放水片刻再使用。`,
  },
  {
    title: (sub, month) => `${sub}${month}月份集中办理医保参保缴费`,
    text: (day) => `${day}起，便民服务点为大家代办居民医保参保缴费，请带身份证，行动不便的由网格员上门。`,
  },
  {
    title: (sub) => `${sub}低保民主评议会议通知`,
    text: (day) => `${day} 14:30 在活动室召开低保民主评议会，请代表按时参加，其他居民可以旁听。`,
  },
  {
    title: (sub) => `${sub}灌溉轮灌时间安排`,
    text: (day) => `${day}起按小组轮灌，每组两天，轮灌时间贴在水闸旁，请不要提前开口引水。`,
  },
  {
    title: (sub) => `${sub}老人免费体检时间和地点`,
    text: (day) => `${day} 上午，镇卫生院到活动室为六十五周岁以上老人体检，请空腹前来，带好身份证。`,
  },
  {
    title: (sub) => `${sub}路面维修期间绕行提醒`,
    text: (day) => `${day}起维修路面，预计 5 天，三轮车和小汽车请从晒场东侧绕行，夜间有警示灯。`,
  },
  {
    title: (sub) => `${sub}农机免费检修服务到村`,
    text: (day) => `${day}，农机维修师傅在晒场免费检修，更换零件按公示价格收费，请提前登记。`,
  },
  {
    title: (sub) => `${sub}用火安全提醒`,
    text: (day) => `${day}起，林边、田边不得焚烧秸秆和祭祀用火，护林员每天巡查，请互相提醒。`,
  },
]

export function writeVillageNotice(n: number, context: ArticleContext): Draft {
  const publishedAt = spreadTime(n, context.spread)
  const today = dayOf(publishedAt)
  const call = at(CALLS, n + context.seed)
  const sub = at(context.subs, Math.floor(n / CALLS.length) + (context.seed % 5))
  const from = addDays(today, 2 + (n % 3))
  const day = `${from.month}月${from.day}日`
  return {
    title: `${context.area}${call.title(sub, today.month)}（${today.month}月${today.day}日）`,
    publishedAt,
    keywords: ['通知', sub],
    body: [
      p(`${sub}各户：`),
      p(call.text(day)),
      p('左邻右舍有老人独居、外出未归的，请帮忙转告一声。因天气等原因需要改期的，会通过广播和本栏目另行通知。'),
      h2('联系人'),
      ul([`${context.area}便民服务点：${context.owner.phone}`, '当日值班：网格员，手机号码贴在公开栏']),
      p(`服务时间：周一至周六 8:30–17:30，午间有人值班。急事可以直接到网格员家中敲门。`),
      signed(context.organ, chineseDay(today)),
    ].join(''),
  }
}
