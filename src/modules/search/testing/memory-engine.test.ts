import { createAnalyser } from '../text/segment.ts'
import { conformanceOf } from './engine-conformance.ts'
import { memoryEngine } from './memory-engine.ts'

conformanceOf('the engine in memory', async () => ({
  ...memoryEngine(createAnalyser()),
  close: () => Promise.resolve(),
}))
