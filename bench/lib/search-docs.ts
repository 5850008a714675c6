import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { SearchDoc } from '../../src/modules/search/port.ts'

/** Real texts where they are at hand; without them sentences are put together from the words of a province. */
const LAWS = path.join(import.meta.dirname, '../../../shared/data/laws/laws.jsonl.gz')
const PARAGRAPHS_PER_TEXT = 9
const SITES = 3_000
const CITIES = 16
const COUNTIES = 130
const DAY = 86_400_000
const LAST = Date.UTC(2026, 10, 20)
const KINDS = ['通知', '公告', '办法', '意见', '批复', '通报', '方案', '解读']
const OFFICES = ['政发', '政办发', '人社发', '民发', '教发', '财发', '建发', '医保发']
const CITY_NAMES = '云岭临江青川安平永宁长河新安松原清溪白石南桥东湖西山金沙石门龙泉'

export type Corpus = {
  source: 'laws' | 'words'
  titles: readonly string[]
  paragraphs: readonly string[]
}

export function readCorpus(): Corpus {
  if (!existsSync(LAWS)) return { source: 'words', titles: madeTitles(), paragraphs: madeParagraphs() }
  const laws: { title: string; body: string }[] = gunzipSync(readFileSync(LAWS))
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  const paragraphs = laws.flatMap(({ body }) =>
    body.split('\n').filter((part) => part.length >= 40 && part.length < 400),
  )
  return { source: 'laws', titles: laws.map(({ title }) => title), paragraphs }
}

const WORDS = (
  '住房公积金 提取 养老保险 医疗保险 缴费 参保 登记 申请 材料 窗口 办理 时限 学校 招生 入学 学区 供暖 供水 燃气 公交 道路 施工 ' +
  '绿化 垃圾分类 环境保护 排污 许可 企业 营业执照 注销 税收 减免 补贴 就业 创业 培训 失业 工伤 生育 婚姻 户籍 身份证 居住证 落户 ' +
  '低保 救助 残疾人 老年人 儿童 疫苗 接种 医院 诊所 药品 食品安全 抽检 消防 地震 防汛 抗旱 农业 种粮 农机 土地 承包 宅基地 征收 ' +
  '规划 公示 招标 采购 预算 决算 审计 督查 通报 村务 公开 财务 选举 人事 任免 招聘 考试 成绩 资格 复审 名单 公布 征求意见 反馈 解读'
).split(' ')

function madeTitles(): string[] {
  const random = randomOf(7)
  return Array.from({ length: 4_000 }, () => pick(WORDS, random) + pick(WORDS, random) + pick(WORDS, random))
}

function madeParagraphs(): string[] {
  const random = randomOf(11)
  return Array.from({ length: 60_000 }, () => {
    const words = Array.from({ length: 40 }, () => pick(WORDS, random))
    return `${words.slice(0, 14).join('')}，${words.slice(14, 28).join('')}；${words.slice(28).join('')}。`
  })
}

/** The same numbers every time. */
export function randomOf(seed: number): () => number {
  let state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let value = Math.imul(state ^ (state >>> 15), state | 1)
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61)
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296
  }
}

export const pick = <T>(list: readonly T[], random: () => number): T => {
  const one = list[Math.floor(random() * list.length)]
  if (one === undefined) throw new Error('nothing to pick from')
  return one
}

/** About 1.7 KB each; the n-th is the same every time. */
export function docOf(n: number, corpus: Corpus): SearchDoc {
  const random = randomOf(n + 1)
  const site = Math.floor(random() ** 2 * SITES)
  const county = site % COUNTIES
  const city = county % CITIES
  const at = LAST - Math.floor(random() * 3_650) * DAY - Math.floor(random() * DAY)
  const year = new Date(at).getUTCFullYear()
  const kind = pick(KINDS, random)
  const place = CITY_NAMES.slice(city * 2, city * 2 + 2)
  const number = `${place}${pick(OFFICES, random)}〔${year}〕${1 + (n % 997)}号`
  const paragraphs = Array.from({ length: PARAGRAPHS_PER_TEXT }, () => pick(corpus.paragraphs, random))
  return {
    id: `item:${n}`,
    source: `item:${n}`,
    title: `${place}市关于${pick(corpus.titles, random)}第${n}号${kind}`,
    aliases: [],
    keywords: [pick(corpus.titles, random).slice(0, 6)],
    numbers: random() < 0.3 ? [number] : [],
    text: paragraphs.join('\n').slice(0, 600),
    facets: {
      site: [`site-${site}`],
      place: ['province', `city-${city}`, `county-${county}`],
      body: ['government', `body-${site % 400}`],
      kind: [kind],
      theme: [`theme-${Math.floor(random() * 20)}`],
      year: [String(year)],
      validity: [random() < 0.05 ? 'repealed' : 'valid'],
    },
    at,
    visibleFrom: at,
    visibleUntil: null,
    level: site === 0 ? 4 : site < 20 ? 3 : site < 160 ? 2 : site < 1_000 ? 1 : 0,
    halfLifeDays: kind === '办法' ? null : 365,
    isRepealed: false,
    isService: false,
    card: { type: 'item', itemId: String(n), siteId: `site-${site}`, path: `/${n}.html`, kind },
  }
}
