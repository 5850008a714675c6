import type { Migration } from '../../../kernel/module.ts'

/** Where items stand now, with the names of site and channel: for the screens of authoring modules. */
export const addresses: Migration = {
  name: 'library/002-addresses',
  sql: `
    CREATE VIEW library.v_address AS
      SELECT p.item_id, p.is_primary, p.valid_from, p.visible_from, p.visible_until, s.name AS site_name, c.name AS channel_name,
        coalesce(s.host, '') AS host, s.base_path || p.path AS path
      FROM library.placement p JOIN sites.v_site s ON s.id = p.site_id JOIN sites.v_channel c ON c.id = p.channel_id
      WHERE p.valid_to = 'infinity';
  `,
}
