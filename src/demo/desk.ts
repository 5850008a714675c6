import type { Actor } from '../kernel/actor.ts'
import { system } from '../kernel/actor.ts'
import { type Engine, inView, inWork, type View, type Work } from '../kernel/work.ts'
import { ROLES } from '../modules/identity/index.ts'
import { channelByCode, siteByCode } from '../modules/sites/index.ts'
import { accounts, type DemoGrant } from './accounts.ts'
import { doneSteps, markStep } from './load-steps.ts'

/** What is remembered of a document between two acts on it. */
export type Paper = { id: string; version: number; itemId: string | null }

export type Desk = {
  /** Somebody acts, so many hours before the demonstration began. What was done in an earlier start is not done again. */
  act(login: string, hoursAgo: number, act: (work: Work) => Promise<Paper>): Promise<Paper>
  channel(siteCode: string, channelCode: string): Promise<string>
  /** An instant after the demonstration began. */
  inHours(hours: number): string
}

const HOUR_MS = 3_600_000

/** The desk of one story; its acts are counted, and each is remembered with its commit. */
export async function openDesk(engine: Engine, now: Date): Promise<(story: string) => Desk> {
  const people = await inView(engine, system('demonstration'), findPeople)
  const done = await doneSteps(engine.pool)
  return (story) => {
    let count = 0
    return {
      async act(login, hoursAgo, act) {
        const step = `work/${story}/${++count}` as const
        const known = done.get(step)?.paper
        if (known) return known
        const actor = people.get(login)
        if (!actor) throw new Error(`no account ${login}`)
        const then = { ...engine, clock: () => new Date(now.getTime() - hoursAgo * HOUR_MS) }
        return inWork(then, actor, async (work) => {
          const { id, version, itemId } = await act(work)
          const paper = { id, version, itemId }
          await markStep(work, step, { paper })
          return paper
        })
      },
      channel: (siteCode, channelCode) =>
        inView(engine, system('demonstration'), (view) => channelIn(view, siteCode, channelCode)),
      inHours: (hours) => new Date(now.getTime() + hours * HOUR_MS).toISOString(),
    }
  }
}

async function channelIn(view: View, siteCode: string, channelCode: string): Promise<string> {
  const site = await siteByCode(view, siteCode)
  const channel = site && (await channelByCode(view, site.id, channelCode))
  if (!channel) throw new Error(`no channel ${channelCode} on ${siteCode}`)
  return channel.id
}

/** The accounts of the demonstration as they would be after signing in. */
async function findPeople(view: View): Promise<Map<string, Actor>> {
  const rows = await view.db
    .selectFrom('identity.v_account')
    .select(['id', 'login', 'name', 'organisation_id'])
    .execute()
  const known = new Map(rows.map((row) => [row.login, row]))
  const people = new Map<string, Actor>()
  for (const { login, grants } of accounts()) {
    const row = known.get(login)
    if (!row) continue
    const held = await Promise.all(grants.map((grant) => permitsOf(view, grant)))
    people.set(login, {
      kind: 'person',
      id: row.id,
      name: row.name,
      organisationId: row.organisation_id,
      sessionId: null,
      address: null,
      grants: held.flat(),
    })
  }
  return people
}

async function permitsOf(view: View, { role, stage, scope }: DemoGrant) {
  // Only work on sites is done here; the administrators' rights hang on organisations.
  const site = scope.tree === 'site' ? await siteByCode(view, scope.code) : null
  return site ? ROLES[role].permissions.map((permission) => ({ permission, tree: 'site', path: site.path, stage })) : []
}
