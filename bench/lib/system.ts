import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createApp, type App } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { connect } from './http.ts'

const ROOT = path.join(import.meta.dirname, '../..')
export const say = (line: string): void => void process.stderr.write(`${line}\n`)
export const dataDir = (name: string): string => path.join(ROOT, 'data/bench', name)

export type System = { port: number; pid: number; readyMs: number; stop(): Promise<void> }

/** The whole system as npm start runs it, on a data folder of the benchmarks; `again` on a port that it had before. */
export async function startSystem(name: string, env: Record<string, string> = {}, again?: number): Promise<System> {
  const port = again ?? (await freePort())
  // Pages kept under the port of an earlier run have no readers, and would be made anew with every release.
  if (again === undefined) rmSync(path.join(dataDir(name), 'pages'), { recursive: true, force: true })
  const started = performance.now()
  const child = spawn(process.execPath, ['src/main.ts'], {
    cwd: ROOT,
    env: { ...process.env, DATA_DIR: dataDir(name), PORT: String(port), HOST: '127.0.0.1', ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const stop = async () => {
    if (child.exitCode !== null) return
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
  await ready(child, port)
  return { port, pid: child.pid ?? 0, readyMs: performance.now() - started, stop }
}

/**
 * An index that is being made or caught up with takes all the processor time it gets, and a run that is shorter than that measures it
 * instead: whoever measures something else waits until it stands.
 */
export async function searchAtRest({ port }: Pick<System, 'port'>): Promise<void> {
  if (process.env['ROLES']?.includes('search') === false) return
  const client = connect(port)
  let told = ''
  for (;;) {
    const { search } = JSON.parse((await client.get('/readyz')).body) as { search: SearchState }
    if (search.status === 'ok' && !search.rebuilding && !search.pending) break
    const { done = 0, total } = search.rebuilding ?? {}
    const word = search.rebuilding
      ? `${Math.floor((done / (total ?? Infinity)) * 10)}0 %`
      : `${search.status}, ${search.pending ?? 0} wait`
    if (word !== told) say(`waiting for the search index: ${(told = word)}`)
    await sleep(500)
  }
  client.close()
}

type SearchState = { status: string; pending?: number; rebuilding?: { done: number; total: number | null } }

async function ready(child: ChildProcess, port: number): Promise<void> {
  const client = connect(port)
  try {
    for (;;) {
      if (child.exitCode !== null) throw new Error(`the system ended with code ${child.exitCode}`)
      const answer = await client.get('/readyz').catch(() => null)
      if (answer?.status === 200) return
      await sleep(10)
    }
  } finally {
    client.close()
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** The app inside this process, for what has no API: building data, bulk import. */
export async function withApp<T>(name: string, act: (app: App) => Promise<T>): Promise<T> {
  const app = await createApp(readConfig({ ...process.env, DATA_DIR: dataDir(name) }), { say: () => undefined })
  try {
    return await act(app)
  } finally {
    await app.close()
  }
}
