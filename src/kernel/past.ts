import { visitor } from './actor.ts'
import { kyselyOn, type Pool, type Rewrite } from './database.ts'
import { Pipeline } from './pipeline.ts'
import type { View } from './work.ts'

type Kept = { schema_name: string; table_name: string }

/**
 * The one rule of the past. A name of a table with a history is taken where it stands whole, quoted or not, with its schema;
 * SQL here always names the schema (a house rule), so nothing is missed. Views of such a schema join the tables of today:
 * a statement that names one is refused, so that no page of the past quietly shows the present.
 */
export function rewriteFor(kept: readonly Kept[]): Rewrite {
  const bySchema = [...Map.groupBy(kept, (one) => one.schema_name)]
  const table = bySchema.map(
    ([schema, rows]) => `"?${schema}"?\\."?(?:${rows.map((row) => row.table_name).join('|')})"?`,
  )
  const names = new RegExp(`(?<![\\w".])(?:${table.join('|')})(?![\\w"])`, 'g')
  const views = new RegExp(`(?<![\\w".])"?(?:${bySchema.map(([schema]) => schema).join('|')})"?\\."?v_\\w+`)
  return (statement) => {
    const view = views.exec(statement)?.[0]
    if (view !== undefined) throw new Error(`${view} shows the present, not the past: read the tables behind it`)
    return statement.replaceAll(names, (name) => `${name.replaceAll('"', '')}_at`)
  }
}

const rewrites = new WeakMap<Pool, Promise<Rewrite>>()

async function rewriteOn(pool: Pool): Promise<Rewrite> {
  const known = rewrites.get(pool)
  if (known) return known
  const asked = pool
    .query<Kept>('SELECT schema_name, table_name FROM kernel.history')
    .then(({ rows }) => cached(rewriteFor(rows)))
  rewrites.set(pool, asked)
  asked.catch(() => rewrites.delete(pool))
  return asked
}

const MOST_STATEMENTS = 1000

/** Statements repeat; those of unknown shape are rewritten anew each time. */
function cached(rewrite: Rewrite): Rewrite {
  const done = new Map<string, string>()
  return (statement) => {
    const known = done.get(statement)
    if (known !== undefined) return known
    const fresh = rewrite(statement)
    if (done.size < MOST_STATEMENTS) done.set(statement, fresh)
    return fresh
  }
}

/**
 * Read as a visitor would have read at a past instant: every table with a history as it stood then. For a future instant
 * no rewriting is wanted; a View of today's tables with `now` in the future shows what schedules will bring.
 */
export async function inPast<T>(pool: Pool, at: Date, read: (view: View) => Promise<T>): Promise<T> {
  const rewrite = await rewriteOn(pool)
  const client = await pool.connect()
  const pipeline = Pipeline.on(client)
  let broken: Error | undefined
  try {
    const opened = [
      pipeline.send('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY'),
      pipeline.send(`SELECT set_config('yiwang.at', $1, true)`, [at.toISOString()]),
    ]
    for (const one of opened) one.catch(() => undefined)
    const result = await read({ db: kyselyOn(client, rewrite), actor: visitor, now: at })
    await pipeline.send('COMMIT')
    return result
  } catch (error) {
    await pipeline.sendApart('ROLLBACK').catch((cause: Error) => (broken = cause))
    throw error
  } finally {
    client.release(broken)
  }
}
