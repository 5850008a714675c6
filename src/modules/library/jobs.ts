import { system } from '../../kernel/actor.ts'
import { type JobContext, on } from '../../kernel/jobs.ts'
import { inWork } from '../../kernel/work.ts'
import { channelArchived, channelMoved } from '../sites/events.ts'
import { channelById } from '../sites/index.ts'
import { movePlacements } from './commands/move-placements.ts'

/** Follow the channel as it stands now, not as the event told: a later move may have come first. */
async function follow({ engine }: JobContext, channelId: string, targetId: string): Promise<void> {
  let isMore = true
  while (isMore) {
    isMore = await inWork(engine, system('栏目调整'), async (work) => {
      const target = await channelById(work, targetId)
      if (!target) return false
      return movePlacements(work, {
        channelId,
        to: { channelId: target.id, siteId: target.siteId, channelPath: target.path },
      })
    })
  }
}

export const jobs = [
  on(channelMoved, 'library', async ({ moved }, context) => {
    for (const { channelId } of moved) await follow(context, channelId, channelId)
  }),
  on(channelArchived, 'library', async ({ channelId, moveDocumentsTo }, context) => {
    if (moveDocumentsTo !== null) await follow(context, channelId, moveDocumentsTo)
  }),
]
