import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import http from 'node:http'
import type { Socket } from 'node:net'
import { hostname } from 'node:os'
import path from 'node:path'

/** `name` is what it is called among the nodes. */
export type Portal = { name: string; port: number; kill(signal: NodeJS.Signals): Promise<void>; process: ChildProcess }
export type Got = { status: number; body: string; headers: http.IncomingHttpHeaders }

/** One more portal process on a database and a data folder that others share. */
export async function spawnPortal(
  databaseUrl: string,
  dataDir: string,
  env: Record<string, string> = {},
): Promise<Portal> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, '../fixtures/portal-process.ts')], {
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      DATA_DIR: dataDir,
      LOG_LEVEL: 'error',
      DATABASE_POOL: '6',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const port = await new Promise<number>((resolve, reject) => {
    let said = ''
    child.stdout.on('data', (part: Buffer) => {
      said += String(part)
      const found = /port (\d+)/.exec(said)
      if (found) resolve(Number(found[1]))
    })
    child.on('exit', (code) => reject(new Error(`the portal ended with ${code}`)))
  })
  return {
    name: `${hostname()}:${child.pid}`,
    port,
    process: child,
    async kill(signal) {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill(signal)
      await once(child, 'exit')
    },
  }
}

const keptAlive = new http.Agent({ keepAlive: true, maxSockets: 16 })
/** When a connection last had an answer. */
const lastAnswer = new WeakMap<Socket, number>()
/** A server may close a connection that has been idle for this long just as it is used again; its readers then ask once more. */
const IDLE_MS = 3_000

/** A page as its readers get it; `origin` carries the host and the port that the page believes in. */
export function getPage(portal: Pick<Portal, 'port'>, host: string, pathname: string, agent = keptAlive): Promise<Got> {
  return new Promise((resolve, reject) => {
    const request = http.request(
      { host: '127.0.0.1', port: portal.port, path: encodeURI(pathname), headers: { host }, agent },
      (response) => {
        const parts: Buffer[] = []
        response.on('data', (part: Buffer) => parts.push(part))
        response.on('error', reject)
        response.on('end', () => {
          if (used) lastAnswer.set(used, Date.now())
          resolve({
            status: response.statusCode ?? 0,
            body: Buffer.concat(parts).toString(),
            headers: response.headers,
          })
        })
      },
    )
    let used: Socket | undefined
    let idle = 0
    request.on('socket', (socket) => {
      used = socket
      idle = Date.now() - (lastAnswer.get(socket) ?? Date.now())
    })
    request.on('error', (error) => {
      if (idle < IDLE_MS || !('code' in error) || error.code !== 'ECONNRESET') return reject(error)
      resolve(getPage(portal, host, pathname, agent))
    })
    request.end()
  })
}
