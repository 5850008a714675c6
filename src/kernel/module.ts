import type { Api } from './http.ts'
import type { JobHandler, Recurring, Subscription } from './jobs.ts'
import type { Labels } from './i18n.ts'

/** One forward step of a schema. Plain SQL; may hold several statements. */
export type Migration = { name: string; sql: string }

/** The manifest of a module, read once by src/modules.ts. */
export type Module = {
  name: string
  migrations: readonly Migration[]
  labels: Labels
  routes?: (api: Api) => void
  jobs?: readonly JobHandler[]
  subscriptions?: readonly Subscription[]
  recurring?: readonly Recurring[]
}
