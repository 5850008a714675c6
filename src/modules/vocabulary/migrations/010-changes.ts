import type { Migration } from '../../../kernel/module.ts'

const noted = (table: string, key: string) => `
  CREATE FUNCTION vocabulary.note_${table}() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM kernel.note_keys(array_agg(${key}), false) FROM rows;
    RETURN NULL;
  END $$;
  CREATE TRIGGER ${table}_added AFTER INSERT ON vocabulary.${table}
    REFERENCING NEW TABLE AS rows FOR EACH STATEMENT EXECUTE FUNCTION vocabulary.note_${table}();
  CREATE TRIGGER ${table}_changed AFTER UPDATE ON vocabulary.${table}
    REFERENCING NEW TABLE AS rows FOR EACH STATEMENT EXECUTE FUNCTION vocabulary.note_${table}();
  CREATE TRIGGER ${table}_removed AFTER DELETE ON vocabulary.${table}
    REFERENCING OLD TABLE AS rows FOR EACH STATEMENT EXECUTE FUNCTION vocabulary.note_${table}();
`

/** Schemes and code lists that pages read go into the change log. */
export const changes: Migration = {
  name: 'vocabulary/010-changes',
  sql: noted('scheme', "'scheme:' || kind") + noted('code', "'codes:' || list"),
}
