import type { Statement } from '../../../kernel/pipeline.ts'

type Table = `content.${string}`
type Row = Readonly<Record<string, unknown>>

/**
 * Several writes as one statement, in plain SQL: what is written on every act is put together thousands of times, and a
 * query builder takes longer over it than the database. Names of columns come from our own code, never from outside.
 */
export class Writing {
  readonly #parts: string[] = []
  readonly #values: unknown[] = []

  insert(table: Table, row: Row, onConflict: 'DO NOTHING' | null = null): this {
    const places = Object.values(row).map((value) => this.#place(value))
    const columns = Object.keys(row).join(', ')
    this.#parts.push(
      `INSERT INTO ${table} (${columns}) VALUES (${places.join(', ')})${onConflict ? ` ON CONFLICT ${onConflict}` : ''}`,
    )
    return this
  }

  update(table: Table, change: Row, id: string): this {
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
