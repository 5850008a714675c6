import { z } from 'zod'
import { system } from '../../kernel/actor.ts'
import { job, type JobHandler, on, type Recurring } from '../../kernel/jobs.ts'
import { inWork } from '../../kernel/work.ts'
import { channelArchived } from '../sites/events.ts'
import { rehomeDocuments } from './commands/rehome-documents.ts'
import { sweepPartialUploads } from './commands/sweep-partial-uploads.ts'

/** What other modules announce and content must follow. */
export const jobs = [
  on(channelArchived, 'content', async ({ channelId, moveDocumentsTo }, { engine }) => {
    let isMore = true
    while (isMore) {
      isMore = await inWork(engine, system('channel-closing'), (work) =>
        rehomeDocuments(work, { channelId, moveDocumentsTo }),
      )
    }
  }),
]

const SWEEP = 'content:sweep-partial-uploads'

/** Uploads that nobody went on with give their room back. */
export const ownJobs: readonly JobHandler[] = [
  job(SWEEP, z.object({}).loose(), async (_payload, { engine, blobs }) => {
    if (blobs) await sweepPartialUploads(engine, blobs.parts)
  }),
]
export const recurring: readonly Recurring[] = [{ job: SWEEP, cron: '23 * * * *' }]
