import { textOfHtml } from '../../kernel/html.ts'
import type { Fault } from '../../kernel/problem.ts'

export type Checked = { code: string; level: 'must' | 'should'; pointer: string; values: Record<string, unknown> }

type Text = {
  title: string
  summary: string
  body: string
  source: string
  files: readonly unknown[]
  visibleUntil: Date | null
}

const ID_NUMBER = /(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx](?!\d)/
const MOBILE = /(?<!\d)1[3-9]\d{9}(?!\d)/
const DOUBLED = /([，。；：！？、])\1/
const IMAGE = /<img\b[^>]*>/g
const ALT = /\balt="[^"]+"/

/** What must or should be mended before a text goes to review. `metadataFaults` come from the scheme of its kind. */
export function checkText(text: Text, metadataFaults: readonly Fault[], now: Date): Checked[] {
  const found: Checked[] = []
  const must = (code: string, pointer: string, values = {}) => found.push({ code, level: 'must', pointer, values })
  const should = (code: string, pointer: string, values = {}) => found.push({ code, level: 'should', pointer, values })
  const plain = plainOf(text.body)

  if (text.title.trim() === '') must('title-missing', '/title')
  if (plain === '' && !text.body.includes('<img') && text.files.length === 0) must('body-missing', '/body')
  if (text.source.trim() === '') must('source-missing', '/source')
  const bare = (text.body.match(IMAGE) ?? []).filter((tag) => !ALT.test(tag)).length
  if (bare > 0) must('image-alt', '/body', { count: bare })
  const idNumber = ID_NUMBER.exec(plain)
  if (idNumber) must('personal-id', '/body', { text: mask(idNumber[0]) })
  const mobile = MOBILE.exec(plain)
  if (mobile) should('personal-phone', '/body', { text: mask(mobile[0]) })
  const doubled = DOUBLED.exec(plain)
  if (doubled)
    should('double-punctuation', '/body', { text: plain.slice(Math.max(0, doubled.index - 4), doubled.index + 2) })
  for (const fault of metadataFaults) must('metadata', fault.pointer, { fault: fault.detail })
  if (text.summary.trim() === '') should('summary-missing', '/summary')
  if (text.visibleUntil && text.visibleUntil <= now) should('schedule-past', '/visibleUntil')
  return found
}

/** The last few texts without their tags: each is asked for again within moments, when it is released and answered. */
const plains = new Map<string, string>()
const MOST_KEPT = 32
const LONGEST_KEPT = 20_000

function plainOf(body: string): string {
  if (body.length > LONGEST_KEPT) return textOfHtml(body)
  const plain = plains.get(body) ?? textOfHtml(body)
  const [oldest] = plains.keys()
  if (plains.size >= MOST_KEPT && !plains.has(body) && oldest !== undefined) plains.delete(oldest)
  plains.set(body, plain)
  return plain
}

const mask = (number: string) => `${number.slice(0, 3)}…${number.slice(-2)}`
