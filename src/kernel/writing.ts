import type { Statement } from './pipeline.ts'

type Row = Readonly<Record<string, unknown>>

/**
 * Several writes as one statement, in plain SQL: what is written on every act is put together thousands of times, and a
 * query builder takes longer over it than the database. Names of columns come from our own code, never from outside.
 */
export class Writing {
  readonly #parts: string[] = []
  readonly #values: unknown[] = []

  /** `rest` stands behind the values: what to do on a conflict, what to return. */
  insert(table: string, rows: Row | readonly Row[], rest = ''): this {
    const list = Array.isArray(rows) ? rows : [rows]
    const columns = Object.keys(list[0] ?? {}).join(', ')
    const places = list.map(
      (row: Row) =>
        `(${Object.values(row)
          .map((value) => this.#place(value))
          .join(', ')})`,
    )
    this.#parts.push(`INSERT INTO ${table} (${columns}) VALUES ${places.join(', ')} ${rest}`.trimEnd())
    return this
  }

  update(table: string, change: Row, id: string): this {
    const set = Object.entries(change).map(([column, value]) => `${column} = ${this.#place(value)}`)
    this.#parts.push(`UPDATE ${table} SET ${set.join(', ')} WHERE id = ${this.#place(id)}`)
    return this
  }

  /** All of them see the database as it was before the first. */
  statement(): Statement {
    const last = this.#parts.at(-1) ?? ''
    const before = this.#parts.slice(0, -1).map((part, at) => `w${at} AS (${part})`)
    return { text: before.length > 0 ? `WITH ${before.join(', ')} ${last}` : last, values: this.#values }
  }

  #place(value: unknown): string {
    this.#values.push(value)
    return `$${this.#values.length}`
  }
}
