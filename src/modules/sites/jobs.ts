import { sql } from 'kysely'
import { system } from '../../kernel/actor.ts'
import { on, type Subscription } from '../../kernel/jobs.ts'
import { inWork } from '../../kernel/work.ts'
import { organisationMoved } from '../organisations/events.ts'

const follower = system('site-owners')

/** Sites carry the place of their owner; when an organisation moves, they follow. Re-reads, so late or double events do no harm. */
export const sitesSubscriptions: readonly Subscription[] = [
  on(organisationMoved, 'sites', async (_, { engine }) => {
    await inWork(engine, follower, async (work) => {
      await sql`UPDATE sites.site s SET owner_path = o.path FROM organisations.v_directory o
        WHERE o.id = s.owner_id AND s.owner_path <> o.path`.execute(work.db)
    })
  }),
]
