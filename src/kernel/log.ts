import { pino } from 'pino'

/** Structured log on standard error, so that standard output stays free for answers of commands. */
export type Log = {
  info(fields: object, text: string): void
  warn(fields: object, text: string): void
  error(fields: object, text: string): void
  debug(fields: object, text: string): void
}

export const createLog = (level: string) => pino({ level }, pino.destination({ dest: 2, sync: false }))
