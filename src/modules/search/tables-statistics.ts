import type { Generated } from 'kysely'

declare module '../../kernel/tables.ts' {
  interface Tables {
    /** Searches of a day: what was asked ('' stands for everything that is not named), where, how often, with what success. */
    'search.query_day': {
      day: string
      words: string
      place: string
      searches: Generated<number>
      zero: Generated<number>
      clicks: Generated<number>
      position_sum: Generated<number>
    }
    /** Which place in the list was opened, how often. */
    'search.click_day': { day: string; words: string; place: string; position: number; clicks: Generated<number> }
    /** Words that are not named yet, as a short mark that many words share. */
    'search.query_waiting': { mark: number; days: Generated<number>; last_day: string }
    'search.statistics_secret': { is_only: Generated<boolean>; secret: string }
  }
}
