import type { Migration } from '../../../kernel/module.ts'

/** What a search index uses of sites and channels beyond what pages read of them. */
export const search: Migration = {
  name: 'sites/050-search',
  sql: `
    CREATE FUNCTION sites.note_channel_classes() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM kernel.note_keys(array_agg('channel-class:' || n.id), false)
      FROM new_rows n JOIN old_rows o USING (id)
      WHERE (n.indicator_class, n.column_types) IS DISTINCT FROM (o.indicator_class, o.column_types);
      RETURN NULL;
    END $$;
    CREATE TRIGGER channel_class_noted AFTER UPDATE ON sites.channel
      REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION sites.note_channel_classes();

    -- Which site is a public body's own.
    CREATE FUNCTION sites.note_owners() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM kernel.note_keys(array_agg(key), false) FROM (
        SELECT unnest(ARRAY['owner:' || n.owner_id, 'owner:' || o.owner_id]) AS key FROM new_rows n JOIN old_rows o USING (id)
        WHERE (n.owner_id, n.state) IS DISTINCT FROM (o.owner_id, o.state)) noted;
      RETURN NULL;
    END $$;
    CREATE TRIGGER site_owner_noted AFTER UPDATE ON sites.site
      REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION sites.note_owners();
    CREATE FUNCTION sites.note_new_owners() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM kernel.note_keys(array_agg(key), false) FROM rows, LATERAL (VALUES
        ('owner:' || owner_id), ('site:' || id)) AS k(key);
      RETURN NULL;
    END $$;
    CREATE TRIGGER site_owner_added AFTER INSERT ON sites.site
      REFERENCING NEW TABLE AS rows FOR EACH STATEMENT EXECUTE FUNCTION sites.note_new_owners();
  `,
}
