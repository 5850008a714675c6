import type { Migration } from '../../../kernel/module.ts'

/** Names and places of organisations for other modules' lists. */
export const directory: Migration = {
  name: 'organisations/002-directory',
  sql: `
    CREATE VIEW organisations.v_directory AS
      SELECT id, code, name, short_name, kind, path, parent_id, division_id, abolished_on IS NOT NULL AS is_abolished
      FROM organisations.organisation;
    CREATE INDEX division_code ON organisations.division (code, level);
    CREATE INDEX predecessor_of ON organisations.division_predecessor (predecessor_id);

    -- Responsible persons stand behind the same wall as their organisation.
    ALTER TABLE organisations.person ENABLE ROW LEVEL SECURITY;
    ALTER TABLE organisations.person FORCE ROW LEVEL SECURITY;
    CREATE POLICY person_read ON organisations.person FOR SELECT USING (true);
    CREATE POLICY person_add ON organisations.person FOR INSERT WITH CHECK (EXISTS (
      SELECT 1 FROM organisations.organisation o WHERE o.id = organisation_id
        AND o.path LIKE ANY ((SELECT current_setting('yiwang.organisation', true)::text[])::text[])));
    CREATE POLICY person_change ON organisations.person FOR UPDATE USING (EXISTS (
      SELECT 1 FROM organisations.organisation o WHERE o.id = organisation_id
        AND o.path LIKE ANY ((SELECT current_setting('yiwang.organisation', true)::text[])::text[])));
    CREATE POLICY person_remove ON organisations.person FOR DELETE USING (EXISTS (
      SELECT 1 FROM organisations.organisation o WHERE o.id = organisation_id
        AND o.path LIKE ANY ((SELECT current_setting('yiwang.organisation', true)::text[])::text[])));
  `,
}
