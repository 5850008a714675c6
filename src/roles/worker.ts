import { setTimeout as sleep } from 'node:timers/promises'
import type { App } from '../app.ts'
import { forgetChanges } from '../kernel/changes.ts'
import { COMMIT_CHANNEL } from '../kernel/follower.ts'
import { dispatchOutbox, OUTBOX_BATCH, pruneOutbox } from '../kernel/outbox.ts'
import { subscriptions } from '../modules.ts'

const POLL_MS = 2000
const GATHER_MS = 100
const PRUNE_MS = 3_600_000

/** Queued work and events: wakes on NOTIFY, and looks by itself every two seconds in case a hint was lost. */
export async function startWorkerRole(app: App): Promise<{ stop(): Promise<void> }> {
  const jobs = await app.startWorker()
  const ear = await app.engine.pool.connect()
  let busy: Promise<void> = Promise.resolve()
  let isWaiting = false

  /** Hints that come close together are answered once: a busy minute of releases costs ten looks a second, not thousands. */
  const wake = () => {
    if (isWaiting) return
    isWaiting = true
    busy = busy.then(dispatch)
  }
  const dispatch = async () => {
    await sleep(GATHER_MS)
    isWaiting = false
    try {
      while ((await dispatchOutbox(app.engine, subscriptions)) === OUTBOX_BATCH);
    } catch (error) {
      app.log.warn({ err: error }, 'outbox will be tried again')
    }
  }
  ear.on('notification', wake)
  ear.on('error', (error) => app.log.warn({ err: error }, 'lost the notification line; polling goes on'))
  await ear.query(`LISTEN ${COMMIT_CHANNEL}`)
  const poll = setInterval(wake, POLL_MS)
  const prune = setInterval(() => {
    pruneOutbox(app.engine).catch((error: unknown) => app.log.warn({ err: error }, 'outbox could not be pruned'))
    forgetChanges(app.engine.pool, app.engine.clock()).catch((error: unknown) =>
      app.log.warn({ err: error }, 'old changes could not be forgotten'),
    )
  }, PRUNE_MS)
  wake()
  return {
    async stop() {
      clearInterval(poll)
      clearInterval(prune)
      await busy
      ear.release(true)
      await jobs.stop()
    },
  }
}
