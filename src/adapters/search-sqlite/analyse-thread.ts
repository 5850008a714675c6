import { workerData } from 'node:worker_threads'
import type { SearchDoc } from '../../modules/search/port.ts'
import { createAnalyser } from '../../modules/search/text/segment.ts'
import { prepare } from './prepare.ts'
import { serve } from './thread.ts'

/** Body of a thread that makes words of texts while an index is built anew. */
const { words }: { words: readonly string[] } = workerData
const analyser = createAnalyser({ words })

serve({ prepare: (docs: readonly SearchDoc[]) => docs.map((doc) => prepare(doc, analyser)) })
