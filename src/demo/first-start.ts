import type { App } from '../app.ts'
import { inView } from '../kernel/work.ts'
import { system } from '../kernel/actor.ts'
import { countAccounts } from '../modules/identity/index.ts'
import { doneSteps } from './load-steps.ts'
import { loadProvince } from './load.ts'
import { openPlatform } from './open-platform.ts'

const DEMO_ITEMS = 16_000

/**
 * An empty database gets the demonstration province, or with DEMO=0 the first administrators. A province that was begun
 * and not finished is finished, whatever DEMO says: half of one is of no use to anybody.
 */
export async function firstStart(app: App, say: (line: string) => void): Promise<void> {
  const done = await doneSteps(app.engine.pool)
  const isEmpty = (await inView(app.engine, system('first-start'), countAccounts)) === 0
  if (done.has('structure') ? !done.has('done') : isEmpty && app.config.demo) {
    const { seconds } = await loadProvince(app, { items: DEMO_ITEMS, now: app.engine.clock(), say })
    say(`演示省已建好，用时 ${seconds.toFixed(1)} 秒`)
    return
  }
  if (isEmpty) await openPlatform(app, say)
}
