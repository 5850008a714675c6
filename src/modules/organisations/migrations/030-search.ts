import type { Migration } from '../../../kernel/module.ts'

/** New organisations, and what a directory of them is filtered by, go into the change log too. */
export const search: Migration = {
  name: 'organisations/030-search',
  sql: `
    CREATE OR REPLACE FUNCTION organisations.note_organisations() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM kernel.note_keys(array_agg('organisation:' || n.id), false)
      FROM new_rows n JOIN old_rows o USING (id)
      WHERE (n.name, n.short_name, n.path, n.abolished_on, n.phone, n.address, n.office_hours, n.functions, n.division_id, n.uscc, n.kind)
        IS DISTINCT FROM (o.name, o.short_name, o.path, o.abolished_on, o.phone, o.address, o.office_hours, o.functions, o.division_id, o.uscc, o.kind);
      RETURN NULL;
    END $$;

    CREATE FUNCTION organisations.note_new_organisations() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM kernel.note_keys(array_agg('organisation:' || id), false) FROM rows;
      RETURN NULL;
    END $$;
    CREATE TRIGGER organisation_added AFTER INSERT ON organisations.organisation
      REFERENCING NEW TABLE AS rows FOR EACH STATEMENT EXECUTE FUNCTION organisations.note_new_organisations();

    -- A division that now lies below another takes everything in it along.
    CREATE FUNCTION organisations.note_divisions() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM kernel.note_keys(array_agg('division:' || n.id), false)
      FROM new_rows n JOIN old_rows o USING (id) WHERE n.parent_id IS DISTINCT FROM o.parent_id;
      RETURN NULL;
    END $$;
    CREATE TRIGGER division_noted AFTER UPDATE ON organisations.division
      REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION organisations.note_divisions();
  `,
}
