import { workerData } from 'node:worker_threads'
import type { IndexPosition, SearchDoc, SearchRules } from '../../modules/search/port.ts'
import { createAnalyser } from '../../modules/search/text/segment.ts'
import { prepare, type Prepared } from './prepare.ts'
import { openFile, writeMeta } from './schema.ts'
import type { SharedIndex } from './shared.ts'
import { serve } from './thread.ts'
import { createWriter } from './write.ts'

/** Body of the thread that writes one file. */
const { shared, words, isBulk }: WriterData = workerData
export type WriterData = { shared: SharedIndex; words: readonly string[]; isBulk: boolean }

const db = openFile(shared.file, { readOnly: false })
// A file that is being built anew is thrown away when it is not finished: it need not survive anything.
if (isBulk) db.exec('PRAGMA synchronous = OFF; PRAGMA cache_size = -262144')
const writer = createWriter(db, shared, { isBulk })
const analyser = createAnalyser({ words })
const analyse = (doc: SearchDoc): Prepared => prepare(doc, analyser)

let isClosed = false
/** A little at a time: whoever wants to write waits for no more than that. */
function bringNear(below: number): void {
  if (isClosed || below === 0) return
  const next = writer.bringNear(below)
  setImmediate(() => bringNear(next))
}
if (!isBulk) setImmediate(() => bringNear(writer.slots))

serve({
  version: () => analyser.version,
  apply: ({ docs, gone }: { docs: readonly SearchDoc[]; gone: readonly string[] }) =>
    writer.apply({ docs: docs.map(analyse), gone }),
  add: (docs: readonly Prepared[]) => writer.apply({ docs, gone: [] }),
  note: (wish: { hidden: readonly string[]; pending: readonly string[]; position: IndexPosition }) => writer.note(wish),
  setRules: (rules: SearchRules) => writer.setRules(rules),
  finish: () => {
    writer.finish()
    writeMeta(db, 'analyser', analyser.version)
    db.exec('PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA synchronous = NORMAL')
  },
  close: () => {
    isClosed = true
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    db.close()
  },
})
