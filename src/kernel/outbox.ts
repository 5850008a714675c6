import { sql } from 'kysely'
import type { Queued, Subscription } from './jobs.ts'
import { type Engine, inWork, type Ledger } from './work.ts'
import { system } from './actor.ts'

/** As many events as are claimed at once; a full batch means there may be more. */
export const OUTBOX_BATCH = 200

export const writeEvents: Ledger['events'] = (events) => ({
  text: 'INSERT INTO kernel.outbox (name, payload) SELECT * FROM unnest($1::text[], $2::jsonb[])',
  values: [events.map((event) => event.name), events.map((event) => JSON.stringify(event.payload))],
})

/**
 * Claim undispatched events and queue one job per subscriber, in one transaction. Says how many events were claimed.
 * Claimed by their own mark, never by "id greater than the last one I saw": ids are assigned before commit.
 */
export async function dispatchOutbox(engine: Engine, subscriptions: readonly Subscription[]): Promise<number> {
  return inWork(engine, system('outbox'), async (work) => {
    const claimed = await sql<{ name: string; payload: Record<string, unknown> }>`
      WITH next AS (
        SELECT id FROM kernel.outbox WHERE dispatched_at IS NULL ORDER BY id LIMIT ${OUTBOX_BATCH} FOR UPDATE SKIP LOCKED
      )
      UPDATE kernel.outbox o SET dispatched_at = ${work.now} FROM next WHERE o.id = next.id
      RETURNING o.name, o.payload
    `.execute(work.db)
    for (const { name, payload } of claimed.rows) {
      for (const subscription of subscriptions) {
        if (subscription.event === name) work.enqueue({ name: subscription.name, payload } satisfies Queued)
      }
    }
    return claimed.rows.length
  })
}

const KEPT_DAYS = 30

/** Dispatched events are kept a month for questions, then dropped. */
export async function pruneOutbox(engine: Engine): Promise<void> {
  await inWork(engine, system('outbox'), async (work) => {
    const edge = new Date(work.now.getTime() - KEPT_DAYS * 86_400_000)
    await work.db.deleteFrom('kernel.outbox').where('dispatched_at', '<', edge).execute()
  })
}
