import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseQuery } from '../text/query.ts'
import { createAnalyser } from '../text/segment.ts'
import { citationWord, textRank } from './authority.ts'
import { type Candidate, FIELD_COUNT, FIELDS, type RankContext } from './candidate.ts'
import { areCopies, fingerprint } from './fingerprint.ts'
import { createRanker } from './score.ts'

const analyser = createAnalyser()
const NOW = Date.UTC(2024, 5, 1)
const context: RankContext = {
  documents: 1_000,
  averageLengths: [8, 3, 1, 100],
  frequency: () => 20,
  places: ['130000', '130100'],
  now: NOW,
}

type Text = Partial<Record<(typeof FIELDS)[number], string>>

function scoreOf(asked: string, text: Text, more: Partial<Candidate> = {}) {
  const query = parseQuery(asked, analyser)
  const fields = FIELDS.map((field) => analyser.words(text[field] ?? ''))
  const counts = new Uint16Array(query.terms.length * FIELD_COUNT)
  for (const [index, { word }] of query.terms.entries()) {
    fields.forEach((words, field) => (counts[index * FIELD_COUNT + field] = words.filter((one) => one === word).length))
  }
  const candidate: Candidate = {
    counts,
    lengths: Uint32Array.from(fields, (words) => words.length),
    title: text.title ?? '',
    at: NOW,
    level: 0,
    halfLifeDays: null,
    isRepealed: false,
    isService: false,
    ...more,
  }
  return createRanker(query, context).score(candidate, { wantsReasons: true, isSecond: true })
}

describe('a result stands before another', () => {
  const before = (
    name: string,
    asked: string,
    first: [Text, Partial<Candidate>?],
    second: [Text, Partial<Candidate>?],
  ): void => void it(name, () => assert.ok(scoreOf(asked, ...first).score > scoreOf(asked, ...second).score))
  const body = '缴存职工可以提取住房公积金'

  before('with the words in the title', '公积金提取', [{ title: '公积金提取', body }], [{ title: '通知', body }])
  before('with all of the words', '公积金提取', [{ body }], [{ body: '公积金公积金公积金公积金' }])
  before(
    'with the number that was asked for',
    '国办发〔2019〕19号',
    [{ numbers: '国办发〔2019〕19号' }, { numbers: ['国办发[2019]19号'] }],
    [{ body: '见国办发〔2019〕19号' }],
  )
  before(
    'with the parts of a word in its title before a law that mentions the word',
    '停水通知',
    [{ title: '自来水管道停水检修通知', body: '明天上午停水' }],
    [{ title: '城市供水条例', body: '未履行停水通知义务的' }],
  )
  before(
    'that is the office, when its telephone is wanted',
    '民政局电话',
    [{ title: '鹿汀市民政局', body: '电话 0000-555-0101' }, { sort: 'named' }],
    [{ title: '鹿汀市民政局关于公布投诉电话的通知', body: '民政局投诉电话如下' }],
  )
  before('in force', '公积金', [{ body }], [{ body }, { isRepealed: true }])
  before('newer, where it ages', '公积金', [{ body }, { halfLifeDays: 100 }], [{ body }, { halfLifeDays: 100, at: 0 }])
  before('nearer', '公积金', [{ body }, { documentPlaces: ['130100'] }], [{ body }, { documentPlaces: ['110000'] }])
  before('of a higher level', '公积金', [{ body }, { level: 4 }], [{ body }, { level: 1 }])
  before('to do, when asked how', '公积金怎么办理', [{ body }, { isService: true }], [{ body }])

  before(
    'a rule, when asked how, before news that says the same',
    '医保异地就医怎么报销',
    [{ body: '医保异地就医报销' }, { halfLifeDays: null, at: 0 }],
    [{ body: '医保异地就医报销' }, { halfLifeDays: 180 }],
  )
  before(
    'that is newer, whatever it is, when not asked how',
    '医保异地就医报销政策解读',
    [{ body: '医保异地就医报销' }, { halfLifeDays: 180 }],
    [{ body: '医保异地就医报销' }, { halfLifeDays: 180, at: 0 }],
  )

  it('and says why', () => {
    const { score, reasons } = scoreOf('公积金提取', { title: '公积金提取', body }, { isRepealed: true })
    assert.ok(Math.abs((reasons ?? []).reduce((all, { factor }) => all * factor, 1) - score) < 1e-9)
    assert.ok(reasons?.some(({ what }) => what === 'repealed'))
  })

  it('and is always a number', () => {
    for (const text of ['', '😀', '"', '的']) assert.ok(Number.isFinite(scoreOf(text, { body }).score))
  })
})

describe('what a text is', () => {
  it('is told by its name', () => {
    assert.equal(textRank('中华人民共和国民法典第十条'), 'law')
    assert.equal(textRank('最高人民法院关于适用《民法典》有关担保制度的解释'), 'interpretation')
    assert.equal(textRank('河北省住房公积金管理办法'), 'other')
    assert.equal(citationWord('中华人民共和国刑法（2020修正）'), '《刑法》')
  })
})

describe('copies', () => {
  const text =
    '为贯彻落实国务院关于深化放管服改革优化营商环境的决策部署，现就进一步做好住房公积金提取工作通知如下，请认真组织实施。'.repeat(
      3,
    )
  const print = (given: string) => fingerprint(analyser.words(given))

  it('are known, and texts of their own too', () => {
    const [one, same, other] = [
      print(text),
      print(`${text}\n`),
      print('高温天气里户外作业的劳动者应当按照规定领取防暑降温费。'.repeat(3)),
    ]
    assert.ok(one && same && other)
    assert.ok(areCopies(one, same))
    assert.ok(!areCopies(one, other))
    assert.equal(print('短'), null)
  })
})
