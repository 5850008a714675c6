import path from 'node:path'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { after } from 'node:test'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { blobDisk } from '../../src/adapters/blob-disk.ts'
import { createSearchClient } from '../../src/adapters/search-client.ts'
import { takeSearchLock } from '../../src/adapters/search-lock.ts'
import { openPageStore, openPageStoreIfThere } from '../../src/adapters/pages-lmdb.ts'
import { startJobs } from '../../src/adapters/jobs-graphile.ts'
import { type App, openSearchEngine } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { createPool } from '../../src/kernel/database.ts'
import { createLog } from '../../src/kernel/log.ts'
import { sharePages } from '../../src/kernel/pages-in-use.ts'
import { jobHandlers, recurring } from '../../src/modules.ts'
import { noNode, type SearchReader } from '../../src/modules/search/index.ts'
import { portalTemplates } from '../../src/portal/template-check.ts'
import { createServer } from '../../src/roles/server.ts'
import { type Kit, startKit } from './index.ts'
import { provinceTemplate } from './province.ts'

export type System = Kit & { app: App; server: FastifyInstance }

/** The whole system on a database of its own, without the network unless `listen` is called. Call it at the top of a file. */
export async function startSystem(options: { province?: boolean; search?: SearchReader } = {}): Promise<System> {
  const folder = mkdtempSync(path.join(tmpdir(), 'yiwang-test-'))
  let server: FastifyInstance | undefined
  const pools: ReturnType<typeof createPool>[] = []
  // Hooks run in the order they were registered: the server ends before its database does.
  after(async () => {
    await server?.close()
    for (const pool of pools) await pool.end()
    rmSync(folder, { recursive: true, force: true })
  })
  const kit = await startKit(options.province ? provinceTemplate() : undefined)
  const readPool = createPool(kit.url, { max: 4, name: 'test portal', readOnly: true })
  const followPool = createPool(kit.url, { max: 3, name: 'test follower', patienceMs: 5_000 })
  pools.push(readPool, followPool)
  const log = createLog('silent')
  const kept = { folder: path.join(folder, 'pages'), limitBytes: 500_000_000, log }
  const app: App = {
    config: readConfig({ DATA_DIR: folder, LOG_LEVEL: 'silent' }),
    log,
    databaseUrl: kit.url,
    engine: kit.engine,
    readPool,
    followPool,
    hints: null,
    blobs: blobDisk(path.join(folder, 'blobs')),
    pages: sharePages({ open: () => openPageStore(kept), openIfThere: () => openPageStoreIfThere(kept) }),
    openPages: (where) => openPageStore({ ...kept, ...where }),
    search: options.search
      ? { ...noNode, ...options.search }
      : createSearchClient({ endpointFile: path.join(folder, 'search', 'endpoint.json') }),
    openSearch: (words) => openSearchEngine(path.join(folder, 'search', 'index'), { words, log }),
    lockSearch: () => takeSearchLock(path.join(folder, 'search')),
    templates: portalTemplates,
    startWorker: () => startJobs({ pool: kit.pool, engine: kit.engine, log, handlers: jobHandlers, recurring }),
    drain: kit.drain,
    close: async () => undefined,
  }
  server = await createServer(app)
  return { ...kit, app, server }
}

/** A signed-in client: cookie and CSRF token are kept. */
export async function signIn(server: FastifyInstance, account: string, password: string) {
  const answer = await server.inject({ method: 'POST', url: '/api/session', payload: { account, password } })
  if (answer.statusCode !== 200) throw new Error(`sign-in of ${account}: ${answer.statusCode} ${answer.body}`)
  const session = answer.json<{ csrfToken: string }>()
  const cookies = Object.fromEntries(answer.cookies.map((cookie) => [cookie.name, cookie.value]))
  return (method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, payload?: object, more: object = {}) => {
    const headers = { 'x-csrf-token': session.csrfToken, ...more }
    const options: InjectOptions = { method, url, cookies, headers }
    return server.inject(payload === undefined ? options : { ...options, payload })
  }
}
