import type { Engine } from '../kernel/work.ts'
import {
  createDocument,
  publishDocument,
  reprintItem,
  reviewDocument,
  saveDocument,
  submitDocument,
  withdrawDocument,
} from '../modules/content/index.ts'
import { type Desk, openDesk, type Paper } from './desk.ts'
import * as texts from './desk-texts.ts'
import type { DeskText } from './desk-texts.ts'

const PROVINCE = 'yunling'
const OFFICE = '云岭省人民政府办公厅'

/**
 * Documents in every state, written, reviewed and published by the accounts of the demonstration through the same commands
 * as anybody's, so that each role finds something waiting.
 */
export async function loadUnfinished(engine: Engine, now: Date): Promise<void> {
  const story = await openDesk(engine, now)
  await write(story('draft-1'), { text: texts.careCheck, channel: 'tzgg', hoursAgo: 5 })
  await write(story('draft-2'), { text: texts.reservoir, channel: 'ywdt', hoursAgo: 3 })
  await submitted(story('stage-1a'), { text: texts.buses, channel: 'ywdt', hoursAgo: 6, passed: 0 })
  await submitted(story('stage-1b'), { text: texts.vaccines, channel: 'tzgg', hoursAgo: 4, passed: 0 })
  await submitted(story('stage-2'), { text: texts.parking, channel: 'ywdt', hoursAgo: 26, passed: 1 })
  await submitted(story('stage-3'), { text: texts.archives, channel: 'tzgg', hoursAgo: 30, passed: 2 })
  await submitted(story('approved'), { text: texts.roads, channel: 'ywdt', hoursAgo: 28, passed: 3 })
  await returned(story('returned'))
  await scheduled(story('scheduled'))
  await withdrawn(story('withdrawn'))
  await replaced(story('repealed'))
  await reprinted(story('reprint'), await corrected(story('corrected')))
  await inCityAndVillage(story)
}

type Writing = {
  text: DeskText
  channel: string
  hoursAgo: number
  site?: string
  by?: string
  source?: string
  metadata?: Record<string, unknown>
}

async function write(
  desk: Desk,
  { text, channel, hoursAgo, site = PROVINCE, by = 'editor', source = OFFICE, metadata }: Writing,
): Promise<Paper> {
  const channelId = await desk.channel(site, channel)
  const body = { channelId, ...text, source, ...(metadata ? { metadata } : {}) }
  return desk.act(by, hoursAgo, (work) => createDocument(work, { params: {}, query: {}, body }))
}

type Reviewing = Writing & { passed: number }

/** Written, submitted an hour later, and passed by so many reviewers an hour each. */
async function submitted(desk: Desk, writing: Reviewing): Promise<Paper> {
  const draft = await write(desk, writing)
  return review(desk, draft, writing)
}

async function review(
  desk: Desk,
  draft: Paper,
  { hoursAgo, passed, by = 'editor' }: Pick<Reviewing, 'hoursAgo' | 'passed' | 'by'>,
): Promise<Paper> {
  let paper = await submit(desk, draft, { by, hoursAgo: hoursAgo - 1 })
  for (let stage = 1; stage <= passed; stage++) {
    const last = paper
    paper = await desk.act(`reviewer${stage}`, hoursAgo - 1 - stage, (work) =>
      reviewDocument(work, { ...named(last), body: { ...fresh(last), verdict: 'passed', reason: '' } }),
    )
  }
  return paper
}

const named = ({ id }: Paper) => ({ params: { id }, query: {} })
const fresh = ({ version }: Paper) => ({ expectedVersion: version })

const submit = (desk: Desk, paper: Paper, { by, hoursAgo }: { by: string; hoursAgo: number }) =>
  desk.act(by, hoursAgo, (work) => submitDocument(work, { ...named(paper), body: { ...fresh(paper), note: '' } }))

type Publishing = { hoursAgo: number; by?: string; visibleFrom?: string }

const publish = (desk: Desk, paper: Paper, { hoursAgo, by = 'publisher', ...schedule }: Publishing) =>
  desk.act(by, hoursAgo, (work) => publishDocument(work, { ...named(paper), body: { ...fresh(paper), ...schedule } }))

async function returned(desk: Desk): Promise<void> {
  const paper = await submitted(desk, { text: texts.heating, channel: 'tzgg', hoursAgo: 50, passed: 1 })
  const reason = '“由各市自行商有关单位调整工期”不明确，请写明牵头单位和截止日期；并请补写摘要。'
  await desk.act('reviewer2', 46, (work) =>
    reviewDocument(work, { ...named(paper), body: { ...fresh(paper), verdict: 'returned', reason } }),
  )
}

async function scheduled(desk: Desk): Promise<void> {
  const paper = await submitted(desk, { text: texts.mountain, channel: 'tzgg', hoursAgo: 31, passed: 3 })
  await publish(desk, paper, { hoursAgo: 2, visibleFrom: desk.inHours(20) })
}

async function withdrawn(desk: Desk): Promise<void> {
  const approved = await submitted(desk, { text: texts.wrongFigures, channel: 'ywdt', hoursAgo: 80, passed: 3 })
  const live = await publish(desk, approved, { hoursAgo: 74 })
  const note = '统计口径有误，核对后重新发布。'
  await desk.act('publisher', 52, (work) =>
    withdrawDocument(work, { ...named(live), body: { ...fresh(live), reason: 'error', note } }),
  )
}

const RULE = {
  issuer: '云岭省人民政府',
  genre: '通知',
  themeClass: ['市场监管、安全生产监管'],
  disclosureAttribute: '主动公开',
}

/** An old rule and the new one that takes its place. */
async function replaced(desk: Desk): Promise<void> {
  const old = await publishRule(desk, {
    text: texts.oldRule,
    hoursAgo: 24 * 40,
    number: 91,
    year: 2023,
    day: '2023-06-12',
  })
  const next = await publishRule(desk, {
    text: texts.newRule,
    hoursAgo: 24 * 6,
    number: 92,
    year: 2026,
    day: '2026-11-10',
  })
  const note = '由《云岭省人民政府关于小型餐饮登记和服务的规定》代替。'
  await desk.act('publisher', 24 * 5, (work) =>
    withdrawDocument(work, { ...named(old), body: { ...fresh(old), reason: 'repealed', note, successorId: next.id } }),
  )
}

type Rule = { text: DeskText; hoursAgo: number; number: number; year: number; day: string }

async function publishRule(desk: Desk, { text, hoursAgo, number, year, day }: Rule): Promise<Paper> {
  const metadata = {
    ...RULE,
    documentNumber: `云岭发〔${year}〕${number}号`,
    indexNumber: `000100001/${year}-9${number}`,
    formedOn: day,
    effectiveOn: day,
  }
  const paper = await submitted(desk, { text, channel: 'gfxwj', hoursAgo, passed: 3, source: RULE.issuer, metadata })
  return publish(desk, paper, { hoursAgo: hoursAgo - 6 })
}

/** Published, then corrected in a second edition that was reviewed like the first. */
async function corrected(desk: Desk): Promise<Paper> {
  const first = await submitted(desk, { text: texts.clinics, channel: 'ywdt', hoursAgo: 60, passed: 3 })
  const live = await publish(desk, first, { hoursAgo: 54 })
  const body = texts.clinics.body + texts.clinicsAdded
  const draft = await desk.act('editor', 30, (work) =>
    saveDocument(work, { ...named(live), body: { ...fresh(live), body } }),
  )
  const approved = await review(desk, draft, { hoursAgo: 30, passed: 3 })
  return publish(desk, approved, { hoursAgo: 24 })
}

/** The capital takes over the province's text, with its origin. */
async function reprinted(desk: Desk, original: Paper): Promise<void> {
  const { itemId } = original
  if (itemId === null) throw new Error('the corrected text was not released')
  const channelId = await desk.channel('jichuan', 'bmdt')
  const draft = await desk.act('manager', 20, (work) =>
    reprintItem(work, { params: {}, query: {}, body: { itemId, channelId } }),
  )
  const approved = await review(desk, draft, { hoursAgo: 20, passed: 1, by: 'manager' })
  await publish(desk, approved, { hoursAgo: 16, by: 'manager' })
}

async function inCityAndVillage(story: (name: string) => Desk): Promise<void> {
  const city = { site: 'jichuan', by: 'manager', source: '霁川市人民政府办公室' }
  await submitted(story('city'), { ...city, text: texts.cityNotice, channel: 'tzgg', hoursAgo: 8, passed: 0 })
  await submitted(story('city-approved'), { ...city, text: texts.cityHeating, channel: 'zcjd', hoursAgo: 9, passed: 1 })
  const village = { site: 'lt-taoxi-xiahe', by: 'village', source: '桃蹊镇下河村村民委员会', channel: 'tzgg' }
  await write(story('village-draft'), { ...village, text: texts.villageDraft, hoursAgo: 7 })
  const desk = story('village-live')
  const draft = await write(desk, { ...village, text: texts.villageNotice, hoursAgo: 10 })
  await publish(desk, draft, { hoursAgo: 9, by: 'village' })
}
