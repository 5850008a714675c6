import type { Migration } from '../../../kernel/module.ts'

/**
 * State, kind and whether readers see it stand beside the title: a list of a common word and one of these filters reads hundreds of
 * thousands of titles, and needs no document for each. Most rows are what a new column has by default and are not written.
 */
export const titleFacts: Migration = {
  name: 'content/070-title-facts',
  sql: `
    ALTER TABLE content.title_index
      ADD COLUMN state text NOT NULL DEFAULT 'released',
      ADD COLUMN kind text NOT NULL DEFAULT 'article',
      ADD COLUMN is_live boolean NOT NULL DEFAULT true;
    UPDATE content.title_index t SET state = d.state, kind = d.kind, is_live = d.live_edition_number IS NOT NULL
      FROM content.document d WHERE d.id = t.document_id
        AND (d.state <> 'released' OR d.kind <> 'article' OR d.live_edition_number IS NULL);
    ALTER TABLE content.title_index
      ALTER COLUMN state DROP DEFAULT, ALTER COLUMN kind DROP DEFAULT, ALTER COLUMN is_live DROP DEFAULT;

    CREATE OR REPLACE VIEW content.v_title AS SELECT * FROM content.title_index WHERE
      (SELECT current_setting('yiwang.organisation', true)) = '{%}' OR site_id IN (
        SELECT s.id FROM sites.site s WHERE
          s.path LIKE ANY ((SELECT current_setting('yiwang.site', true)::text[])::text[])
          OR s.owner_path LIKE ANY ((SELECT current_setting('yiwang.organisation', true)::text[])::text[]));

    CREATE OR REPLACE FUNCTION content.index_new_titles() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO content.title_index (document_id, site_id, updated_at, released_at, deleted_at, folded, state, kind, is_live)
        SELECT id, site_id, updated_at, released_at, deleted_at, content.fold_title(title), state, kind,
          live_edition_number IS NOT NULL FROM added;
      RETURN NULL;
    END $$;

    CREATE OR REPLACE FUNCTION content.index_title() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      UPDATE content.title_index SET site_id = NEW.site_id, updated_at = NEW.updated_at, released_at = NEW.released_at,
        deleted_at = NEW.deleted_at, state = NEW.state, kind = NEW.kind, is_live = NEW.live_edition_number IS NOT NULL,
        folded = CASE WHEN NEW.title = OLD.title THEN folded ELSE content.fold_title(NEW.title) END
      WHERE document_id = NEW.id;
      RETURN NULL;
    END $$;
    DROP TRIGGER document_title_changed ON content.document;
    CREATE TRIGGER document_title_changed
      AFTER UPDATE OF title, site_id, updated_at, released_at, deleted_at, state, kind, live_edition_number ON content.document
      FOR EACH ROW EXECUTE FUNCTION content.index_title();
  `,
}
