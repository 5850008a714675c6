import path from 'node:path'
import { blobDisk } from './adapters/blob-disk.ts'
import { natsHints } from './adapters/hints-nats.ts'
import { openPageStore, openPageStoreIfThere } from './adapters/pages-lmdb.ts'
import { migrateJobs, runJobsOnce, startJobs, writeJobs } from './adapters/jobs-graphile.ts'
import { startEmbeddedPostgres } from './adapters/postgres-embedded.ts'
import { createSearchClient } from './adapters/search-client.ts'
import { takeSearchLock } from './adapters/search-lock.ts'
import { openReaders, openSearchIndex } from './adapters/search-sqlite.ts'
import type { Config } from './config.ts'
import type { Blobs } from './kernel/blobs.ts'
import { createPool, type Pool } from './kernel/database.ts'
import { Told } from './kernel/follower.ts'
import type { Hints } from './kernel/hints.ts'
import { createLog, type Log } from './kernel/log.ts'
import { migrate } from './kernel/migrate.ts'
import { dispatchOutbox, writeEvents } from './kernel/outbox.ts'
import type { PageStore } from './kernel/page-store.ts'
import { type SharedPages, sharePages } from './kernel/pages-in-use.ts'
import type { Templates } from './kernel/templates.ts'
import type { Engine } from './kernel/work.ts'
import { jobHandlers, migrations, recurring, subscriptions } from './modules.ts'
import { appendAudit } from './modules/audit/index.ts'
import type { SearchClient, SearchEngine } from './modules/search/index.ts'
import { portalTemplates } from './portal/template-check.ts'

/** For a command that needs an index of its own. */
export { openReaders, openSearchIndex } from './adapters/search-sqlite.ts'

/** Everything a role needs, built once per process. The only file that knows the adapters. */
export type App = {
  config: Config
  log: Log
  /** Where the database is, for processes that belong to this one. */
  databaseUrl: string
  engine: Engine
  /** For the portal: its connections cannot write. */
  readPool: Pool
  /** For following the change log: a few connections that nobody else can hold up. */
  followPool: Pool
  /** Told of commits by NATS as well; null: by the database alone. */
  hints: Hints | null
  blobs: Blobs
  /** The pages kept on this machine. */
  pages: SharedPages
  /** Pages of an export below another folder, or those of this machine for a guest; whoever opens them closes them. */
  openPages(where?: PagesWhere): PageStore
  /** Asks the search node of this machine, or the one at SEARCH_URL. */
  search: SearchClient
  /** Opens the search index of this machine for writing; `lockSearch` first. */
  openSearch(words: readonly string[]): Promise<SearchEngine>
  /** One process writes the index; null: another one has it. */
  lockSearch(): { release(): void } | null
  /** Tries templates out before they are stored. */
  templates: Templates
  startWorker(): Promise<{ stop(): Promise<void> }>
  /** Run the outbox and the queue until nothing is waiting. */
  drain(): Promise<void>
  close(): Promise<void>
}

/** A guest throws nothing away, whatever it finds. */
export type PagesWhere = { folder?: string; limitBytes?: number; isGuest?: boolean }

/** A page whose data do not come within this is refused, for now. */
const READ_PATIENCE_MS = 10_000
/** Longer than the largest change takes to be read. */
const FOLLOW_PATIENCE_MS = 5_000
/**
 * Looking for changes is planned once, and by index: planned anew each time it costs more than being run, and planned for
 * any place in the log it would seem to want a third of it.
 */
const FOLLOWING = { plan_cache_mode: 'force_generic_plan', enable_seqscan: 'off' }

type Options = { clock?: () => Date; own?: boolean; say?: (line: string) => void }

export async function createApp(config: Config, options: Options = {}): Promise<App> {
  const log = createLog(config.logLevel)
  const say = options.say ?? ((line: string) => log.info({}, line))
  const embedded = config.databaseUrl
    ? null
    : await startEmbeddedPostgres({ dataDir: config.dataDir, log: say, own: options.own ?? false })
  const url = config.databaseUrl ?? embedded?.url ?? ''
  const pool = createPool(url, { max: config.poolSize, name: 'yiwang' })
  const readPool = createPool(url, {
    max: config.poolSize,
    name: 'yiwang portal',
    readOnly: true,
    patienceMs: READ_PATIENCE_MS,
  })
  const followPool = createPool(url, {
    max: 3,
    name: 'yiwang follower',
    patienceMs: FOLLOW_PATIENCE_MS,
    settings: FOLLOWING,
  })
  const clock = options.clock ?? (() => new Date())
  const engine: Engine = {
    pool,
    clock,
    ledger: { audit: appendAudit, events: writeEvents, jobs: writeJobs },
    committed: new Told(),
  }
  const hints = config.natsUrls.length > 0 ? natsHints(config.natsUrls, log) : null
  if (hints) engine.committed?.add(() => hints.publish())
  const blobs = blobDisk(path.join(config.dataDir, 'blobs'))
  const jobs = { pool, engine, log, blobs, handlers: jobHandlers, recurring }
  const kept = { folder: path.join(config.dataDir, 'pages'), limitBytes: config.pageStoreBytes, log }
  const pages = sharePages({ open: () => openPageStore(kept), openIfThere: () => openPageStoreIfThere(kept) })
  const searchFolder = path.join(config.dataDir, 'search')
  const search = createSearchClient(
    config.searchUrl === null ? { endpointFile: path.join(searchFolder, 'endpoint.json') } : { url: config.searchUrl },
  )
  const close = async () => {
    await search.close()
    await hints?.close()
    await pages.close()
    await Promise.all([pool.end(), readPool.end(), followPool.end()])
    await embedded?.stop()
  }
  try {
    await refuseSuperuser(pool, log)
    await migrate(pool, migrations, log)
    await migrateJobs(pool)
  } catch (error) {
    await close()
    throw error
  }
  const drain = async () => {
    do await runJobsOnce(jobs)
    while ((await dispatchOutbox(engine, subscriptions)) > 0)
    await runJobsOnce(jobs)
  }
  return {
    config,
    log,
    databaseUrl: url,
    engine,
    readPool,
    followPool,
    hints,
    blobs,
    pages,
    openPages: (where) =>
      openPageStore({ folder: path.join(config.dataDir, 'pages'), limitBytes: config.pageStoreBytes, log, ...where }),
    search,
    openSearch: (words) => openSearchEngine(path.join(searchFolder, 'index'), { words, log }),
    lockSearch: () => takeSearchLock(searchFolder),
    templates: portalTemplates,
    startWorker: () => startJobs(jobs),
    drain,
    close,
  }
}

/** Row-level rules, the second wall, do not hold a superuser back. */
async function refuseSuperuser(pool: Pool, log: Log): Promise<void> {
  const { rows } = await pool.query<{ passes: boolean }>(
    'SELECT rolsuper OR rolbypassrls AS passes FROM pg_roles WHERE rolname = current_user',
  )
  if (rows[0]?.passes)
    log.warn({}, 'DATABASE_URL names a superuser: row-level rules are without effect; use a plain role')
}

/** The embedded engine: the writer in this thread, readers in threads of their own. */
export async function openSearchEngine(
  folder: string,
  { words, log }: { words: readonly string[]; log: Log },
): Promise<SearchEngine> {
  const onFault = (fault: object | string) => log.warn({ fault }, 'the search index had a fault')
  const index = await openSearchIndex(folder, { words, onFault })
  const reader = await openReaders(index, { onFault })
  return {
    index,
    reader,
    async close() {
      await reader.close()
      await index.close()
    },
  }
}
