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
import { type Answer, type Client, Pipeline, type Statement } from './pipeline.ts'
import type { Tables } from './tables.ts'

export type Pool = pg.Pool
export type { Client } from './pipeline.ts'
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

type PoolOptions = {
  max: number
  name: string
  readOnly?: boolean
  /** Settings of every connection. */
  settings?: Record<string, string>
  /** After so long without an answer a connection is given up (ms): a network that swallows everything tells nobody. */
  patienceMs?: number
}

export function createPool(url: string, options: PoolOptions): Pool {
  const { patienceMs } = options
  // The portal asks the same few questions over and over: each is planned once per connection.
  const reading = { default_transaction_read_only: 'on', plan_cache_mode: 'force_generic_plan' }
  const settings = { timezone: 'UTC', ...(options.readOnly ? reading : {}), ...options.settings }
  const pool = new pg.Pool({
    ...(patienceMs ? { connectionTimeoutMillis: patienceMs, query_timeout: patienceMs, keepAlive: true } : {}),
    connectionString: url,
    max: options.max,
    types,
    application_name: options.name,
    idleTimeoutMillis: 30_000,
    options: Object.entries(settings)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
  })
  // An idle connection may break at any time (server restart); the next query gets a fresh one.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
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
  async executeQuery<R>(asked: CompiledQuery): Promise<QueryResult<R>> {
    try {
      const query = this.#rewrite ? { ...asked, sql: this.#rewrite(asked.sql) } : asked
      const { rows, count } = await this.ask<R>(query)
      return { rows, numAffectedRows: BigInt(count) }
    } catch (error) {
      // Where the statement came from, instead of where its answer was read.
      if (error instanceof Error) Error.captureStackTrace(error)
      throw error
    }
  }
  ask<R>(query: CompiledQuery): Promise<Answer<R>> {
    const client = this.#client
    return client instanceof pg.Pool ? sendOn<R>(client, query) : send<R>(client, query)
  }
  // eslint-disable-next-line require-yield
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('streaming is not used here: read in pages')
  }
}

const send = <R>(client: Client, query: CompiledQuery) => Pipeline.on(client).send<R>(query.sql, query.parameters)

async function sendOn<R>(pool: Pool, query: CompiledQuery): Promise<Answer<R>> {
  const client = await pool.connect()
  try {
    const answer = await send<R>(client, query)
    client.release()
    return answer
  } catch (error) {
    client.release(error instanceof Error ? error : true)
    throw error
  }
}

/** Questions of one turn of the event loop and the connection they share. */
type Turn = { client: Promise<Client>; open: number; fault: Error | undefined }

class TogetherConnection extends ClientConnection {
  readonly #pool: Pool
  #turn: Turn | null = null
  constructor(pool: Pool) {
    super(pool)
    this.#pool = pool
  }
  override async ask<R>(query: CompiledQuery): Promise<Answer<R>> {
    const turn = (this.#turn ??= { client: this.#pool.connect(), open: 0, fault: undefined })
    turn.open++
    const over = () => void (this.#turn = this.#turn === turn ? null : this.#turn)
    const client = await turn.client.finally(over)
    try {
      return await send<R>(client, query)
    } catch (error) {
      turn.fault = error instanceof Error ? error : new Error(String(error))
      throw error
    } finally {
      if (--turn.open === 0) client.release(turn.fault)
    }
  }
}

const unused = async () => {
  throw new Error('transactions are opened by inWork and inView only')
}

/** Rows of a statement that is at hand as text. */
export async function rowsOf<R>(db: Pick<Db, 'getExecutor'>, { text, values }: Statement): Promise<R[]> {
  const { rows } = await db.getExecutor().executeQuery<R>(CompiledQuery.raw(text, [...values]))
  return rows
}

const texts = new WeakMap<TemplateStringsArray, string>()

/**
 * Rows of plain SQL with nothing but values in it: `ask<Row>(view.db)\`SELECT … ${id}\``. For what is asked on every act:
 * the text is put together once, where the query builder does it every time.
 */
export function ask<R>(db: Pick<Db, 'getExecutor'>) {
  return (strings: TemplateStringsArray, ...values: unknown[]): Promise<R[]> => {
    const text = texts.get(strings) ?? strings.reduce((before, part, at) => `${before}$${at}${part}`)
    texts.set(strings, text)
    return rowsOf<R>(db, { text, values })
  }
}

/** Kysely over one given connection (or, for single statements, a pool): who opens transactions is our business. */
export function kyselyOn(client: Client | Pool, rewrite?: Rewrite): Db {
  if (rewrite) return makeHandle(client, rewrite)
  const known = handles.get(client) ?? makeHandle(client)
  handles.set(client, known)
  return known
}

const handles = new WeakMap<Client | Pool, Db>()

const makeHandle = (client: Client | Pool, rewrite?: Rewrite): Db => handleOn(new ClientConnection(client, rewrite))

/**
 * A handle for one act of reading, such as a page: what is asked in the same turn of the event loop travels as one message on one
 * connection, where each question would have both to itself. When one fails, those behind it fail too.
 */
export const kyselyTogether = (pool: Pool): Db => handleOn(new TogetherConnection(pool))

function handleOn(connection: DatabaseConnection): Db {
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
