import { plainQuery, type SearchQuery } from '../../src/modules/search/port.ts'
import { type Corpus, docOf, pick, randomOf } from './search-docs.ts'

const NOW = Date.UTC(2026, 10, 21)
const COMMON =
  '规定 管理 单位 部门 建设 工作 申请 登记 服务 安全 环境 教育 保险 土地 企业 监督 处罚 许可 资金 项目'.split(' ')

export const queryOf = (text: string, more: Partial<SearchQuery> = {}): SearchQuery =>
  plainQuery(text, NOW, { places: ['province', 'city-3', 'county-3'], ...more })

const words = new Intl.Segmenter('zh', { granularity: 'word' })
const wordsOf = (text: string): string[] =>
  [...words.segment(text)].flatMap(({ segment, isWordLike }) => (isWordLike && segment.length > 1 ? segment : []))

/** Some words that stand in one text, from two to four. */
function someWords(corpus: Corpus, random: () => number): string {
  const all = [...new Set(wordsOf(pick(corpus.paragraphs, random)))]
  const from = Math.floor(random() * Math.max(1, all.length - 4))
  return all.slice(from, from + 2 + Math.floor(random() * 3)).join(' ')
}

/** What is measured, as many queries of each as are asked for; the same every time. */
export function queriesOf(corpus: Corpus, items: number, count: number): Record<string, SearchQuery[]> {
  const random = randomOf(99)
  const many = (make: (n: number) => SearchQuery): SearchQuery[] => Array.from({ length: count }, (_, n) => make(n))
  const aTitle = () => pick(corpus.titles, random)
  const aPhrase = () => {
    const text = docOf(Math.floor(random() * items), corpus)
      .text.toString()
      .replace(/[\s"“”]/g, '，')
    const from = Math.floor(random() * (text.length - 20))
    return text.slice(from, from + 8)
  }
  const aNumber = (): string => {
    for (;;) {
      const [number] = docOf(Math.floor(random() * items), corpus).numbers
      if (number !== undefined) return number
    }
  }
  return {
    relevance: many((n) => queryOf(n % 2 === 0 ? someWords(corpus, random) : aTitle())),
    filterAndFacets: many((n) =>
      queryOf(n % 2 === 0 ? pick(COMMON, random) : `${pick(COMMON, random)} ${pick(COMMON, random)}`, {
        wantsFacets: true,
        filters:
          n % 3 === 0
            ? { place: ['city-3'] }
            : n % 3 === 1
              ? { kind: ['通知'], year: ['2024', '2025'] }
              : { theme: ['theme-7'] },
      }),
    ),
    newestFirst: many(() =>
      queryOf(`${pick(COMMON, random)} ${pick(COMMON, random)}`, { sort: 'date', wantsFacets: true }),
    ),
    phrase: many(() => queryOf(`"${aPhrase()}"`)),
    documentNumber: many(() => queryOf(aNumber().replace('〔', '[').replace('〕', ']'))),
    suggestion: many(() => queryOf(aTitle().slice(0, 1 + Math.floor(random() * 6)), { limit: 8 })),
  }
}
