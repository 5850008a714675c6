import type { ColumnType, Generated } from 'kysely'

/** An instant column: Date out, Date or ISO text in. */
export type At = ColumnType<Date, Date | string, Date | string>
export type AtOrNull = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
/** A calendar date, always text YYYY-MM-DD (the driver is told not to make Dates of them). */
export type DayOrNull = ColumnType<string | null, string | null | undefined, string | null>
/** A jsonb column: written as JSON text, read as the parsed value. */
export type Json<T> = ColumnType<T, string, string>

/** Column types of every table, by schema-qualified name; each module adds its own in its tables.ts. */
export interface Tables {
  'kernel.outbox': {
    id: Generated<string>
    name: string
    payload: Json<Record<string, unknown>>
    created_at: Generated<Date>
    dispatched_at: AtOrNull
  }
  'kernel.migration': { name: string; applied_at: Generated<Date> }
}
