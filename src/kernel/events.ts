import type { z } from 'zod'

export type Event = { name: string; payload: Record<string, unknown> }

export type EventType<S extends z.ZodType<Record<string, unknown>>> = ((payload: z.output<S>) => Event) & {
  eventName: string
  schema: S
}

/** What a module announces. The name carries its version: content.edition.published.v1. */
export function event<S extends z.ZodType<Record<string, unknown>>>(eventName: string, schema: S): EventType<S> {
  const make = (payload: z.output<S>): Event => ({ name: eventName, payload })
  return Object.assign(make, { eventName, schema })
}
