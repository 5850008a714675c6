import type { Migration } from '../../../kernel/module.ts'

export const runs: Migration = {
  name: 'migration/001-runs',
  sql: `
    CREATE TABLE migration.mapping (
      id uuid PRIMARY KEY,
      site_id uuid REFERENCES sites.site,
      name text NOT NULL,
      mapping jsonb NOT NULL,
      created_by_name text NOT NULL,
      created_at timestamptz NOT NULL,
      updated_at timestamptz NOT NULL,
      UNIQUE (site_id, name)
    );
    CREATE TABLE migration.run (
      id uuid PRIMARY KEY,
      site_id uuid NOT NULL REFERENCES sites.site,
      channel_id uuid NOT NULL REFERENCES sites.channel,
      source text NOT NULL,
      file_name text NOT NULL,
      file_digest text NOT NULL,
      blob text,
      mapping jsonb NOT NULL,
      is_dry_run boolean NOT NULL,
      state text NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed', 'cancelled')),
      failure text NOT NULL DEFAULT '',
      bytes_total bigint NOT NULL DEFAULT 0,
      bytes_read bigint NOT NULL DEFAULT 0,
      -- The last line whose row is safely in the library: a resumed run goes on after it.
      line_done bigint NOT NULL DEFAULT 0,
      read int NOT NULL DEFAULT 0,
      imported int NOT NULL DEFAULT 0,
      updated int NOT NULL DEFAULT 0,
      unchanged int NOT NULL DEFAULT 0,
      rejected int NOT NULL DEFAULT 0,
      started_by uuid,
      started_by_name text NOT NULL,
      created_at timestamptz NOT NULL,
      started_at timestamptz,
      ended_at timestamptz
    );
    CREATE INDEX run_recent ON migration.run (created_at DESC);
    CREATE INDEX run_site ON migration.run (site_id, created_at DESC);
    CREATE TABLE migration.rejection (
      run_id uuid NOT NULL REFERENCES migration.run,
      line bigint NOT NULL,
      field text NOT NULL,
      reason text NOT NULL,
      excerpt text NOT NULL DEFAULT '',
      PRIMARY KEY (run_id, line, field)
    );
  `,
}
