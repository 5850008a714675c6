import type { Migration } from '../../../kernel/module.ts'

const insideTheWall = `(SELECT current_setting('yiwang.organisation', true)) = '{%}' OR EXISTS (
  SELECT 1 FROM sites.site s WHERE s.id = site_id AND (
    s.path LIKE ANY ((SELECT current_setting('yiwang.site', true)::text[])::text[])
    OR s.owner_path LIKE ANY ((SELECT current_setting('yiwang.organisation', true)::text[])::text[])))`

/** Many changes on many sites that take effect at one instant, and are taken back as one. */
export const batches: Migration = {
  name: 'content/030-batches',
  sql: `
    CREATE TABLE content.batch (
      id uuid PRIMARY KEY,
      -- The site whose people prepare it; its entries may concern any site on which the one who releases it may publish.
      site_id uuid NOT NULL REFERENCES sites.site,
      name text NOT NULL,
      note text NOT NULL DEFAULT '',
      -- A released batch whose instant lies ahead is scheduled: a fact of the clock, not a state of its own.
      state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'released', 'undone')),
      effective_at timestamptz,
      created_by uuid,
      created_by_name text NOT NULL,
      created_at timestamptz NOT NULL,
      released_by_name text,
      released_at timestamptz,
      undone_by_name text,
      undone_at timestamptz,
      updated_at timestamptz NOT NULL,
      version int NOT NULL DEFAULT 1,
      CHECK ((state = 'draft') = (effective_at IS NULL))
    );
    CREATE INDEX batch_recent ON content.batch (updated_at DESC, id DESC);

    CREATE TABLE content.batch_entry (
      id uuid PRIMARY KEY,
      batch_id uuid NOT NULL REFERENCES content.batch ON DELETE CASCADE,
      position int NOT NULL,
      kind text NOT NULL CHECK (kind IN ('publish', 'withdraw', 'setting')),
      site_id uuid NOT NULL REFERENCES sites.site,
      document_id uuid REFERENCES content.document,
      -- The edition to be published, or the one to be withdrawn: another one by then makes the entry stale.
      edition_number int,
      reason text CHECK (reason IN ('error', 'moved', 'repealed')),
      note text NOT NULL DEFAULT '',
      redirect_to text,
      successor_id uuid REFERENCES content.document,
      key text,
      value jsonb,
      -- Since when the site's own value stood when the entry was made; null where it had none.
      expected_since timestamptz,
      -- What stood before, so that it can be put back.
      before jsonb,
      outcome text CHECK (outcome IN ('released', 'undone', 'kept')),
      outcome_code text,
      CHECK ((kind = 'setting') = (document_id IS NULL)),
      CHECK ((kind = 'setting') = (key IS NOT NULL)),
      CHECK ((kind = 'withdraw') = (reason IS NOT NULL))
    );
    CREATE UNIQUE INDEX batch_entry_document ON content.batch_entry (batch_id, document_id) WHERE document_id IS NOT NULL;
    CREATE UNIQUE INDEX batch_entry_setting ON content.batch_entry (batch_id, site_id, key) WHERE key IS NOT NULL;
    CREATE INDEX batch_entry_of ON content.batch_entry (document_id);

    ALTER TABLE content.batch ENABLE ROW LEVEL SECURITY;
    ALTER TABLE content.batch FORCE ROW LEVEL SECURITY;
    CREATE POLICY batch_wall ON content.batch USING (${insideTheWall});
    -- Whoever may see a batch sees all that it does; the documents themselves stay behind their own wall.
    ALTER TABLE content.batch_entry ENABLE ROW LEVEL SECURITY;
    ALTER TABLE content.batch_entry FORCE ROW LEVEL SECURITY;
    CREATE POLICY batch_entry_wall ON content.batch_entry USING (EXISTS (SELECT 1 FROM content.batch b WHERE b.id = batch_id));
  `,
}
