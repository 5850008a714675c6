import type { Migration } from '../module.ts'

/** Readers stay on the list when the server crashes or a standby takes over: their leases go on meanwhile (ADR 0010). */
export const loggedNodes: Migration = {
  name: 'kernel/020-nodes',
  sql: `
    ALTER TABLE kernel.node SET LOGGED;

    -- Which run of history this is: another database, or one in which a standby took over and the last commits may be lost.
    CREATE FUNCTION kernel.timeline() RETURNS text LANGUAGE sql STABLE AS $$
      SELECT id || ' ' || left(pg_walfile_name(pg_current_wal_lsn()), 8) FROM kernel.identity
    $$;
  `,
}
