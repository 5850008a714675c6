import { z } from 'zod'
import { event } from '../../kernel/events.ts'

export const schemeAdded = event(
  'vocabulary.scheme.added.v1',
  z.object({ kind: z.string(), overlay: z.string(), version: z.int() }),
)

export const codeChanged = event(
  'vocabulary.code.changed.v1',
  z.object({ list: z.string(), overlay: z.string(), code: z.string() }),
)
