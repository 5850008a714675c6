import { system } from '../../kernel/actor.ts'
import { on } from '../../kernel/jobs.ts'
import { inWork } from '../../kernel/work.ts'
import { channelArchived } from '../sites/events.ts'
import { rehomeDocuments } from './commands/rehome-documents.ts'

/** What other modules announce and content must follow. */
export const jobs = [
  on(channelArchived, 'content', async ({ channelId, moveDocumentsTo }, { engine }) => {
    let isMore = true
    while (isMore) {
      isMore = await inWork(engine, system('栏目归档'), (work) => rehomeDocuments(work, { channelId, moveDocumentsTo }))
    }
  }),
]
