import type { Migration } from '../../../kernel/module.ts'

/**
 * What pages read of sites and channels goes into the change log, in keys as fine as the pages' own (portal/reader.ts): the
 * whole row for the site's own pages, its card for those that list it, its address for those that link to it.
 */
export const changes: Migration = {
  name: 'sites/010-changes',
  sql: `
    CREATE FUNCTION sites.note_new_sites() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM kernel.note_keys(array_agg('children:' || parent_id), false) FROM new_rows;
      RETURN NULL;
    END $$;
    CREATE TRIGGER site_added AFTER INSERT ON sites.site
      REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION sites.note_new_sites();

    CREATE FUNCTION sites.note_sites() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      -- A site that stops running is taken down: what was kept of it is not shown once more.
      PERFORM kernel.note_keys(array_agg(key), bool_or(is_down)) FROM (
        SELECT n.state NOT IN ('running', 'exceptional') AND n.state <> o.state AS is_down, k.key
        FROM new_rows n JOIN old_rows o USING (id), LATERAL (VALUES
          (CASE WHEN (n.name, n.short_name, n.level, n.kind, n.state, n.state_reason, n.parent_id, n.path, n.owner_id, n.operator_id,
              n.base_path, n.site_id_code, n.icp_number, n.police_number, n.mark_url, n.contact_name, n.contact_phone,
              n.contact_address, n.is_demo, n.opened_on)
            IS DISTINCT FROM (o.name, o.short_name, o.level, o.kind, o.state, o.state_reason, o.parent_id, o.path, o.owner_id,
              o.operator_id, o.base_path, o.site_id_code, o.icp_number, o.police_number, o.mark_url, o.contact_name,
              o.contact_phone, o.contact_address, o.is_demo, o.opened_on) THEN 'site:' || n.id END),
          (CASE WHEN n.name <> o.name THEN 'site-name:' || n.id END),
          (CASE WHEN (n.short_name, n.kind, n.state, n.base_path)
            IS DISTINCT FROM (o.short_name, o.kind, o.state, o.base_path) THEN 'site-card:' || n.id END),
          (CASE WHEN (n.state, n.base_path) IS DISTINCT FROM (o.state, o.base_path) THEN 'site-url:' || n.id END),
          (CASE WHEN n.parent_id IS DISTINCT FROM o.parent_id THEN 'children:' || n.parent_id END),
          (CASE WHEN n.parent_id IS DISTINCT FROM o.parent_id THEN 'children:' || o.parent_id END)
        ) AS k(key)
      ) noted;
      RETURN NULL;
    END $$;
    CREATE TRIGGER site_noted AFTER UPDATE ON sites.site
      REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION sites.note_sites();

    -- Addresses: pages know their host and the first part of their path (a sub-portal may come to live there).
    CREATE FUNCTION sites.note_domains() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM kernel.note_keys(array_agg(key), false) FROM rows, LATERAL (VALUES
        ('host:' || host), ('host:' || host || '|' || coalesce(substring(base_path FROM '^/[^/]+'), '')), ('site:' || site_id), ('site-card:' || site_id), ('site-url:' || site_id)
      ) AS k(key);
      RETURN NULL;
    END $$;
    CREATE TRIGGER domain_added AFTER INSERT ON sites.domain
      REFERENCING NEW TABLE AS rows FOR EACH STATEMENT EXECUTE FUNCTION sites.note_domains();
    CREATE TRIGGER domain_changed_from AFTER UPDATE ON sites.domain
      REFERENCING OLD TABLE AS rows FOR EACH STATEMENT EXECUTE FUNCTION sites.note_domains();
    CREATE TRIGGER domain_changed_to AFTER UPDATE ON sites.domain
      REFERENCING NEW TABLE AS rows FOR EACH STATEMENT EXECUTE FUNCTION sites.note_domains();
    CREATE TRIGGER domain_removed AFTER DELETE ON sites.domain
      REFERENCING OLD TABLE AS rows FOR EACH STATEMENT EXECUTE FUNCTION sites.note_domains();

    -- Where a channel stands: its neighbours, its addresses, everything that gathers from above it.
    CREATE FUNCTION sites.place_keys(c sites.channel) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
      SELECT ARRAY['channels:' || c.site_id, 'channel-children:' || coalesce(c.parent_id, c.site_id),
          'channel-path:' || c.site_id || ':' || c.path, 'channel-code:' || c.site_id || ':' || c.code,
          CASE WHEN c.in_nav AND c.parent_id IS NULL THEN 'nav:' || c.site_id END,
          CASE WHEN c.kind = 'mounted' THEN 'mounts:' || c.site_id END]
        || ARRAY(SELECT 'below:' || part FROM unnest(string_to_array(trim(BOTH '/' FROM c.tree_path), '/')) AS part)
    $$;

    CREATE FUNCTION sites.note_new_channels() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM kernel.note_keys(array_agg(DISTINCT key), false)
      FROM new_rows n, unnest(sites.place_keys(n::sites.channel)) AS key;
      RETURN NULL;
    END $$;
    CREATE TRIGGER channel_added AFTER INSERT ON sites.channel
      REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION sites.note_new_channels();

    CREATE FUNCTION sites.note_channels() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM kernel.note_keys(array_agg(DISTINCT key), false)
      FROM new_rows n JOIN old_rows o USING (id), LATERAL (
        SELECT 'channels:' || n.site_id AS key
        UNION ALL SELECT 'channel:' || n.id
          WHERE (n.name, n.kind, n.path, n.tree_path, n.description, n.keywords, n.column_types, n.item_kind, n.template,
              n.mounted_channel_id, n.link_url, n.archived_at)
            IS DISTINCT FROM (o.name, o.kind, o.path, o.tree_path, o.description, o.keywords, o.column_types, o.item_kind,
              o.template, o.mounted_channel_id, o.link_url, o.archived_at)
        UNION ALL SELECT 'channel-card:' || n.id
          WHERE (n.name, n.kind, n.path, n.tree_path, n.mounted_channel_id, n.link_url, n.archived_at)
            IS DISTINCT FROM (o.name, o.kind, o.path, o.tree_path, o.mounted_channel_id, o.link_url, o.archived_at)
        UNION ALL SELECT 'channel-shape:' || n.id
          WHERE (n.kind, n.tree_path, n.mounted_channel_id, n.archived_at)
            IS DISTINCT FROM (o.kind, o.tree_path, o.mounted_channel_id, o.archived_at)
        UNION ALL SELECT unnest(sites.place_keys(n::sites.channel) || sites.place_keys(o::sites.channel))
          WHERE (n.parent_id, n.position, n.path, n.code, n.tree_path, n.kind, n.mounted_channel_id, n.archived_at, n.in_nav)
            IS DISTINCT FROM (o.parent_id, o.position, o.path, o.code, o.tree_path, o.kind, o.mounted_channel_id, o.archived_at, o.in_nav)
        UNION ALL SELECT 'nav:' || n.site_id
          WHERE n.in_nav AND n.parent_id IS NULL AND (n.name, n.link_url) IS DISTINCT FROM (o.name, o.link_url)
      ) k WHERE n IS DISTINCT FROM o;
      RETURN NULL;
    END $$;
    CREATE TRIGGER channel_noted AFTER UPDATE ON sites.channel
      REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION sites.note_channels();

    CREATE FUNCTION sites.note_former_paths() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM kernel.note_keys(array_agg('former-path:' || site_id || ':' || path), false) FROM rows;
      RETURN NULL;
    END $$;
    CREATE TRIGGER former_path_added AFTER INSERT ON sites.former_path
      REFERENCING NEW TABLE AS rows FOR EACH STATEMENT EXECUTE FUNCTION sites.note_former_paths();
    CREATE TRIGGER former_path_changed AFTER UPDATE ON sites.former_path
      REFERENCING NEW TABLE AS rows FOR EACH STATEMENT EXECUTE FUNCTION sites.note_former_paths();
    CREATE TRIGGER former_path_removed AFTER DELETE ON sites.former_path
      REFERENCING OLD TABLE AS rows FOR EACH STATEMENT EXECUTE FUNCTION sites.note_former_paths();

    -- A setting may be put down for later: its keys change their meaning when its interval begins or ends.
    CREATE FUNCTION sites.note_settings() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO kernel.change (keys, due_at)
      SELECT array_agg(DISTINCT k.key), r.at FROM (
        SELECT site_id, key, kernel.ms(CASE WHEN TG_OP = 'INSERT' THEN valid_from ELSE valid_to END) AS at FROM rows
      ) r, LATERAL (VALUES ('setting:' || r.site_id || ':' || r.key), ('settings:' || r.site_id)) AS k(key)
      GROUP BY r.at;
      RETURN NULL;
    END $$;
    CREATE TRIGGER setting_added AFTER INSERT ON sites.setting
      REFERENCING NEW TABLE AS rows FOR EACH STATEMENT EXECUTE FUNCTION sites.note_settings();
    CREATE TRIGGER setting_changed AFTER UPDATE ON sites.setting
      REFERENCING NEW TABLE AS rows FOR EACH STATEMENT EXECUTE FUNCTION sites.note_settings();
    CREATE TRIGGER setting_removed AFTER DELETE ON sites.setting
      REFERENCING OLD TABLE AS rows FOR EACH STATEMENT EXECUTE FUNCTION sites.note_settings();
  `,
}
