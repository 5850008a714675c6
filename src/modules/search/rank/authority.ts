/** Marks the name of a document that is cited: 《民法典》 in a text is the word "《民法典》". */
const QUOTED = /《([^《》\n]{2,40})》/g

/** A name as it is cited: without the state before it, what stands in brackets behind it, and the part of it that is meant. */
export function citedName(title: string): string {
  return title
    .replace(/[《》\s]/g, '')
    .replace(/第[0-9〇零一二三四五六七八九十百千]+[条章节款].*$/, '')
    .replace(/[([（][^()（）]*[)\]）]$/, '')
    .replace(/^中华人民共和国/, '')
}

/** The word under which citations of a document are counted. */
export const citationWord = (title: string): string => `《${citedName(title)}》`

/** Names that a text cites. */
export function citations(text: string): { word: string; start: number; end: number }[] {
  const found: { word: string; start: number; end: number }[] = []
  if (!text.includes('《')) return found
  for (const match of text.matchAll(QUOTED)) {
    const word = citationWord(match[1] ?? '')
    if (word.length > 3) found.push({ word, start: match.index, end: match.index + match[0].length })
  }
  return found
}

export type TextRank = 'law' | 'interpretation' | 'other'

/** A law stands above what explains it, and that above the rest, told by how such texts are named. */
export function textRank(title: string): TextRank {
  if (!/[法释最]/.test(title)) return 'other'
  const name = citedName(title)
  if (/^最高人民(?:法院|检察院)|解释$/.test(name)) return 'interpretation'
  return /(?:法|法典)$/.test(name) && !/(?:办法|方法|做法|看法|执法|司法|普法|立法|违法)$/.test(name) ? 'law' : 'other'
}
