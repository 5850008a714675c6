import type { Migration } from '../../../kernel/module.ts'

/** Names and places of organisations for other modules' lists. */
export const directory: Migration = {
  name: 'organisations/002-directory',
  sql: `
    CREATE VIEW organisations.v_directory AS
      SELECT id, code, name, short_name, kind, path, parent_id, division_id, abolished_on IS NOT NULL AS is_abolished
      FROM organisations.organisation;
    CREATE INDEX division_code ON organisations.division (code, level);
  `,
}
