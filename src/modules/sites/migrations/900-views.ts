import type { Migration } from '../../../kernel/module.ts'

/** What list screens of other modules may join: names and paths, nothing else. */
export const views: Migration = {
  name: 'sites/900-views',
  sql: `
    CREATE VIEW sites.v_site AS
      SELECT s.id, s.no, s.code, s.name, s.short_name, s.level, s.kind, s.state, s.path, s.owner_path, s.owner_id, s.base_path, d.host
      FROM sites.site s LEFT JOIN sites.domain d ON d.site_id = s.id AND d.is_main;
    CREATE VIEW sites.v_channel AS
      SELECT id, site_id, parent_id, code, name, kind, path, tree_path, item_kind, mounted_channel_id, archived_at FROM sites.channel;
  `,
}
