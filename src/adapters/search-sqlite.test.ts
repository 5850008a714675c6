import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { conformanceOf } from '../modules/search/testing/engine-conformance.ts'
import { openReaders, openSearchIndex } from './search-sqlite.ts'

conformanceOf('the embedded engine', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'yiwang-search-'))
  const index = await openSearchIndex(folder)
  const reader = await openReaders(index, { readers: 2, timeLimitMs: 20_000 })
  return {
    index,
    reader,
    async close() {
      await reader.close()
      await index.close()
      rmSync(folder, { recursive: true })
    },
  }
})
