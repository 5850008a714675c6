import type { Reason } from '../../../kernel/i18n.ts'
import { because } from '../reasons.ts'
import { detectDelimiter, UnreadableFile } from './detect-file.ts'
import type { Line } from './read-lines.ts'

export type CsvRecord = { line: number; cells: string[] }
export type CsvFault = { line: number; field: string; excerpt: string } & Reason

/** A quoted cell may run over many lines; longer than this and its quote was never meant to be one. */
const MOST_LINES = 20_000
const MOST_LENGTH = 16 * 1024 ** 2

/**
 * Lines → records by RFC 4180. A record at fault costs its first line only: reading goes on with the next one, so a stray
 * quote does not swallow what follows.
 */
export class CsvReader {
  #delimiter = ''
  #width = 0
  #waiting: Line[] = []
  #quotes = 0
  #length = 0
  heading: string[] | null = null

  /** Records and faults that are settled by these lines. `isEnd`: nothing follows. */
  read(lines: readonly Line[], isEnd = false): (CsvRecord | CsvFault)[] {
    const settled: (CsvRecord | CsvFault)[] = []
    const queue = [...lines].reverse()
    for (;;) {
      const line = queue.pop()
      if (!line) {
        if (!isEnd || this.#waiting.length === 0) return settled
        settled.push(this.#giveUp(queue, because('quotes-open')))
        continue
      }
      this.#take(line, queue, settled)
    }
  }

  #take(line: Line, queue: Line[], settled: (CsvRecord | CsvFault)[]): void {
    if (line.fault !== undefined && this.#waiting.length === 0) {
      settled.push({ line: line.number, field: 'line', ...line.fault, excerpt: excerptOf(line.text) })
      return
    }
    if (this.#waiting.length === 0 && line.text.trim() === '') return
    if (this.#delimiter === '') this.#delimiter = detectDelimiter(line.text)
    this.#waiting.push(line)
    this.#quotes += countQuotes(line.text)
    this.#length += line.text.length
    const isTooLong = this.#waiting.length > MOST_LINES || this.#length > MOST_LENGTH
    if (line.fault !== undefined || isTooLong) settled.push(this.#giveUp(queue, because('quotes-open')))
    else if (this.#quotes % 2 === 0 || this.#isWholeLine(line)) this.#settle(queue, settled)
  }

  /** Its odd quote stands inside a bare cell, as in 5" pipe, and opens nothing. */
  #isWholeLine(line: Line): boolean {
    return this.#waiting.length === 1 && splitCells(line.text, this.#delimiter) !== null
  }

  #settle(queue: Line[], settled: (CsvRecord | CsvFault)[]): void {
    const first = this.#waiting[0]
    const cells = splitCells(this.#waiting.map((line) => line.text).join('\n'), this.#delimiter)
    if (cells === null) settled.push(this.#giveUp(queue, because('quotes-place')))
    else if (this.heading === null) {
      this.heading = namesOf(cells)
      this.#width = cells.length
      this.#clear()
    } else if (cells.length !== this.#width) {
      settled.push(this.#giveUp(queue, because('columns', { count: cells.length, width: this.#width })))
    } else {
      settled.push({ line: first?.number ?? 0, cells })
      this.#clear()
    }
  }

  /** The first line is at fault; the others are read anew. */
  #giveUp(queue: Line[], reason: Reason): CsvFault {
    if (this.heading === null) throw new UnreadableFile(because('heading'))
    const [first, ...others] = this.#waiting
    for (const line of others.reverse()) queue.push(line)
    this.#clear()
    return { line: first?.number ?? 0, field: 'line', ...reason, excerpt: excerptOf(first?.text ?? '') }
  }

  #clear(): void {
    this.#waiting = []
    this.#quotes = 0
    this.#length = 0
  }
}

export const excerptOf = (text: string): string => text.slice(0, 200).replaceAll('\0', '')

function countQuotes(text: string): number {
  let count = 0
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) count++
  return count
}

/** Cells of one record, or null when quotes stand where they cannot. */
export function splitCells(text: string, delimiter: string): string[] | null {
  const cells: string[] = []
  let at = 0
  for (;;) {
    let end: number
    if (text[at] === '"') {
      const cell = quotedCell(text, at)
      if (!cell) return null
      cells.push(cell.text)
      end = cell.end
      if (end < text.length && text[end] !== delimiter) return null
    } else {
      end = text.indexOf(delimiter, at)
      if (end < 0) end = text.length
      const cell = text.slice(at, end)
      // A quote inside a bare cell is taken as written (5" pipe), a line break cannot be.
      if (cell.includes('\n')) return null
      cells.push(cell)
    }
    if (end >= text.length) return cells
    at = end + 1
  }
}

function quotedCell(text: string, start: number): { text: string; end: number } | null {
  let from = start + 1
  let cell = ''
  for (;;) {
    const quote = text.indexOf('"', from)
    if (quote < 0) return null
    cell += text.slice(from, quote)
    if (text[quote + 1] !== '"') return { text: cell, end: quote + 1 }
    cell += '"'
    from = quote + 2
  }
}

/** Every column has a name of its own. */
function namesOf(cells: readonly string[]): string[] {
  const seen = new Map<string, number>()
  return cells.map((cell, index) => {
    const name = cell.replaceAll(/[\u{feff}\s]+/gu, ' ').trim() || `列${index + 1}`
    const times = (seen.get(name) ?? 0) + 1
    seen.set(name, times)
    return times === 1 ? name : `${name}_${times}`
  })
}
