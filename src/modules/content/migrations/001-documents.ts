import type { Migration } from '../../../kernel/module.ts'

export const documents: Migration = {
  name: 'content/001-documents',
  sql: `
    CREATE TABLE content.document (
      id uuid PRIMARY KEY,
      site_id uuid NOT NULL REFERENCES sites.site,
      channel_id uuid NOT NULL REFERENCES sites.channel,
      kind text NOT NULL,
      -- Of the newest edition: what the lists show.
      title text NOT NULL,
      -- Pairs of neighbouring characters of the title, so that any piece of it is found by index.
      title_grams text[] NOT NULL,
      state text NOT NULL CHECK (state IN ('draft', 'submitted', 'returned', 'approved', 'released', 'withdrawn')),
      stage smallint NOT NULL DEFAULT 0,
      stages smallint NOT NULL DEFAULT 0,
      edition_number int NOT NULL DEFAULT 1,
      live_edition_number int,
      item_id uuid,
      released_at timestamptz,
      visible_from timestamptz,
      visible_until timestamptz,
      external_source text,
      external_id text,
      created_by uuid,
      created_by_name text NOT NULL,
      updated_by uuid,
      updated_by_name text NOT NULL,
      locked_by uuid,
      locked_by_name text,
      locked_until timestamptz,
      created_at timestamptz NOT NULL,
      updated_at timestamptz NOT NULL,
      deleted_at timestamptz,
      version int NOT NULL DEFAULT 1
    );
    CREATE INDEX document_recent ON content.document (updated_at DESC, id DESC) WHERE deleted_at IS NULL;
    CREATE INDEX document_site ON content.document (site_id, updated_at DESC, id DESC) WHERE deleted_at IS NULL;
    CREATE INDEX document_site_state ON content.document (site_id, state, updated_at DESC, id DESC) WHERE deleted_at IS NULL;
    CREATE INDEX document_state ON content.document (state, stage, updated_at DESC, id DESC) WHERE deleted_at IS NULL;
    CREATE INDEX document_channel ON content.document (channel_id, updated_at DESC, id DESC) WHERE deleted_at IS NULL;
    CREATE INDEX document_author ON content.document (created_by, state, updated_at DESC) WHERE deleted_at IS NULL;
    CREATE INDEX document_grams ON content.document USING gin (title_grams);
    CREATE UNIQUE INDEX document_external ON content.document (site_id, external_source, external_id) WHERE external_id IS NOT NULL;

    CREATE TABLE content.edition (
      id uuid PRIMARY KEY,
      document_id uuid NOT NULL REFERENCES content.document,
      number int NOT NULL,
      title text NOT NULL,
      subtitle text NOT NULL DEFAULT '',
      summary text NOT NULL DEFAULT '',
      body text NOT NULL DEFAULT '',
      source text NOT NULL DEFAULT '',
      author text NOT NULL DEFAULT '',
      editor text NOT NULL DEFAULT '',
      keywords text[] NOT NULL DEFAULT '{}',
      metadata jsonb NOT NULL DEFAULT '{}',
      cover jsonb,
      files jsonb NOT NULL DEFAULT '[]',
      origin jsonb,
      -- Further channels, of this or other sites, beside the document's own.
      placements jsonb NOT NULL DEFAULT '[]',
      is_pinned boolean NOT NULL DEFAULT false,
      visible_from timestamptz,
      visible_until timestamptz,
      created_by uuid,
      created_by_name text NOT NULL,
      created_at timestamptz NOT NULL,
      -- Everybody who wrote on this edition: none of them may review it.
      writers uuid[] NOT NULL DEFAULT '{}',
      submitted_by uuid,
      submitted_at timestamptz,
      released_at timestamptz,
      released_by uuid,
      UNIQUE (document_id, number)
    );

    CREATE TABLE content.review (
      id uuid PRIMARY KEY,
      document_id uuid NOT NULL REFERENCES content.document,
      edition_number int NOT NULL,
      stage smallint NOT NULL,
      verdict text NOT NULL CHECK (verdict IN ('passed', 'returned')),
      reason text NOT NULL DEFAULT '',
      reviewer_id uuid,
      reviewer_name text NOT NULL,
      at timestamptz NOT NULL
    );
    CREATE INDEX review_of ON content.review (document_id, at);

    -- Uploaded files, by content; who uploaded, so that nobody can publish another's draft file by guessing.
    CREATE TABLE content.upload (
      id uuid PRIMARY KEY,
      site_id uuid NOT NULL REFERENCES sites.site,
      blob text NOT NULL,
      name text NOT NULL,
      media_type text NOT NULL,
      bytes bigint NOT NULL,
      width int,
      height int,
      uploaded_by uuid,
      uploaded_at timestamptz NOT NULL
    );
    CREATE INDEX upload_blob ON content.upload (blob);
    CREATE INDEX upload_site ON content.upload (site_id, uploaded_at DESC);

    CREATE TABLE content.release_note (
      document_id uuid NOT NULL REFERENCES content.document,
      at timestamptz NOT NULL,
      act text NOT NULL,
      by_id uuid,
      by_name text NOT NULL,
      note text NOT NULL DEFAULT '',
      PRIMARY KEY (document_id, at, act)
    );

    -- The wall for drafts: neither read nor written outside the subtrees of one's roles.
    ALTER TABLE content.document ENABLE ROW LEVEL SECURITY;
    ALTER TABLE content.document FORCE ROW LEVEL SECURITY;
    CREATE POLICY document_wall ON content.document USING (
      (SELECT current_setting('yiwang.organisation', true)) = '{%}' OR EXISTS (
      SELECT 1 FROM sites.site s WHERE s.id = site_id AND (
        s.path LIKE ANY ((SELECT current_setting('yiwang.site', true)::text[])::text[])
        OR s.owner_path LIKE ANY ((SELECT current_setting('yiwang.organisation', true)::text[])::text[]))));
    ALTER TABLE content.upload ENABLE ROW LEVEL SECURITY;
    ALTER TABLE content.upload FORCE ROW LEVEL SECURITY;
    CREATE POLICY upload_wall ON content.upload USING (
      (SELECT current_setting('yiwang.organisation', true)) = '{%}' OR EXISTS (
      SELECT 1 FROM sites.site s WHERE s.id = site_id AND (
        s.path LIKE ANY ((SELECT current_setting('yiwang.site', true)::text[])::text[])
        OR s.owner_path LIKE ANY ((SELECT current_setting('yiwang.organisation', true)::text[])::text[]))));
  `,
}
