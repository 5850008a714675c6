import pg from 'pg'
import utils from 'pg/lib/utils.js'

export type Client = pg.PoolClient

/** Text and values of one statement, ready to be sent. */
export type Statement = { readonly text: string; readonly values: readonly unknown[] }

export type Answer<R> = { rows: R[]; command: string; count: number }

type Value = string | Buffer | null
type Column = { name: string; parse: (text: string) => unknown }
type Waiting = {
  text: string
  name: string
  values: Value[]
  columns: Column[] | undefined
  rows: object[]
  fault: unknown
  resolve(answer: Answer<never>): void
  reject(error: unknown): void
}

/** What the driver's connection can do besides what its types tell. */
type Wire = {
  stream: { readonly writable: boolean; write(bytes: Buffer): unknown }
  /** Names of the statements that the server knows on this connection. */
  parsedStatements: Record<string, string | undefined>
  parse(statement: { text: string; name: string }): void
  bind(statement: { statement: string; values: Value[] }): void
  describe(what: { type: 'P' }): void
  execute(portal: null): void
  sync(): void
}

type Field = { name: string; dataTypeID: number }

/** Names are short and the same on every connection; very long statements and too many of them stay without. */
const names = new Map<string, string>()
const MOST_NAMES = 1000
const LONGEST_NAMED = 20_000
function nameOf(text: string): string {
  const known = names.get(text)
  if (known !== undefined) return known
  if (names.size >= MOST_NAMES || text.length > LONGEST_NAMED) return ''
  const name = `s${names.size}`
  names.set(text, name)
  return name
}

/** As the driver has it, which takes long over instants. */
function textOf(value: unknown): Value {
  if (typeof value === 'string') return value
  if (value instanceof Date && value.getTime() >= 0 && value.getTime() < YEAR_10000) return value.toISOString()
  return utils.prepareValue(value)
}
const YEAR_10000 = 253_402_300_800_000

/**
 * Statements of one connection, in order. Those that are sent in the same turn of the event loop travel together: one
 * message to the server and one back, instead of a round trip each. When one fails, the ones behind it in the same message
 * are not run and fail with it. Each shape is parsed once per connection, and its columns are described once.
 */
export class Pipeline {
  readonly #client: Client
  readonly #columns = new Map<string, Column[]>()
  #waiting: Waiting[] = []

  private constructor(client: Client) {
    this.#client = client
  }

  static readonly #known = new WeakMap<Client, Pipeline>()
  static on(client: Client): Pipeline {
    const known = Pipeline.#known.get(client) ?? new Pipeline(client)
    Pipeline.#known.set(client, known)
    return known
  }

  send<R>(text: string, values: readonly unknown[] = []): Promise<Answer<R>> {
    return new Promise<Answer<R>>((resolve, reject) => {
      const ready = values.map(textOf)
      const name = nameOf(text)
      const isFirst = this.#waiting.length === 0
      this.#waiting.push({ text, name, values: ready, columns: undefined, rows: [], fault: null, resolve, reject })
      if (isFirst) process.nextTick(() => this.#flush())
    })
  }

  /** The same in a message of its own, so that it is run whatever becomes of the statements before it. */
  sendApart<R>(text: string): Promise<Answer<R>> {
    this.#flush()
    return this.send(text)
  }

  #flush(): void {
    if (this.#waiting.length === 0) return
    const message = new Message(this.#waiting, this.#columns, this.#client)
    this.#waiting = []
    this.#client.query(message)
  }
}

/** One message of several statements; the driver hands it what the server answers. */
class Message {
  readonly #statements: Waiting[]
  readonly #columns: Map<string, Column[]>
  readonly #client: Client
  #at = 0
  /** The driver waits for this call when its patience is limited (createPool). */
  callback: (() => void) | undefined

  constructor(statements: Waiting[], columns: Map<string, Column[]>, client: Client) {
    this.#statements = statements
    this.#columns = columns
    this.#client = client
  }

  // The driver notes under this name that the server has parsed the statement.
  get name(): string | undefined {
    return this.#statements[this.#at]?.name
  }
  get text(): string | undefined {
    return this.#statements[this.#at]?.text
  }

  submit(connection: object): void {
    const wire = connection as Wire
    const parsed = new Set<string>()
    const { stream } = wire
    const parts: Buffer[] = []
    // One write: a stream spends as much on each of fifty small ones.
    wire.stream = { writable: stream.writable, write: (bytes) => parts.push(bytes) }
    try {
      for (const statement of this.#statements) {
        const { name, text, values } = statement
        const isParsed = name !== '' && (parsed.has(name) || wire.parsedStatements[name] !== undefined)
        if (!isParsed) wire.parse({ text, name })
        parsed.add(name)
        wire.bind({ statement: name, values })
        statement.columns = isParsed ? this.#columns.get(name) : undefined
        if (!statement.columns) wire.describe({ type: 'P' })
        wire.execute(null)
      }
      wire.sync()
    } finally {
      wire.stream = stream
      if (parts.length > 0) stream.write(Buffer.concat(parts))
    }
  }

  handleRowDescription({ fields }: { fields: Field[] }): void {
    const statement = this.#statements[this.#at]
    if (!statement) return
    statement.columns = fields.map(({ name, dataTypeID }) => ({
      name,
      parse: this.#client.getTypeParser(dataTypeID, 'text') as Column['parse'],
    }))
  }

  handleDataRow({ fields }: { fields: (string | null)[] }): void {
    const statement = this.#statements[this.#at]
    if (!statement?.columns) return
    const row: Record<string, unknown> = {}
    try {
      for (let at = 0; at < fields.length; at++) {
        const text = fields[at] ?? null
        const column = statement.columns[at]
        if (column) row[column.name] = text === null ? null : column.parse(text)
      }
      statement.rows.push(row)
    } catch (fault) {
      statement.fault ??= fault
    }
  }

  handleCommandComplete({ text }: { text: string }): void {
    const statement = this.#statements[this.#at]
    this.#at++
    if (!statement) return
    if (statement.name !== '') this.#columns.set(statement.name, statement.columns ?? [])
    if (statement.fault) return statement.reject(statement.fault)
    const [command = '', ...numbers] = text.split(' ')
    statement.resolve({ rows: statement.rows as never[], command, count: Number(numbers.at(-1) ?? 0) || 0 })
  }

  handleEmptyQuery(): void {
    this.handleCommandComplete({ text: '' })
  }

  handleError(error: unknown): void {
    for (const statement of this.#statements.slice(this.#at)) statement.reject(error)
    this.#at = this.#statements.length
    this.callback?.()
  }

  handleReadyForQuery(): void {
    if (this.#at < this.#statements.length) this.handleError(new Error('the server left a statement without an answer'))
    this.callback?.()
  }
}
