import type { z } from 'zod'
import type { Engine } from './work.ts'
import type { EventType } from './events.ts'
import type { Log } from './log.ts'
import type { Blobs } from './blobs.ts'

/** A piece of queued work. `key` folds repeats of the same duty into one. */
export type Queued = { name: string; payload: Record<string, unknown>; key?: string; runAt?: Date }

export type JobContext = { engine: Engine; log: Log; signal: AbortSignal; blobs?: Blobs }

/** Delivery is at least once: every handler is idempotent and re-reads current state. */
export type JobHandler = { name: string; run(payload: unknown, context: JobContext): Promise<void> }

/** A handler of queued work: payload checked against its schema. */
export function job<S extends z.ZodType>(
  name: string,
  schema: S,
  run: (payload: z.output<S>, context: JobContext) => Promise<void>,
): JobHandler {
  return { name, run: (payload, context) => run(schema.parse(payload), context) }
}

export type Subscription = JobHandler & { event: string }

/** A handler of another module's event. Each subscriber gets a job of its own, so one failing reader blocks nobody. */
export function on<S extends z.ZodType<Record<string, unknown>>>(
  type: EventType<S>,
  subscriber: string,
  run: (payload: z.output<S>, context: JobContext) => Promise<void>,
): Subscription {
  return {
    name: `${subscriber} on ${type.eventName}`,
    event: type.eventName,
    run: (payload, context) => run(type.schema.parse(payload), context),
  }
}

/** Work that comes round by the clock, as a cron line in UTC. */
export type Recurring = { job: string; cron: string }
