import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { sql } from 'kysely'
import { startKit } from '../../test/kit/index.ts'
import { createPool } from './database.ts'
import { Pipeline } from './pipeline.ts'
import { inView, inWork } from './work.ts'

const kit = await startKit()
/** One connection only, so that whatever one transaction leaves behind is met by the next. */
const pool = createPool(kit.url, { max: 1, name: 'pipeline' })
const engine = { ...kit.engine, pool }
const actor = { kind: 'system' as const, id: null, name: '测试', organisationId: null, sessionId: null, address: null }
const tester = { ...actor, grants: [] }
after(() => pool.end())

async function onPipeline<T>(act: (pipeline: Pipeline) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  try {
    return await act(Pipeline.on(client))
  } finally {
    client.release()
  }
}

async function isOpen(): Promise<boolean> {
  const { rows } = await kit.pool.query<{ state: string }>(
    "SELECT state FROM pg_stat_activity WHERE application_name = 'pipeline' AND datname = current_database()",
  )
  return rows.some((row) => row.state !== 'idle')
}

describe('statements sent together', () => {
  it('are answered in order, each with its own rows', async () => {
    const answers = await onPipeline((pipeline) =>
      Promise.all([1, 2, 3].map((n) => pipeline.send<{ n: number }>('SELECT $1::int AS n', [n]))),
    )
    assert.deepEqual(
      answers.flatMap((answer) => answer.rows.map((row) => row.n)),
      [1, 2, 3],
    )
  })

  it('carry every kind of value there and back', async () => {
    const sent = [new Date('2026-11-21T08:00:00Z'), ['a"b', null], { a: 1 }, Buffer.from('字'), true, 7, null]
    const text =
      'SELECT $1::timestamptz AS a, $2::text[] AS b, $3::jsonb AS c, $4::bytea AS d, $5::bool AS e, $6::bigint AS f, $7::text AS g'
    for (let round = 0; round < 2; round++) {
      const { rows } = await onPipeline((pipeline) => pipeline.send<object>(text, sent))
      assert.deepEqual(Object.values(rows[0] ?? {}), sent)
    }
  })

  it('fail together from the first fault on, and the connection goes on', async () => {
    const results = await onPipeline((pipeline) =>
      Promise.allSettled([
        pipeline.send('SELECT 1 AS first'),
        pipeline.send('SELECT 1 / $1::int AS divided', [0]),
        pipeline.send('SELECT 2 AS behind'),
      ]),
    )
    assert.deepEqual(
      results.map((one) => one.status),
      ['fulfilled', 'rejected', 'rejected'],
    )
    const again = await onPipeline((pipeline) =>
      Promise.all([pipeline.send('SELECT 1 / $1::int AS divided', [1]), pipeline.send('SELECT 2 AS behind')]),
    )
    assert.deepEqual(
      again.map((answer) => answer.rows),
      [[{ divided: 1 }], [{ behind: 2 }]],
    )
  })

  it('are refused one by one where the text is wrong, as often as it is sent', async () => {
    for (let round = 0; round < 2; round++) {
      await assert.rejects(
        onPipeline((pipeline) => pipeline.send('SELECT nothing_like_this')),
        /nothing_like_this/,
      )
    }
  })
})

describe('a transaction whose opening travels with its first statement', () => {
  it('leaves nothing open when the command refuses before it asked anything', async () => {
    const refused = inWork(engine, tester, async () => {
      throw new Error('refused')
    })
    await assert.rejects(refused, /refused/)
    assert.equal(await isOpen(), false)
  })

  it('is undone with the statements that nobody waited for', async () => {
    await onPipeline((pipeline) => pipeline.send('CREATE TABLE kernel.trace (n int)'))
    const refused = inWork(engine, tester, async ({ db }) => {
      void sql`INSERT INTO kernel.trace VALUES (1)`.execute(db).catch(() => undefined)
      void sql`INSERT INTO kernel.trace VALUES (1 / 0)`.execute(db).catch(() => undefined)
      throw new Error('refused')
    })
    await assert.rejects(refused, /refused/)
    assert.equal(await isOpen(), false)
    const { rows } = await onPipeline((pipeline) => pipeline.send('SELECT * FROM kernel.trace'))
    assert.deepEqual(rows, [])
  })

  it('stands behind the wall of its actor from the first statement on', async () => {
    const seen = await inView(engine, tester, ({ db }) =>
      sql<{ wall: string }>`SELECT current_setting('yiwang.organisation') AS wall`.execute(db),
    )
    assert.equal(seen.rows[0]?.wall, '{%}')
  })

  it('tells the first failure of what was written without waiting, not what came of it', async () => {
    const failed = inWork(engine, tester, async (work) => {
      work.write({ text: 'SELECT 1 / $1::int AS written', values: [0] })
      await sql`SELECT 1`.execute(work.db)
      await sql`SELECT 2`.execute(work.db)
    })
    await assert.rejects(failed, /division by zero/)
    const alone = inWork(engine, tester, async (work) => work.write({ text: 'SELECT 1 / 0', values: [] }))
    await assert.rejects(alone, /division by zero/)
    assert.equal(await isOpen(), false)
  })

  it('never reports success after an error that the command swallowed', async () => {
    const swallowed = inWork(engine, tester, async ({ db }) => {
      await sql`SELECT 1 / 0`.execute(db).catch(() => undefined)
    })
    await assert.rejects(swallowed, /failed before its commit/)
    assert.equal(await isOpen(), false)
  })
})
