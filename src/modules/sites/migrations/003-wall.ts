import type { Migration } from '../../../kernel/module.ts'

const insideTheWall = `EXISTS (
  SELECT 1 FROM sites.site s WHERE s.id = site_id AND (
    s.path LIKE ANY ((SELECT current_setting('yiwang.site', true)::text[])::text[])
    OR s.owner_path LIKE ANY ((SELECT current_setting('yiwang.organisation', true)::text[])::text[])))`

/** Addresses and states stand behind the same wall as the sites they belong to. */
export const wall: Migration = {
  name: 'sites/003-wall',
  sql: ['domain', 'site_state']
    .map(
      (table) => `
    ALTER TABLE sites.${table} ENABLE ROW LEVEL SECURITY;
    ALTER TABLE sites.${table} FORCE ROW LEVEL SECURITY;
    CREATE POLICY ${table}_read ON sites.${table} FOR SELECT USING (true);
    CREATE POLICY ${table}_write ON sites.${table} USING (${insideTheWall});`,
    )
    .join('\n'),
}
