import { plainQuery, type SearchDoc, type SearchQuery } from '../port.ts'

export const NOW = Date.UTC(2026, 10, 20, 9)
export const DAY = 86_400_000

/** A document as the feed would make it; a test states only what matters to it. */
export function aDoc(id: string, wish: Partial<SearchDoc> = {}): SearchDoc {
  const at = wish.at ?? NOW - DAY
  return {
    id,
    source: id,
    title: `关于${id}的通知`,
    aliases: [],
    keywords: [],
    numbers: [],
    text: '各县市区人民政府，省直各部门：现将有关事项通知如下，请认真贯彻执行。',
    facets: {},
    at,
    visibleFrom: at,
    visibleUntil: null,
    level: 2,
    halfLifeDays: 365,
    isRepealed: false,
    isService: false,
    card: { type: 'item', siteId: 'site-1', path: `/${id}.html`, kind: 'notice' },
    ...wish,
  }
}

export const aQuery = (text: string, wish: Partial<SearchQuery> = {}): SearchQuery =>
  plainQuery(text, NOW, { limit: 20, ...wish })

export const aPosition = (clock: number) => ({ identity: 'test', snapshot: { xmin: 10, xmax: 10, xip: [] }, clock })

export const plain = (pieces: readonly { text: string }[]): string => pieces.map(({ text }) => text).join('')
export const marked = (pieces: readonly { text: string; isHit: boolean }[]): string[] =>
  pieces.flatMap(({ text, isHit }) => (isHit ? text : []))

/** What somebody may type. */
export const hostile = [
  '',
  ' ',
  '"',
  '"""',
  '“',
  '-',
  '--',
  '-"',
  '*',
  '(',
  ')',
  'AND',
  'OR NOT',
  'NEAR(a b)',
  'title:a',
  '^a',
  'a*',
  '{a b}: c',
  "'; DROP TABLE doc; --",
  '1=1',
  '的',
  '的 了 吗',
  '请问 怎么办',
  '一',
  'a',
  '\u0000',
  '\u0001\u0002',
  '\u202e',
  '\ud83d',
  '😀',
  '👨‍👩‍👧‍👦',
  '𠮷',
  '%',
  '_',
  '\\',
  '\n\n',
  '０１２',
  '<script>',
  '公'.repeat(10_000),
  `"${'公积金'.repeat(400)}`,
  'a b '.repeat(3_000),
  ...Array.from({ length: 20 }, (_, n) => String.fromCharCode(0x2000 + n * 37).repeat(n)),
]
