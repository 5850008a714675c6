import { setTimeout as sleep } from 'node:timers/promises'
import { createApp } from '../app.ts'
import { readConfig } from '../config.ts'
import { openSearchNode } from './search.ts'
import { serveSearch } from './search-server.ts'

// The search process: started and watched by main, or by hand beside a database (DATABASE_URL). It ends with who started it.

const LOCK_MS = 200
const TELL_EVERY = 50
/** Whatever hangs, a process that nobody wants any more ends. */
const LAST_MS = 8_000

const app = await createApp(readConfig({ ...process.env }))
let stop: () => Promise<void> = () => app.close()
let isStopping = false

function end(): void {
  if (isStopping) return
  isStopping = true
  setTimeout(() => process.exit(1), LAST_MS).unref()
  stop().then(
    () => process.exit(0),
    () => process.exit(1),
  )
}
// Ctrl-C reaches every process of a terminal; who started this one says when to stop.
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => (process.connected ? undefined : end()))
process.on('SIGTERM', end)
process.on('disconnect', end)

const lock = await waitForLock()
const node = await openSearchNode(app)
const server = await serveSearch(app, node)
stop = async () => {
  await server.close()
  await node.close()
  lock.release()
  await app.close()
}
if (isStopping) await stop().finally(() => process.exit(0))
process.send?.('ready')

async function waitForLock() {
  for (let tries = 0; ; tries++) {
    const lock = app.lockSearch()
    if (lock) return lock
    if (tries % TELL_EVERY === 0) app.log.info({}, 'another process has the search index; waiting')
    await sleep(LOCK_MS)
  }
}
