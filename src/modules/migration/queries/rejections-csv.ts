import { Readable } from 'node:stream'
import type { Actor } from '../../../kernel/actor.ts'
import { CSV_MARK, csvRow } from '../../../kernel/csv.ts'
import type { Locale } from '../../../kernel/i18n.ts'
import { type Engine, inView } from '../../../kernel/work.ts'
import { rejectionsAfter } from './list-rejections.ts'

const PIECE = 2000
const heading = { 'zh-CN': ['行', '字段', '原因', '内容'], en: ['Line', 'Field', 'Reason', 'Content'] }

/** All rejections of a run as CSV, read piece by piece. */
export function rejectionsCsv(
  engine: Engine,
  actor: Actor,
  { runId, locale }: { runId: string; locale: Locale },
): Readable {
  async function* pieces() {
    yield CSV_MARK + csvRow(heading[locale])
    let after = { line: -1, field: '' }
    for (;;) {
      const rows = await inView(engine, actor, (view) => rejectionsAfter(view, runId, after, PIECE, locale))
      const last = rows.at(-1)
      if (!last) return
      yield rows.map((one) => csvRow([String(one.line), one.field, one.reason, one.excerpt])).join('')
      after = last
    }
  }
  return Readable.from(pieces())
}
