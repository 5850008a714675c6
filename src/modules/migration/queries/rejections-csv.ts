import { Readable } from 'node:stream'
import type { Actor } from '../../../kernel/actor.ts'
import { type Engine, inView } from '../../../kernel/work.ts'
import { rejectionsAfter } from './list-rejections.ts'

const PIECE = 2000

/** All rejections of a run as CSV, read piece by piece. */
export function rejectionsCsv(engine: Engine, actor: Actor, runId: string): Readable {
  async function* pieces() {
    // The mark at the start tells spreadsheet programs that it is UTF-8.
    yield `\u{feff}${row(['行', '字段', '原因', '内容'])}`
    let after = { line: -1, field: '' }
    for (;;) {
      const rows = await inView(engine, actor, (view) => rejectionsAfter(view, runId, after, PIECE))
      const last = rows.at(-1)
      if (!last) return
      yield rows.map((one) => row([String(one.line), one.field, one.reason, one.excerpt])).join('')
      after = last
    }
  }
  return Readable.from(pieces())
}

const row = (cells: readonly string[]): string => `${cells.map(cell).join(',')}\r\n`

/** A cell that begins like a formula is shown as text, not computed. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
