import { createApp } from './app.ts'
import { readConfig } from './config.ts'
import { greet } from './demo/greet.ts'
import { firstStart } from './demo/first-start.ts'
import { startSearchRole } from './roles/search-watch.ts'
import { createServer } from './roles/server.ts'
import { startWorkerRole } from './roles/worker.ts'

const say = (line: string) => void process.stderr.write(`${line}\n`)

async function main(): Promise<void> {
  const config = readConfig(process.env)
  const app = await createApp(config, { own: true, say })
  await firstStart(app, say)
  const worker = config.roles.includes('worker') ? await startWorkerRole(app) : null
  const server = await createServer(app)
  await server.listen({ port: config.port, host: config.host })

  // When everybody is served already: building an index for the first time keeps nobody waiting.
  const search = config.roles.includes('search') ? startSearchRole(app) : null

  let stopping: Promise<void> | null = null
  const stop = async () => {
    await search?.stop()
    await server.close()
    await worker?.stop()
    await app.close()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      stopping ??= stop().then(
        () => process.exit(0),
        (error: unknown) => {
          app.log.error({ err: error }, 'could not stop cleanly')
          process.exit(1)
        },
      )
    })
  }
  await greet(app, say)
}

main().catch((error: unknown) => {
  say(error instanceof Error ? (error.stack ?? error.message) : String(error))
  process.exit(1)
})
