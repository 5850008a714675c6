import type { Migration } from '../../../kernel/module.ts'

/** Uploads that arrive in pieces. How much has arrived is not told here: the length of the file on the disk is. */
export const partialUploads: Migration = {
  name: 'content/060-partial-uploads',
  sql: `
    CREATE TABLE content.partial_upload (
      id uuid PRIMARY KEY,
      kind text NOT NULL CHECK (kind IN ('upload', 'import')),
      -- Null for a file that is for no site yet.
      site_id uuid REFERENCES sites.site,
      name text NOT NULL,
      length bigint NOT NULL CHECK (length > 0),
      begun_by uuid NOT NULL,
      begun_at timestamptz NOT NULL,
      last_byte_at timestamptz,
      expires_at timestamptz NOT NULL,
      -- The one request that may write, for as long as it renews its word.
      held_by uuid,
      held_until timestamptz,
      -- The answer to the last piece. Kept until it expires: whoever lost it asks again.
      outcome jsonb
    );
    CREATE INDEX partial_upload_begun ON content.partial_upload (begun_by, kind, expires_at);
    CREATE INDEX partial_upload_expiry ON content.partial_upload (expires_at);

    -- Seen by whoever began it only, and only while they have a role at its site.
    ALTER TABLE content.partial_upload ENABLE ROW LEVEL SECURITY;
    ALTER TABLE content.partial_upload FORCE ROW LEVEL SECURITY;
    CREATE POLICY partial_upload_wall ON content.partial_upload USING (
      (SELECT current_setting('yiwang.organisation', true)) = '{%}' OR
      begun_by::text = (SELECT current_setting('yiwang.actor', true)) AND (site_id IS NULL OR EXISTS (
      SELECT 1 FROM sites.site s WHERE s.id = site_id AND (
        s.path LIKE ANY ((SELECT current_setting('yiwang.site', true)::text[])::text[])
        OR s.owner_path LIKE ANY ((SELECT current_setting('yiwang.organisation', true)::text[])::text[])))));
  `,
}
