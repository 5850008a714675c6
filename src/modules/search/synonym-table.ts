import { CSV_MARK, csvRow } from '../../kernel/csv.ts'

/** One row of a table of synonyms. */
export type TableRow = { line: number; words: string[]; isOn: boolean; note: string; text: string }

const HEADING = ['词语', '状态', '备注']
const HEADINGS = new Set(['词语', '同义词', 'words', 'synonyms'])
const OFF = new Set(['停用', 'off', 'no', 'false', '0'])
const BETWEEN_WORDS = /[、，,;；|]/u

/** Groups as a table that spreadsheets open; the quote before what looks like a formula is taken away again by reading. */
export function writeTable(groups: readonly { words: readonly string[]; isOn: boolean; note: string }[]): string {
  const rows = groups.map(({ words, isOn, note }) => [words.join('、'), isOn ? '启用' : '停用', note])
  return CSV_MARK + [HEADING, ...rows].map(csvRow).join('')
}

/** With a heading: words, state, note. Without one, every cell of a row is a word. Empty rows are passed over. */
export function readTable(text: string): TableRow[] {
  const records = recordsOf(text.replace(/^\uFEFF/, ''))
  const [first] = records
  const hasHeading = HEADINGS.has((first?.cells[0] ?? '').trim().toLowerCase())
  return records
    .slice(hasHeading ? 1 : 0)
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
    .map(({ line, cells }) => {
      const plain = cells.map((cell) => cell.trim().replace(/^'(?=[=+\-@])/, ''))
      const [words = '', state = '', note = ''] = plain
      const listed = hasHeading ? words.split(BETWEEN_WORDS) : plain.flatMap((cell) => cell.split(BETWEEN_WORDS))
      return {
        line,
        words: listed,
        isOn: !hasHeading || !OFF.has(state.toLowerCase()),
        note: hasHeading ? note : '',
        text: cells.join(',').slice(0, 200),
      }
    })
}

type CsvRow = { line: number; cells: string[] }

/** RFC 4180; the separator is a comma, or a tab where the first line holds one. A quote left open ends with its line. */
function recordsOf(text: string): CsvRow[] {
  const separator = /^[^\r\n]*\t/.test(text) ? '\t' : ','
  const lines = text.split(/\r\n|\n|\r/)
  const rows: CsvRow[] = []
  for (let at = 0; at < lines.length; at++) {
    const line = at + 1
    let row = lines[at] ?? ''
    let end = at
    while (isOpen(row) && end + 1 < lines.length && end - at < 20) row += `\n${lines[++end] ?? ''}`
    if (isOpen(row)) row = lines[at] ?? ''
    else at = end
    rows.push({ line, cells: cellsOf(row, separator) })
  }
  return rows
}

const isOpen = (row: string): boolean => (row.match(/"/g)?.length ?? 0) % 2 === 1

function cellsOf(row: string, separator: string): string[] {
  const cells: string[] = []
  let cell = ''
  let isQuoted = false
  for (let at = 0; at < row.length; at++) {
    const sign = row[at] ?? ''
    if (sign === '"' && isQuoted && row[at + 1] === '"') {
      cell += sign
      at++
    } else if (sign === '"' && (isQuoted || cell === '')) isQuoted = !isQuoted
    else if (sign === separator && !isQuoted) {
      cells.push(cell)
      cell = ''
    } else cell += sign
  }
  return [...cells, cell]
}
