import { z } from 'zod'
import { event } from '../../kernel/events.ts'

const OfBatch = z.object({ batchId: z.uuid(), siteId: z.uuid() })

/** Everything in it takes effect at this instant, which may lie ahead. */
export const batchReleased = event('content.batch.released.v1', OfBatch.extend({ effectiveAt: z.string() }))
/** What was to take effect does not. */
export const batchCancelled = event('content.batch.cancelled.v1', OfBatch)
export const batchUndone = event('content.batch.undone.v1', OfBatch)
