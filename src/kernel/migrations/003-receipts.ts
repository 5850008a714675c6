import type { Migration } from '../module.ts'

/** What became of a change: how many kept pages it touched on how many sites, and when the last was fresh again. */
export const receipts: Migration = {
  name: 'kernel/003-receipts',
  sql: `
    CREATE TABLE kernel.receipt (
      xid xid8 NOT NULL,
      node text NOT NULL,
      subjects text[] NOT NULL,
      -- Kinds of keys that were touched: item, setting, channel … for figures by kind of change.
      kinds text[] NOT NULL,
      pages int NOT NULL,
      sites int NOT NULL,
      -- The first of them, as [site id, address].
      sample jsonb NOT NULL DEFAULT '[]',
      is_bulk boolean NOT NULL,
      begun_at timestamptz NOT NULL,
      done int NOT NULL DEFAULT 0,
      failed int NOT NULL DEFAULT 0,
      finished_at timestamptz,
      cancel_wanted boolean NOT NULL DEFAULT false,
      PRIMARY KEY (xid, node)
    );
    CREATE INDEX receipt_subject ON kernel.receipt USING gin (subjects);
    CREATE INDEX receipt_recent ON kernel.receipt (begun_at DESC);
    CREATE INDEX receipt_open ON kernel.receipt (begun_at) WHERE finished_at IS NULL;
  `,
}
