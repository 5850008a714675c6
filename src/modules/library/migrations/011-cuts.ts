import type { Migration } from '../../../kernel/module.ts'

/**
 * Where the numbered pages of a list end: a fact once made, so that no later item, early or late, moves an old page. A series
 * is a set of channels at a page size. Page n holds what stands after the end of page n-1, up to and with its own end.
 */
export const cuts: Migration = {
  name: 'library/011-cuts',
  sql: `
    CREATE TABLE library.page_cut (
      series text NOT NULL,
      page int NOT NULL CHECK (page > 0),
      sort_at timestamptz NOT NULL,
      item_id uuid NOT NULL,
      valid_from timestamptz NOT NULL,
      valid_to timestamptz NOT NULL DEFAULT 'infinity',
      PRIMARY KEY (series, page, valid_from)
    );
    CREATE UNIQUE INDEX page_cut_now ON library.page_cut (series, page) WHERE valid_to = 'infinity';

    -- The newest page changes, the page before the first new one gets a neighbour, and pages cut anew are others.
    CREATE FUNCTION library.note_cuts() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM kernel.note_keys(array_agg(DISTINCT key), false) FROM rows, LATERAL (VALUES
        ('cuts:' || series), ('page:' || series || ':' || page)) AS k(key);
      RETURN NULL;
    END $$;
    CREATE TRIGGER page_cut_added AFTER INSERT ON library.page_cut
      REFERENCING NEW TABLE AS rows FOR EACH STATEMENT EXECUTE FUNCTION library.note_cuts();
    CREATE TRIGGER page_cut_ended AFTER UPDATE ON library.page_cut
      REFERENCING NEW TABLE AS rows FOR EACH STATEMENT EXECUTE FUNCTION library.note_cuts();
  `,
}
