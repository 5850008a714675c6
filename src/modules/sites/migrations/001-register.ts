import type { Migration } from '../../../kernel/module.ts'

export const register: Migration = {
  name: 'sites/001-register',
  sql: `
    CREATE TABLE sites.site (
      id uuid PRIMARY KEY,
      no bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
      code text NOT NULL UNIQUE CHECK (code ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
      name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
      short_name text NOT NULL CHECK (length(short_name) BETWEEN 1 AND 50),
      level text NOT NULL CHECK (level IN ('province', 'city', 'county', 'town', 'village')),
      kind text NOT NULL CHECK (kind IN ('portal', 'department', 'subportal')),
      state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'running', 'exceptional', 'suspended', 'closing', 'closed')),
      state_reason text NOT NULL DEFAULT '',
      parent_id uuid REFERENCES sites.site,
      path text NOT NULL UNIQUE,
      owner_id uuid NOT NULL REFERENCES organisations.organisation,
      -- Path of the owner in the tree of organisations, kept in step by a subscriber when an organisation moves.
      owner_path text NOT NULL,
      operator_id uuid NOT NULL REFERENCES organisations.organisation,
      owner_duties text NOT NULL DEFAULT '',
      operator_duties text NOT NULL DEFAULT '',
      -- '' for a site of its own; '/town' or '/town/village' for a sub-portal that lives on its county's host.
      base_path text NOT NULL DEFAULT '' CHECK (base_path ~ '^(/[a-z0-9][a-z0-9-]*){0,3}$'),
      site_id_code text UNIQUE CHECK (site_id_code ~ '^([0-9]{10}|bm[0-9]{8})$'),
      icp_number text NOT NULL DEFAULT '',
      police_number text NOT NULL DEFAULT '',
      mark_url text NOT NULL DEFAULT '',
      contact_name text NOT NULL DEFAULT '',
      contact_phone text NOT NULL DEFAULT '',
      contact_address text NOT NULL DEFAULT '',
      is_demo boolean NOT NULL DEFAULT false,
      opened_on date,
      version int NOT NULL DEFAULT 1,
      updated_at timestamptz NOT NULL DEFAULT now()
    );
    CREATE INDEX site_children ON sites.site (parent_id, no);
    CREATE INDEX site_path ON sites.site (path text_pattern_ops);
    CREATE INDEX site_owner_path ON sites.site (owner_path text_pattern_ops);

    -- A host leads to one site, or to one site and its sub-portals by base path.
    CREATE TABLE sites.domain (
      host text NOT NULL CHECK (host = lower(host) AND length(host) <= 253),
      site_id uuid NOT NULL REFERENCES sites.site,
      base_path text NOT NULL DEFAULT '',
      is_main boolean NOT NULL DEFAULT false,
      PRIMARY KEY (host, base_path)
    );
    CREATE UNIQUE INDEX domain_main ON sites.domain (site_id) WHERE is_main;
    CREATE INDEX domain_site ON sites.domain (site_id);

    CREATE TABLE sites.site_state (
      site_id uuid NOT NULL REFERENCES sites.site,
      state text NOT NULL,
      reason text NOT NULL,
      at timestamptz NOT NULL,
      set_by uuid,
      PRIMARY KEY (site_id, at)
    );

    CREATE TABLE sites.channel (
      id uuid PRIMARY KEY,
      no bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
      site_id uuid NOT NULL REFERENCES sites.site,
      parent_id uuid REFERENCES sites.channel,
      code text NOT NULL CHECK (code ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
      name text NOT NULL CHECK (length(name) BETWEEN 1 AND 50),
      kind text NOT NULL CHECK (kind IN ('list', 'aggregate', 'page', 'topic', 'mounted', 'link')),
      -- Address below the site's base, 'zcwj/gfxwj'.
      path text NOT NULL,
      tree_path text NOT NULL UNIQUE,
      description text NOT NULL DEFAULT '',
      keywords text[] NOT NULL DEFAULT '{}',
      column_types text[] NOT NULL DEFAULT '{}',
      indicator_class text NOT NULL DEFAULT '其他',
      update_limit_days int CHECK (update_limit_days > 0),
      may_be_empty boolean NOT NULL DEFAULT false,
      item_kind text NOT NULL DEFAULT 'article',
      review_stages smallint CHECK (review_stages BETWEEN 0 AND 3),
      template text,
      mounted_channel_id uuid REFERENCES sites.channel,
      link_url text,
      in_nav boolean NOT NULL DEFAULT false,
      position int NOT NULL DEFAULT 0,
      version int NOT NULL DEFAULT 1,
      archived_at timestamptz,
      CHECK ((kind = 'mounted') = (mounted_channel_id IS NOT NULL)),
      CHECK ((kind = 'link') = (link_url IS NOT NULL))
    );
    CREATE UNIQUE INDEX channel_code ON sites.channel (site_id, code) WHERE archived_at IS NULL;
    CREATE UNIQUE INDEX channel_path ON sites.channel (site_id, path) WHERE archived_at IS NULL;
    CREATE INDEX channel_tree ON sites.channel (site_id, parent_id, position, no);
    CREATE INDEX channel_tree_path ON sites.channel (tree_path text_pattern_ops);
    CREATE INDEX channel_mounts ON sites.channel (mounted_channel_id) WHERE mounted_channel_id IS NOT NULL;

    -- History is kept: a setting is never overwritten, its interval is closed and a new row opened.
    CREATE TABLE sites.setting (
      site_id uuid NOT NULL REFERENCES sites.site,
      key text NOT NULL,
      value jsonb NOT NULL,
      is_locked boolean NOT NULL DEFAULT false,
      valid_from timestamptz NOT NULL,
      valid_to timestamptz NOT NULL DEFAULT 'infinity',
      set_by uuid,
      PRIMARY KEY (site_id, key, valid_from),
      CHECK (valid_from < valid_to)
    );
    CREATE UNIQUE INDEX setting_now ON sites.setting (site_id, key) WHERE valid_to = 'infinity';

    CREATE TABLE sites.blueprint (
      code text PRIMARY KEY,
      name text NOT NULL,
      description text NOT NULL DEFAULT '',
      level text,
      channels jsonb NOT NULL,
      settings jsonb NOT NULL DEFAULT '{}',
      version int NOT NULL DEFAULT 1
    );

    ALTER TABLE sites.site ENABLE ROW LEVEL SECURITY;
    ALTER TABLE sites.site FORCE ROW LEVEL SECURITY;
    CREATE POLICY site_read ON sites.site FOR SELECT USING (true);
    CREATE POLICY site_write ON sites.site
      USING (path LIKE ANY ((SELECT current_setting('yiwang.site', true)::text[])::text[])
        OR owner_path LIKE ANY ((SELECT current_setting('yiwang.organisation', true)::text[])::text[]))
      WITH CHECK (path LIKE ANY ((SELECT current_setting('yiwang.site', true)::text[])::text[])
        OR owner_path LIKE ANY ((SELECT current_setting('yiwang.organisation', true)::text[])::text[]));

    ALTER TABLE sites.channel ENABLE ROW LEVEL SECURITY;
    ALTER TABLE sites.channel FORCE ROW LEVEL SECURITY;
    CREATE POLICY channel_read ON sites.channel FOR SELECT USING (true);
    CREATE POLICY channel_write ON sites.channel USING (EXISTS (
      SELECT 1 FROM sites.site s WHERE s.id = site_id AND (
        s.path LIKE ANY ((SELECT current_setting('yiwang.site', true)::text[])::text[])
        OR s.owner_path LIKE ANY ((SELECT current_setting('yiwang.organisation', true)::text[])::text[]))));

    ALTER TABLE sites.setting ENABLE ROW LEVEL SECURITY;
    ALTER TABLE sites.setting FORCE ROW LEVEL SECURITY;
    CREATE POLICY setting_read ON sites.setting FOR SELECT USING (true);
    CREATE POLICY setting_write ON sites.setting USING (EXISTS (
      SELECT 1 FROM sites.site s WHERE s.id = site_id AND (
        s.path LIKE ANY ((SELECT current_setting('yiwang.site', true)::text[])::text[])
        OR s.owner_path LIKE ANY ((SELECT current_setting('yiwang.organisation', true)::text[])::text[]))));
  `,
}
