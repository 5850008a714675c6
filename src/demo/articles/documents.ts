import type { Field } from '../field.ts'
import { at, type Random, walk } from '../random.ts'
import type { Topic } from '../topics/topic.ts'
import { bureau } from './news.ts'
import { type ArticleContext, diceFor, fillingOf, parentName } from './context.ts'
import type { DocumentFacts, Draft } from './draft.ts'
import { h2, p, signed, table } from './html.ts'
import { fill, type Filling } from './template.ts'
import { addDays, chineseDay, type Day, dayOf, isoDay, spreadTime, workedAt } from './when.ts'

interface Shape {
  genre: string
  name: (topic: Topic, sub: string, context: ArticleContext) => string
  /** What is enacted, 办法 or 细则: then the text stands in chapters and articles, else in numbered sections. */
  instrument: string | null
}

const NORMATIVE: readonly Shape[] = [
  {
    genre: '通知',
    instrument: '管理办法',
    name: (topic, _, { area }) => `关于印发《${area}${topic.name}管理办法》的通知`,
  },
  { genre: '意见', instrument: null, name: (topic) => `关于加强${topic.name}工作的意见` },
  {
    genre: '通知',
    instrument: '实施细则',
    name: (topic, _, { area }) => `关于印发《${area}${topic.name}实施细则》的通知`,
  },
  { genre: '通知', instrument: null, name: (topic) => `关于进一步规范${topic.name}若干事项的通知` },
  { genre: '意见', instrument: null, name: (topic, sub) => `关于支持${sub}做好${topic.name}的若干意见` },
  { genre: '通知', instrument: '试点办法', name: (topic, sub) => `关于印发《${sub}${topic.name}试点办法》的通知` },
]
const OTHER: readonly Shape[] = [
  { genre: '批复', instrument: null, name: (topic, sub) => `关于同意${sub}${topic.name}实施方案的批复` },
  { genre: '函', instrument: null, name: (topic, sub) => `关于商请协助${sub}${topic.name}工作的函` },
  { genre: '通知', instrument: null, name: (topic, sub) => `关于调整${sub}${topic.name}协调机制的通知` },
  { genre: '通报', instrument: null, name: (topic, sub) => `关于${sub}${topic.name}工作情况的通报` },
]
const RULES: readonly Shape[] = [
  { genre: '命令', instrument: '规定', name: (topic, _, { area }) => `${area}${topic.name}规定` },
]

const SHAPES: Readonly<Record<string, readonly Shape[]>> = { qtwj: OTHER, gz: RULES }

/** Class of the document in the thematic scheme, by field of work. */
const TOPIC_CLASSES: Readonly<Record<Field, string>> = {
  plan: '国民经济管理、国有资产监管',
  education: '科技、教育',
  science: '科技、教育',
  industry: '工业、交通',
  police: '公安、安全、司法',
  civil: '民政、扶贫、救灾',
  justice: '公安、安全、司法',
  finance: '财政、金融、审计',
  labour: '劳动、人事、监察',
  land: '国土资源、能源',
  ecology: '城乡建设、环境保护',
  housing: '城乡建设、环境保护',
  transport: '工业、交通',
  water: '农业、林业、水利',
  farming: '农业、林业、水利',
  commerce: '商贸、海关、旅游',
  culture: '文化、广电、新闻出版',
  health: '卫生、体育',
  emergency: '市场监管、安全生产监管',
  audit: '财政、金融、审计',
  market: '市场监管、安全生产监管',
  statistics: '综合政务',
  medicare: '劳动、人事、监察',
  forest: '农业、林业、水利',
  petition: '综合政务',
  data: '综合政务',
  assets: '国民经济管理、国有资产监管',
  media: '文化、广电、新闻出版',
}

/** Short form of a department in document numbers. */
const NUMBER_WORDS: Readonly<Record<Field, string>> = {
  plan: '发改',
  education: '教',
  science: '科',
  industry: '工信',
  police: '公',
  civil: '民',
  justice: '司',
  finance: '财',
  labour: '人社',
  land: '自然资',
  ecology: '环',
  housing: '建',
  transport: '交',
  water: '水',
  farming: '农',
  commerce: '商',
  culture: '文旅',
  health: '卫',
  emergency: '应急',
  audit: '审',
  market: '市监',
  statistics: '统',
  medicare: '医保',
  forest: '林',
  petition: '信访',
  data: '数',
  assets: '国资',
  media: '广',
}

/** What a document is, without its text: interpretations name it too. */
export function identifyDocument(n: number, context: ArticleContext) {
  const shapes = SHAPES[context.channel.code] ?? NORMATIVE
  const { topics, subs, seed } = context
  const size = topics.length * shapes.length
  const index = walk(n % size, size, seed % size)
  const shape = at(shapes, Math.floor(index / topics.length))
  const topic = at(topics, index)
  const round = Math.floor(n / size)
  // The same subject returns for the next part of the place; parts differ within a round so that not all documents favour one.
  const sub = at(subs, round + index)
  const publishedAt = spreadTime(n, context.spread)
  const byOffice = context.site.kind === 'portal' && n % 2 === 0 && shape.genre !== '命令'
  const office = context.place.level === 1 ? '办公厅' : '办公室'
  const organ = byOffice ? `${context.organ}${office}` : context.organ
  const base = shape.name(topic, sub, context)
  const again = base.includes(sub) || round === 0 ? '' : `（适用${sub}）`
  const revised = round < subs.length ? '' : `（第 ${Math.floor(round / subs.length)} 次修订）`
  const title = (shape.genre === '命令' ? base : organ + base) + again + revised
  return { title, base, variant: again + revised, shape, topic, sub, organ, byOffice, publishedAt }
}

export function writeDocument(n: number, context: ArticleContext): Draft {
  const identity = identifyDocument(n, context)
  const { title, topic, sub, publishedAt, shape } = identity
  const dice = diceFor(context, n)
  const facts = factsOf(n, context, { ...identity, dice })
  const filling = fillingOf(context, dice, { sub, name: topic.name })
  const day = dayOf(Date.parse(`${facts.signedOn}T08:00:00+08:00`))
  const isEnacting = shape.instrument !== null
  const enacted = (shape.instrument ?? '').slice(-2)
  const story = { topic, filling, dice, facts, context, enacted }
  const head =
    shape.genre === '命令' ? '' : p(`${facts.addressees}：`) + p(opening({ shape, topic, base: identity.base }))
  const text = isEnacting ? regulation(story) : sections(story)
  const sign = signed(facts.issuingOrgan, chineseDay(day)) + p('（此件公开发布）')
  return {
    title,
    publishedAt,
    keywords: [topic.name, shape.genre, '政策文件'],
    document: facts,
    source: facts.issuingOrgan,
    summary: `${title.includes('《') ? '规定' : '明确'}${topic.name}的职责分工、办理要求和监督方式。${topic.rules[0]}`,
    body: isEnacting ? head + (head ? sign : '') + text + (head ? '' : sign) : head + text + sign,
  }
}

type Identity = ReturnType<typeof identifyDocument> & { dice: Random }

function factsOf(
  n: number,
  context: ArticleContext,
  { dice, publishedAt, topic, organ, byOffice, shape }: Identity,
): DocumentFacts {
  const published = dayOf(publishedAt)
  const earlier = addDays(published, -dice.int(1, 8))
  // A document counts in the year it was signed; keep number and date in one year.
  const signedDay: Day =
    earlier.year === published.year ? earlier : { ...published, month: 1, day: Math.min(published.day, 2) }
  // Not every document is public, so the public serials have gaps.
  const serial = ((context.years.get(published.year) ?? n) - n) * 2 + (context.seed % 11) + 1
  const effective = shape.instrument !== null ? firstOfNextMonth(addDays(signedDay, 10)) : signedDay
  const expires =
    shape.genre === '命令'
      ? null
      : shape.instrument !== null
        ? addDays({ ...effective, year: effective.year + 5 }, -1)
        : shape.genre === '意见'
          ? addDays({ ...effective, year: effective.year + 2 }, -1)
          : null
  const now = isoDay(dayOf(context.spread.now))
  const organisationCode = context.owner.uscc.slice(8, 17)
  return {
    documentNumber: numberOf(context, { byOffice, year: signedDay.year, serial, genre: shape.genre }),
    // The channel has its own block of serials, so that no two documents of one body share an index number.
    indexNumber: `${organisationCode}/${published.year}-${String((BLOCKS[context.channel.code] ?? 0) + serial).padStart(5, '0')}`,
    issuingOrgan: organ,
    genre: shape.genre,
    topicClass: TOPIC_CLASSES[topic.field],
    addressees: addresseesOf(context),
    signedOn: isoDay(signedDay),
    effectiveOn: isoDay(effective),
    expiresOn: expires && isoDay(expires),
    validity: validityOf(n, { now, effectiveOn: isoDay(effective), expiresOn: expires && isoDay(expires) }),
  }
}

const BLOCKS: Readonly<Record<string, number>> = { gz: 90_000, gfxwj: 0, qtwj: 30_000, zcwj: 60_000 }

function numberOf(
  context: ArticleContext,
  { byOffice, year, serial, genre }: { byOffice: boolean; year: number; serial: number; genre: string },
): string {
  if (genre === '命令') return `${context.area}人民政府令〔${year}〕${serial}号`
  const { place, site } = context
  const word = site.field === null ? '' : NUMBER_WORDS[site.field]
  const kind = context.channel.code === 'qtwj' ? '函' : '发'
  // Districts and counties of one stem do not exist, so two characters are enough.
  return `${place.shortName}${word}${byOffice ? '办' : ''}${kind}〔${year}〕${serial}号`
}

function validityOf(
  n: number,
  dates: { now: string; effectiveOn: string; expiresOn: string | null },
): DocumentFacts['validity'] {
  if (dates.effectiveOn > dates.now) return '尚未施行'
  if (dates.expiresOn !== null && dates.expiresOn < dates.now) return '失效'
  const isOld = dates.effectiveOn < `${Number(dates.now.slice(0, 4)) - 1}${dates.now.slice(4)}`
  if (isOld && n % 9 === 4) return '废止'
  return isOld && n % 7 === 3 ? '部分修改' : '现行有效'
}

function addresseesOf({ place, site }: ArticleContext): string {
  if (site.kind === 'department')
    return place.level === 1 ? '各市有关主管部门，机关各处室' : '各县（市、区）有关主管部门，机关各科室'
  if (place.level === 1) return '各市、县（市、区）人民政府，省政府各部门'
  if (place.level === 2) return '各县（市、区）人民政府，市政府各部门'
  return place.level === 3 ? '各乡镇人民政府、街道办事处，政府各部门' : '各村（居）民委员会，各站所'
}

function opening({ shape, topic, base }: { shape: Shape; topic: Topic; base: string }): string {
  const { genre } = shape
  if (shape.instrument !== null)
    return `${/《.*》/.exec(base)?.[0] ?? ''}已经集体研究通过，现印发给你们，请认真贯彻执行。`
  if (genre === '批复') return `你单位报送的${topic.name}实施方案收悉。经研究，原则同意，现就有关事项批复如下：`
  if (genre === '函') return `为做好${topic.name}工作，现就需要协助的事项函告如下，请予支持：`
  return `为做好${topic.name}工作，保障群众合法权益，根据有关法律法规，结合本地实际，现就有关事项${genre === '通报' ? '通报' : '明确'}如下：`
}

interface Story {
  topic: Topic
  filling: Filling
  dice: Random
  facts: DocumentFacts
  context: ArticleContext
  enacted: string
}

const ORDINALS = '一二三四五六七八九十'

function regulation({ topic, filling, dice, facts, context, enacted }: Story): string {
  let count = 0
  const article = (text: string): string => {
    count += 1
    return p(
      `<strong>第${count <= 10 ? ORDINALS.charAt(count - 1) : `十${ORDINALS.charAt(count - 11)}`}条</strong>　${text}`,
    )
  }
  const effective = dayOf(Date.parse(`${facts.effectiveOn}T08:00:00+08:00`))
  const duty = context.site.kind === 'department' ? context.organShort : bureau(topic.field, context)
  return [
    h2('第一章　总则'),
    article(`为了规范${topic.name}工作，维护群众合法权益，根据有关法律法规，结合本地实际，制定本${enacted}。`),
    article(`${context.area}行政区域内的${topic.name}及其监督管理，适用本${enacted}。`),
    article(`${duty}负责${topic.name}工作的组织实施和监督检查，其他有关单位按照职责做好相关工作。`),
    h2('第二章　办理要求'),
    article(fill(topic.rules[0], filling)),
    article(fill(topic.rules[1], filling)),
    article('受理申请的，应当一次告知所需材料，并按照下表规定的时限办理。'),
    table(
      ['环节', '时限', '责任单位'],
      [
        ['受理', '当场或者 1 个工作日', '服务窗口'],
        ['审核', `${dice.int(3, 10)} 个工作日`, duty],
        ['公示', '不少于 7 个工作日', '本单位网站和公开栏'],
      ],
    ),
    article(fill(topic.rules[2], filling)),
    h2('第三章　监督管理'),
    article(fill(topic.rules[3], filling)),
    article('工作人员在办理过程中推诿拖延、弄虚作假的，依照有关规定处理。'),
    h2('第四章　附则'),
    article(
      `本${enacted}自${chineseDay(effective)}起施行${facts.expiresOn === null ? '' : '，有效期五年'}。以往规定与本${enacted}不一致的，以本${enacted}为准。`,
    ),
  ].join('')
}

function sections({ topic, filling, dice, context }: Story): string {
  const duty = context.site.kind === 'department' ? context.organShort : bureau(topic.field, context)
  return [
    h2('一、总体要求'),
    p(
      `坚持从群众需要出发，先易后难、逐项落实，到${dayOf(context.spread.now).year + dice.int(1, 2)}年，${context.all}${topic.name}工作达到统一标准，办理结果可查可评。`,
    ),
    h2('二、主要任务'),
    ...topic.rules.map((rule, index) => p(`（${ORDINALS.charAt(index)}）${fill(rule, filling)}`)),
    h2('三、保障措施'),
    p(`${duty}牵头，每季度汇总进展并公布。所需经费按照现行渠道安排，不增加基层负担。`),
    p(`执行中遇到的问题，请及时向${context.place.level >= 3 ? parentName(context) : context.area}有关部门反映。`),
  ].join('')
}

function firstOfNextMonth({ year, month }: Day): Day {
  return month === 12 ? { year: year + 1, month: 1, day: 1 } : { year, month: month + 1, day: 1 }
}

const ANGLES = ['政策解读', '有关问题解答', '办理要点说明', '基层落实指引']

/** Explains one of the documents of the same site. */
export function writeInterpretation(n: number, context: ArticleContext): Draft {
  const documents = context.documents
  if (documents === null || documents.spread.count === 0) throw new RangeError('an interpretation needs a document')
  const interprets = n % documents.spread.count
  const document = identifyDocument(interprets, documents)
  const angle = at(ANGLES, Math.floor(n / documents.spread.count) + n)
  const round = Math.floor(n / (documents.spread.count * ANGLES.length))
  const dice = diceFor(context, n)
  const { topic } = document
  const filling = fillingOf(context, dice, { sub: document.sub, name: topic.name })
  // Interpretations follow the document within three working days.
  const publishedAt = Math.max(
    document.publishedAt,
    workedAt(document.publishedAt + dice.int(0, 3) * 86_400_000, context.spread.now),
  )
  const short = document.base
    .replace(/^关于(印发)?/, '')
    .replace(/的(通知|意见|规定)$/, '')
    .replace(/[《》]/g, '')
  return {
    title: `${short}${document.variant}：${angle}${round === 0 ? '' : `（${round + 1}）`}`,
    publishedAt,
    interprets,
    keywords: [topic.name, '政策解读'],
    summary: `围绕《${document.title}》的出台背景、主要内容和办理方法作出说明。`,
    body: [
      h2('为什么制定这个文件'),
      p(
        `《${document.title}》已经公布。近年来，群众对${topic.name}提出不少意见，主要集中在标准不一、材料偏多、进度难查几个方面。文件起草过程中，${context.organShort}走访了 ${dice.int(12, 60)} 个村（社区）和单位，收到建议 ${dice.int(60, 480)} 条。`,
      ),
      h2('主要有哪些规定'),
      ...topic.rules.slice(0, 3).map((rule, index) => p(`${ORDINALS.charAt(index)}是${fill(rule, filling)}`)),
      h2('群众关心的问题'),
      p(`<strong>问：</strong>办理时要注意什么？`),
      p(`<strong>答：</strong>${fill(topic.tip, filling)}`),
      p(`<strong>问：</strong>文件实施后有什么变化？`),
      p(`<strong>答：</strong>${fill(topic.facts[0], filling)}${fill(topic.facts[1], filling)}`),
    ].join(''),
  }
}
