import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import http from 'node:http'
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

/** A page as its readers get it; `origin` carries the host and the port that the page believes in. */
export function getPage(portal: Pick<Portal, 'port'>, host: string, pathname: string, agent = keptAlive): Promise<Got> {
  return new Promise((resolve, reject) => {
    const request = http.request(
      { host: '127.0.0.1', port: portal.port, path: encodeURI(pathname), headers: { host }, agent },
      (response) => {
        const parts: Buffer[] = []
        response.on('data', (part: Buffer) => parts.push(part))
        response.on('error', reject)
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            body: Buffer.concat(parts).toString(),
            headers: response.headers,
          }),
        )
      },
    )
    request.on('error', reject)
    request.end()
  })
}
