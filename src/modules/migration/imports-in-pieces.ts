import { createReadStream } from 'node:fs'
import type { z } from 'zod'
import { Problem } from '../../kernel/problem.ts'
import type { PartialKind } from '../content/index.ts'
import { FILE_LIMIT, type StoredFile } from './contract.ts'

/** Each may be as large as all the unfinished attachments of an account together. */
const MOST_UNFINISHED = 2

/** Files of older content: for no site until an import says so. */
export const importsInPieces: PartialKind = {
  name: 'import',
  root: '/api/partial-import-files',
  permission: 'import.run',
  mostBytes: FILE_LIMIT,
  mostUnfinished: MOST_UNFINISHED,
  async announce(_view, { length }) {
    if (length === 0) throw new Problem('import-file-missing', 422)
    if (length > FILE_LIMIT) throw new Problem('import-file-too-large', 413, { limit: `${FILE_LIMIT / 1024 ** 3} GB` })
    return null
  },
  ensureMayGoOn: async () => undefined,
  async takeIn(blobs, { name, path }) {
    const stored = await blobs.put(createReadStream(path), FILE_LIMIT)
    return async () => ({ ...stored, fileName: name }) satisfies z.input<typeof StoredFile>
  },
}
