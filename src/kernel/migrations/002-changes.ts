import type { Migration } from '../module.ts'

/**
 * What changed, for readers that keep something made of it (ADR 0010). Written by triggers in the transaction of the change.
 * A point is a place in an ordered list: [list, low ms, low id, high ms, high id, instants ms[], step, is pinned, form]; the
 * instants are when the list differs, step is +1 (comes), -1 (goes), 0 (reads otherwise). Of something that goes and comes at
 * the same place in the same form, nothing is seen.
 */
export const changeLog: Migration = {
  name: 'kernel/002-changes',
  sql: `
    CREATE TABLE kernel.change (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
      at timestamptz NOT NULL DEFAULT clock_timestamp(),
      keys text[] NOT NULL DEFAULT '{}',
      points jsonb NOT NULL DEFAULT '[]',
      -- Readers must not show what they kept, not even once.
      is_takedown boolean NOT NULL DEFAULT false,
      -- Milliseconds when the keys change their meaning, if not at once.
      due_at double precision,
      -- The one thing this is about, if it is one: what a receipt is asked by.
      subject text
    );
    CREATE INDEX change_xid ON kernel.change (xid);
    CREATE INDEX change_subject ON kernel.change (subject, id) WHERE subject IS NOT NULL;

    -- Who this database is, and which changes are no longer on record: a reader that knows less starts anew.
    CREATE TABLE kernel.identity (
      is_one boolean PRIMARY KEY DEFAULT true CHECK (is_one),
      id uuid NOT NULL DEFAULT gen_random_uuid(),
      forgotten xid8 NOT NULL DEFAULT '0'
    );
    INSERT INTO kernel.identity DEFAULT VALUES;

    -- Living readers. A node that was not seen for longer than its lease serves nothing it kept.
    CREATE UNLOGGED TABLE kernel.node (
      id uuid PRIMARY KEY,
      name text NOT NULL,
      started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      seen_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      lease_ms int NOT NULL,
      applied pg_snapshot NOT NULL
    );

    CREATE FUNCTION kernel.ms(at timestamptz) RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
      SELECT CASE WHEN isfinite(at) THEN floor(extract(epoch FROM at) * 1000)::double precision END
    $$;

    CREATE FUNCTION kernel.note_keys(noted text[], takedown boolean) RETURNS void LANGUAGE sql AS $$
      INSERT INTO kernel.change (keys, is_takedown)
      SELECT array_agg(DISTINCT key), takedown FROM unnest(noted) AS key WHERE key IS NOT NULL HAVING count(key) > 0
    $$;
  `,
}
