import { personName } from '../people.ts'
import { at } from '../random.ts'
import { type ArticleContext, diceFor, fillingOf } from './context.ts'
import type { Draft } from './draft.ts'
import { h2, p, signed, table } from './html.ts'
import { fill } from './template.ts'
import { chineseDay, cycleTime, dayOf, spreadTime } from './when.ts'

const DEPARTMENT_POSTS = [
  '办公室主任',
  '信息中心主任',
  '服务中心主任',
  '政策法规处处长',
  '督查室主任',
  '规划财务处处长',
]
const GOVERNMENT_POSTS = [
  '政务服务中心主任',
  '融媒体中心主任',
  '机关事务服务中心主任',
  '档案馆馆长',
  '图书馆馆长',
  '应急物资储备中心主任',
]

function postsOf({ site, place }: ArticleContext): string[] {
  if (site.kind === 'department') return DEPARTMENT_POSTS
  const prefix = place.level === 1 ? '省' : place.name
  return GOVERNMENT_POSTS.map((post) => prefix + post)
}
const POSITIONS = ['综合管理', '信息技术', '农业技术', '医疗卫生', '会计审计', '工程管理']

/** Portals are run by the office of the government itself. */
function officeOf({ site, owner }: ArticleContext): string {
  return site.kind === 'portal' ? owner.name : `${owner.name}办公室`
}

export function writePersonnel(n: number, context: ArticleContext): Draft {
  const publishedAt = spreadTime(n, context.spread)
  const today = dayOf(publishedAt)
  const dice = diceFor(context, n)
  const name = personName(`${context.seed}/${n}`)
  const batch = context.spread.count - n
  if (n % 3 === 1) {
    const rows = POSITIONS.slice(0, 5).map((position) => [
      position,
      String(dice.int(1, 8)),
      '本科及以上',
      '18 至 35 周岁',
    ])
    return {
      title: `${context.organ}所属单位${today.year}年公开招聘工作人员公告（第 ${batch} 批）`,
      publishedAt,
      keywords: ['公开招聘', '人事信息'],
      body: [
        p(`根据工作需要，${context.organ}所属单位面向社会公开招聘工作人员，现将有关事项公告如下。`),
        h2('一、招聘岗位'),
        table(['岗位', '人数', '学历', '年龄'], rows),
        h2('二、报名方式'),
        p(`自公告之日起 10 日内，携带身份证和学历证明到 ${context.owner.address} 报名，报名不收费。`),
        h2('三、考试和公示'),
        p('考试包括笔试和面试，成绩在网上公布。拟聘人员名单公示不少于 7 个工作日，公示无异议的办理手续。'),
        p(`咨询电话：${context.owner.phone}。`),
        signed(context.organ, chineseDay(today)),
      ].join(''),
    }
  }
  const posts = postsOf(context)
  const index = dice.int(0, posts.length - 1)
  const from = at(posts, index)
  const to = at(posts, index + 1 + dice.int(0, 3))
  return {
    title: `${context.organ}关于${name}等同志任免职的通知（${today.year}年第 ${batch} 号）`,
    publishedAt,
    keywords: ['人事任免', name],
    body: [
      p('各有关单位：'),
      p(
        `经研究决定：任命${name}同志为${to}，免去其${from}职务；任命${personName(`${context.seed}/${n}/b`)}同志为${from}，试用期一年。`,
      ),
      p('以上人员的任职时间自通知印发之日起计算。任前公示期间未收到影响任职的反映。'),
      p(`对上述任免有意见的，可以向${officeOf(context)}反映，电话 ${context.owner.phone}。`),
      signed(context.organ, chineseDay(today)),
    ].join(''),
  }
}

export function writePlan(n: number, context: ArticleContext): Draft {
  const publishedAt = cycleTime(Math.floor(n / 3), { months: [2], day: 16 + (n % 3) }, context.spread.now)
  const { year } = dayOf(publishedAt)
  const dice = diceFor(context, n)
  const topics = [0, 1, 2, 3].map((step) => at(context.topics, n * 5 + step + context.seed))
  const kinds = [
    `${year}年工作要点`,
    `${year}年${topics[0]?.name ?? ''}实施计划`,
    `${year}—${year + 2}年${topics[1]?.name ?? ''}发展规划`,
  ]
  const filling = fillingOf(context, dice, { sub: at(context.subs, n) })
  return {
    title: `${context.organ}${at(kinds, n)}`,
    publishedAt,
    keywords: ['规划计划', `${year}年`],
    body: [
      p(`为做好${year}年各项工作，结合实际，制定本计划。`),
      ...topics.flatMap((topic, index) => [
        h2(`${'一二三四'.charAt(index)}、${topic.name}`),
        p(fill(topic.rules[0], filling)),
        p(fill(topic.facts[index % 3] ?? topic.facts[0], filling)),
      ]),
      h2('五、保障措施'),
      p('每季度对照任务清单检查一次，进展和问题在网上公布，年底向社会报告完成情况。'),
    ].join(''),
  }
}

export function writeFinance(n: number, context: ArticleContext): Draft {
  const publishedAt = cycleTime(n, { months: [2, 9], day: 10 }, context.spread.now)
  const published = dayOf(publishedAt)
  const isSpring = published.month === 2
  const year = isSpring ? published.year : published.year - 1
  const name = isSpring ? '预算' : '决算'
  const dice = diceFor(context, n)
  const size = Math.max(180, Math.round(context.facts.population / (context.site.kind === 'department' ? 4000 : 400)))
  const parts = ['人员经费', '公用经费', '社会保障和就业支出', '农林水支出', '公共服务支出'].map((label) => ({
    label,
    value: Math.round(size * (0.5 + dice.next())),
  }))
  const total = parts.reduce((sum, { value }) => sum + value, 0)
  return {
    title: `${context.organ}${year}年度部门${name}公开`,
    publishedAt,
    keywords: [name, '财政信息', `${year}年`],
    summary: `${year}年度${name}支出合计 ${total} 万元，附分项表和“三公”经费说明。`,
    body: [
      p(`根据政府信息公开有关规定，现将${context.organ}${year}年度部门${name}公开如下。本表口径与上年一致。`),
      h2('一、支出情况'),
      table(
        ['项目', '金额（万元）', '占比'],
        [
          ...parts.map(({ label, value }) => [label, String(value), `${((value / total) * 100).toFixed(1)}%`]),
          ['合计', String(total), '100.0%'],
        ],
      ),
      h2('二、“三公”经费'),
      table(
        ['项目', '金额（万元）'],
        [
          ['公务接待费', (size * 0.004).toFixed(2)],
          ['公务用车运行维护费', (size * 0.012).toFixed(2)],
          ['因公出国（境）费', '0.00'],
        ],
      ),
      h2('三、说明'),
      p(
        `${name}数据单位为万元，因四舍五入，分项占比之和可能略有差异。咨询电话：${context.owner.phone}。表中数字均为演示数据。`,
      ),
    ].join(''),
  }
}

const SYSTEMS: readonly (readonly [name: string, rule: string])[] = [
  ['政府信息公开工作制度', '政府信息公开工作由办公室统一组织，各内设机构负责提供和更新本机构制作的信息。'],
  ['政府信息发布协调制度', '拟发布的信息涉及其他单位的，应当与有关单位协商、确认，保证发布的信息准确一致。'],
  ['政府信息公开审查制度', '公开信息实行先审查、后公开，未经审查的信息不得发布，审查意见存档备查。'],
  ['政府信息管理动态调整制度', '对不予公开的信息每年评估一次，因情势变化可以公开的，应当及时公开。'],
  [
    '依申请公开办理规范',
    '收到公开申请后予以登记，能够当场答复的当场答复，不能当场答复的自收到申请之日起二十个工作日内答复。',
  ],
  ['政府网站内容更新维护制度', '各栏目明确责任人和更新期限，临近期限前提醒，逾期未更新的说明原因并限期整改。'],
]

export const SYSTEM_COUNT = SYSTEMS.length

export function writeSystem(n: number, context: ArticleContext): Draft {
  const [name, rule] = at(SYSTEMS, n)
  const publishedAt = spreadTime(n, context.spread)
  return {
    title: `${context.organ}${name}`,
    publishedAt,
    keywords: ['政府信息公开制度', name],
    summary: rule,
    body: [
      p(`<strong>第一条</strong>　为了规范政府信息公开工作，依照政府信息公开条例，结合本单位实际，制定本制度。`),
      p(`<strong>第二条</strong>　${rule}`),
      p('<strong>第三条</strong>　公开政府信息应当遵循公正、公平、合法、便民的原则，做到及时、准确。'),
      p('<strong>第四条</strong>　公开的信息涉及个人隐私的，应当作遮盖处理；涉及商业秘密的，应当征得权利人同意。'),
      p(
        '<strong>第五条</strong>　公民、法人和其他组织认为公开的信息不准确的，可以提出更正申请，本单位自收到申请之日起十个工作日内答复。',
      ),
      p(`<strong>第六条</strong>　本制度由${officeOf(context)}负责解释，自发布之日起施行。`),
    ].join(''),
  }
}

export function writeAnnualReport(n: number, context: ArticleContext): Draft {
  const publishedAt = cycleTime(n, { months: [1], day: 18 }, context.spread.now)
  const year = dayOf(publishedAt).year - 1
  const dice = diceFor(context, n)
  const asked = dice.int(12, 160)
  const granted = Math.floor(asked * 0.8)
  const carried = Math.floor(asked * 0.05)
  return {
    title: `${context.organ}${year}年政府信息公开工作年度报告`,
    publishedAt,
    keywords: ['政府信息公开年报', `${year}年`],
    summary: `包括总体情况、主动公开、依申请公开、行政复议诉讼和改进情况，统计期为${year}年1月1日至12月31日。`,
    body: [
      h2('一、总体情况'),
      p(
        `${year}年，${context.organ}主动公开信息 ${dice.int(260, 2400)} 条，修订公开制度 ${dice.int(1, 4)} 项，培训工作人员 ${dice.int(20, 180)} 人次。`,
      ),
      h2('二、主动公开政府信息情况'),
      table(
        ['信息内容', '本年制发件数', '本年废止件数', '现行有效件数'],
        [['行政规范性文件', String(dice.int(4, 18)), String(dice.int(0, 4)), String(dice.int(40, 160))]],
      ),
      h2('三、收到和处理政府信息公开申请情况'),
      table(
        ['项目', '件数'],
        [
          ['本年新收', String(asked)],
          ['予以公开', String(granted)],
          ['部分公开和其他处理', String(asked - granted - carried)],
          ['结转下年度', String(carried)],
        ],
      ),
      h2('四、行政复议和行政诉讼情况'),
      p('因政府信息公开申请行政复议和提起行政诉讼的情况，已按规定单独统计，本年无结果纠正。'),
      h2('五、存在的主要问题及改进情况'),
      p('主要问题是部分栏目更新不够及时、解读形式偏少。已逐栏目明确责任人，并将更新期限写入岗位职责。'),
      h2('六、其他需要报告的事项'),
      p(`本年度未收取政府信息公开信息处理费。咨询电话：${context.owner.phone}。`),
    ].join(''),
  }
}
