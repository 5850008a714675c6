import type { App } from '../app.ts'
import type { Actor } from '../kernel/actor.ts'
import { inView } from '../kernel/work.ts'
import { countAccounts } from '../modules/identity/index.ts'
import { doneSteps } from './load-steps.ts'
import { type Loaded, loadProvince } from './load.ts'

type Wish = { items: number; actor: Actor; say: (line: string) => void }

/** The province in an empty database, or one that was begun here and not finished. Null where something else stands. */
export async function buildProvince(app: App, { items, actor, say }: Wish): Promise<Loaded | null> {
  const done = await doneSteps(app.engine.pool)
  const isEmpty = (await inView(app.engine, actor, countAccounts)) === 0
  const isBegun = done.has('structure') && !done.has('done')
  if (!isEmpty && !isBegun) return null
  return loadProvince(app, { items, now: app.engine.clock(), say })
}
