import { system } from '../../kernel/actor.ts'
import { z } from 'zod'
import { job, type JobContext, on, type Recurring } from '../../kernel/jobs.ts'
import { inWork } from '../../kernel/work.ts'
import { channelArchived, channelMoved } from '../sites/events.ts'
import { channelById } from '../sites/index.ts'
import { foldTally, isMoreToFold } from './commands/fold-tally.ts'
import { movePlacements } from './commands/move-placements.ts'

/** Follow the channel as it stands now, not as the event told: a later move may have come first. */
async function follow({ engine }: JobContext, channelId: string, targetId: string): Promise<void> {
  let isMore = true
  while (isMore) {
    isMore = await inWork(engine, system('channel-changes'), async (work) => {
      const target = await channelById(work, targetId)
      if (!target) return false
      return movePlacements(work, {
        channelId,
        to: { channelId: target.id, siteId: target.siteId, channelPath: target.path },
      })
    })
  }
}

const tidyTally = job('library:fold-tally', z.unknown(), async (_payload, { engine }) => {
  while (isMoreToFold(await inWork(engine, system('list-tally'), foldTally)));
})

/** Work of the library's own, and when it comes round. */
export const ownJobs = [tidyTally]
export const recurring: readonly Recurring[] = [{ job: tidyTally.name, cron: '*/5 * * * *' }]

export const jobs = [
  on(channelMoved, 'library', async ({ moved }, context) => {
    for (const { channelId } of moved) await follow(context, channelId, channelId)
  }),
  on(channelArchived, 'library', async ({ channelId, moveDocumentsTo }, context) => {
    if (moveDocumentsTo !== null) await follow(context, channelId, moveDocumentsTo)
  }),
]
