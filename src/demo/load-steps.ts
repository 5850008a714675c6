import { sql } from 'kysely'
import type { Pool } from '../kernel/database.ts'
import type { Work } from '../kernel/work.ts'

/** The steps of building the province, in order; each is marked by its own commit, so an interrupted start goes on. */
export type Step = 'structure' | 'articles' | 'work' | 'done'

/** What the first start decided, so that the next one makes the same texts; and papers on the desks as they were left. */
export type Noted = { items?: number; now?: string; paper?: { id: string; version: number; itemId: string | null } }

export async function prepareSteps(pool: Pool): Promise<void> {
  await pool.query(`
    CREATE SCHEMA IF NOT EXISTS demo;
    CREATE TABLE IF NOT EXISTS demo.step (name text PRIMARY KEY, facts jsonb NOT NULL, done_at timestamptz NOT NULL DEFAULT now());
  `)
}

/** The steps that are done, with what was noted; empty where no province was ever begun. */
export async function doneSteps(pool: Pool): Promise<Map<string, Noted>> {
  const there = await pool.query<{ is_there: boolean }>(`SELECT to_regclass('demo.step') IS NOT NULL AS is_there`)
  if (!there.rows[0]?.is_there) return new Map()
  const { rows } = await pool.query<{ name: string; facts: Noted }>('SELECT name, facts FROM demo.step')
  return new Map(rows.map((row) => [row.name, row.facts]))
}

export async function markStep(work: Work, step: Step | `work/${string}`, facts: Noted = {}): Promise<void> {
  await sql`INSERT INTO demo.step (name, facts) VALUES (${step}, ${JSON.stringify(facts)}::jsonb) ON CONFLICT DO NOTHING`.execute(
    work.db,
  )
}
