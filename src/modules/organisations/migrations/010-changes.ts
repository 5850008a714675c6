import type { Migration } from '../../../kernel/module.ts'

/** What pages read of organisations goes into the change log, whoever writes it. */
export const changes: Migration = {
  name: 'organisations/010-changes',
  sql: `
    CREATE FUNCTION organisations.note_organisations() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM kernel.note_keys(array_agg('organisation:' || n.id), false)
      FROM new_rows n JOIN old_rows o USING (id)
      WHERE (n.name, n.short_name, n.path, n.abolished_on, n.phone, n.address, n.office_hours, n.functions)
        IS DISTINCT FROM (o.name, o.short_name, o.path, o.abolished_on, o.phone, o.address, o.office_hours, o.functions);
      RETURN NULL;
    END $$;
    CREATE TRIGGER organisation_noted AFTER UPDATE ON organisations.organisation
      REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION organisations.note_organisations();

    CREATE FUNCTION organisations.note_persons() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM kernel.note_keys(array_agg('people:' || organisation_id), false) FROM rows;
      RETURN NULL;
    END $$;
    CREATE TRIGGER person_added AFTER INSERT ON organisations.person
      REFERENCING NEW TABLE AS rows FOR EACH STATEMENT EXECUTE FUNCTION organisations.note_persons();
    CREATE TRIGGER person_changed AFTER UPDATE ON organisations.person
      REFERENCING NEW TABLE AS rows FOR EACH STATEMENT EXECUTE FUNCTION organisations.note_persons();
    CREATE TRIGGER person_removed AFTER DELETE ON organisations.person
      REFERENCING OLD TABLE AS rows FOR EACH STATEMENT EXECUTE FUNCTION organisations.note_persons();
  `,
}
