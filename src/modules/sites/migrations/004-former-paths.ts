import type { Migration } from '../../../kernel/module.ts'

/** Addresses that channels had: whoever comes by one is sent on to where the channel is now. */
export const formerPaths: Migration = {
  name: 'sites/004-former-paths',
  sql: `
    CREATE TABLE sites.former_path (
      site_id uuid NOT NULL REFERENCES sites.site,
      path text NOT NULL,
      channel_id uuid NOT NULL REFERENCES sites.channel,
      left_at timestamptz NOT NULL,
      PRIMARY KEY (site_id, path)
    );
    CREATE INDEX former_path_channel ON sites.former_path (channel_id);
  `,
}
