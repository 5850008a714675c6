import { sql } from 'kysely'
import { z } from 'zod'
import { system } from '../../kernel/actor.ts'
import { job, type JobContext, type JobHandler, on, type Recurring, type Subscription } from '../../kernel/jobs.ts'
import { inWork } from '../../kernel/work.ts'
import { organisationMoved, organisationRenamed } from '../organisations/events.ts'
import { siteChanged, siteMoved } from '../sites/events.ts'

const KEPT_DAYS = 30
const sweeper = system('sign-in-sweep')

/** Sessions long over are of no use to anybody; what happened in them stands in the audit trail. */
export const jobs: readonly JobHandler[] = [
  job('identity:sweep-sessions', z.object({}).loose(), async (_payload, { engine }) => {
    await inWork(engine, sweeper, async (work) => {
      const before = new Date(work.now.getTime() - KEPT_DAYS * 86_400_000)
      await work.db.deleteFrom('identity.session').where('expires_at', '<', before).execute()
    })
  }),
]
export const recurring: readonly Recurring[] = [{ job: 'identity:sweep-sessions', cron: '17 19 * * *' }]

const follower = system('rights-follower')

/** Grants carry the place they hang on; when a place moves or takes another name, they follow. */
export const subscriptions: readonly Subscription[] = [
  on(organisationMoved, 'identity: grants follow', async (_payload, context) => {
    await followOrganisations(context)
    await followSites(context)
  }),
  on(organisationRenamed, 'identity: grants take the new name', (_payload, context) => followOrganisations(context)),
  on(siteMoved, 'identity: grants follow', (_payload, context) => followSites(context)),
  on(siteChanged, 'identity: grants follow the site', (_payload, context) => followSites(context)),
]

async function followOrganisations({ engine }: JobContext): Promise<void> {
  await inWork(engine, follower, async (work) => {
    await sql`
      UPDATE identity.grant g SET scope_path = o.path, wall_path = o.path, scope_name = o.name
      FROM organisations.v_directory o
      WHERE g.tree = 'organisation' AND o.id = g.scope_id AND g.revoked_at IS NULL
        AND (g.scope_path, g.wall_path, g.scope_name) IS DISTINCT FROM (o.path, o.path, o.name)`.execute(work.db)
  })
}

/** The owner's own place is read, since the site may not have followed it yet. */
async function followSites({ engine }: JobContext): Promise<void> {
  await inWork(engine, follower, async (work) => {
    await sql`
      UPDATE identity.grant g SET scope_path = s.path, wall_path = o.path, scope_name = s.name
      FROM sites.v_site s JOIN organisations.v_directory o ON o.id = s.owner_id
      WHERE g.tree = 'site' AND s.id = g.scope_id AND g.revoked_at IS NULL
        AND (g.scope_path, g.wall_path, g.scope_name) IS DISTINCT FROM (s.path, o.path, s.name)`.execute(work.db)
  })
}
