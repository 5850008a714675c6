import {
  CompiledQuery,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
} from 'kysely'
import pg from 'pg'
import type { Tables } from './tables.ts'

export type Pool = pg.Pool
export type Client = pg.PoolClient
export type Db = Kysely<Tables>
/** A handle that can select and nothing else; its transaction is READ ONLY, so raw SQL cannot write either. */
export type ReadDb = Pick<Db, 'selectFrom' | 'selectNoFrom' | 'with' | 'withRecursive' | 'fn' | 'getExecutor'>

const DATE_OID = 1082
const INT8_OID = 20
const types = {
  getTypeParser(oid: number, format?: string) {
    if (oid === DATE_OID) return (text: string) => text
    if (oid === INT8_OID) return (text: string) => Number(text)
    return pg.types.getTypeParser(oid, format as 'text')
  },
}

export function createPool(url: string, options: { max: number; readOnly?: boolean; name: string }): Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max,
    types,
    application_name: options.name,
    idleTimeoutMillis: 30_000,
    // The portal asks the same few questions over and over: each is planned once per connection.
    options: `-c timezone=UTC${options.readOnly ? ' -c default_transaction_read_only=on -c plan_cache_mode=force_generic_plan' : ''}`,
  })
  // An idle connection may break at any time (server restart); the next query gets a fresh one.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}

/** Statements are prepared once per connection under a short name, so the server plans each shape only a few times. */
const names = new Map<string, string>()
const MOST_NAMES = 1000
function statementName(text: string): string | undefined {
  const known = names.get(text)
  if (known !== undefined) return known
  if (names.size >= MOST_NAMES || text.length > 20_000) return undefined
  const name = `s${names.size}`
  names.set(text, name)
  return name
}

/** Changes the text of a statement before it is run. */
export type Rewrite = (statement: string) => string

class ClientConnection implements DatabaseConnection {
  readonly #client: Client | Pool
  readonly #rewrite: Rewrite | undefined
  constructor(client: Client | Pool, rewrite?: Rewrite) {
    this.#client = client
    this.#rewrite = rewrite
  }
  /** One connection answers one statement after another, however many are asked at once. */
  #last: Promise<unknown> = Promise.resolve()
  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (this.#client instanceof pg.Pool) return this.#run(query)
    const run = this.#last.then(() => this.#run<R>(query))
    this.#last = run.catch(() => undefined)
    return run
  }
  async #run<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const text = this.#rewrite ? this.#rewrite(query.sql) : query.sql
    const name = statementName(text)
    const result = await this.#client.query({
      text,
      values: [...query.parameters],
      ...(name ? { name } : {}),
    })
    return { rows: result.rows as R[], numAffectedRows: BigInt(result.rowCount ?? 0) }
  }
  // eslint-disable-next-line require-yield
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('streaming is not used here: read in pages')
  }
}

const unused = async () => {
  throw new Error('transactions are opened by inWork and inView only')
}

/** Kysely over one given connection (or, for single statements, a pool): who opens transactions is our business. */
export function kyselyOn(client: Client | Pool, rewrite?: Rewrite): Db {
  const connection = new ClientConnection(client, rewrite)
  const driver: Driver = {
    init: async () => undefined,
    acquireConnection: async () => connection,
    beginTransaction: unused,
    commitTransaction: unused,
    rollbackTransaction: unused,
    releaseConnection: async () => undefined,
    destroy: async () => undefined,
  }
  return new Kysely<Tables>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => driver,
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  })
}
